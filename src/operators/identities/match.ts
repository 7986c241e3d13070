/** @file What a rule is, and small questions that rules ask of a value. */
import type { Application, Identity } from "../../graph/builder.ts";
import type { Attributes, Node, Value } from "../../graph/node.ts";
import type { Calculus } from "../../graph/operator.ts";

/** What stays when a rule fires. NaN for NaN always does. */
export type Keeps =
  /** The same bits for all numbers. */
  | "every bit"
  /** The same bits, but −0 may be 0. */
  | "all but the sign of a zero"
  /** What the formula means for real numbers: as near to it as before, nearer where the written one overflows or cancels. */
  | "the exact value"
  /** The same terms, added or multiplied in another order. */
  | "all but rounding";

/** What a rule is for people and for its test, which tries every example on special values. */
export interface Told {
  readonly before: string;
  readonly after: string;
  readonly why: string;
  readonly keeps: Keeps;
  /**
   * Scalars in the language in which it fires, or lines of a model: over scalars s, t, vectors v, w : ℝ^3, matrices
   * A : ℝ^{2×3}, B : ℝ^{3×3}, index data c : 0..2, indices i, j and a batch n with x : ℝ^3 and z : ℝ.
   */
  readonly examples: readonly string[];
}

/** A rule under its name; one identity for each operator at whose application it is tried. */
export interface Rule extends Told {
  readonly name: string;
  readonly identities: readonly Identity<Calculus>[];
}

type Rewrite = (c: Calculus, node: Application) => Value | undefined;

export const rule = (name: string, told: Told, roots: Readonly<Record<string, Rewrite>>): Rule => ({
  name,
  ...told,
  identities: Object.entries(roots).map(([root, rewrite]) => ({ name, root, rewrite })),
});

/** The node of a value if its operator has this name. */
export const by = <T extends Attributes = Attributes>(
  x: Value | undefined,
  name: string,
): Node<T> | undefined => (x?.node.op.name === name ? (x.node as Node<T>) : undefined);

/** What an operator of one input is applied to. */
export const inside = (x: Value | undefined, name: string): Value | undefined =>
  by(x, name)?.inputs[0];

/** x, or the scalar that is spread to make it. */
export const unspread = (x: Value): Value => inside(x, "broadcast") ?? x;

/** The number that a value is everywhere, if it is one. */
export const numberOf = (x: Value | undefined): number | undefined =>
  x && by<{ value: number }>(unspread(x), "number")?.attributes.value;

/** y of 1 + y and y + 1. */
export function onePlus(x: Value | undefined): Value | undefined {
  const [a, b] = by(x, "add")?.inputs ?? [];
  return numberOf(a) === 1 ? b : numberOf(b) === 1 ? a : undefined;
}

/** y of 1 − y. */
export function oneMinus(x: Value | undefined): Value | undefined {
  const [a, b] = by(x, "sub")?.inputs ?? [];
  return numberOf(a) === 1 ? b : undefined;
}

/** y of k y. */
export function times(k: number, x: Value | undefined): Value | undefined {
  const [a, b] = by(x, "mul")?.inputs ?? [];
  return numberOf(a) === k ? b : numberOf(b) === k ? a : undefined;
}

/** x of x². */
export function squared(x: Value | undefined): Value | undefined {
  const [a, b] = by(x, "mul")?.inputs ?? [];
  return inside(x, "square") ?? (a === b ? a : undefined);
}

/** Whether one of them is written as minus the other. */
export const opposite = (a: Value, b: Value): boolean =>
  inside(a, "neg") === b || inside(b, "neg") === a;

/** Both orders of the inputs of x, if it is this operator. */
export function pairs(x: Value | undefined, name: string): readonly (readonly [Value, Value])[] {
  const [a, b] = by(x, name)?.inputs ?? [];
  return a && b ? [[a, b] as const, [b, a] as const] : [];
}
