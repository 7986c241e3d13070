/**
 * @file The language, executable: a model file evaluated with dual numbers straight from its syntax tree. It shares nothing
 * with the compiler behind the parser, and computes one example of a batch at a time.
 */
import type { File } from "../../src/syntax/ast.ts";
import { Dual, freshLevel, plain, seeded, tangentsOf, type Num } from "./dual.ts";
import {
  reading,
  withPosition,
  type Env,
  type Instance,
  type Run,
  type Stored,
} from "./environment.ts";
import { evaluate } from "./evaluate.ts";
import { extent } from "./loops.ts";
import { leafOf, leafShape, valueOf } from "./names.ts";
import { scopeOf, type Entity } from "./scope.ts";
import { refuse, stack, volume, type Value } from "./tensor.ts";

export type { Instance } from "./environment.ts";
export { Refused } from "./tensor.ts";

export interface Interpreted {
  /** The objective and the outputs by key, batches first. */
  readonly values: Readonly<Record<string, readonly number[]>>;
  readonly objective: string | undefined;
  readonly outputs: readonly string[];
  /** The outputs, and what is differentiated beside the objective: what `predict` gives. */
  readonly shown: readonly string[];
  /** Every derivative that the module hands out, in order. */
  readonly derivatives: readonly Derivative[];
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** The smallest distance of any argument from a kink or from the end of its domain. */
  readonly margin: number;
  /** The derivative of the objective by every entry of each of these: parameters, inputs, or definitions (held fixed). */
  gradients(wrt: readonly string[]): Readonly<Record<string, readonly number[]>>;
  /**
   * The derivative of `of` along a direction for each of these: parameters or inputs together, definitions (held fixed) each
   * by itself.
   */
  slopes(of: string, directions: Directions): Readonly<Record<string, number>>;
  /** The second derivatives by the entries of one parameter, times a direction. */
  hessianAlong(of: string, wrt: string, direction: readonly number[]): readonly number[];
  /** All second derivatives by the entries of one parameter, row by row. */
  hessian(of: string, wrt: string): readonly number[];
  /** The derivatives of every element of a value, each by every entry. */
  jacobian(of: string, wrt: string): readonly number[];
}

export type Directions = Readonly<Record<string, ArrayLike<number>>>;

/** Among the gradients under the name of what it is by, or an export of its own. */
export interface Derivative {
  readonly role: "grad" | "hessian";
  readonly of: string;
  readonly wrt: string;
  readonly export: string | undefined;
}

export interface Parameter {
  readonly key: string;
  readonly role: "input" | "param" | "const";
  readonly shape: readonly number[];
  /** Whole numbers of a range, bits, or any numbers. */
  readonly of: "real" | "bit" | { readonly from: number; readonly to: number };
}

/** What must be given, with shapes for these sizes. */
export function parametersOf(file: File, sizes: Instance["sizes"]): readonly Parameter[] {
  const run = runOf(file, { sizes, params: {}, inputs: {} });
  const env = outside(run);
  return [...run.scope.entities.values()].flatMap((e): readonly Parameter[] => {
    if (e.kind !== "leaf" || (e.role === "const" && e.group.start)) return [];
    const { type } = e.group;
    const number = (x: Parameters<typeof evaluate>[0]): number => plain(evaluate(x, env).data[0]!);
    const of =
      type.kind === "range"
        ? { from: type.range.from ? number(type.range.from) : 1, to: number(type.range.to) }
        : type.kind === "bit"
          ? "bit"
          : "real";
    return [{ key: e.key, role: e.role, shape: leafShape(e, env, evaluate), of }];
  });
}

export function interpret(file: File, instance: Instance): Interpreted {
  let margin = Infinity;
  const run = runOf(file, instance, (distance) => (margin = Math.min(margin, distance)));
  const { objective, outputs } = run.scope;
  const values: Record<string, readonly number[]> = {};
  const shapes: Record<string, readonly number[]> = {};
  const named = (key: string): Entity => run.scope.entities.get(key) ?? refuse(`no ${key}`);
  const asked = run.scope.requests.map((r) => r.of).filter((key) => key !== objective?.key);
  const shown = [...new Set([...outputs.map((o) => o.key), ...asked])];
  for (const entity of [...(objective ? [objective] : []), ...shown.map(named)]) {
    const { value } = whole(entity, run);
    values[entity.key] = value.data.map(plain);
    shapes[entity.key] = value.shape;
  }
  return {
    values,
    shapes,
    margin,
    objective: objective?.key,
    outputs: outputs.map((o) => o.key),
    shown,
    derivatives: derivativesOf(run),
    gradients: (wrt) => {
      const of = objective ?? refuse("no objective");
      // Leaves together; a definition by itself, because by it all that it is made of is held fixed.
      const leaves = wrt.filter((key) => named(key).kind === "leaf");
      const groups = [leaves, ...wrt.filter((key) => !leaves.includes(key)).map((key) => [key])];
      return Object.fromEntries(
        groups.flatMap((keys) => {
          const { value, split } = differentiate(of, keys.map(named), run);
          const parts = split(value[0]!);
          return keys.map((key, i) => [key, parts[i]!.map(plain)]);
        }),
      );
    },
    slopes: (of, directions) => {
      const keys = Object.keys(directions);
      const leaves = keys.filter((key) => named(key).kind === "leaf");
      const groups = [leaves, ...keys.filter((key) => !leaves.includes(key)).map((key) => [key])];
      const found = groups.flatMap((group) => {
        const level = freshLevel();
        const given = new Map(run.given);
        group.forEach((key, i) => {
          const x = whole(named(key), run);
          given.set(named(key), moved(x, level, directions[key]!, i, group.length));
        });
        const inner = { ...run, given, known: new Map(), leaves: new Map() };
        const [y] = whole(named(of), inner).value.data;
        return tangentsOf(y!, level, group.length).map((t, i) => [group[i]!, plain(t)] as const);
      });
      return Object.fromEntries(found);
    },
    hessianAlong: (of, wrt, direction) => {
      const level = freshLevel();
      const x = moved(whole(named(wrt), run), level, direction, 0, 1);
      const given = new Map([[named(wrt), x]]);
      const inner = { ...run, given, leaves: new Map(), known: new Map() };
      const [row] = differentiate(named(of), [named(wrt)], inner).value;
      return row!.map((g) => plain(tangentsOf(g, level, 1)[0]!));
    },
    jacobian: (of, wrt) =>
      differentiate(named(of), [named(wrt)], run)
        .value.flat()
        .map(plain),
    hessian: (of, wrt) => {
      const level = freshLevel();
      const x = seed(whole(named(wrt), run), level, 0, undefined);
      const inner = {
        ...run,
        given: new Map([[named(wrt), x]]),
        leaves: new Map(),
        known: new Map(),
      };
      const [row] = differentiate(named(of), [named(wrt)], inner).value;
      return row!.flatMap((g) => tangentsOf(g, level, x.value.data.length)).map(plain);
    },
  };
}

