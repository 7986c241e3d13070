/**
 * @file The heart: an operator is one object. Its notation, shape rule, code for every target, derivatives, derivation and
 * tests come from here; passes ask the operator and none names one.
 */
import type { Dim } from "../dim.ts";
import type { Access, Definition, Here } from "../kernel/formula.ts";
import type { Attributes, Node, Value } from "./node.ts";
import type { Axis, Mismatch, NumberKind, Shape } from "./type.ts";

export type Arity = "leaf" | "unary" | "binary" | "ternary" | "any";

/** One of something for each input. */
export type Each<A extends Arity, T> = A extends "leaf"
  ? readonly []
  : A extends "unary"
    ? readonly [T]
    : A extends "binary"
      ? readonly [T, T]
      : A extends "ternary"
        ? readonly [T, T, T]
        : readonly T[];

/** Where a truth holds, or where it does not. */
export interface Choice {
  readonly truth: Value;
  readonly holds: boolean;
}

/** Plain numbers with their shape, row-major: what reference kernels work on. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** How the model writes it, and how people read it: `a ⊙ b`, `tanh(z)`, `xᵀ`. */
export type Notation =
  { readonly infix: string } | { readonly postfix: string } | { readonly call: string };

/** A piece of notation and how tightly it holds together. */
export interface Phrase {
  readonly text: string;
  readonly level: "sum" | "product" | "implicit" | "atom";
}

/** Inputs to try an operator on: every attribute value, a non-square, an extent 1, special values and kinks. */
export interface Example {
  readonly inputs: readonly ExampleInput[];
  readonly attributes?: Attributes;
  /** Values are compared there, derivatives are not (kinks, infinities). */
  readonly special?: boolean;
}

/** A point where the derivative is a convention, or infinite: ∂y/∂x for each input there, all of them carrying gradients. */
export interface Kink {
  readonly at: readonly number[];
  readonly partials: readonly number[];
  /** The same for each input when it alone carries gradients, where that is another number. */
  readonly alone?: readonly number[];
}

export interface ExampleInput {
  readonly shape: readonly number[];
  /** Uniform in [from, to]; integers from..to for an index input; or the numbers themselves. */
  readonly range?: readonly [from: number, to: number];
  readonly values?: readonly number[];
  readonly index?: true;
  /** Truths, as 0 and 1. */
  readonly truth?: true;
}

export interface Operator<A extends Arity = Arity, T extends Attributes = Attributes> {
  readonly name: string;
  readonly arity: A;
  readonly notation?: Notation;
  /** Other names by which a model may call it: `sigmoid` for σ. */
  readonly aliases?: readonly string[];
  /** One element out of one element of each input: it fuses anywhere, and works over any shape. */
  readonly elementwise?: true;
  /** It only moves numbers: reading through it costs nothing. */
  readonly movement?: true;
  /** It takes rows of its first input by the index data of its second: the cotangent of the first has few rows. */
  readonly rows?: true;

  /** Its part in a recurrence, where it has one: see recurrence.ts. */
  readonly recurrence?: "earlier" | "state" | "seen";

  /** Its partial derivatives are finite where its inputs are: what goes back from 0 is 0. */
  readonly tame?: true;
  /** It only adds numbers up. */
  readonly adds?: true;
  /** Each input is taken where its choice holds, and the result is that input there; null where it only decides. */
  takes?(inputs: Each<A, Value>): Each<A, Choice | null>;

  shapes(inputs: Each<A, Shape>, attributes: T): readonly Shape[] | Mismatch;
  /** Free axes of the result; the union of the inputs' where absent. */
  free?(inputs: Each<A, readonly Axis[]>, attributes: T): readonly Axis[];
  /** "real" where absent. */
  of?(inputs: Each<A, NumberKind>, attributes: T): NumberKind;

  /** Absent for leaves and for operators given by `expand`. */
  define?(inputs: Each<A, Access>, node: Node<T>, here: Here): Definition;
  /** An operator given by parts: softmax, norms. It has its own vjp and LaTeX, and its code from the parts. */
  expand?(c: Calculus, inputs: Each<A, Value>, node: Node<T>): Value;

  /**
   * Cotangents of the inputs from those of the results. Free axes need no thought: where a cotangent has one that its input
   * lacks, `reverse` sums it. A null cotangent is zero.
   */
  vjp(c: Calculus, cts: readonly (Value | null)[], node: Node<T>): Each<A, Value | null>;
  jvp(c: Calculus, tangents: Each<A, Value | null>, node: Node<T>): readonly (Value | null)[];

