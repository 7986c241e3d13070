/** @file What sums, averages or compares along axes. */
import { atom, closedAxis, subscripted, within } from "../graph/notation.ts";
import type { Calculus, Operator, Phrase, Tensor } from "../graph/operator.ts";
import type { Node, Value } from "../graph/node.ts";
import { filled, offset, tabulate } from "../graph/tensor.ts";
import { spread } from "./families.ts";
import type { Shape } from "../graph/type.ts";
import { dimProduct } from "../dim.ts";
import { reduceOver, type Access, type Element, type Fold, type Index } from "../kernel/formula.ts";

interface Positions {
  readonly [name: string]: readonly number[];
  /** The shape axes that go, ascending. */
  readonly positions: readonly number[];
}

const kept = (shape: Shape, { positions }: Positions): Shape =>
  shape.filter((_, i) => !positions.includes(i));

const common = {
  arity: "unary",
  shapes: ([x]: readonly [Shape], attributes: Positions) =>
    attributes.positions.every((p) => p < x.length)
      ? [kept(x, attributes)]
      : { mismatch: "axes to reduce" },
  examples: [
    { inputs: [{ shape: [3] }], attributes: { positions: [0] } },
    { inputs: [{ shape: [2, 3] }], attributes: { positions: [0] } },
    { inputs: [{ shape: [2, 3] }], attributes: { positions: [1] } },
    { inputs: [{ shape: [2, 3, 2] }], attributes: { positions: [0, 2] } },
    { inputs: [{ shape: [1, 3] }], attributes: { positions: [0, 1] } },
  ],
} as const;

const SPREADS = [
  { inputs: [{ shape: [1] }], attributes: { positions: [0] }, special: true },
  { inputs: [{ shape: [3], values: [2, 2, 2] }], attributes: { positions: [0] }, special: true },
  {
    inputs: [{ shape: [3], values: [1e8 + 1, 1e8 + 2, 1e8 + 6] }],
    attributes: { positions: [0] },
    special: true,
  },
  { inputs: [{ shape: [2], values: [NaN, 1] }], attributes: { positions: [0] }, special: true },
] as const;

/** Σ over axes. */
export const sum: Operator<"unary", Positions> = {
  name: "sum",
  notation: { call: "sum" },
  adds: true,
  ...common,
  define: ([x], node) => ({
    by: "element",
    element: reducing("sum", x, node),
  }),
  vjp: (c, [ct], node) => [
    ct ? spread(c, ct, node.inputs[0]!.shape, node.attributes.positions) : null,
  ],
  jvp: (c, [t], { attributes }) => [t && c.sum(t, attributes.positions)],
  say: (inputs, node, of) => over("Σ", "sum", inputs, node, of),
  latex: ([x]) => `\\mathbf{1}^\\top ${x}`,
  jacobian: () => ["\\mathbf{1}^\\top"],
  reference: ([x], { attributes }) => [fold(x, attributes.positions, 0, (a, v) => a + v)],
};

/** The arithmetic mean over axes. */
export const mean: Operator<"unary", Positions> = {
  name: "mean",
  notation: { call: "mean" },
  adds: true,
  ...common,
  expand: (c, [x], { attributes }) =>
    c.div(c.sum(x, attributes.positions), count(c, x.shape, attributes.positions)),
  vjp: (c, [ct], node) => {
    if (!ct) return [null];
    const { shape } = node.inputs[0]!;
    return [
      spread(
        c,
        c.div(ct, count(c, shape, node.attributes.positions)),
        shape,
        node.attributes.positions,
      ),
    ];
  },
  jvp: (c, [t], { attributes }) => [t && c.apply(mean, [t], attributes)],
  say: (inputs, node, of) => over("mean", "mean", inputs, node, of),
  latex: ([x]) => `\\operatorname{mean}(${x})`,
  jacobian: () => ["\\tfrac{1}{n}\\mathbf{1}^\\top"],
  reference: ([x], { attributes }) => {
    const total = fold(x, attributes.positions, 0, (a, v) => a + v);
    const n = x.data.length / total.data.length;
    return [{ shape: total.shape, data: total.data.map((v) => v / n) }];
  },
};

/**
 * Π over axes. Its derivative by a factor is the product of the others, never a quotient: it is right where factors are 0.
 */
