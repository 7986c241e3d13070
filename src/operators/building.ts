/** @file Tensors from tensors along one axis: a part cut out, zeros put around, several joined. */
import {
  dimAdd,
  dimAtMost,
  dimEquals,
  dimNumber,
  dimSubtract,
  dimSum,
  showDim,
  type Dim,
} from "../dim.ts";
import { atom, within } from "../graph/notation.ts";
import type { Operator, Tensor } from "../graph/operator.ts";
import type { Value } from "../graph/node.ts";
import { filled, numbers, offset, tabulate } from "../graph/tensor.ts";
import { sameShape, type Shape } from "../graph/type.ts";
import { nothing, shifted, type Access, type Element, type Index } from "../kernel/formula.ts";

const ZERO = dimNumber(0);
const ONE = dimNumber(1);
/** Certainly not inside an axis; what is not certain is checked when sizes are bound. */
const isBeyond = (start: Dim, length: Dim, extent: Dim): boolean =>
  dimAtMost(dimAdd(extent, ONE), dimAdd(start, length));
const minus = (dim: Dim): Dim => dimSubtract(ZERO, dim);

/** The entries start … start + length − 1 along an axis. */
export const slice: Operator<"unary", { position: number; start: Dim; length: Dim }> = {
  name: "slice",
  arity: "unary",
  movement: true,
  shapes: ([x], { position: p, start, length }) =>
    p < x.length && !isBeyond(start, length, x[p]!)
      ? [x.with(p, length)]
      : { mismatch: "a part inside its axis" },
  define: ([x], { attributes: { position: p, start } }) => ({
    by: "element",
    element: (at) => x(at.with(p, shifted(at[p]!, start))),
  }),
  vjp: (c, [ct], node) => {
    const { position: p, start } = node.attributes;
    return [ct ? c.pad(ct, p, start, node.inputs[0]!.shape[p]!) : null];
  },
  jvp: (c, [t], { attributes: a }) => [t && c.slice(t, a.position, a.start, a.length)],
  say: ([x], { attributes }) => atom(`${within(x, "atom")}[${range(attributes)}]`),
  latex: ([x], { attributes }) => `${x}_{${range(attributes)}}`,
  jacobian: () => ["\\begin{bmatrix}0 & I & 0\\end{bmatrix}"],
  reference: ([x], { attributes: { position: p, start, length } }) => {
    const [from, count] = numbers([start, length]) as [number, number];
    return [
      tabulate(x.shape.with(p, count), (at) => x.data[offset(x.shape, at.with(p, at[p]! + from))]!),
    ];
  },
  examples: [
    { inputs: [{ shape: [5] }], attributes: part(0, 1, 3) },
    { inputs: [{ shape: [5] }], attributes: part(0, 0, 5) },
    { inputs: [{ shape: [1] }], attributes: part(0, 0, 1) },
    { inputs: [{ shape: [4, 3] }], attributes: part(0, 3, 1) },
    { inputs: [{ shape: [4, 3] }], attributes: part(1, 0, 2) },
    { inputs: [{ shape: [2, 5, 3] }], attributes: part(1, 2, 2) },
    {
      inputs: [{ shape: [4], values: [NaN, Infinity, -0, 1] }],
      attributes: part(0, 1, 2),
      special: true,
    },
  ],
};

