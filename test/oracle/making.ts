/** @file What random expressions are made from: the names that are there, with their shapes. */
import type { Choices } from "./choices.ts";

/** [] a scalar, [d] a vector, [d, m] a matrix; by the names of dims. */
export type Shape = readonly string[];

export interface Item {
  /** One letter, with digits behind it. */
  readonly letter: string;
  readonly digits: string;
  readonly shape: Shape;
  readonly batch: boolean;
}

export interface Making {
  readonly pick: Choices;
  readonly items: readonly Item[];
  /** Indices bound here, by the dim they run over. */
  readonly bound: ReadonlyMap<string, string>;
  readonly unicode: boolean;
  /** Nothing may depend on the batch. */
  readonly single: boolean;
}

export const DIMS = ["d", "m", "k"] as const;
/** The index that runs over a dim, and index data in it. */
export const INDEX: Readonly<Record<string, string>> = { d: "i", m: "j", k: "l" };
