/** @file What the caller gives: parameters with their start, inputs and constants. */
import { dimEvaluate, dimNumber, dimProduct, dimSymbols, showDim, type Dim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import type { Direction, Leaf, Model } from "../graph/plan.ts";
import { memoryExtents } from "../graph/plan.ts";
import { isIndexKind } from "../graph/type.ts";
import type { Element } from "../kernel/formula.ts";
import type { Argument, Parameter, Start } from "../kernel/kernel.ts";
import { instantiation, type Home } from "./instantiate.ts";

export interface Arguments {
  readonly params: readonly Parameter[];
  readonly inputs: readonly Argument[];
  readonly homes: ReadonlyMap<Value, Home>;
}

/** `settled`: the value of a leaf in the graph, if it is used there. A constant with a value stands there as that value. */
export function argumentsOf(
  model: Model,
  expand: (value: Value) => Value,
  settled: (leaf: Leaf) => Value | undefined,
): Arguments {
  const homes = new Map<Value, Home>();
  const params: Parameter[] = [];
  const inputs: Argument[] = [];
  for (const leaf of model.leaves) {
    const value = settled(leaf);
    if (leaf.role === "const" && leaf.initial !== undefined && value === undefined) continue;
    const given = argument(leaf);
    if (value !== undefined)
      homes.set(value, { buffer: given.buffer, axes: leaf.axes, flat: undefined });
    if (leaf.role === "param") params.push({ ...given, start: start(leaf, expand) });
    else inputs.push(given);
  }
  return { params, inputs, homes };
}

function argument(leaf: Leaf): Argument {
  const extents = memoryExtents(leaf.axes, leaf.shape);
  return {
    key: leaf.key,
    says: `${leaf.name} : ${typeText(leaf)}`,
    buffer: { name: leaf.key, extents, of: isIndexKind(leaf.of) ? "integer" : "real" },
    form: extents.length === 0 && leaf.role !== "param" ? "number" : "array",
    range: isIndexKind(leaf.of) ? leaf.of : undefined,
  };
}

/** The vector of a product with a derivative. */
export const directionArgument = ({ value, axes, as }: Direction): Argument => ({
  key: "direction",
  says: `v, shaped as ${as}`,
  buffer: { name: "direction", extents: memoryExtents(axes, value.shape), of: "real" },
  form: "array",
  range: undefined,
});

function typeText({ shape, of, axes }: Leaf): string {
  const sizes = shape.map(showDim);
  const exponent = sizes.join("×");
  const scalar = isIndexKind(of) ? `${showDim(of.from)}..${showDim(of.to)}` : "ℝ";
  const space =
    sizes.length === 0
      ? scalar
      : sizes.length === 1 && exponent.length === 1
        ? `${scalar}^${exponent}`
        : `${scalar}^{${exponent}}`;
  return [space, ...axes.map((a) => `per ${a.name}`)].join(" ");
}

function start(leaf: Leaf, expand: (value: Value) => Value): Start {
  const { initial, family = [] } = leaf;
  // Each member of a family is drawn as itself.
  const shape = leaf.shape.slice(family.length);
  if (initial === undefined) return { kind: "constant", value: 0 };
  const element = (value: Value | undefined, otherwise: number): number | Element =>
    value === undefined ? otherwise : scalar(expand(value));
  if (initial.kind === "value") {
    const value = element(initial.value, 0);
    return typeof value === "number"
      ? { kind: "constant", value }
      : { kind: "uniform", from: value, to: value };
  }
  const [a, b] = initial.arguments;
  switch (initial.name) {
    case "normal":
      return { kind: "normal", mean: element(a, 0), deviation: element(b, 1) };
    case "uniform":
      return { kind: "uniform", from: element(a, 0), to: element(b, 1) };
    case "glorot":
      return { kind: "glorot", ...fans(shape) };
    case "he":
      return { kind: "he", fanIn: fans(shape).fanIn };
    case "orthogonal": {
      const { fanIn, fanOut } = fans(shape);
      return { kind: "orthogonal", rows: fanOut, columns: fanIn };
    }
  }
}

/** Fan in and out of a matrix m × n: n and m; of a vector ℝⁿ: n and 1; of more: the rest and the first. */
function fans(shape: Leaf["shape"]): { readonly fanIn: Dim; readonly fanOut: Dim } {
  if (shape.length < 2) return { fanIn: dimProduct(shape), fanOut: dimNumber(1) };
  return { fanIn: dimProduct(shape.slice(1)), fanOut: shape[0]! };
}

const scalar = (value: Value): number | Element => {
  const none = () => undefined;
  const element = instantiation(none, none, new Map()).definition(value, [], new Map());
  if (element.kind === "number") return element.value;
  if (element.kind !== "size" || dimSymbols(element.dim).size > 0) return element;
  const { numerator, denominator } = dimEvaluate(element.dim, new Map())!;
  return Number(numerator) / Number(denominator);
};

/** Open dims that only count a batch or a sequence: no shape, index or parameter has them. */
export function resizable(model: Model): readonly string[] {
  const counted = new Set<string>();
  const fixed = new Set<string>();
  const mark = (dims: readonly Dim[], set: Set<string>): void => {
    for (const dim of dims) for (const name of dimSymbols(dim)) set.add(name);
  };
  for (const axis of model.axes) mark([axis.extent], axis.kind === "index" ? fixed : counted);
  for (const leaf of model.leaves) {
    // What comes with each step of a seq may be longer next time.
    const isAlong = (at: number): boolean =>
      leaf.role !== "param" && leaf.family?.[at]?.kind === "seq";
    const own = leaf.shape.filter((_, at) => !isAlong(at));
    mark(own, fixed);
    if (leaf.role === "param")
      mark(
        leaf.axes.map((a) => a.extent),
        fixed,
      );
  }
  return model.dims.map((d) => d.name).filter((name) => counted.has(name) && !fixed.has(name));
}
