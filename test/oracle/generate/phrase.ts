/** @file A piece of a model's text, and how tightly it holds together. */
import type { Batches } from "./making.ts";

/** A `tail` (`Σ_i …`, `log p`) reaches to the next + or −; a `product` has one infix sign, a `quotient` * or / of scalars. */
export type Level = "sum" | "tail" | "product" | "quotient" | "implicit" | "atom";

export interface Phrase {
  readonly text: string;
  readonly level: Level;
  readonly batch: Batches;
}

const bracketed = (p: Phrase): string => `(${p.text})`;
const as =
  (...levels: readonly Level[]) =>
  (p: Phrase): string =>
    levels.includes(p.level) ? p.text : bracketed(p);

/** A postfix sign may follow, or an implicit product stand around it. */
export const atom = as("atom");
/** Beside `· ⊙ *`, or before `/`. */
export const factor = as("atom", "implicit");
/** Before `*` or `/` among scalars. */
export const quotient = as("atom", "implicit", "quotient");
/** After Σ, or between + and −. */
export const term = as("atom", "implicit", "product", "quotient");
/** The last of a sum. */
export const last = as("atom", "implicit", "product", "quotient", "tail");
/** The first of a sum. */
export const any = (p: Phrase): string => p.text;
