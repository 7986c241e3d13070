/** @file What only moves numbers: spreading, reordering, reshaping, free axes opened and closed. */
import { dimEquals, dimNumber, dimProduct, type Dim } from "../dim.ts";
import { atom, subscripted, within } from "../graph/notation.ts";
import type { Operator } from "../graph/operator.ts";
import { filled, numbers, offset, tabulate } from "../graph/tensor.ts";
import {
  hasAxis,
  sameShape,
  unionAxes,
  withoutAxis,
  type Axis,
  type Shape,
} from "../graph/type.ts";
import { affine, type Index } from "../kernel/formula.ts";

/** A scalar spread over a shape. */
export const broadcast: Operator<"unary", { shape: readonly Dim[] }> = {
  name: "broadcast",
  arity: "unary",
  movement: true,
  shapes: ([x], { shape }) => (x.length === 0 ? [shape] : { mismatch: "a scalar" }),
  of: ([x]) => x,
  define: ([x]) => ({ by: "element", element: () => x([]) }),
  vjp: (c, [ct]) => [
    ct
      ? c.sum(
          ct,
          ct.shape.map((_, i) => i),
        )
      : null,
  ],
  jvp: (c, [t], { attributes }) => [t && c.broadcast(t, attributes.shape)],
  say: ([x]) => x,
  latex: ([x]) => `${x}\\,\\mathbf{1}`,
  jacobian: () => ["\\mathbf{1}"],
  reference: ([x], node) => [filled(numbers(node.results[0]!.shape), x.data[0]!)],
  examples: [{ inputs: [{ shape: [] }], attributes: { shape: [dimNumber(2), dimNumber(3)] } }],
};

/** Result axis i is input axis order[i]. */
export const permute: Operator<"unary", { order: readonly number[] }> = {
  name: "permute",
  arity: "unary",
  notation: { postfix: "ᵀ" },
  movement: true,
  shapes: ([x], { order }) =>
    order.length === x.length ? [order.map((i) => x[i]!)] : { mismatch: "an order of all axes" },
  define: ([x], { attributes }) => ({
    by: "element",
    element: (at) => x(inverse(attributes.order).map((i) => at[i]!)),
  }),
  vjp: (c, [ct], { attributes }) => [ct ? c.permute(ct, inverse(attributes.order)) : null],
  jvp: (c, [t], { attributes }) => [t && c.permute(t, attributes.order)],
  say: ([x], { attributes: { order } }) =>
    atom(order.length === 2 ? `${within(x, "atom")}ᵀ` : `permute(${x.text}, ${named(order)})`),
  latex: ([x], { attributes: { order } }) =>
    order.length === 2 ? `${x}^\\top` : `\\operatorname{permute}(${x}, ${named(order)})`,
  jacobian: () => ["K"],
  reference: ([x], { attributes: { order } }) => [
    tabulate(
      order.map((i) => x.shape[i]!),
      (at) =>
        x.data[
          offset(
            x.shape,
            inverse(order).map((i) => at[i]!),
          )
        ]!,
    ),
  ],
  examples: [
    { inputs: [{ shape: [2, 3] }], attributes: { order: [1, 0] } },
    { inputs: [{ shape: [2, 3, 4] }], attributes: { order: [2, 0, 1] } },
    { inputs: [{ shape: [1, 3] }], attributes: { order: [1, 0] } },
  ],
};

/** Axes as a model counts them. */
const named = (order: readonly number[]): string => order.map((i) => i + 1).join(", ");

const inverse = (order: readonly number[]): readonly number[] =>
  order.map((_, i) => order.indexOf(i));

