/** @file The larger, the smaller or the middle one: clamp, and where along an axis the largest stands. */
import { dimAdd, dimNumber, dimSubtract, dimValue, type Dim } from "../dim.ts";
import type { Calculus, Each, Example, Operator } from "../graph/operator.ts";
import type { Value } from "../graph/node.ts";
import { offset, tabulate } from "../graph/tensor.ts";
import { sameShape } from "../graph/type.ts";
import { call, number, reduceOver, type Element, type Index } from "../kernel/formula.ts";

/**
 * min(max(x, low), high). Where several of the three reach the value, the subgradient of least norm over those that carry
 * gradients: equal shares, or 0 where one of them is a constant.
 */
export const clamp: Operator<"ternary"> = {
  name: "clamp",
  arity: "ternary",
  notation: { call: "clamp" },
  elementwise: true,
  tame: true,
  shapes: ([x, low, high]) =>
    sameShape(x, low) && sameShape(x, high) ? [x] : { mismatch: "operands of one shape" },
  define: ([x, low, high]) => ({
    by: "element",
    element: (at) => call("min", call("max", x(at), low(at)), high(at)),
  }),
  vjp: (c, [ct], { inputs }) => {
    if (!ct) return [null, null, null];
    const three = inputs as unknown as Each<"ternary", Value>;
    const share = (i: number): Value | null =>
      c.carries(three[i]!) ? shareOf(c, ct, three, i) : null;
    return [share(0), share(1), share(2)];
  },
  jvp: (c, tangents, { inputs }) => {
    const three = inputs as unknown as Each<"ternary", Value>;
    const along: Calculus = {
      ...c,
      carries: (x) => three.some((v, i) => v === x && tangents[i] !== null),
    };
    const shares = tangents.flatMap((t, i) => (t ? [shareOf(along, t, three, i)] : []));
    return [shares.length > 0 ? shares.reduce((a, b) => c.add(a, b)) : null];
  },
  latex: ([x, low, high]) => `\\min(\\max(${x}, ${low}), ${high})`,
  jacobian: ([x, low, high]) => [
    `\\operatorname{diag}([${low} < ${x} < ${high}])`,
    `\\operatorname{diag}([${x} < ${low} < ${high}])`,
    `\\operatorname{diag}([${high} < \\max(${x}, ${low})])`,
  ],
  reference: ([x, low, high]) => [
    {
      shape: x.shape,
      data: x.data.map((v, i) => Math.min(Math.max(v, low.data[i]!), high.data[i]!)),
    },
  ],
  examples: [
    ...[[], [4], [2, 3], [1, 3]].map((shape): Example => ({
      inputs: [{ shape }, { shape, range: [-1, -0.5] }, { shape, range: [0.5, 1] }],
    })),
    { inputs: [{ shape: [4] }, { shape: [4], range: [0.5, 1] }, { shape: [4], range: [-1, 0] }] },
    {
      inputs: [
        { shape: [6], values: [NaN, 1, 1, Infinity, -Infinity, -0] },
        { shape: [6], values: [0, NaN, 0, 0, 0, 0] },
        { shape: [6], values: [2, 2, NaN, 2, 2, 2] },
      ],
      special: true,
    },
  ],
  kinks: [
    { at: [0, 0, 1], partials: [0.5, 0.5, 0], alone: [0, 0, 0] },
    { at: [1, 0, 1], partials: [0.5, 0, 0.5], alone: [0, 0, 0] },
    { at: [1, 1, 1], partials: [1 / 3, 1 / 3, 1 / 3], alone: [0, 0, 0] },
    { at: [2, 2, 1], partials: [0, 0, 1] },
  ],
};

