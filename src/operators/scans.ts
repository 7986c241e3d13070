/**
 * @file Running sums and products along one axis, in one pass. They are linear recurrences, and so are their derivatives of
 * any order: nothing is divided, nothing is quadratic.
 */
import { dimNumber, dimSubtract } from "../dim.ts";
import type { Calculus, Example, Operator, Tensor } from "../graph/operator.ts";
import type { Node, Value } from "../graph/node.ts";
import { offset, tabulate } from "../graph/tensor.ts";
import type { Mismatch, Shape } from "../graph/type.ts";
import {
  affine,
  at as place,
  call,
  loopOver,
  nothing,
  number,
  shifted,
  type Access,
  type Definition,
  type Element,
  type Index,
} from "../kernel/formula.ts";

interface Position {
  readonly [name: string]: number;
  readonly position: number;
}

/** Which neighbour an element is made from. */
type Direction = "forward" | "backward";

const ONE = dimNumber(1);
const ZERO = dimNumber(0);
const NAMES = ["i", "j", "k", "l"];

const isAxis = ([x]: readonly Shape[], { position }: Position): readonly Shape[] | Mismatch =>
  position < x!.length ? [x!] : { mismatch: "an axis to go along" };

/**
 * Each element from its neighbour: the one before it, or after it where the pass is backward. `first` has none;
 * `next(before, at, there)` is the element at `at` whose neighbour at `there` is `before`.
 */
function steps(
  shape: Shape,
  { position }: Position,
  direction: Direction,
  first: (at: readonly Index[]) => Element,
  next: (before: Element, at: readonly Index[], there: readonly Index[]) => Element,
): Definition {
  return {
    by: "steps",
    steps: (own) => {
      const loops = shape.map((extent, i) => loopOver(NAMES[i] ?? "r", extent));
      const step = place(loops[position]!);
      const last = dimSubtract(shape[position]!, ONE);
      const here =
        direction === "forward" ? step : affine([{ index: step, times: dimNumber(-1) }], last);
      const put = (index: Index): readonly Index[] => loops.map(place).with(position, index);
      const there = put(shifted(here, dimNumber(direction === "forward" ? -1 : 1)));
      const value: Element = {
        kind: "when",
        index: step,
        from: ONE,
        to: shape[position]!,
        then: next(own(there), put(here), there),
        otherwise: first(put(here)),
      };
      return [{ loops, to: put(here), value, mode: "set" }];
    },
  };
}

const ALONG: readonly Example[] = [
  { inputs: [{ shape: [3] }], attributes: { position: 0 } },
  { inputs: [{ shape: [1] }], attributes: { position: 0 } },
  { inputs: [{ shape: [2, 3] }], attributes: { position: 0 } },
  { inputs: [{ shape: [3, 2] }], attributes: { position: 1 } },
  { inputs: [{ shape: [2, 3, 2] }], attributes: { position: 1 } },
];

/** The axis as its own positions, one vector for each place of the others. */
function alongAxis(
  x: Tensor,
  position: number,
  f: (line: readonly number[]) => readonly number[],
): Tensor {
  return tabulate(x.shape, (at) => {
    const line = Array.from(
      { length: x.shape[position]! },
      (_, k) => x.data[offset(x.shape, at.with(position, k))]!,
    );
    return f(line)[at[position]!]!;
  });
}

const sums = (line: readonly number[]): number[] => {
  let sum = 0;
  return line.map((v) => (sum += v));
};

function running(name: string, direction: Direction, call_: string | undefined) {
  const reverse = (line: readonly number[]): readonly number[] =>
    direction === "forward" ? line : line.toReversed();
  return {
    name,
    arity: "unary",
    ...(call_ !== undefined && { notation: { call: call_ } }),
    shapes: isAxis,
    define: ([x]: readonly [Access], node: Node<Position>) =>
      steps(
        node.inputs[0]!.shape,
        node.attributes,
        direction,
        (at) => x(at),
        (before, at) => call("add", before, x(at)),
      ),
    jvp: (c: Calculus, [t]: readonly [Value | null], node: Node<Position>) => [
      t && c.apply(node.op, [t], node.attributes),
    ],
    reference: ([x]: readonly [Tensor], { attributes }: Node<Position>) => [
      alongAxis(x, attributes.position, (line) => reverse(sums(reverse(line)))),
    ],
    examples: [
      ...ALONG,
      {
        inputs: [{ shape: [4], values: [1, Infinity, -2, NaN] }],
        attributes: { position: 0 },
        special: true,
      },
    ],
  } as const;
}

