/** @file Is an element, read at these positions under these loops, evaluated more than once? */
import { dimMultiply, dimNumber, type Dim } from "../dim.ts";
import type { Index, Loop } from "../kernel/formula.ts";
import { indexKey } from "../kernel/places.ts";
import { isOne, loopsOfIndex } from "./elements.ts";

/**
 * The loops of a nest, from outside in, around a read. What does not depend on the innermost loops is taken out of them, so
 * it is repeated only where it depends on a loop inside one on which it does not depend, or where two iterations meet at
 * one position (the windows of a convolution).
 */
export function repeats(nest: readonly Loop[], at: readonly Index[]): boolean {
  const { depends, covers } = coverage(at);
  const counted = nest.filter((l) => !isOne(l.extent));
  const last = counted.findLastIndex((l) => depends.has(l));
  return counted.slice(0, last + 1).some((l) => !covers.has(l));
}

/** The loops that positions depend on, and those that they tell apart. */
function coverage(at: readonly Index[]): {
  readonly depends: ReadonlySet<Loop>;
  readonly covers: ReadonlySet<Loop>;
} {
  const depends = new Set<Loop>();
  const covers = new Set<Loop>();
  const quotients = new Set<string>();
  const remainders: Index[] = [];
  for (const index of at) {
    for (const loop of loopsOfIndex(index)) depends.add(loop);
    if (index.kind === "quotient") quotients.add(`${indexKey(index.of)}/${index.by.key}`);
    else if (index.kind === "remainder") remainders.push(index);
    else for (const loop of toldApart(index)) covers.add(loop);
  }
  for (const index of remainders) {
    if (index.kind !== "remainder") continue;
    if (quotients.has(`${indexKey(index.of)}/${index.by.key}`))
      for (const loop of toldApart(index.of)) covers.add(loop);
    else for (const loop of inner(index.of)) covers.add(loop);
  }
  return { depends, covers };
}

/** In a reshape by three or more extents the inner remainders stand on quotients of the same position. */
const inner = (of: Index): Iterable<Loop> => (of.kind === "quotient" ? toldApart(of.of) : []);

/** The loops of which one index tells every combination apart. Rows by index data count as different rows. */
function toldApart(index: Index): Iterable<Loop> {
  if (index.kind === "loop") return [index.loop];
  if (index.kind === "value") return loopsOfIndex(index);
  if (index.kind !== "affine") return [];
  const loops = index.terms.flatMap((t) =>
    t.index.kind === "loop" ? [{ loop: t.index.loop, times: t.times }] : [],
  );
  if (loops.length !== index.terms.length) return [];
  return loops.length === 1 || mixedRadix(loops) ? loops.map((l) => l.loop) : [];
}

/** i·(J K) + j·K + k: each factor is the product of the extents of the later ones. */
function mixedRadix(terms: readonly { readonly loop: Loop; readonly times: Dim }[]): boolean {
  const rest = [...terms];
  let stride = dimNumber(1);
  while (rest.length > 0) {
    const next = rest.findIndex((t) => t.times.key === stride.key);
    if (next < 0) return false;
    stride = dimMultiply(stride, rest[next]!.loop.extent);
    rest.splice(next, 1);
  }
  return true;
}