export const product: Operator<"unary", Positions> = {
  name: "product",
  notation: { call: "prod" },
  ...common,
  define: ([x], node) => ({
    by: "element",
    element: reducing("product", x, node),
  }),
  vjp: (c, [ct], node) => {
    if (!ct) return [null];
    const [{ shape }, { positions }] = [node.inputs[0]!, node.attributes];
    return [c.mul(spread(c, ct, shape, positions), others(c, node.inputs[0]!, positions))];
  },
  jvp: (c, [t], node) => {
    if (!t) return [null];
    const { positions } = node.attributes;
    return [c.sum(c.mul(others(c, node.inputs[0]!, positions), t), positions)];
  },
  say: (inputs, node, of) => over("Π", "prod", inputs, node, of),
  latex: ([x]) => `\\prod ${x}`,
  jacobian: ([x], y) => [`(${y}/${x})^\\top`],
  reference: ([x], { attributes }) => [fold(x, attributes.positions, 1, (a, v) => a * v)],
  examples: [
    ...common.examples,
    { inputs: [{ shape: [3], values: [2, 0, -3] }], attributes: { positions: [0] } },
    { inputs: [{ shape: [3], values: [0, 2, 0] }], attributes: { positions: [0] } },
    {
      inputs: [{ shape: [2], values: [0, Infinity] }],
      attributes: { positions: [0] },
      special: true,
    },
  ],
};

/** For each factor the product of the others: of those before it and those after it, the reduced axes as one. */
function others(c: Calculus, x: Value, positions: readonly number[]): Value {
  const rest = x.shape.map((_, i) => i).filter((i) => !positions.includes(i));
  const order = [...rest, ...positions];
  const front = c.permute(x, order);
  const line = c.reshape(front, [
    ...rest.map((i) => x.shape[i]!),
    dimProduct(positions.map((i) => x.shape[i]!)),
  ]);
  const along = { position: rest.length };
  const beside = c.mul(
    c.apply(c.operator("productBefore"), [line], along),
    c.apply(c.operator("productAfter"), [line], along),
  );
  return c.permute(
    c.reshape(beside, front.shape),
    order.map((_, i) => order.indexOf(i)),
  );
}

/** The mean of the squared distances from the mean (divided by n, not n − 1), in two passes: right at large offsets. */
export const variance: Operator<"unary", Positions> = {
  name: "variance",
  notation: { call: "var" },
  ...common,
  expand: (c, [x], { attributes }) =>
    c.apply(mean, [c.call("square", fromMean(c, x, attributes))], attributes),
  vjp: (c, [ct], node) => {
    if (!ct) return [null];
    const [x, { positions }] = [node.inputs[0]!, node.attributes];
    const scaled = c.div(c.mul(c.number(2), ct), count(c, x.shape, positions));
    return [c.mul(spread(c, scaled, x.shape, positions), fromMean(c, x, node.attributes))];
  },
  jvp: (c, [t], node) => {
    if (!t) return [null];
    const along = c.mul(fromMean(c, node.inputs[0]!, node.attributes), t);
    return [c.mul(c.number(2), c.apply(mean, [along], node.attributes))];
  },
  say: (inputs, node, of) => over("var", "var", inputs, node, of),
  latex: ([x]) => `\\operatorname{var}(${x})`,
  jacobian: ([x]) => [`\\tfrac{2}{n}(${x} - \\bar{${x}})^\\top`],
  reference: ([x], { attributes }) => [spreadOf(x, attributes.positions)],
  examples: [...common.examples, ...SPREADS],
};

/** √var, with derivative 0 where all are equal. */
export const deviation: Operator<"unary", Positions> = {
  name: "deviation",
  notation: { call: "std" },
  ...common,
  expand: (c, [x], { attributes }) => c.call("sqrt", c.apply(variance, [x], attributes)),
  vjp: (c, [ct], node) => {
    if (!ct) return [null];
    const [x, { positions }] = [node.inputs[0]!, node.attributes];
    const scaled = c.div(ct, c.mul(count(c, x.shape, positions), divisor(c, node)));
    return [c.mul(spread(c, scaled, x.shape, positions), fromMean(c, x, node.attributes))];
  },
  jvp: (c, [t], node) => {
    if (!t) return [null];
    const along = c.mul(fromMean(c, node.inputs[0]!, node.attributes), t);
    return [c.div(c.apply(mean, [along], node.attributes), divisor(c, node))];
  },
  say: (inputs, node, of) => over("std", "std", inputs, node, of),
  latex: ([x]) => `\\operatorname{std}(${x})`,
  jacobian: ([x], y) => [`\\tfrac{1}{n ${y}}(${x} - \\bar{${x}})^\\top`],
  reference: ([x], { attributes }) => {
    const { shape, data } = spreadOf(x, attributes.positions);
    return [{ shape, data: data.map(Math.sqrt) }];
  },
  examples: [...common.examples, ...SPREADS],
};

/** x − mean(x). */
const fromMean = (c: Calculus, x: Value, along: Positions): Value =>
  c.sub(x, spread(c, c.apply(mean, [x], along), x.shape, along.positions));

