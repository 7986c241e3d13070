/** @file Indices as numbers, and as positions to read at: leaves over free axes. */
import { dimNumber, type Dim } from "../dim.ts";
import { atom } from "../graph/notation.ts";
import type { Operator, Phrase } from "../graph/operator.ts";
import type { Axis } from "../graph/type.ts";
import { affine, call, number, type Element } from "../kernel/formula.ts";

const noDerivatives = {
  vjp: () => [] as const,
  jvp: () => [null] as const,
  jacobian: () => [] as const,
  reference: () => [],
  examples: [],
};

/** An index as a number: its own value. */
export const ordinal: Operator<"leaf", { axis: Axis }> = {
  name: "ordinal",
  arity: "leaf",
  ...noDerivatives,
  movement: true,
  shapes: () => [[]],
  free: (_, { axis }) => [axis],
  define: (_, { attributes: { axis } }, here) => ({
    by: "element",
    element: () => ({ kind: "position", index: here(axis.key), plus: axis.base }),
  }),
  say: (_, { attributes }) => atom(attributes.axis.name),
  latex: (_, { attributes }) => attributes.axis.name,
};

interface Place {
  readonly [name: string]: readonly Axis[] | readonly Dim[] | Dim | string | boolean;
  /** Σ times·(position along the axis) + plus, counted from 0. */
  readonly axes: readonly Axis[];
  readonly times: readonly Dim[];
  readonly plus: Dim;
  /** The last position there is. */
  readonly last: Dim;
  /** Where it would lie outside, it is the nearest position: for what is read there a guard has no use. */
  readonly clamped: boolean;
  /** As the model writes it. */
  readonly says: string;
}

/** An affine expression of indices as index data: what `x_{i+1}` gathers by. */
export const place: Operator<"leaf", Place> = {
  name: "place",
  arity: "leaf",
  ...noDerivatives,
  movement: true,
  shapes: () => [[]],
  free: (_, { axes }) => axes,
  of: (_, { last }) => ({ from: dimNumber(0), to: last }),
  define: (_, { attributes: { axes, times, plus, last, clamped } }, here) => ({
    by: "element",
    element: () => {
      const terms = axes.map((a, i) => ({ index: here(a.key), times: times[i]! }));
      const at: Element = { kind: "position", index: affine(terms, plus), plus: dimNumber(0) };
      return clamped ? call("min", call("max", at, number(0)), { kind: "size", dim: last }) : at;
    },
  }),
  say: (_, { attributes }): Phrase => ({ text: attributes.says, level: "sum" }),
  latex: (_, { attributes }) => attributes.says,
};
