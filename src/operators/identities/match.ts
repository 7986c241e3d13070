/** @file Small questions that identities ask of a value. */
import type { Application, Identity } from "../../graph/builder.ts";
import type { Attributes, Node, Value } from "../../graph/node.ts";
import type { Calculus } from "../../graph/operator.ts";

export type Rule = Identity<Calculus>;

/** The node of a value if its operator has this name. */
export const by = <T extends Attributes = Attributes>(
  x: Value | undefined,
  name: string,
): Node<T> | undefined => (x?.node.op.name === name ? (x.node as Node<T>) : undefined);

/** x, or the scalar that is spread to make it. */
export const unspread = (x: Value): Value => by(x, "broadcast")?.inputs[0] ?? x;

/** The number that a value is everywhere, if it is one. */
export const numberOf = (x: Value | undefined): number | undefined =>
  x && by<{ value: number }>(unspread(x), "number")?.attributes.value;

export const rule = (
  name: string,
  root: string,
  rewrite: (c: Calculus, node: Application) => Value | undefined,
): Rule => ({
  name,
  root,
  rewrite,
});