/** The same elements in row-major order under another shape: `vec(A)` joins rows, as memory does. */
export const reshape: Operator<"unary", { shape: readonly Dim[] }> = {
  name: "reshape",
  arity: "unary",
  notation: { call: "vec" },
  movement: true,
  shapes: ([x], { shape }) =>
    dimProduct(x).key === dimProduct(shape).key ? [shape] : { mismatch: "a shape of equal size" },
  define: ([x], node) => ({
    by: "element",
    element: (at) => x(reread(at, node.attributes.shape, node.inputs[0]!.shape)),
  }),
  vjp: (c, [ct], node) => [ct ? c.reshape(ct, node.inputs[0]!.shape) : null],
  jvp: (c, [t], { attributes }) => [t && c.reshape(t, attributes.shape)],
  say: ([x], { attributes: { shape }, inputs }) =>
    isSlim(shape, inputs[0]!.shape) || shape.length !== 1 ? x : atom(`vec(${x.text})`),
  latex: ([x], { attributes: { shape }, inputs }) =>
    isSlim(shape, inputs[0]!.shape) ? x : `\\operatorname{vec}(${x})`,
  jacobian: () => ["I"],
  reference: ([x], node) => [{ shape: numbers(node.results[0]!.shape), data: x.data.slice() }],
  examples: [
    { inputs: [{ shape: [2, 3] }], attributes: { shape: [dimNumber(6)] } },
    { inputs: [{ shape: [6] }], attributes: { shape: [dimNumber(2), dimNumber(3)] } },
    { inputs: [{ shape: [2, 3, 2] }], attributes: { shape: [dimNumber(4), dimNumber(3)] } },
    { inputs: [{ shape: [2, 3, 4] }], attributes: { shape: [dimNumber(6), dimNumber(4)] } },
    {
      inputs: [{ shape: [2, 1, 3] }],
      attributes: { shape: [dimNumber(1), dimNumber(2), dimNumber(3), dimNumber(1)] },
    },
    { inputs: [{ shape: [1] }], attributes: { shape: [] } },
    { inputs: [{ shape: [1, 1] }], attributes: { shape: [dimNumber(1)] } },
    { inputs: [{ shape: [] }], attributes: { shape: [dimNumber(1)] } },
  ],
};

/** Whether shapes differ by axes of one entry alone. */
function isSlim(a: Shape, b: Shape): boolean {
  const [x, y] = [a, b].map((shape) => shape.filter((d) => !dimEquals(d, ONE)));
  return sameShape(x!, y!);
}

/**
 * Positions in `to` of the element that stands at `at` in `from`. Axes that are the same in both are read as they are,
 * axes of one entry are left out, the rest by the flat position.
 */
function reread(at: readonly Index[], from: Shape, to: Shape): readonly Index[] {
  const result: Index[] = [];
  let [i, j] = [0, 0];
  while (j < to.length) {
    const [rows, columns] = [from.slice(i), to.slice(j)];
    const many = columns.findIndex((d) => !dimEquals(d, ONE));
    const own = rows.findIndex((d) => !dimEquals(d, ONE));
    if (many !== 0) {
      result.push(START);
      j++;
    } else if (own > 0) i += own;
    else {
      const [taken, given] = together(rows, columns);
      result.push(
        ...byPlace(at.slice(i, i + taken), rows.slice(0, taken), columns.slice(0, given)),
      );
      i += taken;
      j += given;
    }
  }
  return result;
}

const ZERO = dimNumber(0);
const ONE = dimNumber(1);
const START: Index = { kind: "affine", terms: [], plus: ZERO };

/** The fewest axes of both, from the first on, that hold equally many entries. */
function together(from: Shape, to: Shape): readonly [number, number] {
  for (let given = 1; given <= to.length; given++) {
    const size = dimProduct(to.slice(0, given));
    for (let taken = 1; taken <= from.length; taken++)
      if (dimEquals(dimProduct(from.slice(0, taken)), size)) return [taken, given];
  }
  return [from.length, to.length];
}

/** Positions in `to` by the flat position in `from`. */
function byPlace(at: readonly Index[], from: Shape, to: Shape): readonly Index[] {
  const strides = from.map((_, i) => dimProduct(from.slice(i + 1)));
  const flat = affine(
    at.map((index, i) => ({ index, times: strides[i]! })),
    ZERO,
  );
  return to.map((extent, i): Index => {
    const inner = dimProduct(to.slice(i + 1));
    const above: Index = dimEquals(inner, ONE) ? flat : { kind: "quotient", of: flat, by: inner };
    return i === 0 ? above : { kind: "remainder", of: above, by: extent };
  });
}

