/** @file How large a polynomial is when every definition is put in: `(a + b)^8^8` is short to write and long to hold. */
import type { Dim, DimSymbol } from "../dim.ts";

export interface Weight {
  readonly terms: number;
  readonly degree: number;
  /** Definitions through definitions. */
  readonly depth: number;
}

const LIMIT: Weight = { terms: 300, degree: 16, depth: 100 };

export const isTooHeavy = ({ terms, degree, depth }: Weight): boolean =>
  terms > LIMIT.terms || degree > LIMIT.degree || depth > LIMIT.depth;

const known = new WeakMap<DimSymbol, Weight>();

/** At most this many terms and factors: before like terms are joined. */
export function weigh(dim: Dim): Weight {
  let terms = 0;
  let degree = 0;
  let depth = 0;
  for (const { factors } of dim.terms) {
    const weights = factors.map(weighSymbol);
    terms += weights.reduce((product, w) => product * w.terms, 1);
    degree = Math.max(
      degree,
      weights.reduce((sum, w) => sum + w.degree, 0),
    );
    depth = Math.max(depth, ...weights.map((w) => w.depth));
  }
  return { terms, degree, depth };
}

function weighSymbol(symbol: DimSymbol): Weight {
  const before = known.get(symbol);
  if (before) return before;
  // A definition was weighed when it was made of others: this goes one step.
  const inner = symbol.definition && weigh(symbol.definition);
  const weight = inner ? { ...inner, depth: inner.depth + 1 } : { terms: 1, degree: 1, depth: 0 };
  known.set(symbol, weight);
  return weight;
}

export const sumWeight = (a: Weight, b: Weight): Weight => ({
  terms: a.terms + b.terms,
  degree: Math.max(a.degree, b.degree),
  depth: Math.max(a.depth, b.depth),
});

export const productWeight = (a: Weight, b: Weight): Weight => ({
  terms: a.terms * b.terms,
  degree: a.degree + b.degree,
  depth: Math.max(a.depth, b.depth),
});
