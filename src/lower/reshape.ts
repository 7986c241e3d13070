/** @file Quotients and remainders that cancel: reading a reshaped array in place. */
import { dimMultiply, dimNumber, dimProduct, type Dim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import type { Index } from "../kernel/formula.ts";
import { indexKey, isOne } from "./elements.ts";
import { probe } from "./probe.ts";

export interface Part {
  readonly index: Index;
  readonly times: Dim;
}

/**
 * The place of an element in a row-major array, as weighted positions, with quotients and remainders of one position joined:
 * (k / d, k % d) in 5 × d is k.
 */
export const places = (at: readonly Index[], extents: readonly Dim[]): readonly Part[] =>
  join(at.map((index, i): Part => ({ index, times: dimProduct(extents.slice(i + 1)) })));

/** The same as one position. */
export function flat(at: readonly Index[], extents: readonly Dim[]): Index {
  const parts = places(at, extents);
  const [only] = parts;
  return parts.length === 1 && isOne(only!.times)
    ? only!.index
    : { kind: "affine", terms: parts, plus: dimNumber(0) };
}

/** Values that are read through a reshape, by quotients and remainders: they are stored flat, so that these cancel. */
export function reshaped(values: Iterable<Value>): ReadonlySet<Value> {
  const result = new Set<Value>();
  for (const value of values) {
    if (value.node.op.define === undefined) continue;
    for (const { input, at } of probe(value).sites)
      if (input.shape.length > 1 && at.some((i) => i.kind === "quotient")) result.add(input);
  }
  return result;
}

/** x/b · b c + x%b · c = x · c, until nothing joins. */
function join(parts: readonly Part[]): readonly Part[] {
  const rest = [...parts];
  for (let i = 0; i < rest.length;) {
    const low = rest[i]!;
    const high =
      low.index.kind === "remainder" ? highOf(low.index.of, low.index.by, low.times, rest) : -1;
    if (low.index.kind !== "remainder" || high < 0) {
      i++;
      continue;
    }
    rest[Math.max(i, high)] = { index: low.index.of, times: low.times };
    rest.splice(Math.min(i, high), 1);
    i = 0;
  }
  return rest;
}

/** Where of/by stands, `by` times as heavy. A quotient of a quotient is one by the product. */
function highOf(of: Index, by: Dim, times: Dim, parts: readonly Part[]): number {
  const [base, divisor] = of.kind === "quotient" ? [of.of, dimMultiply(of.by, by)] : [of, by];
  const wanted = indexKey({ kind: "quotient", of: base, by: divisor });
  const twice = indexKey({ kind: "quotient", of, by });
  const weight = dimMultiply(times, by).key;
  return parts.findIndex((p) => {
    const key = indexKey(p.index);
    return p.times.key === weight && (key === wanted || key === twice);
  });
}
