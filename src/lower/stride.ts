/** @file How reads lie in memory along a loop. */
import type { Element, Index, Loop } from "../kernel/formula.ts";
import { places } from "../kernel/places.ts";
import { isOne, loopsOfIndex, partsOf } from "./elements.ts";

/** How many reads in an element jump from iteration to iteration of a loop. */
export function farReads(element: Element, loop: Loop): number {
  const far = new Set<Element>();
  const stack = [element];
  for (let e = stack.pop(); e !== undefined; e = stack.pop()) {
    if (e.kind === "load" && isFar(e, loop)) far.add(e);
    stack.push(...partsOf(e));
  }
  return far.size;
}

function isFar({ at, from }: Element & { kind: "load" }, loop: Loop): boolean {
  if (!at.some((index) => loopsOfIndex(index).has(loop))) return false;
  return !places(at, from.extents).parts.some((p) => isOne(p.times) && isNear(p.index, loop));
}

function isNear(index: Index, loop: Loop): boolean {
  switch (index.kind) {
    case "loop":
      return index.loop === loop;
    case "affine":
      return index.terms.some((t) => isOne(t.times) && isNear(t.index, loop));
    case "remainder":
      return isNear(index.of, loop);
    case "quotient":
    case "value":
      return false;
  }
}