/** A new axis along which nothing changes. */
export const expandAxis: Operator<"unary", { position: number; extent: Dim }> = {
  name: "expandAxis",
  arity: "unary",
  movement: true,
  shapes: ([x], { position: p, extent }) => [x.toSpliced(p, 0, extent)],
  define: ([x], { attributes }) => ({
    by: "element",
    element: (at) => x(at.toSpliced(attributes.position, 1)),
  }),
  vjp: (c, [ct], { attributes }) => [ct ? c.sum(ct, [attributes.position]) : null],
  jvp: (c, [t], { attributes }) => [t && c.expandAxis(t, attributes.position, attributes.extent)],
  say: ([x]) => x,
  latex: ([x]) => `${x}\\,\\mathbf{1}^\\top`,
  jacobian: () => ["\\mathbf{1}"],
  reference: ([x], node) => [
    tabulate(
      numbers(node.results[0]!.shape),
      (at) => x.data[offset(x.shape, at.toSpliced(node.attributes.position, 1))]!,
    ),
  ],
  examples: [
    { inputs: [{ shape: [3] }], attributes: { position: 0, extent: dimNumber(2) } },
    { inputs: [{ shape: [2, 3] }], attributes: { position: 1, extent: dimNumber(4) } },
    { inputs: [{ shape: [] }], attributes: { position: 0, extent: dimNumber(3) } },
  ],
};

/** The shape axis at a position becomes a free axis: `x_i`. */
export const open: Operator<"unary", { position: number; axis: Axis }> = {
  name: "open",
  arity: "unary",
  movement: true,
  shapes: ([x], { position: p, axis }) =>
    x[p]?.key === axis.extent.key
      ? [x.toSpliced(p, 1)]
      : { mismatch: `an axis of extent ${axis.name}` },
  free: ([free], { axis }) => {
    if (hasAxis(free, axis)) throw new Error(`internal: ${axis.name} is open already`);
    return [...free, axis];
  },
  of: ([x]) => x,
  define: ([x], { attributes }, here) => ({
    by: "element",
    element: (at) => x(at.toSpliced(attributes.position, 0, here(attributes.axis.key))),
  }),
  vjp: (c, [ct], { attributes }) => [ct ? c.close(ct, attributes.position, attributes.axis) : null],
  jvp: (c, [t], { attributes }) => [t && c.open(t, attributes.position, attributes.axis)],
  say: ([x], { attributes }) => subscripted(x, attributes.axis.name),
  latex: ([x], { attributes }) => `${x}_{${attributes.axis.name}}`,
  jacobian: () => ["I"],
  reference: ([x]) => [x],
  examples: [],
};

/** The same for every position of a free axis that it does not depend on: a cotangent that is handed out. */
export const repeat: Operator<"unary", { axis: Axis }> = {
  name: "repeat",
  arity: "unary",
  movement: true,
  shapes: ([x]) => [x],
  free: ([free], { axis }) => unionAxes(free, [axis]),
  define: ([x]) => ({ by: "element", element: (at) => x(at) }),
  vjp: (c, [ct], { attributes }) => [ct ? c.sum(c.close(ct, 0, attributes.axis), [0]) : null],
  jvp: (c, [t], { attributes }) => [t && c.repeat(t, attributes.axis)],
  say: ([x]) => x,
  latex: ([x]) => x,
  jacobian: () => ["I"],
  reference: ([x]) => [x],
  examples: [],
};

/** A free axis becomes the shape axis at a position: `β_{i,k} = …`. */
export const close: Operator<"unary", { position: number; axis: Axis }> = {
  name: "close",
  arity: "unary",
  movement: true,
  shapes: ([x], { position: p, axis }) => [x.toSpliced(p, 0, axis.extent)],
  free: ([free], { axis }) => withoutAxis(free, axis),
  of: ([x]) => x,
  define: ([x], { attributes }) => ({
    by: "element",
    element: (at) =>
      x(
        at.toSpliced(attributes.position, 1),
        new Map([[attributes.axis.key, at[attributes.position]!]]),
      ),
  }),
  // What does not depend on the axis was repeated along it.
  vjp: (c, [ct], { attributes: { position, axis }, inputs: [x] }) => {
    if (!ct) return [null];
    return [hasAxis(x!.node.free, axis) ? c.open(ct, position, axis) : c.sum(ct, [position])];
  },
  jvp: (c, [t], { attributes }) => [t && c.close(t, attributes.position, attributes.axis)],
  say: ([x]) => x,
  latex: ([x]) => x,
  jacobian: () => ["I"],
  reference: ([x]) => [x],
  examples: [],
};
