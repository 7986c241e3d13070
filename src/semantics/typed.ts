/** @file What an expression comes to: a value of the graph, and what people need to know of its shape. */
import type { Span } from "../diagnostics/source.ts";
import { dimNumber, showDim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import { showShape } from "../graph/show.ts";
import { isIndexKind, type NumberKind, type Shape } from "../graph/type.ts";

export interface Typed {
  readonly value: Value;
  /** A transposed vector: the [n] value, read as ℝ^{1×n}. */
  readonly row: boolean;
  /** Written with number literals alone: it may stand beside a tensor. */
  readonly literal: boolean;
  readonly span: Span;
  /** The name that the shape comes from. */
  readonly origin?: Origin;
}

export interface Origin {
  readonly name: string;
  readonly span: Span;
  readonly type: string;
  readonly how: "declared" | "defined";
  /** The whole expression is this name. */
  readonly bare: boolean;
}

export const column = (value: Value, span: Span, origin?: Origin): Typed => ({
  value,
  row: false,
  literal: false,
  span,
  ...(origin && { origin }),
});

/** The same under another value, of the same orientation. */
export const like = (x: Typed, value: Value, span: Span): Typed => ({
  value,
  row: x.row,
  literal: false,
  span,
  ...derived(x),
});

/** Where the shape of what is made from x comes from. */
export const derived = (x: Typed): { origin?: Origin } =>
  x.origin ? { origin: { ...x.origin, bare: false } } : {};

export const rank = (x: Typed): number => x.value.shape.length;
export const isScalar = (x: Typed): boolean => rank(x) === 0;
export const isColumn = (x: Typed): boolean => rank(x) === 1 && !x.row;
export const isRow = (x: Typed): boolean => rank(x) === 1 && x.row;
export const isMatrix = (x: Typed): boolean => rank(x) === 2;
export const isReal = (x: Typed): boolean => x.value.node.of === "real";
export const isIndexData = (x: Typed): boolean => isIndexKind(x.value.node.of);

/** `ℝ`, `ℝ^n`, `ℝ^{m×n}`, `0..V - 1`. */
export function showType(shape: Shape, row = false, of: NumberKind = "real"): string {
  if (of === "truth") return "a truth value";
  if (!isIndexKind(of)) return showShape(row ? [dimNumber(1), ...shape] : shape);
  const range = `${showDim(of.from)}..${showDim(of.to)}`;
  return shape.length === 0 ? range : `${range} (${shape.map(showDim).join("×")})`;
}

export const typeOf = (x: Typed): string => showType(x.value.shape, x.row, x.value.node.of);
