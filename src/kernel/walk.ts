/** @file Walks over formulas, without recursion: a formula may be as deep as the model makes it. */
import type { Element, Index } from "./formula.ts";
import type { Argument, Entry, Routine } from "./kernel.ts";

/** The element and all that it consists of, each object once, those in positions too. */
export function elementsOf(root: Element, seen = new Map<Element, true>()): readonly Element[] {
  const found: Element[] = [];
  const stack = [root];
  for (let e = stack.pop(); e; e = stack.pop()) {
    if (seen.has(e)) continue;
    seen.set(e, true);
    found.push(e);
    stack.push(...partsOf(e).toReversed());
  }
  return found;
}

/** The elements directly inside one. */
export function partsOf(e: Element): readonly Element[] {
  switch (e.kind) {
    case "call":
      return e.args;
    case "load":
      return e.at.flatMap(valuesIn);
    case "position":
      return valuesIn(e.index);
    case "when":
      return [...valuesIn(e.index), e.then, e.otherwise];
    case "reduce":
      return [e.body];
    default:
      return [];
  }
}

/** The index and those that it is made of. */
export function indicesOf(index: Index): readonly Index[] {
  switch (index.kind) {
    case "affine":
      return [index, ...index.terms.flatMap((t) => indicesOf(t.index))];
    case "quotient":
    case "remainder":
      return [index, ...indicesOf(index.of)];
    default:
      return [index];
  }
}

/** The elements that stand in a position. */
export const valuesIn = (index: Index): readonly Element[] =>
  indicesOf(index).flatMap((i) => (i.kind === "value" ? [i.value] : []));

/** The loops that a position depends on, read integers left out. */
export const loopNames = (index: Index): readonly string[] =>
  indicesOf(index).flatMap((i) => (i.kind === "loop" ? [i.loop.name] : []));

/** All that a routine gives back. */
export const entriesOf = ({ gives }: Routine): readonly Entry[] =>
  gives.kind === "one"
    ? [gives.entry]
    : gives.kind === "both"
      ? [...gives.values, ...gives.gradients]
      : gives.entries;

/** All that a routine is given. */
export const givenTo = ({ params, inputs, direction }: Routine): readonly Argument[] => [
  ...params,
  ...inputs,
  ...(direction ? [direction] : []),
];
