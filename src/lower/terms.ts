/** @file An element as a sum: its terms, each with its sign inside and the loops it is summed over. */
import { call, type Element, type Loop } from "../kernel/formula.ts";

export interface Term {
  readonly loops: readonly Loop[];
  readonly value: Element;
}

/** Parts of an element may be shared, so that a chain of `b = a + a` has a term for each way through it. */
const MOST_TERMS = 1000;

export function sumTerms(element: Element): readonly Term[] {
  const terms: Term[] = [];
  const collect = (e: Element, loops: readonly Loop[], minus: boolean): void => {
    if (terms.length > MOST_TERMS) return;
    if (e.kind === "reduce" && e.by === "sum") collect(e.body, [...loops, e.loop], minus);
    else if (e.kind === "call" && e.op === "add") for (const a of e.args) collect(a, loops, minus);
    else if (e.kind === "call" && e.op === "neg") collect(e.args[0]!, loops, !minus);
    else if (e.kind === "call" && e.op === "sub") {
      collect(e.args[0]!, loops, minus);
      collect(e.args[1]!, loops, !minus);
    } else terms.push({ loops, value: minus ? negative(e) : e });
  };
  collect(element, [], false);
  return terms.length > MOST_TERMS ? [{ loops: [], value: element }] : terms;
}

/** −e, with the sign at the first factor of a product, where it may be taken out of a loop. */
export const negative = (e: Element): Element => {
  if (e.kind !== "call") return call("neg", e);
  if (e.op === "neg") return e.args[0]!;
  return e.op === "mul" ? call("mul", negative(e.args[0]!), e.args[1]!) : call("neg", e);
};
