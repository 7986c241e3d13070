/** @file Makers for operators that are alike: an elementwise operator says only what does not follow. */
import type {
  Each,
  Example,
  ExampleInput,
  Kink,
  Notation,
  Operator,
  Calculus,
  Phrase,
  Tensor,
} from "../graph/operator.ts";
import type { Node, Value } from "../graph/node.ts";
import { sameShape, type NumberKind, type Shape } from "../graph/type.ts";
import { call, type Element, type ScalarOp } from "../kernel/formula.ts";

interface Elementwise {
  readonly name: string;
  readonly notation?: Notation;
  readonly aliases?: readonly string[];
  /** Its scalar, or its formula over scalars. */
  readonly scalar: ScalarOp | ((...args: readonly Element[]) => Element);
  readonly of?: NumberKind;
  readonly special?: readonly number[];
  readonly kinks?: readonly Kink[];
  readonly accuracy?: string;
  readonly tame?: true;
}

export interface UnaryParts extends Elementwise {
  readonly reference: (x: number) => number;
  /** ∂y/∂x from x and y. Either this or `route`. */
  readonly partials?: (c: Calculus, x: Value, y: Value) => readonly [Value];
  /** ct ↦ ct·∂y/∂x where a product would give 0·∞: relu, a maximum. */
  readonly route?: (c: Calculus, ct: Value, x: Value, y: Value) => Value;
  readonly say?: (inputs: readonly [Phrase], node: Node) => Phrase;
  readonly partialsLatex: (x: string, y: string) => readonly [string];
  readonly latex: (inputs: readonly [string]) => string;
  readonly range?: readonly [number, number];
}

export interface BinaryParts extends Elementwise {
  readonly reference: (a: number, b: number) => number;
  /** (ct·∂y/∂a, ct·∂y/∂b) from a, b and y. */
  readonly route: (
    c: Calculus,
    ct: Value,
    a: Value,
    b: Value,
    y: Value,
  ) => readonly [() => Value, () => Value];
  readonly say?: (inputs: readonly [Phrase, Phrase], node: Node) => Phrase;
  readonly partialsLatex: (a: string, b: string, y: string) => readonly [string, string];
  readonly latex: (inputs: readonly [string, string]) => string;
  readonly ranges?: readonly [readonly [number, number], readonly [number, number]];
}

const formula =
  (scalar: Elementwise["scalar"]) =>
  (...args: readonly Element[]) =>
    typeof scalar === "function" ? scalar(...args) : call(scalar, ...args);

export const resultOf = (node: { readonly results: readonly Value[] }): Value => node.results[0]!;

/** An elementwise operator of one input. */
export function unary(parts: UnaryParts): Operator<"unary"> {
  const element = formula(parts.scalar);
  const through = (c: Calculus, ct: Value | null | undefined, x: Value, y: Value): Value | null => {
    if (ct === null || ct === undefined) return null;
    return parts.route ? parts.route(c, ct, x, y) : c.mul(ct, parts.partials!(c, x, y)[0]);
  };
  return {
    ...head(parts, "unary"),
    ...(parts.say && { say: parts.say }),
    shapes: ([x]) => [x],
    ...(parts.of && { of: () => parts.of! }),
    define: ([x]) => ({ by: "element", element: (at) => element(x(at)) }),
    vjp: (c, [ct], node) => [through(c, ct, node.inputs[0]!, resultOf(node))],
    jvp: (c, [t], node) => [through(c, t, node.inputs[0]!, resultOf(node))],
    latex: ([x]) => parts.latex([x]),
    jacobian: ([x], y, node) => [diagonal(parts.partialsLatex(x, y)[0], resultOf(node).shape)],
    reference: ([x]) => [{ shape: x.shape, data: x.data.map((v) => parts.reference(v)) }],
    examples: unaryExamples(
      parts.range ?? [-2, 2],
      parts.special ?? [0, -0, Infinity, -Infinity, NaN, 1000, -1000],
    ),
  };
}

