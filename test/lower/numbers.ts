/** @file A plan evaluated twice: as a program by the interpreter, and node by node. */
import { dense, isRows } from "../helpers/dense.ts";
import type { Value } from "../../src/graph/node.ts";
import type { Tensor } from "../../src/graph/operator.ts";
import type { Leaf } from "../../src/graph/plan.ts";
import { isIndexKind, type Axis } from "../../src/graph/type.ts";
import { dimEvaluate, type Dim } from "../../src/dim.ts";
import { Interpreter, type Given, type Result } from "../../src/kernel/interpret.ts";
import { lower } from "../../src/lower/lower.ts";
import { evaluate } from "../helpers/evaluate.ts";
import type { Draft } from "./model.ts";

export interface Comparison {
  readonly what: string;
  readonly got: readonly number[];
  readonly wanted: readonly number[];
}

/** Everything every routine gives, beside the value that it should have. */
export function comparisons(
  draft: Draft,
  sizes: Readonly<Record<string, number>>,
): readonly Comparison[] {
  const { plan, c } = draft.plan();
  const program = lower(plan, c);
  const random = generator(7);
  const of = (dim: Dim) => Number(dimEvaluate(dim, new Map(Object.entries(sizes)))!.numerator);
  const settledLeaf = new Map<string, Value>();
  for (const [value, { key }] of plan.names)
    if (value.node.inputs.length === 0 && value.node.op.define === undefined)
      settledLeaf.set(key, value);
  const tensors = new Map<Value, Tensor>();
  const given: Record<string, Float64Array | Int32Array | number> = {};
  for (const leaf of draft.leaves) {
    const shape = [...leaf.axes.map((a) => a.extent), ...leaf.shape].map(of);
    const data = Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () =>
      draw(leaf, of, random),
    );
    given[leaf.key] = isNumber(leaf)
      ? data[0]!
      : isIndexKind(leaf.of)
        ? Int32Array.from(data)
        : data;
    const value = settledLeaf.get(leaf.key);
    if (value) tensors.set(value, { shape, data });
  }
  // Memory has batches first; a leaf, and its gradient, the order of its declaration.
  const wanted = (v: Value, key: string): readonly number[] => {
    const { data } = evaluate(c, [v], tensors, new Map(Object.entries(sizes)))[0]!;
    const leaf = draft.leaves.find((l) => l.key === key)?.axes;
    const order = leaf ?? draft.axes.toSorted((a, b) => rank(a) - rank(b));
    return reordered(data, v, order, of);
  };
  const values = [...(plan.objective ? [plan.objective] : []), ...plan.outputs];
  const machine = new Interpreter(program, sizes);
  const run = (name: string) => machine.run(name, given as Given, given as Given);
  const list: Comparison[] = [];
  const compare = (
    routine: string,
    entries: readonly { key: string; value: Value }[],
    got: Result,
  ) => {
    for (const { key, value } of entries)
      list.push({
        what: `${routine}.${key}`,
        got: numbers(got[key]!, value.shape.map(of)),
        wanted: wanted(value, key),
      });
  };
  const has = (name: string) => program.routines.some((r) => r.name === name);
  if (has("forward")) compare("forward", values, run("forward").values!);
  if (has("backward")) compare("backward", plan.gradients, run("backward").gradients!);
  if (has("valueAndGradient")) {
    const both = new Interpreter(program, sizes).run("valueAndGradient", given, given);
    compare("valueAndGradient", values, both.values!);
    compare("valueAndGradient", plan.gradients, both.gradients!);
  }
  if (has("predict")) {
    const got = new Interpreter(program, sizes).run("predict", given, given);
    compare("predict", plan.outputs, got.outputs!);
  }
  for (const { name, result } of plan.derivatives) {
    const got = new Interpreter(program, sizes).run(name, given, given);
    const shape = result.value.shape.map(of);
    list.push({ what: name, got: numbers(got.result!, shape), wanted: wanted(result.value, name) });
  }
  return list;
}

const rank = (a: Axis): number => (a.kind === "batch" ? 0 : 1);

/** From the free axes in the order of the node to the given order. */
function reordered(
  data: Float64Array,
  { node, shape }: Value,
  order: readonly Axis[],
  of: (dim: Dim) => number,
): readonly number[] {
  const from = node.free.map((a) => a.key);
  const free = order.filter((a) => from.includes(a.key));
  const rest = shape.map(of).reduce((a, b) => a * b, 1);
  const extents = [...free.map((a) => of(a.extent)), rest];
  return Array.from({ length: data.length }, (_, flat) => {
    let left = flat;
    const at = extents
      .toReversed()
      .map((n) => {
        const i = left % n;
        left = Math.floor(left / n);
        return i;
      })
      .toReversed();
    const place = node.free.reduce(
      (sum, a) => sum * of(a.extent) + at[free.findIndex((f) => f.key === a.key)]!,
      0,
    );
    return data[place * rest + at.at(-1)!]!;
  });
}

const isNumber = (leaf: Leaf) =>
  leaf.axes.length + leaf.shape.length === 0 && leaf.role !== "param";
function numbers(x: Result[string], shape: readonly number[]): readonly number[] {
  if (typeof x === "number") return [x];
  if (!isRows(x)) return [...x];
  const width = shape.slice(1).reduce((a, b) => a * b, 1);
  return [...dense(x, width * shape[0]!, width)];
}

function draw({ of: kind, name }: Leaf, of: (dim: Dim) => number, random: () => number): number {
  if (isIndexKind(kind))
    return of(kind.from) + Math.floor(random() * (of(kind.to) - of(kind.from)));
  return name === "y" ? Math.round(random()) : 2 * random() - 1;
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}