  /** As the model would write it; from `notation` where absent. `of` gives the phrase of any value below. */
  say?(inputs: Each<A, Phrase>, node: Node<T>, of: (x: Value) => Phrase): Phrase;
  latex(inputs: Each<A, string>, node: Node<T>): string;
  /** ∂result/∂input for each input, in Jacobian form: `\operatorname{diag}(1 - y^2)`, `W`, `I`. */
  jacobian(inputs: Each<A, string>, result: string, node: Node<T>): Each<A, string>;
  /** Plain loops: slow, and evidently right. */
  reference(inputs: Each<A, Tensor>, node: Node<T>): readonly Tensor[];
  readonly examples: readonly Example[];
  readonly kinks?: readonly Kink[];
  /** How near emitted values come to the exact ones, where 4 ulp do not hold everywhere. */
  readonly accuracy?: string;
}

/** The labels of an Einstein product, one for each shape axis: "ij", "j" → "i". */
export interface ContractLabels {
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly result: readonly string[];
}

/**
 * The constructors that rules may use. Shapes must agree exactly: a scalar operand of `mul`, `add` … against a tensor is
 * broadcast (these methods do it), free axes join by themselves. Every method may simplify (x·1 is x).
 */
export interface Calculus {
  number(value: number): Value;
  size(dim: Dim): Value;
  zeros(shape: Shape): Value;
  /** A scalar spread over a shape; a tensor of that shape as it is. */
  broadcast(x: Value, shape: Shape): Value;

  add(a: Value, b: Value): Value;
  sub(a: Value, b: Value): Value;
  mul(a: Value, b: Value): Value;
  div(a: Value, b: Value): Value;
  neg(a: Value): Value;
  /** An elementwise operator by name: `c.call("exp", x)`, `c.call("less", a, b)`, `c.call("select", t, a, b)`. */
  call(name: string, ...args: readonly Value[]): Value;

  contract(left: Value, right: Value, labels: ContractLabels): Value;
  /** Sum over the shape axes at the given positions. */
  sum(x: Value, positions: readonly number[]): Value;
  max(x: Value, positions: readonly number[]): Value;
  /** Result axis i is input axis `order[i]`. */
  permute(x: Value, order: readonly number[]): Value;
  /** Same elements in row-major order under another shape of equal size. */
  reshape(x: Value, shape: Shape): Value;
  /** The entries start … start + length − 1 along the axis at a position. */
  slice(x: Value, position: number, start: Dim, length: Dim): Value;
  /** Zeros around x, so that the axis at a position is `extent` long and x begins at `before`: the transpose of slice. */
  pad(x: Value, position: number, before: Dim, extent: Dim): Value;
  /** Joined along the axis at a position. */
  concat(parts: readonly Value[], position: number): Value;
  /** A vector on the diagonal of zeros. */
  diag(x: Value): Value;
  /** The diagonal of a square matrix, as a vector: the transpose of diag. */
  diagonal(x: Value): Value;
  /** A new shape axis of the given extent at a position, along which nothing changes. */
  expandAxis(x: Value, position: number, extent: Dim): Value;
  /** The shape axis at a position becomes the free axis; x must not depend on it yet. */
  open(x: Value, position: number, axis: Axis): Value;
  /** The free axis becomes the shape axis at a position; x is repeated where it does not depend on it. */
  close(x: Value, position: number, axis: Axis): Value;
  /** x for every position of a free axis. */
  repeat(x: Value, axis: Axis): Value;
  /** Rows of x by index data: shape(indices) × rest of shape(x). */
  gather(x: Value, indices: Value): Value;
  /** Rows added up by index data into zeros of extent × rest: the transpose of gather. */
  scatter(rows: Value, indices: Value, extent: Dim): Value;
  /** Rows from several places added up by index data into zeros of a shape. One key, one value: it is never another's. */
  rows(
    parts: readonly { readonly values: Value; readonly indices: Value }[],
    shape: Shape,
    key: string,
  ): Value;

  /** Whether derivatives are asked through this value: a tie is shared among the operands that carry gradients. */
  carries(x: Value): boolean;

  /** a + b for two cotangents of one value, with a common factor taken out. */
  accumulate(a: Value, b: Value): Value;
  operator(name: string): Operator;
  /** Any operator, for rules that need their own kind again. */
  apply(op: Operator, inputs: readonly Value[], attributes?: Attributes): Value;
}
