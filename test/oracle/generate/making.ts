/** @file What random expressions are made from: the names that are there, with their shapes, and the taste of the model. */
import type { Choices } from "./choices.ts";
import type { Callable } from "./callables.ts";

/** [] a scalar, [d] a vector, [d, m] a matrix; by the names of dims. */
export type Shape = readonly string[];

/** The batches that a value depends on, as bits: n is 1, p is 2. */
export type Batches = number;

export interface Item {
  /** One letter, with digits behind it. */
  readonly letter: string;
  readonly digits: string;
  readonly shape: Shape;
  readonly batch: Batches;
  /** A step of a sequence, subscript and all: it has no parts by index. */
  readonly step?: true;
}

export interface Making {
  readonly pick: Choices;
  readonly items: readonly Item[];
  /** Indices bound here, by the dim they run over. */
  readonly bound: ReadonlyMap<string, string>;
  readonly unicode: boolean;
  readonly batches: Batches;
  readonly taste: Taste;
}

/** What a model is made of by preference: each model has one. */
export interface Taste {
  readonly name: string;
  /** Definitions, and how deep their expressions are. */
  readonly steps: readonly [from: number, to: number];
  readonly depth: readonly [from: number, to: number];
  /** Names are taken from the latest so many; the later the likelier where undefined. */
  readonly among?: number;
  readonly callables: readonly Callable[];
  /** Of ten elementwise calls, how many more there are than otherwise. */
  readonly calls: number;
  readonly indices: boolean;
  /** No kinks, so that a point is found soon. */
  readonly smooth: boolean;
  /** Everything has this shape. */
  readonly shape?: Shape;
}

export const DIMS = ["d", "m", "k"] as const;
/** The index that runs over a dim. */
export const INDEX: Readonly<Record<string, string>> = { d: "i", m: "j", k: "l", T: "o" };
export const NAMES_OF_BATCHES: ReadonlyMap<Batches, string> = new Map([
  [1, "n"],
  [2, "p"],
]);
