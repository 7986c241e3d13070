/** @file Windows that slide along axes: what a convolution and a pooling read, and the transpose. */
import { dimAdd, dimMultiply, dimNumber, dimSubtract, dimValue, type Dim } from "../dim.ts";
import { atom } from "../graph/notation.ts";
import type { Operator } from "../graph/operator.ts";
import { filled, numbers, offset, tabulate } from "../graph/tensor.ts";
import { sameShape, type Shape } from "../graph/type.ts";
import { affine, loopOver, at as position, type Index } from "../kernel/formula.ts";

const ONE = dimNumber(1);
const ZERO = dimNumber(0);

interface Sliding {
  readonly [name: string]: number | readonly Dim[];
  /** The first of the axes that they slide along, which lie side by side. */
  readonly first: number;
  /** For each axis, how many windows there are, and how long each is. */
  readonly counts: readonly Dim[];
  readonly sizes: readonly Dim[];
  /** From one window to the next, and from one entry of a window to the next. */
  readonly stride: number;
  readonly dilation: number;
}

/** Window p₁, its entry u₁, window p₂, its entry u₂, … as positions: entry u of window p is entry stride·p + dilation·u. */
function entries({ first, counts, stride, dilation }: Sliding, at: readonly Index[]) {
  const inner = counts.map((_, q) =>
    affine(
      [
        { index: at[first + 2 * q]!, times: dimNumber(stride) },
        { index: at[first + 2 * q + 1]!, times: dimNumber(dilation) },
      ],
      ZERO,
    ),
  );
  return at.toSpliced(first, 2 * counts.length, ...inner);
}

/** The same in numbers. */
function numbersAt({ first, counts, stride, dilation }: Sliding, at: readonly number[]) {
  const inner = counts.map(
    (_, q) => stride * at[first + 2 * q]! + dilation * at[first + 2 * q + 1]!,
  );
  return at.toSpliced(first, 2 * counts.length, ...inner);
}

const slid = ({ counts, sizes }: Sliding): Shape =>
  counts.flatMap((count, q) => [count, sizes[q]!]);

/** Whether the windows reach further than their axes, which is certain only of numbers. */
function isBeyond({ first, counts, sizes, stride, dilation }: Sliding, shape: Shape): boolean {
  return counts.some((count, q) => {
    const reach = [
      dimMultiply(dimNumber(stride), dimSubtract(count, ONE)),
      dimMultiply(dimNumber(dilation), dimSubtract(sizes[q]!, ONE)),
      ONE,
    ].reduce(dimAdd);
    return (dimValue(dimSubtract(shape[first + q]!, reach)) ?? 0) < 0;
  });
}

/** The windows of axes, side by side: each axis becomes two, windows and the entries of each. */
export const windows: Operator<"unary", Sliding> = {
  name: "windows",
  arity: "unary",
  movement: true,
  shapes: ([x], attributes) => {
    const { first, counts } = attributes;
    return first + counts.length <= x.length && !isBeyond(attributes, x)
      ? [x.toSpliced(first, counts.length, ...slid(attributes))]
      : { mismatch: "windows inside their axes" };
  },
  define: ([x], { attributes }) => ({
    by: "element",
    element: (at) => x(entries(attributes, at)),
  }),
  vjp: (c, [ct], { attributes, inputs }) => {
    const { first, counts } = attributes;
    const extents = inputs[0]!.shape.slice(first, first + counts.length);
    return [ct ? c.apply(overlaid, [ct], { ...attributes, extents }) : null];
  },
  jvp: (c, [t], { attributes }) => [t && c.apply(windows, [t], attributes)],
  say: ([x]) => atom(`windows(${x.text})`),
  latex: ([x]) => `\\operatorname{windows}(${x})`,
  jacobian: () => ["\\operatorname{windows}(I)"],
  reference: ([x], { attributes }) => {
    const { first, counts } = attributes;
    const shape = x.shape.toSpliced(first, counts.length, ...numbers(slid(attributes)));
    return [tabulate(shape, (at) => x.data[offset(x.shape, numbersAt(attributes, at))]!)];
  },
  examples: [
    { inputs: [{ shape: [5] }], attributes: sliding(0, [3], [3]) },
    { inputs: [{ shape: [1] }], attributes: sliding(0, [1], [1]) },
    { inputs: [{ shape: [6] }], attributes: sliding(0, [3], [2], 2) },
    { inputs: [{ shape: [7] }], attributes: sliding(0, [3], [2], 2) },
    { inputs: [{ shape: [7] }], attributes: sliding(0, [2], [3], 1, 2) },
    { inputs: [{ shape: [2, 5] }], attributes: sliding(1, [2], [2], 3) },
    { inputs: [{ shape: [4, 3] }], attributes: sliding(0, [3, 2], [2, 2]) },
    { inputs: [{ shape: [2, 5, 3] }], attributes: sliding(1, [2, 1], [3, 2], 2) },
  ],
};