/** An elementwise operator of two inputs of one shape. */
export function binary(parts: BinaryParts): Operator<"binary"> {
  const element = formula(parts.scalar);
  return {
    ...head(parts, "binary"),
    ...(parts.say && { say: parts.say }),
    shapes: ([a, b]) => (sameShape(a, b) ? [a] : { mismatch: "operands of one shape" }),
    ...(parts.of && { of: () => parts.of! }),
    define: ([a, b]) => ({ by: "element", element: (at) => element(a(at), b(at)) }),
    vjp: (c, [ct], node) => {
      const [a, b] = node.inputs as unknown as Each<"binary", Value>;
      if (ct === null || ct === undefined) return [null, null];
      const [da, db] = parts.route(c, ct, a, b, resultOf(node));
      return [c.carries(a) ? da() : null, c.carries(b) ? db() : null];
    },
    jvp: (c, [ta, tb], node) => {
      const [a, b] = node.inputs as unknown as Each<"binary", Value>;
      const y = resultOf(node);
      const along = {
        ...c,
        carries: (x: Value) => (x === a && ta !== null) || (x === b && tb !== null),
      };
      const da = ta && parts.route(along, ta, a, b, y)[0]();
      const db = tb && parts.route(along, tb, a, b, y)[1]();
      return [da && db ? c.add(da, db) : (da ?? db)];
    },
    latex: ([a, b]) => parts.latex([a, b]),
    jacobian: ([a, b], y, node) => {
      const [da, db] = parts.partialsLatex(a, b, y);
      const shape = resultOf(node).shape;
      return [diagonal(da, shape), diagonal(db, shape)];
    },
    reference: ([a, b]) => [zip(a, b, parts.reference)],
    examples: binaryExamples(
      parts.ranges ?? [
        [-2, 2],
        [-2, 2],
      ],
      parts.special ?? [0, -0, 1, Infinity, -Infinity, NaN, 1e200],
    ),
  };
}

function head<A extends "unary" | "binary" | "ternary">(parts: Elementwise, arity: A) {
  return {
    name: parts.name,
    arity,
    ...(parts.notation && { notation: parts.notation }),
    ...(parts.aliases && { aliases: parts.aliases }),
    ...(parts.kinks && { kinks: parts.kinks }),
    ...(parts.accuracy && { accuracy: parts.accuracy }),
    ...(parts.tame && { tame: parts.tame }),
    elementwise: true as const,
  };
}

/** The Jacobian form of an elementwise operator: `diag(f′)`, or the number itself for a scalar; I and −I plainly. */
export function diagonal(partial: string, shape: Shape): string {
  if (shape.length === 0) return partial;
  if (partial === "1") return "I";
  if (partial === "-1") return "-I";
  return `\\operatorname{diag}(${partial})`;
}

export const zip = (a: Tensor, b: Tensor, f: (a: number, b: number) => number): Tensor => ({
  shape: a.shape,
  data: a.data.map((v, i) => f(v, b.data[i]!)),
});

const SHAPES: readonly (readonly number[])[] = [[], [3], [1], [2, 3], [2, 1, 3]];

const unaryExamples = (
  range: readonly [number, number],
  special: readonly number[],
): readonly Example[] => [
  ...SHAPES.map((shape): Example => ({ inputs: [{ shape, range }] })),
  { inputs: [{ shape: [special.length], values: special }], special: true },
];

function binaryExamples(
  ranges: readonly [readonly [number, number], readonly [number, number]],
  special: readonly number[],
): readonly Example[] {
  const pairs = special.flatMap((a) => special.map((b) => [a, b] as const));
  const column = (i: 0 | 1): ExampleInput => ({
    shape: [pairs.length],
    values: pairs.map((p) => p[i]),
  });
  return [
    ...SHAPES.map((shape): Example => ({
      inputs: [
        { shape, range: ranges[0] },
        { shape, range: ranges[1] },
      ],
    })),
    { inputs: [column(0), column(1)], special: true },
  ];
}

/** Repeats a reduced value along the axes that went. */
export function spread(c: Calculus, x: Value, shape: Shape, positions: readonly number[]): Value {
  if (x.shape.length === 0) return c.broadcast(x, shape);
  return positions.reduce((value, p) => c.expandAxis(value, p, shape[p]!), x);
}
