/** @file Values without inputs (numbers, sizes, zeros, the identity, symbols), and names. */
import type { Dim } from "../dim.ts";
import { dimNumber, showDim } from "../dim.ts";
import { atom } from "../graph/notation.ts";
import type { Operator } from "../graph/operator.ts";
import type { Axis, NumberKind } from "../graph/type.ts";
import { call, number as literal } from "../kernel/formula.ts";

const noDerivatives = {
  vjp: () => [] as const,
  jvp: () => [null] as const,
  jacobian: () => [] as const,
  examples: [],
};

export const number: Operator<"leaf", { value: number }> = {
  name: "number",
  arity: "leaf",
  ...noDerivatives,
  movement: true,
  shapes: () => [[]],
  define: (_, { attributes }) => ({ by: "element", element: () => literal(attributes.value) }),
  say: (_, { attributes }) => atom(String(attributes.value)),
  latex: (_, { attributes }) => String(attributes.value),
  reference: (_, { attributes }) => [{ shape: [], data: Float64Array.of(attributes.value) }],
};

/** A size as a number: the N of a mean. */
export const size: Operator<"leaf", { dim: Dim }> = {
  name: "size",
  arity: "leaf",
  ...noDerivatives,
  movement: true,
  shapes: () => [[]],
  define: (_, { attributes }) => ({
    by: "element",
    element: () => ({ kind: "size", dim: attributes.dim }),
  }),
  say: (_, { attributes }) => ({
    text: showDim(attributes.dim),
    level: attributes.dim.terms.length > 1 ? "sum" : "atom",
  }),
  latex: (_, { attributes }) => showDim(attributes.dim),
  reference: () => [],
};

/** The identity matrix. */
export const eye: Operator<"leaf", { extent: Dim }> = {
  name: "eye",
  arity: "leaf",
  ...noDerivatives,
  shapes: (_, { extent }) => [[extent, extent]],
  define: () => ({
    by: "element",
    element: ([i, j]) => {
      const position = (index: typeof i) =>
        ({ kind: "position", index: index!, plus: dimNumber(0) }) as const;
      return call("select", call("equal", position(i), position(j)), literal(1), literal(0));
    },
  }),
  say: () => atom("I"),
  latex: () => "I",
  reference: () => [],
};

/** A parameter, input or constant: what the caller gives. */
export interface SymbolAttributes {
  readonly [name: string]: string | readonly Dim[] | Dim | readonly string[];
  readonly name: string;
  readonly key: string;
  readonly shape: readonly Dim[];
}

/** Each symbol is its own operator object's node; free axes and kind come with `symbolOperator`. */
export function symbolOperator(
  axes: readonly Axis[],
  of: NumberKind,
): Operator<"leaf", SymbolAttributes> {
  return {
    name: "symbol",
    arity: "leaf",
    ...noDerivatives,
    shapes: (_, { shape }) => [shape],
    free: () => axes,
    of: () => of,
    say: (_, { attributes }) => atom(attributes.name),
    latex: (_, { attributes }) => attributes.name,
    reference: () => [],
  };
}

/** `function` and `parameters`: of the function of the model whose call has this value. */
export interface NamedAttributes {
  readonly [name: string]: string | readonly string[];
  readonly name: string;
  readonly key: string;
}

/** A name given by the model: a cut that no identity looks through, until `settle` drops it. */
export const named: Operator<"unary", NamedAttributes> = {
  name: "named",
  arity: "unary",
  movement: true,
  shapes: ([x]) => [x],
  of: ([x]) => x,
  define: ([x]) => ({ by: "element", element: (at) => x(at) }),
  vjp: (_, [ct]) => [ct ?? null],
  jvp: (_, [t]) => [t],
  say: ([x]) => x,
  latex: (_, { attributes }) => attributes.name,
  jacobian: () => ["I"],
  reference: ([x]) => [x],
  examples: [{ inputs: [{ shape: [2, 3] }], attributes: { name: "a", key: "a" } }],
};
