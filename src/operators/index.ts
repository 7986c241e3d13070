/** @file All operators, and the calculus made of them. */
import type { Dim } from "../dim.ts";
import { createApply, type Application } from "../graph/builder.ts";
import type { Value } from "../graph/node.ts";
import type { Calculus, Operator } from "../graph/operator.ts";
import { hasAxis, type Axis, type NumberKind, type Shape } from "../graph/type.ts";
import * as activations from "./activations.ts";
import * as arithmetic from "./arithmetic.ts";
import * as building from "./building.ts";
import * as choices from "./choices.ts";
import * as comparisons from "./comparisons.ts";
import * as exponentials from "./exponentials.ts";
import { cholesky, lu, luSolve, trisolve, tril } from "./factorisations.ts";
import * as gamma from "./gamma.ts";
import * as indexing from "./indexing.ts";
import { eye, named, number, size, symbolOperator } from "./leaves.ts";
import * as logDomain from "./log-domain.ts";
import * as likelihoods from "./likelihoods.ts";
import * as losses from "./losses.ts";
import * as matrices from "./matrices.ts";
import * as movement from "./movement.ts";
import { norm } from "./norms.ts";
import { ordinal, place } from "./positions.ts";
import * as recurrences from "./recurrence.ts";
import * as powers from "./powers.ts";
import { contract } from "./product.ts";
import * as reductions from "./reductions.ts";
import * as rounding from "./rounding.ts";
import * as scans from "./scans.ts";
import * as softmaxes from "./softmax.ts";
import * as special from "./special.ts";
import * as systems from "./systems.ts";
import * as trigonometry from "./trigonometry.ts";
import * as vectors from "./vectors.ts";
import * as triangles from "./triangles.ts";
import * as sliding from "./windows.ts";
import { accumulate, identities } from "./identities/index.ts";

type Family = readonly [name: string, operators: readonly Operator[]];

/** Every operator that a model can come to use, symbols apart, by family. */
export const families = [
  ["leaves", [number, size, eye, ordinal, place, named]],
  ["arithmetic", Object.values(arithmetic)],
  ["powers", Object.values(powers)],
  ["exponentials", Object.values(exponentials)],
  ["log domain", Object.values(logDomain)],
  ["trigonometry", Object.values(trigonometry)],
  ["rounding", Object.values(rounding)],
  ["special", [...Object.values(special), ...Object.values(gamma), ...Object.values(likelihoods)]],
  ["activations", Object.values(activations)],
  ["comparisons", Object.values(comparisons)],
  ["choices", Object.values(choices)],
  ["products", [contract]],
  ["reductions", Object.values(reductions)],
  ["scans", Object.values(scans)],
  ["recurrences", Object.values(recurrences)],
  ["vectors", Object.values(vectors)],
  ["softmax", Object.values(softmaxes)],
  ["losses", Object.values(losses)],
  ["norms", [norm]],
  ["movement", Object.values(movement)],
  ["building", Object.values(building)],
  ["matrices", [...Object.values(matrices), triangles.lowertri, triangles.undertri]],
  ["linear algebra", [...Object.values(systems), cholesky, trisolve, tril, lu, luSolve]],
  ["indexing", Object.values(indexing)],
  ["windows", Object.values(sliding)],
] as readonly unknown[] as readonly Family[];

export const operators: readonly Operator[] = families.flatMap(([, all]) => all);

const byName = new Map(operators.map((op) => [op.name, op]));

/** A calculus with the makers that only a model needs. */
export interface Builder extends Calculus {
  /** A parameter, input or constant; `axes` are its free axes. */
  symbol(symbol: {
    name: string;
    key: string;
    shape: Shape;
    axes: readonly Axis[];
    of: NumberKind;
  }): Value;
  /** A cut under a name of the model. */
  named(
    name: string,
    key: string,
    x: Value,
    call?: { readonly function: string; readonly parameters: readonly string[] },
  ): Value;
  eye(extent: Dim): Value;
  /** An index as a number. */
  ordinal(axis: Axis): Value;
  /** Σ times·position + plus as index data from 0 to `last`; `clamped`: kept inside. */
  place(place: {
    axes: readonly Axis[];
    times: readonly Dim[];
    plus: Dim;
    last: Dim;
    clamped: boolean;
    says: string;
  }): Value;
}

/** The graph as written: nothing is simplified. */
export const written = (): Builder => builder(undefined);

/** The names under which identities are told and can be switched off; some stand for several. */
export const IDENTITIES: readonly string[] = [...new Set(identities.map((rule) => rule.name))];

