/** @file What only moves numbers: spreading, reordering, reshaping, free axes opened and closed. */
import { dimNumber, dimProduct, type Dim } from "../dim.ts";
import { atom, subscripted } from "../graph/notation.ts";
import type { Operator } from "../graph/operator.ts";
import { filled, numbers, offset, tabulate } from "../graph/tensor.ts";
import { hasAxis, unionAxes, withoutAxis, type Axis, type Shape } from "../graph/type.ts";
import type { Index } from "../kernel/formula.ts";

/** A scalar spread over a shape. */
export const broadcast: Operator<"unary", { shape: readonly Dim[] }> = {
  name: "broadcast",
  arity: "unary",
  movement: true,
  shapes: ([x], { shape }) => (x.length === 0 ? [shape] : { mismatch: "a scalar" }),
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
  latex: ([x]) => `${x}^\\top`,
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
  say: ([x], { attributes }) => (attributes.shape.length === 1 ? atom(`vec(${x.text})`) : x),
  latex: ([x]) => `\\operatorname{vec}(${x})`,
  jacobian: () => ["I"],
  reference: ([x], node) => [{ shape: numbers(node.results[0]!.shape), data: x.data.slice() }],
  examples: [
    { inputs: [{ shape: [2, 3] }], attributes: { shape: [dimNumber(6)] } },
    { inputs: [{ shape: [6] }], attributes: { shape: [dimNumber(2), dimNumber(3)] } },
    { inputs: [{ shape: [2, 3, 2] }], attributes: { shape: [dimNumber(4), dimNumber(3)] } },
    { inputs: [{ shape: [1] }], attributes: { shape: [] } },
    { inputs: [{ shape: [] }], attributes: { shape: [dimNumber(1)] } },
  ],
};

/** Positions in `to` of the element that stands at `at` in `from`, by the flat position. */
function reread(at: readonly Index[], from: Shape, to: Shape): readonly Index[] {
  if (to.length === 0) return [];
  const strides = from.map((_, i) => dimProduct(from.slice(i + 1)));
  const flat: Index =
    at.length === 1
      ? at[0]!
      : {
          kind: "affine",
          terms: at.map((index, i) => ({ index, times: strides[i]! })),
          plus: dimNumber(0),
        };
  return to.map((extent, i): Index => {
    const inner = dimProduct(to.slice(i + 1));
    const above: Index =
      inner.key === dimNumber(1).key ? flat : { kind: "quotient", of: flat, by: inner };
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