/** By all parameters, then as the file asks. What is among the gradients already is an export of its own. */
function derivativesOf({ scope }: Run): readonly Derivative[] {
  const parameters = [...scope.entities.values()].filter(
    (e) => e.kind === "leaf" && e.role === "param",
  );
  const of = scope.objective?.key;
  const list: Derivative[] =
    of === undefined
      ? []
      : parameters.map((p) => ({ role: "grad", of, wrt: p.key, export: undefined }));
  for (const r of scope.requests) {
    if (r.role !== "grad" && r.role !== "hessian") return refuse(r.role);
    for (const wrt of r.wrt) {
      const taken = list.some((d) => d.export === undefined && d.wrt === wrt);
      if (r.role === "grad" && r.of === of && taken) continue;
      const own = taken || r.role === "hessian" || of === undefined;
      list.push({
        role: r.role,
        of: r.of,
        wrt,
        export: own ? `${r.role}_${r.of}_${wrt}` : undefined,
      });
    }
  }
  return list;
}

function runOf(file: File, instance: Instance, near: Run["near"] = () => {}): Run {
  const scope = scopeOf(file);
  return {
    scope,
    instance,
    given: new Map(),
    leaves: new Map(),
    known: new Map(),
    reads: [],
    near,
  };
}

const outside = (run: Run): Env => ({
  run,
  limit: Infinity,
  locals: new Map(),
  positions: new Map(),
});

/** An entity for all examples of the batches it depends on, in the order of their declaration. */
function whole(entity: Entity, run: Run): Stored {
  if (entity.kind === "leaf") {
    return run.given.get(entity) ?? leafOf(entity, outside(run), evaluate);
  }
  const batches = [...run.scope.entities.values()].filter(
    (e) => e.kind === "axis" && e.role === "batch",
  );
  const at = (env: Env): Value => valueOf(entity, env, evaluate);
  const every: Run = { ...run, known: new Map(), near: () => {}, everyBranch: true };
  const first = batches.reduce((env, b) => placed(env, b.key, 0), outside(every));
  const [, reads] = reading(every, () => at(first));
  const per = batches.filter((b) => reads.has(b.key)).map((b) => b.key);
  const all = (env: Env, [batch, ...rest]: readonly string[]): Value => {
    if (batch === undefined) return at(env);
    const { count } = extent(batch, env, evaluate);
    return stack(Array.from({ length: count }, (_, n) => all(placed(env, batch, n), rest)));
  };
  return { per, value: all(outside(run), per) };
}

const placed = (env: Env, batch: string, position: number): Env =>
  withPosition(env, batch, { position, value: position + 1, base: 1 });

/** Tangents of every element of `of`, one for each entry of all of `wrt`; `split` parts them again. */
function differentiate(of: Entity, wrt: readonly Entity[], run: Run) {
  const level = freshLevel();
  const stored = wrt.map((e) => whole(e, run));
  const lengths = stored.map((s) => volume(s.value.shape));
  const count = lengths.reduce((a, b) => a + b, 0);
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0));
  const given = new Map(run.given);
  stored.forEach((s, i) => given.set(wrt[i]!, seed(s, level, starts[i]!, count)));
  const inner = { ...run, given, known: new Map(), leaves: new Map() };
  const value = whole(of, inner).value.data.map((x) => tangentsOf(x, level, count));
  const split = (row: readonly Num[]): readonly (readonly Num[])[] =>
    lengths.map((n, i) => row.slice(starts[i], starts[i]! + n));
  return { value, split };
}

/** A tangent along a direction, the `i`th of `count`. */
function moved(
  { per, value }: Stored,
  level: number,
  direction: ArrayLike<number>,
  i: number,
  count: number,
): Stored {
  const data = value.data.map((x, k) => {
    const along = direction[k]!;
    return new Dual(
      level,
      x,
      Array.from({ length: count }, (_, j) => (j === i ? along : 0)),
    );
  });
  return { per, value: { ...value, data } };
}

function seed(
  { per, value }: Stored,
  level: number,
  start: number,
  count: number | undefined,
): Stored {
  const directions = count ?? value.data.length;
  const data = value.data.map((x, k) => seeded(x, level, start + k, directions));
  return { per, value: { shape: value.shape, data } };
}