/** The settled graph: every identity fires that is not switched off, and is told. */
export function settled(
  told: (rule: string, before: Application, after: Value) => void = () => {},
  without: readonly string[] = [],
): Builder {
  const rules = new Map<string, (typeof identities)[number][]>();
  for (const rule of identities) {
    if (without.includes(rule.name)) continue;
    rules.set(rule.root, [...(rules.get(rule.root) ?? []), rule]);
  }
  const c: Builder = builder((application) => {
    const general = application.op.elementwise ? (rules.get("elementwise") ?? []) : [];
    for (const rule of [...(rules.get(application.op.name) ?? []), ...general]) {
      const after = rule.rewrite(c, application);
      if (after !== undefined) {
        told(rule.name, application, after);
        return after;
      }
    }
    return undefined;
  });
  return c;
}

function builder(rewrite: ((application: Application) => Value | undefined) | undefined): Builder {
  const apply = createApply(rewrite);
  const one = (op: object, inputs: readonly Value[], attributes = {}): Value =>
    apply(op as Operator, inputs, attributes);
  const broadcast = (x: Value, shape: Shape): Value =>
    x.shape.length === 0 && shape.length > 0 ? one(movement.broadcast, [x], { shape }) : x;
  const elementwise = (op: Operator, args: readonly Value[]): Value => {
    const shape = args.find((x) => x.shape.length > 0)?.shape ?? [];
    return apply(
      op,
      args.map((x) => broadcast(x, shape)),
    );
  };
  const c: Builder = {
    apply,
    operator: (name) => byName.get(name)!,
    accumulate: (a, b) => accumulate(c, a, b),
    number: (value) => one(number, [], { value }),
    size: (dim) => one(size, [], { dim }),
    zeros: (shape) => broadcast(one(number, [], { value: 0 }), shape),
    broadcast,
    add: (a, b) => elementwise(arithmetic.add, [a, b]),
    sub: (a, b) => elementwise(arithmetic.sub, [a, b]),
    mul: (a, b) => elementwise(arithmetic.mul, [a, b]),
    div: (a, b) => elementwise(arithmetic.div, [a, b]),
    neg: (a) => apply(arithmetic.neg, [a]),
    call: (name, ...args) => {
      const op = byName.get(name);
      if (op?.elementwise !== true)
        throw new Error(`internal: ${name} is not an elementwise operator`);
      return elementwise(op, args);
    },
    contract: (left, right, labels) => one(contract, [left, right], canonical(labels)),
    sum: (x, positions) =>
      positions.length === 0
        ? x
        : one(reductions.sum, [x], { positions: positions.toSorted((a, b) => a - b) }),
    max: (x, positions) =>
      positions.length === 0
        ? x
        : one(reductions.maximum, [x], { positions: positions.toSorted((a, b) => a - b) }),
    permute: (x, order) =>
      order.every((o, i) => o === i) ? x : one(movement.permute, [x], { order }),
    reshape: (x, shape) => one(movement.reshape, [x], { shape }),
    slice: (x, position, start, length) => one(building.slice, [x], { position, start, length }),
    pad: (x, position, before, extent) => one(building.pad, [x], { position, before, extent }),
    concat: (parts, position) => one(building.concat, parts, { position }),
    diag: (x) => one(matrices.diag, [x]),
    diagonal: (x) => one(matrices.diagonal, [x]),
    expandAxis: (x, position, extent) => one(movement.expandAxis, [x], { position, extent }),
    open: (x, position, axis) => one(movement.open, [x], { position, axis }),
    close: (x, position, axis) => one(movement.close, [x], { position, axis }),
    repeat: (x, axis) => (hasAxis(x.node.free, axis) ? x : one(movement.repeat, [x], { axis })),
    gather: (x, indices) => one(indexing.gather, [x, indices]),
    scatter: (rows, indices, extent) => one(indexing.scatter, [rows, indices], { extent }),
    rows: (parts, shape, key) =>
      one(
        indexing.rows,
        parts.flatMap((p) => [p.values, p.indices]),
        { shape, key },
      ),
    carries: () => true,
    symbol: ({ name, key, shape, axes, of }) =>
      one(symbolOperator(axes, of), [], { name, key, shape }),
    named: (name, key, x, call) => one(named, [x], { name, key, ...call }),
    eye: (extent) => one(eye, [], { extent }),
    ordinal: (axis) => one(ordinal, [], { axis }),
    place: (attributes) => one(place, [], attributes),
  };
  return c;
}

/** Labels a, b, c … in the order in which they come, so that equal products are one node. */
function canonical({ left, right, result }: Parameters<Calculus["contract"]>[2]) {
  const names = new Map<string, string>();
  const rename = (labels: readonly string[]) =>
    labels.map((l) => {
      if (!names.has(l)) names.set(l, String.fromCodePoint(97 + names.size));
      return names.get(l)!;
    });
  return { left: rename(left), right: rename(right), result: rename(result) };
}