/** The result, and 1 where it is 0: what stands above is 0 there. */
function divisor(c: Calculus, node: Node<Positions>): Value {
  const y = node.results[0]!;
  return c.call("select", c.call("equal", y, c.zeros(y.shape)), c.number(1), y);
}

function spreadOf(x: Tensor, positions: readonly number[]): Tensor {
  const total = fold(x, positions, 0, (a, v) => a + v);
  const n = x.data.length / total.data.length;
  const keep = x.shape.map((_, i) => i).filter((i) => !positions.includes(i));
  const centred = tabulate(x.shape, (at) => {
    const group = offset(
      total.shape,
      keep.map((i) => at[i]!),
    );
    return (x.data[offset(x.shape, at)]! - total.data[group]! / n) ** 2;
  });
  const squares = fold(centred, positions, 0, (a, v) => a + v);
  return { shape: squares.shape, data: squares.data.map((v) => v / n) };
}

/** The largest along axes; its cotangent goes to the maximisers in equal parts. */
export const maximum: Operator<"unary", Positions> = {
  name: "maximum",
  notation: { call: "max" },
  ...common,
  define: ([x], node) => ({
    by: "element",
    element: reducing("max", x, node),
  }),
  vjp: (c, [ct], node) => {
    if (!ct) return [null];
    const { share, shape, positions } = shares(
      c,
      node.inputs[0]!,
      node.results[0]!,
      node.attributes.positions,
    );
    return [c.mul(share, spread(c, ct, shape, positions))];
  },
  jvp: (c, [t], node) => {
    if (!t) return [null];
    const { share, positions } = shares(
      c,
      node.inputs[0]!,
      node.results[0]!,
      node.attributes.positions,
    );
    return [c.sum(c.mul(share, t), positions)];
  },
  say: (inputs, node, of) => over("max", "max", inputs, node, of),
  latex: ([x]) => `\\max ${x}`,
  jacobian: ([x], y) => [`[${x} = ${y}]^\\top`],
  reference: ([x], { attributes }) => [fold(x, attributes.positions, -Infinity, Math.max)],
};

/** 1/(number of maximisers) at each maximiser, else 0. */
function shares(c: Calculus, x: Value, y: Value, positions: readonly number[]) {
  const { shape } = x;
  const ones = c.broadcast(c.number(1), shape);
  const mask = c.call(
    "select",
    c.call("equal", x, spread(c, y, shape, positions)),
    ones,
    c.zeros(shape),
  );
  return {
    share: c.div(mask, spread(c, c.sum(mask, positions), shape, positions)),
    shape,
    positions,
  };
}

/** `Σ_n x_n` where a free axis was closed to be reduced, else `sum(x)`. */
function over(
  sign: string,
  name: string,
  [x]: readonly [Phrase],
  node: Node<Positions>,
  of: (x: Value) => Phrase,
): Phrase {
  const input = node.inputs[0]!;
  const [position, ...others] = node.attributes.positions;
  const axis = closedAxis(input, position!);
  if (axis === undefined || others.length > 0) return atom(`${name}(${x.text})`);
  const body = subscripted(of(input.node.inputs[0]!), axis.name);
  return { text: `${sign}_${axis.name} ${within(body, "implicit")}`, level: "product" };
}

const count = (c: Calculus, shape: Shape, positions: readonly number[]): Value =>
  c.size(dimProduct(positions.map((p) => shape[p]!)));

function reducing(by: Fold, x: Access, node: Node<Positions>) {
  const [input, positions] = [node.inputs[0]!, node.attributes.positions];
  const { shape } = input;
  return (at: readonly Index[]): Element => {
    const over = (rest: readonly number[], inner: ReadonlyMap<number, Index>): Element => {
      const [p, ...others] = rest;
      if (p !== undefined) {
        const name = closedAxis(input, p)?.name ?? "k";
        return reduceOver(by, name, shape[p]!, (i) => over(others, new Map([...inner, [p, i]])));
      }
      const outer = [...at];
      return x(shape.map((_, q) => inner.get(q) ?? outer.shift()!));
    };
    return over(positions, new Map());
  };
}

function fold(
  x: Tensor,
  positions: readonly number[],
  start: number,
  f: (a: number, v: number) => number,
): Tensor {
  const keep = x.shape.map((_, i) => i).filter((i) => !positions.includes(i));
  const result = filled(
    keep.map((i) => x.shape[i]!),
    start,
  );
  tabulate(x.shape, (at) => {
    const to = offset(
      result.shape,
      keep.map((i) => at[i]!),
    );
    result.data[to] = f(result.data[to]!, x.data[offset(x.shape, at)]!);
    return 0;
  });
  return result;
}