/** y_i = x_1 + … + x_i. */
export const cumsum: Operator<"unary", Position> = {
  ...running("cumsum", "forward", "cumsum"),
  vjp: (c, [ct], { attributes }) => [ct ? c.apply(tailsum, [ct], attributes) : null],
  latex: ([x]) => `\\operatorname{cumsum}(${x})`,
  jacobian: () => ["[i \\ge j]"],
};

/** y_i = x_i + … + x_n: what cumsum is transposed. */
export const tailsum: Operator<"unary", Position> = {
  ...running("tailsum", "backward", undefined),
  vjp: (c, [ct], { attributes }) => [ct ? c.apply(cumsum, [ct], attributes) : null],
  latex: ([x]) => `\\operatorname{cumsum}_{\\leftarrow}(${x})`,
  jacobian: () => ["[i \\le j]"],
};

/** y_i = x_{i−1}, or x_{i+1} for the other way; 0 where there is none. */
function neighbour(name: string, by: 1 | -1): Operator<"unary", Position> {
  return {
    name,
    arity: "unary",
    movement: true,
    shapes: isAxis,
    define: ([x], { inputs, attributes: { position } }) => ({
      by: "element",
      element: (at) => {
        const extent = inputs[0]!.shape[position]!;
        return {
          kind: "when",
          index: at[position]!,
          from: by === 1 ? ONE : ZERO,
          to: by === 1 ? extent : dimSubtract(extent, ONE),
          then: x(at.with(position, shifted(at[position]!, dimNumber(-by)))),
          otherwise: nothing,
        };
      },
    }),
    vjp: (c, [ct], { attributes }) => [
      ct ? c.apply(by === 1 ? following : previous, [ct], attributes) : null,
    ],
    jvp: (c, [t], node) => [t && c.apply(node.op, [t], node.attributes)],
    latex: ([x]) => `S^{${by}} ${x}`,
    jacobian: () => [`S^{${by}}`],
    reference: ([x], { attributes: { position } }) => [
      alongAxis(x, position, (line) => line.map((_, i) => line[i - by] ?? 0)),
    ],
    examples: ALONG,
  };
}

/** y_i = x_{i−1}, and 0 first. */
export const previous: Operator<"unary", Position> = neighbour("previous", 1);
/** y_i = x_{i+1}, and 0 last. */
export const following: Operator<"unary", Position> = neighbour("following", -1);

const TWO: readonly Example[] = ALONG.map(({ inputs, attributes }) => ({
  inputs: [inputs[0]!, inputs[0]!],
  attributes: attributes!,
}));

