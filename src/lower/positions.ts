/** @file Positions in normal form, and what is certain of where they lie. */
import {
  dimAdd,
  dimAtMost,
  dimDivide,
  dimIsNatural,
  dimMultiply,
  dimNumber,
  dimSubtract,
  type Dim,
} from "../dim.ts";
import { affine, type Index } from "../kernel/formula.ts";

const ZERO = dimNumber(0);
const ONE = dimNumber(1);

/** low ≤ index ≤ high, as far as that is known: nothing is of rows by index data. */
export interface Bounds {
  readonly low: Dim | undefined;
  readonly high: Dim | undefined;
}

const plus = (a: Dim | undefined, b: Dim | undefined): Dim | undefined => a && b && dimAdd(a, b);
const last = (extent: Dim): Dim => dimSubtract(extent, ONE);

export function boundsOf(index: Index): Bounds {
  switch (index.kind) {
    case "loop":
      return { low: ZERO, high: last(index.loop.extent) };
    case "remainder":
      return { low: ZERO, high: last(index.by) };
    case "affine":
      return index.terms
        .map((t) => scaled(boundsOf(t.index), t.times))
        .reduce((a, b) => ({ low: plus(a.low, b.low), high: plus(a.high, b.high) }), {
          low: index.plus,
          high: index.plus,
        });
    case "quotient": {
      const { low, high } = boundsOf(index.of);
      const end = high && wholeQuotient(dimAdd(high, ONE), index.by);
      return { low: low && dimIsNatural(low) ? ZERO : undefined, high: end && last(end) };
    }
    case "value":
      return { low: undefined, high: undefined };
  }
}

function scaled({ low, high }: Bounds, by: Dim): Bounds {
  const times = (x: Dim | undefined): Dim | undefined => x && dimMultiply(by, x);
  if (dimIsNatural(by)) return { low: times(low), high: times(high) };
  if (dimIsNatural(negated(by))) return { low: times(high), high: times(low) };
  return { low: undefined, high: undefined };
}

/** Whether from ≤ index < to: undefined where it is so for some positions, or not certain. `known` are not negative. */
export function isInside(
  index: Index,
  from: Dim,
  to: Dim,
  known: readonly Dim[] = [],
): boolean | undefined {
  if (index.kind === "quotient")
    return isInside(index.of, dimMultiply(from, index.by), dimMultiply(to, index.by), known);
  const { low, high } = boundsOf(index);
  const end = high && dimAdd(high, ONE);
  const isUpTo = (a: Dim | undefined, b: Dim | undefined): boolean =>
    a !== undefined && b !== undefined && dimAtMost(a, b, known);
  if (isUpTo(from, low) && isUpTo(end, to)) return true;
  return isUpTo(end, from) || isUpTo(to, low) ? false : undefined;
}

/** ⌊of / by⌋, with whole multiples taken out: (d i + k)/d = i where k < d. */
export function quotient(of: Index, by: Dim): Index {
  const { whole, rest } = divided(of, by);
  if (isInside(rest, ZERO, by) === true) return whole;
  return isNatural(rest)
    ? affine(
        [
          { index: whole, times: ONE },
          { index: { kind: "quotient", of: rest, by }, times: ONE },
        ],
        ZERO,
      )
    : { kind: "quotient", of, by };
}

/** of mod by, likewise. */
export function remainder(of: Index, by: Dim): Index {
  const { rest } = divided(of, by);
  if (isInside(rest, ZERO, by) === true) return rest;
  return { kind: "remainder", of: isNatural(rest) ? rest : of, by };
}

const isNatural = (index: Index): boolean => {
  const { low } = boundsOf(index);
  return low !== undefined && dimIsNatural(low);
};

/** of = by·whole + rest. */
function divided(of: Index, by: Dim): { readonly whole: Index; readonly rest: Index } {
  const terms = of.kind === "affine" ? of.terms : [{ index: of, times: ONE }];
  const multiples = terms.flatMap(({ index, times }) => {
    const quotient = wholeQuotient(times, by);
    return quotient === undefined ? [] : [{ index, times: quotient }];
  });
  const others = terms.filter((t) => wholeQuotient(t.times, by) === undefined);
  const plus = of.kind === "affine" ? of.plus : ZERO;
  const steps = wholeQuotient(plus, by);
  return {
    whole: affine(multiples, steps ?? ZERO),
    rest: affine(others, steps === undefined ? plus : ZERO),
  };
}

function wholeQuotient(a: Dim, by: Dim): Dim | undefined {
  const result = dimDivide(a, by);
  return result?.terms.every((t) => t.coefficient.denominator === 1n) ? result : undefined;
}

const negated = (dim: Dim): Dim => dimSubtract(ZERO, dim);
