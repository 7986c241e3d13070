/** @file What a value is beside its numbers: its shape, the free axes it depends on, and its kind of number. */
import type { Dim } from "../dim.ts";

/** [] scalar, [n] column vector, [m, n] matrix, … */
export type Shape = readonly Dim[];

/** A batch, sequence or index that a value depends on beside its shape. Equal keys are one axis. */
export interface Axis {
  readonly key: string;
  /** As the model writes it. */
  readonly name: string;
  readonly extent: Dim;
  readonly kind: "batch" | "seq" | "index";
  /** What the first position is called: an index as a number is `position + base`. */
  readonly base: Dim;
}

/** Whole numbers from `from` to `to`, both included. */
export interface IndexRange {
  readonly from: Dim;
  readonly to: Dim;
}

/** Only "real" carries cotangents. */
export type NumberKind = "real" | "truth" | IndexRange;

/** A shape rule's refusal; it becomes a diagnostic where the spans are known. */
export interface Mismatch {
  readonly mismatch: string;
}

export const isMismatch = (x: object): x is Mismatch => "mismatch" in x;
export const isIndexKind = (of: NumberKind): of is IndexRange => typeof of === "object";
export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((d, i) => d.key === b[i]!.key);

/** Free axes of several values: each once, in the order in which they come. */
export function unionAxes(...lists: readonly (readonly Axis[])[]): readonly Axis[] {
  const byKey = new Map<string, Axis>();
  for (const list of lists)
    for (const axis of list) if (!byKey.has(axis.key)) byKey.set(axis.key, axis);
  return [...byKey.values()];
}

export const withoutAxis = (axes: readonly Axis[], axis: Axis): readonly Axis[] =>
  axes.filter((a) => a.key !== axis.key);
export const hasAxis = (axes: readonly Axis[], axis: Axis): boolean =>
  axes.some((a) => a.key === axis.key);
