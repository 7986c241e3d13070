/** @file Places in memory: quotients and remainders that cancel, so that a reshaped array is read in place. */
import { dimAdd, dimMultiply, dimNumber, dimProduct, type Dim } from "../dim.ts";
import { affine, type Element, type Index } from "./formula.ts";

export interface Part {
  readonly index: Index;
  readonly times: Dim;
}

/**
 * The place of an element in a row-major array, as weighted positions, with quotients and remainders of one position joined:
 * (k / d, k % d) in 5 × d is k.
 */
export function places(
  at: readonly Index[],
  extents: readonly Dim[],
): { readonly parts: readonly Part[]; readonly plus: Dim } {
  let plus = dimNumber(0);
  const parts = at.flatMap((index, i): readonly Part[] => {
    const times = dimProduct(extents.slice(i + 1));
    if (index.kind !== "affine") return [{ index, times }];
    plus = dimAdd(plus, dimMultiply(index.plus, times));
    return index.terms.map((t) => ({ index: t.index, times: dimMultiply(t.times, times) }));
  });
  return { parts: join(parts), plus };
}

/** The same as one position. */
export function flat(at: readonly Index[], extents: readonly Dim[]): Index {
  const { parts, plus } = places(at, extents);
  return affine(parts, plus);
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

/** Numbers for objects: equal objects, equal numbers. */
const ids = new WeakMap<object, number>();
let nextId = 0;
function idOf(object: object): number {
  let id = ids.get(object);
  if (id === undefined) {
    id = nextId++;
    ids.set(object, id);
  }
  return id;
}

/** Equal keys, equal positions. Values inside are equal when they are one object, or loads of equal positions. */
export function indexKey(index: Index): string {
  switch (index.kind) {
    case "loop":
      return `l${idOf(index.loop)}`;
    case "affine":
      return `(${index.terms.map((t) => `${indexKey(t.index)}*${t.times.key}`).join("+")}+${index.plus.key})`;
    case "quotient":
      return `(${indexKey(index.of)}/${index.by.key})`;
    case "remainder":
      return `(${indexKey(index.of)}%${index.by.key})`;
    case "value":
      return `v${elementKey(index.value)}-${index.minus.key}`;
  }
}
const elementKey = (e: Element): string =>
  e.kind === "load" ? `b${idOf(e.from)}[${e.at.map(indexKey).join()}]` : `e${idOf(e)}`;