/** Zeros around: x stands at `before` along an axis that becomes `extent` long. What slice is transposed. */
export const pad: Operator<"unary", { position: number; before: Dim; extent: Dim }> = {
  name: "pad",
  arity: "unary",
  movement: true,
  shapes: ([x], { position: p, before, extent }) =>
    p < x.length && !isBeyond(before, x[p]!, extent)
      ? [x.with(p, extent)]
      : { mismatch: "room for it in its axis" },
  define: ([x], { attributes: { position: p, before }, inputs }) => ({
    by: "element",
    element: (at): Element => ({
      kind: "when",
      index: at[p]!,
      from: before,
      to: dimAdd(before, inputs[0]!.shape[p]!),
      then: x(at.with(p, shifted(at[p]!, minus(before)))),
      otherwise: nothing,
    }),
  }),
  vjp: (c, [ct], node) => {
    const { position: p, before } = node.attributes;
    return [ct ? c.slice(ct, p, before, node.inputs[0]!.shape[p]!) : null];
  },
  jvp: (c, [t], { attributes: a }) => [t && c.pad(t, a.position, a.before, a.extent)],
  say: ([x], { attributes: { before, extent, position: p }, inputs }) => {
    const isFirst = dimEquals(before, ZERO);
    const isLast = dimEquals(dimAdd(before, inputs[0]!.shape[p]!), extent);
    const parts = [...(isFirst ? [] : ["0"]), x.text, ...(isLast ? [] : ["0"])];
    return p < 2 ? atom(`[${parts.join(SIGNS[p])}]`) : x;
  },
  latex: ([x]) => `\\begin{bmatrix}0 \\\\ ${x} \\\\ 0\\end{bmatrix}`,
  jacobian: () => ["\\begin{bmatrix}0 \\\\ I \\\\ 0\\end{bmatrix}"],
  reference: ([x], { attributes: { position: p, before, extent } }) => {
    const [from, length] = numbers([before, extent]) as [number, number];
    const isInside = (i: number): boolean => i >= from && i < from + x.shape[p]!;
    return [
      tabulate(x.shape.with(p, length), (at) =>
        isInside(at[p]!) ? x.data[offset(x.shape, at.with(p, at[p]! - from))]! : 0,
      ),
    ];
  },
  examples: [
    { inputs: [{ shape: [3] }], attributes: room(0, 1, 5) },
    { inputs: [{ shape: [3] }], attributes: room(0, 0, 3) },
    { inputs: [{ shape: [1] }], attributes: room(0, 3, 4) },
    { inputs: [{ shape: [2, 3] }], attributes: room(0, 0, 3) },
    { inputs: [{ shape: [2, 3] }], attributes: room(1, 2, 6) },
    { inputs: [{ shape: [2, 1, 3] }], attributes: room(1, 1, 2) },
  ],
};

/** Joined along an axis, in order. */
export const concat: Operator<"any", { position: number }> = {
  name: "concat",
  arity: "any",
  movement: true,
  shapes: (parts, { position: p }) => {
    const [first] = parts;
    const isLike = (x: Shape): boolean =>
      p < x.length && sameShape(x.toSpliced(p, 1), first!.toSpliced(p, 1));
    return first !== undefined && parts.every(isLike)
      ? [first.with(p, dimSum(parts.map((x) => x[p]!)))]
      : { mismatch: "parts that differ along the joined axis alone" };
  },
  define: (parts, { attributes: { position: p }, inputs }) => {
    const starts = startsOf(inputs, p);
    return {
      by: "element",
      element: (at) => joined(parts, starts, p, at, 0, parts.length),
    };
  },
  vjp: (c, [ct], { attributes: { position: p }, inputs }) => {
    const starts = startsOf(inputs, p);
    return inputs.map((x, k) =>
      ct && c.carries(x) ? c.slice(ct, p, starts[k]!, x.shape[p]!) : null,
    );
  },
  jvp: (c, tangents, { attributes: { position: p }, inputs, results }) => {
    if (tangents.every((t) => t !== null)) return [c.concat(tangents, p)];
    const [starts, extent] = [startsOf(inputs, p), results[0]!.shape[p]!];
    const moved = tangents.map((t, k) => t && c.pad(t, p, starts[k]!, extent));
    return [moved.reduce((a, b) => (a && b ? c.add(a, b) : (a ?? b)), null)];
  },
  say: (parts, { attributes: { position: p }, inputs }) => {
    if (p > 1) return atom(`concat(${parts.map((x) => x.text).join(", ")})`);
    const isRows = p === 0 && inputs.every((x) => isLine(x));
    const texts = parts.map((x) => (isRows ? `${within(x, "atom")}ᵀ` : x.text));
    return atom(`[${texts.join(SIGNS[p])}]`);
  },
  latex: (parts, { attributes: { position: p } }) =>
    `\\begin{bmatrix}${parts.join(p === 0 ? " \\\\ " : " & ")}\\end{bmatrix}`,
  jacobian: (parts) =>
    parts.map((_, k) => {
      const blocks = parts.map((__, q) => (q === k ? "I" : "0"));
      return `\\begin{bmatrix}${blocks.join(" \\\\ ")}\\end{bmatrix}`;
    }),
  reference: (parts, { attributes: { position: p } }) => [joinTensors(parts, p)],
  examples: [
    { inputs: [{ shape: [3] }], attributes: { position: 0 } },
    { inputs: [{ shape: [3] }, { shape: [2] }], attributes: { position: 0 } },
    { inputs: [{ shape: [1] }, { shape: [1] }, { shape: [4] }], attributes: { position: 0 } },
    { inputs: [{ shape: [2, 3] }, { shape: [1, 3] }], attributes: { position: 0 } },
    { inputs: [{ shape: [2, 3] }, { shape: [2, 1] }], attributes: { position: 1 } },
    {
      inputs: [{ shape: [2, 1] }, { shape: [2, 2] }, { shape: [2, 1] }, { shape: [2, 3] }],
      attributes: { position: 1 },
    },
    { inputs: [{ shape: [2, 2, 3] }, { shape: [2, 1, 3] }], attributes: { position: 1 } },
    {
      inputs: [
        { shape: [2], values: [NaN, 1] },
        { shape: [2], values: [-0, Infinity] },
      ],
      attributes: { position: 0 },
      special: true,
    },
  ],
};

