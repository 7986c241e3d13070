/**
 * @file A derivation in numbers: every equation that is shown is evaluated, from the leaves on. Each signal must be the
 * derivative by its piece, found by moving that piece and computing again all that reads it, and the gradients those of the
 * emitted code.
 */
import { dimEvaluate, type Dim } from "../../src/dim.ts";
import { derived } from "../../src/explain/index.ts";
import type { Derivation } from "../../src/explain/derivation.ts";
import { written } from "../../src/operators/index.ts";
import { reverse } from "../../src/autodiff/reverse.ts";
import { topological, type Value } from "../../src/graph/node.ts";
import type { Tensor } from "../../src/graph/operator.ts";
import type { Axis } from "../../src/graph/type.ts";
import { tabulate } from "../../src/graph/tensor.ts";
import { evaluate } from "../helpers/evaluate.ts";
import { random } from "../helpers/random.ts";
import type { Stages } from "../helpers/stages.ts";

export interface Numbers {
  readonly sizes: Readonly<Record<string, number>>;
  /** Leaves by key, their free axes first. */
  readonly leaves: Readonly<Record<string, ArrayLike<number> | number>>;
}

export interface Explained {
  readonly derivation: Derivation;
  /** By the key of what it is by. */
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** What does not agree. */
  readonly wrong: readonly string[];
}