/** Windows added up where they overlap, into zeros along their axes: what `windows` is transposed. */
export const overlaid: Operator<"unary", Sliding & { readonly extents: readonly Dim[] }> = {
  name: "overlaid",
  arity: "unary",
  shapes: ([x], attributes) => {
    const { first, counts, extents } = attributes;
    const shape = x.toSpliced(first, 2 * counts.length, ...extents);
    return sameShape(x.slice(first, first + 2 * counts.length), slid(attributes)) &&
      !isBeyond(attributes, shape)
      ? [shape]
      : { mismatch: "windows inside their axes" };
  },
  define: ([x], { attributes, inputs }) => ({
    by: "pieces",
    pieces: () => {
      const names = ["i", "j", "k", "l", "q", "r"];
      const loops = inputs[0]!.shape.map((extent, i) => loopOver(names[i] ?? "o", extent));
      const all = loops.map((loop) => position(loop));
      return [{ loops, to: entries(attributes, all), value: x(all), mode: "add" }];
    },
  }),
  vjp: (c, [ct], { attributes: { first, counts, sizes, stride, dilation } }) => [
    ct ? c.apply(windows, [ct], { first, counts, sizes, stride, dilation }) : null,
  ],
  jvp: (c, [t], { attributes }) => [t && c.apply(overlaid, [t], attributes)],
  say: ([x]) => atom(`overlaid(${x.text})`),
  latex: ([x]) => `\\operatorname{overlaid}(${x})`,
  jacobian: () => ["\\operatorname{windows}(I)^\\top"],
  reference: ([x], node) => {
    const result = filled(numbers(node.results[0]!.shape), 0);
    tabulate(x.shape, (at) => {
      result.data[offset(result.shape, numbersAt(node.attributes, at))]! +=
        x.data[offset(x.shape, at)]!;
      return 0;
    });
    return [result];
  },
  examples: [
    { inputs: [{ shape: [3, 3] }], attributes: within([5], sliding(0, [3], [3])) },
    { inputs: [{ shape: [3, 2] }], attributes: within([7], sliding(0, [3], [2], 2)) },
    { inputs: [{ shape: [2, 3] }], attributes: within([7], sliding(0, [2], [3], 1, 2)) },
    { inputs: [{ shape: [2, 2, 2] }], attributes: within([5], sliding(1, [2], [2], 3)) },
    { inputs: [{ shape: [2, 2, 1, 2] }], attributes: within([3, 2], sliding(0, [2, 1], [2, 2])) },
  ],
};

function sliding(
  first: number,
  counts: readonly number[],
  sizes: readonly number[],
  stride = 1,
  dilation = 1,
): Sliding {
  const dims = (list: readonly number[]) => list.map((n) => dimNumber(n));
  return { first, counts: dims(counts), sizes: dims(sizes), stride, dilation };
}

function within(
  extents: readonly number[],
  attributes: Sliding,
): Sliding & { readonly extents: readonly Dim[] } {
  return { ...attributes, extents: extents.map((n) => dimNumber(n)) };
}