/** y_i = a_i y_{i−1} + b_i; backward y_i = a_{i+1} y_{i+1} + b_i, which is its transpose. */
function recurrence(name: string, direction: Direction): Operator<"binary", Position> {
  const isForward = direction === "forward";
  const ofFactor = (c: Calculus, ct: Value, y: Value, along: Position): Value =>
    isForward ? c.mul(ct, c.apply(previous, [y], along)) : c.mul(c.apply(previous, [ct], along), y);
  return {
    name,
    arity: "binary",
    shapes: ([a, b], along) => {
      const same = a.length === b.length && a.every((d, i) => d.key === b[i]!.key);
      return same ? isAxis([a], along) : { mismatch: "factors and terms of one shape" };
    },
    define: ([a, b], { inputs, attributes }) =>
      steps(
        inputs[0]!.shape,
        attributes,
        direction,
        (at) => b(at),
        (before, at, there) => call("add", call("mul", a(isForward ? at : there), before), b(at)),
      ),
    vjp: (c, [ct], node) => {
      if (!ct) return [null, null];
      const [a] = node.inputs as readonly [Value, Value];
      const own = c.apply(isForward ? recurrenceBack : recurrenceOn, [a, ct], node.attributes);
      return [ofFactor(c, own, node.results[0]!, node.attributes), own];
    },
    jvp: (c, [da, db], node) => {
      const [a] = node.inputs as readonly [Value, Value];
      const y = node.results[0]!;
      const along = node.attributes;
      const moved =
        da &&
        (isForward
          ? c.mul(da, c.apply(previous, [y], along))
          : c.apply(following, [c.mul(da, y)], along));
      const term = moved && db ? c.add(moved, db) : (moved ?? db);
      return [term && c.apply(node.op, [a, term], along)];
    },
    latex: ([a, b]) => `\\operatorname{rec}(${a}, ${b})`,
    jacobian: ([a], y) => [`(I - ${a} S)^{-1}\\operatorname{diag}(S ${y})`, `(I - ${a} S)^{-1}`],
    reference: ([a, b], { attributes: { position } }) => {
      const y = new Float64Array(b.data.length);
      const n = b.shape[position]!;
      for (let k = 0; k < n; k++)
        tabulate(b.shape, (at) => {
          const i = isForward ? k : n - 1 - k;
          if (at[position] !== i) return 0;
          const here = offset(b.shape, at);
          const there = k > 0 ? offset(b.shape, at.with(position, isForward ? i - 1 : i + 1)) : 0;
          const factor = k > 0 ? a.data[isForward ? here : there]! * y[there]! : 0;
          y[here] = factor + b.data[here]!;
          return 0;
        });
      return [{ shape: b.shape, data: y }];
    },
    examples: TWO,
  };
}

export const recurrenceOn: Operator<"binary", Position> = recurrence("recurrence", "forward");
export const recurrenceBack: Operator<"binary", Position> = recurrence(
  "recurrenceBack",
  "backward",
);

/** The product of what stands before each element; of what stands after it where the pass is backward. */
function productsBeside(name: string, direction: Direction): Operator<"unary", Position> {
  const isForward = direction === "forward";
  return {
    name,
    arity: "unary",
    shapes: isAxis,
    define: ([x], { inputs, attributes }) =>
      steps(
        inputs[0]!.shape,
        attributes,
        direction,
        () => number(1),
        (before, _, there) => call("mul", before, x(there)),
      ),
    // dy_i = x_{i−1} dy_{i−1} + y_{i−1} dx_{i−1}, and its transpose.
    vjp: (c, [ct], node) => {
      if (!ct) return [null];
      const [x, y, along] = [node.inputs[0]!, node.results[0]!, node.attributes];
      if (isForward) {
        const own = c.apply(recurrenceBack, [c.apply(previous, [x], along), ct], along);
        return [c.mul(y, c.apply(following, [own], along))];
      }
      return [c.mul(y, c.apply(previous, [c.apply(recurrenceOn, [x, ct], along)], along))];
    },
    jvp: (c, [t], node) => {
      if (!t) return [null];
      const [x, y, along] = [node.inputs[0]!, node.results[0]!, node.attributes];
      const moved = c.mul(y, t);
      if (isForward) {
        const term = c.apply(previous, [moved], along);
        return [c.apply(recurrenceOn, [c.apply(previous, [x], along), term], along)];
      }
      return [c.apply(recurrenceBack, [x, c.apply(following, [moved], along)], along)];
    },
    latex: ([x]) => `\\prod_{j ${isForward ? "<" : ">"} i} ${x}_j`,
    jacobian: () => ["\\partial\\prod"],
    reference: ([x], { attributes: { position } }) => [
      alongAxis(x, position, (line) =>
        line.map((_, i) =>
          (isForward ? line.slice(0, i) : line.slice(i + 1)).reduce((a, b) => a * b, 1),
        ),
      ),
    ],
    examples: [
      ...ALONG,
      { inputs: [{ shape: [4], values: [2, 0, 3, -1] }], attributes: { position: 0 } },
    ],
  };
}

export const productBefore: Operator<"unary", Position> = productsBeside(
  "productBefore",
  "forward",
);
export const productAfter: Operator<"unary", Position> = productsBeside("productAfter", "backward");