/** Undefined where there is nothing to explain. */
export function inNumbers(
  { model, plan, c }: Pick<Stages, "model" | "plan" | "c">,
  numbers: Numbers,
): Explained | undefined {
  const d = derived({ c, plain: written(), reverse, rewrites: [] }, model, plan.objective, {});
  if (typeof d === "string") return undefined;
  const sizes = new Map(Object.entries(numbers.sizes));
  const size = (dim: Dim): number => {
    const { numerator, denominator } = dimEvaluate(dim, sizes)!;
    return Number(numerator) / Number(denominator);
  };
  const given = new Map<Value, Tensor>();
  for (const leaf of model.leaves) {
    const data = numbers.leaves[leaf.key];
    if (data === undefined) continue;
    const shape = [...leaf.axes.map((a) => a.extent), ...leaf.shape].map(size);
    const symbol = c.apply(leaf.value.node.op, [], leaf.value.node.attributes);
    given.set(symbol, {
      shape,
      data: Float64Array.from(typeof data === "number" ? [data] : Array.from(data)),
    });
  }
  /** A value as the axes of another have it. */
  const as = (t: Tensor, from: Value, to: Value): Tensor => {
    const axes = [...to.node.free.map((a) => a.extent), ...to.shape].map(size);
    const positions = from.node.free.map((a) => to.node.free.findIndex((b) => b.key === a.key));
    if (positions.includes(-1)) throw new Error("a derivative has an axis that its symbol lacks");
    return tabulate(axes, (at) => {
      const own = [...positions.map((p) => at[p]!), ...at.slice(to.node.free.length)];
      return t.data[own.reduce((sum, v, i) => sum * t.shape[i]! + v, 0)]!;
    });
  };
  const run = (right: Value, symbol: Value, known: ReadonlyMap<Value, Tensor>): Tensor => {
    for (const { op, attributes, results } of topological([right]))
      if (op.name === "symbol" && !known.has(results[0]!))
        throw new Error(`${attributes["key"] as string} is not known where it is read`);
    return as(evaluate(c, [right], known, sizes)[0]!, right, symbol);
  };
  for (const p of d.pieces) given.set(p.symbol, run(p.right, p.symbol, given));
  for (const s of d.slopes) given.set(s.symbol, run(s.right, s.symbol, given));
  const zeros = ({ node, shape }: Value): Tensor => {
    const extents = [...node.free.map((a) => a.extent), ...shape].map(size);
    return tabulate(extents, () => 0);
  };
  /** What stands `steps` before along the axis, or after it; of what is not there the rows of `start`. */
  const shifted = (
    from: Value,
    to: Value,
    { key, extent }: Axis,
    steps: number,
    start?: { readonly value: Value; readonly room: number },
  ): Tensor => {
    const source = as(given.get(from)!, from, { ...to, node: { ...to.node } });
    const [T, at] = [size(extent), to.node.free.findIndex((a) => a.key === key)];
    const rows = start && evaluate(c, [start.value], given, sizes)[0]!;
    const extents = [...to.node.free.map((a) => a.extent), ...to.shape].map(size);
    return tabulate(extents, (index) => {
      const t = index[at]! - steps;
      if (t >= 0 && t < T) {
        const moved = index.map((v, i) => (i === at ? t : v));
        return source.data[moved.reduce((sum, v, i) => sum * source.shape[i]! + v, 0)]!;
      }
      if (!rows || !start) return 0;
      const row = t < 0 ? start.room + t : t - T;
      const outer = start.value.node.free.map(
        (a) => index[to.node.free.findIndex((b) => b.key === a.key)]!,
      );
      const place = [...outer, row, ...index.slice(to.node.free.length)];
      return rows.data[place.reduce((sum, v, i) => sum * rows.shape[i]! + v, 0)]!;
    });
  };
  // By sweeps over all steps at once: each makes one more step right.
  for (const { steps, later } of d.recurrences) {
    for (const p of steps.pieces) given.set(p.symbol, zeros(p.symbol));
    for (const x of later) given.set(x.symbol, zeros(x.symbol));
    for (let sweep = 0; sweep <= size(steps.axis.extent); sweep++) {
      for (const e of steps.earlier) {
        const start = { value: e.start, room: size(e.start.shape[0]!) };
        const by = steps.backward ? -e.steps : e.steps;
        given.set(e.symbol, shifted(e.state.symbol, e.symbol, steps.axis, by, start));
      }
      for (const p of steps.pieces) given.set(p.symbol, run(p.right, p.symbol, given));
    }
  }
  const all = [...d.signals, ...d.recurrences.flatMap((r) => r.signals)];
  const named = all.filter((s) => s.symbol !== s.right);
  for (const s of named) given.set(s.symbol, zeros(s.symbol));
  const longest = Math.max(0, ...d.recurrences.map((r) => size(r.steps.axis.extent)));
  const sweeps = d.recurrences.length === 0 ? 1 : (longest + 1) * (d.recurrences.length + 1);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const s of named) given.set(s.symbol, run(s.right, s.symbol, given));
    for (const { steps, later } of d.recurrences) {
      for (const { symbol, of, right } of later) {
        const own = c.symbol({
          name: "share",
          key: "share of a step",
          shape: symbol.shape,
          axes: symbol.node.free,
          of: "real",
        });
        given.set(own, run(right, own, given));
        given.set(symbol, shifted(own, symbol, steps.axis, steps.backward ? of.steps : -of.steps));
      }
    }
  }

  const wrong: string[] = [];
  const next = random(11);
  const top = d.pieces.at(-1)!.symbol;
  for (const s of d.signals) {
    const at = given.get(s.of.symbol)!;
    const v = at.data.map(() => 2 * next() - 1);
    const moved = (h: number): number => {
      const known = new Map(given);
      known.set(s.of.symbol, { ...at, data: at.data.map((x, i) => x + h * v[i]!) });
      const later = d.pieces.slice(d.pieces.indexOf(s.of) + 1);
      for (const p of later) known.set(p.symbol, run(p.right, p.symbol, known));
      return known.get(top)!.data[0]!;
    };
    const ct = run(s.right, s.of.symbol, given);
    const got = ct.data.reduce((sum, x, i) => sum + x * v[i]!, 0);
    const scale = ct.data.reduce((sum, x, i) => sum + Math.abs(x * v[i]!), 0);
    const level = 1e-11 * Math.abs(given.get(top)!.data[0]!) + 1e-12;
    const slopeBy = (h: number): number =>
      (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h);
    const isRight = (h: number): boolean => {
      const slope = slopeBy(h);
      return Math.abs(got - slope) <= 1e-6 * Math.max(scale, Math.abs(slope)) + level / h;
    };
    if (![1e-3, 1e-4].some(isRight))
      wrong.push(`${s.says}: ${got} where differences give ${slopeBy(1e-4)}`);
  }
  const gradients = new Map(
    d.gradients.map((g) => [g.wrt.key, run(g.right, g.wrt.symbol, given)] as const),
  );
  return { derivation: d, gradients, wrong };
}