/** What goes to one of the three: ct over the number of those that reach the value, where it does. */
function shareOf(c: Calculus, ct: Value, three: Each<"ternary", Value>, i: number): Value {
  const [x, low, high] = three;
  const atMost = (a: Value, b: Value): Value => c.call("lessEqual", a, b);
  const both = (a: Value, b: Value): Value => c.call("and", a, b);
  // Without other carriers a tie is with a constant.
  const alone = three.every((v, k) => k === i || !c.carries(v));
  if (alone && i === 0)
    return c.call("select", both(c.call("less", low, x), c.call("less", x, high)), ct, c.number(0));
  const reaches = [
    both(atMost(low, x), atMost(x, high)),
    both(atMost(x, low), atMost(low, high)),
    atMost(high, c.call("max", x, low)),
  ];
  const one = (truth: Value): Value => c.call("select", truth, c.number(1), c.number(0));
  let truth = reaches[i]!;
  let count: Value | undefined;
  three.forEach((v, k) => {
    if (k === i) return;
    if (!c.carries(v)) truth = both(truth, c.call("not", reaches[k]!));
    else count = count ? c.add(count, one(reaches[k]!)) : c.add(c.number(1), one(reaches[k]!));
  });
  return c.call("select", truth, count ? c.div(ct, count) : ct, c.number(0));
}

interface Place {
  readonly [name: string]: number | Dim;
  readonly position: number;
  /** What the first position is called. */
  readonly from: Dim;
  readonly to: Dim;
}

/** Where along an axis the largest or the smallest stands: the first of equals, and the first NaN where there is one. */
function extreme(name: string, sign: "max" | "min"): Operator<"unary", Place> {
  const better = (a: number, b: number): boolean => (sign === "max" ? a > b : a < b);
  return {
    name,
    arity: "unary",
    shapes: ([x], { position }) =>
      position < x.length ? [x.toSpliced(position, 1)] : { mismatch: "an axis to look along" },
    of: (_, { from, to }) => ({ from, to }),
    define: ([x], { inputs, attributes: { position, from } }) => ({
      by: "element",
      element: (at) => {
        const extent = inputs[0]!.shape[position]!;
        const signed = (i: Index): Element => {
          const read = x(at.toSpliced(position, 0, i));
          return sign === "max" ? read : call("neg", read);
        };
        const best = reduceOver("max", "k", extent, signed);
        const first = reduceOver("max", "k", extent, (i) => {
          const own = signed(i);
          const isBest = call("or", call("equal", own, best), call("not", call("equal", own, own)));
          const here: Element = { kind: "position", index: i, plus: from };
          return call("select", isBest, call("neg", here), number(-Infinity));
        });
        return call("neg", first);
      },
    }),
    vjp: () => [null],
    jvp: () => [null],
    latex: ([x]) => `\\arg\\${sign} ${x}`,
    jacobian: () => ["0"],
    reference: ([x], { attributes: { position, from } }) => {
      const base = dimValue(from)!;
      return [
        tabulate(x.shape.toSpliced(position, 1), (at) => {
          const line = Array.from(
            { length: x.shape[position]! },
            (_, k) => x.data[offset(x.shape, at.toSpliced(position, 0, k))]!,
          );
          const bad = line.findIndex((v) => Number.isNaN(v));
          const best = line.reduce((b, v, k) => (better(v, line[b]!) ? k : b), 0);
          return base + (bad >= 0 ? bad : best);
        }),
      ];
    },
    examples: [
      place([3], 0, 1),
      place([1], 0, 1),
      place([2, 3], 0, 0),
      place([2, 3], 1, 1),
      { ...place([5], 0, 1, [1, 3, 3, -2, 1]), special: true },
      { ...place([5], 0, 0, [1, -3, NaN, -3, NaN]), special: true },
      { ...place([3], 0, 1, [Infinity, -Infinity, Infinity]), special: true },
    ],
  };
}

function place(
  shape: readonly number[],
  position: number,
  from: number,
  values?: readonly number[],
): Example {
  const first = dimNumber(from);
  const to = dimSubtract(dimAdd(first, dimNumber(shape[position]!)), dimNumber(1));
  return {
    inputs: [{ shape, ...(values && { values }) }],
    attributes: { position, from: first, to },
  };
}

export const argmax: Operator<"unary", Place> = extreme("argmax", "max");
export const argmin: Operator<"unary", Place> = extreme("argmin", "min");
