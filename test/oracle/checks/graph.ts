/** @file Values of the settled graph at a point, by the slow evaluator of graphs. */
import type { Value } from "../../../src/graph/node.ts";
import type { Tensor } from "../../../src/graph/operator.ts";
import type { Dim } from "../../../src/dim.ts";
import { dimEvaluate } from "../../../src/dim.ts";
import { topological } from "../../../src/graph/node.ts";
import { evaluate } from "../../helpers/evaluate.ts";
import type { Point, Trial } from "../trial.ts";

/** Leaves by key, in the graph below `roots`, with their numbers; `others` are given too. */
export function graphValues(
  { stages, sizes }: Trial,
  { params, inputs }: Pick<Point, "params" | "inputs">,
  roots: readonly Value[],
  others: ReadonlyMap<Value, Tensor> = new Map(),
): readonly Tensor[] {
  const { model, c } = stages;
  const bound = new Map(Object.entries(sizes));
  const given = new Map<Value, Tensor>(others);
  const below = new Map(
    topological(roots).flatMap((node) =>
      node.op.name === "symbol" ? [[node.attributes["key"], node.results[0]!] as const] : [],
    ),
  );
  for (const leaf of model.leaves) {
    const value = below.get(leaf.key);
    const numbers = { ...inputs, ...params }[leaf.key];
    if (value && numbers !== undefined) {
      const shape = [...leaf.axes.map((a) => a.extent), ...leaf.shape].map((d) => sizeOf(d, bound));
      const data = typeof numbers === "number" ? [numbers] : Array.from(numbers);
      given.set(value, { shape, data: Float64Array.from(data) });
    }
  }
  return evaluate(c, roots, given, bound);
}

function sizeOf(dim: Dim, bound: ReadonlyMap<string, number>): number {
  const { numerator, denominator } = dimEvaluate(dim, bound)!;
  return Number(numerator) / Number(denominator);
}