const SIGNS = ["; ", ", "] as const;

/** `1..n`, `:,k + 1..n`: counted from 1, both ends included. */
function range({ position, start, length }: { position: number; start: Dim; length: Dim }): string {
  const first = dimAdd(start, ONE);
  const last = dimAdd(start, length);
  const own = dimEquals(first, last) ? showDim(first) : `${showDim(first)}..${showDim(last)}`;
  return [...Array.from({ length: position }, () => ":"), own].join(",");
}

/** A row that was made of a vector. */
const isLine = (x: Value): boolean =>
  x.node.op.name === "expandAxis" && x.node.attributes["position"] === 0 && x.shape.length === 2;

/** Where each part begins. */
function startsOf(parts: readonly Value[], position: number): readonly Dim[] {
  const starts: Dim[] = [];
  parts.reduce((start, x) => {
    starts.push(start);
    return dimAdd(start, x.shape[position]!);
  }, ZERO);
  return starts;
}

/** The element in the parts from … to − 1, halved until one is left. */
function joined(
  parts: readonly Access[],
  starts: readonly Dim[],
  position: number,
  at: readonly Index[],
  from: number,
  to: number,
): Element {
  const index = at[position]!;
  if (to - from === 1) return parts[from]!(at.with(position, shifted(index, minus(starts[from]!))));
  const half = from + Math.ceil((to - from) / 2);
  return {
    kind: "when",
    index,
    from: ZERO,
    to: starts[half]!,
    then: joined(parts, starts, position, at, from, half),
    otherwise: joined(parts, starts, position, at, half, to),
  };
}

function joinTensors(parts: readonly Tensor[], p: number): Tensor {
  const shape = parts[0]!.shape.with(
    p,
    parts.reduce((sum, x) => sum + x.shape[p]!, 0),
  );
  const result = filled(shape, 0);
  let start = 0;
  for (const x of parts) {
    tabulate(x.shape, (at) => {
      result.data[offset(shape, at.with(p, at[p]! + start))] = x.data[offset(x.shape, at)]!;
      return 0;
    });
    start += x.shape[p]!;
  }
  return result;
}

function part(position: number, start: number, length: number) {
  return { position, start: dimNumber(start), length: dimNumber(length) };
}
function room(position: number, before: number, extent: number) {
  return { position, before: dimNumber(before), extent: dimNumber(extent) };
}
