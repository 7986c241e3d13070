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
import type { Value } from "../../src/graph/node.ts";
import type { Tensor } from "../../src/graph/operator.ts";
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
  const run = (right: Value, symbol: Value, known: ReadonlyMap<Value, Tensor>): Tensor =>
    as(evaluate(c, [right], known, sizes)[0]!, right, symbol);
  for (const p of d.pieces) given.set(p.symbol, run(p.right, p.symbol, given));
  for (const s of d.slopes) given.set(s.symbol, run(s.right, s.symbol, given));
  for (const s of d.signals)
    if (s.symbol !== s.right) given.set(s.symbol, run(s.right, s.symbol, given));

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
    const h = 1e-3;
    const slope = (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h);
    const level = 1e-11 * Math.abs(given.get(top)!.data[0]!) + 1e-12;
    if (!(Math.abs(got - slope) <= 1e-6 * Math.max(scale, Math.abs(slope)) + level / h))
      wrong.push(`${s.says}: ${got} where differences give ${slope}`);
  }
  const gradients = new Map(
    d.gradients.map((g) => [g.wrt.key, run(g.right, g.wrt.symbol, given)] as const),
  );
  return { derivation: d, gradients, wrong };
}
