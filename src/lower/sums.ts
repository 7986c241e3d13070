/** @file Terms of a sum that are added up in the result itself: pushed, or row by row. */
import { at as position, type Element, type Index, type Loop } from "../kernel/formula.ts";
import { isOne, loopsOf, loopsOfIndex, partsOf, substituting } from "./elements.ts";
import { COST } from "./probe.ts";
import { farReads } from "./stride.ts";
import { negative, type Term } from "./terms.ts";

/** How a term Σ v of a result is added up in the result itself. */
export interface Addition {
  readonly loops: readonly Loop[];
  readonly at: readonly Index[];
  readonly value: Element;
}

/** For a term of a result with these loops. Undefined where it is better added up in a variable. */
export const addition = (term: Term, own: readonly Loop[]): Addition | undefined =>
  pushed(term, own) ?? accumulated(term, own);

/** Σ [i = to] v is pushed: for each position of the sum, v is added at `to`. */
function pushed(term: Term, own: readonly Loop[]): Addition | undefined {
  if (term.loops.length === 0) return undefined;
  const at = new Map<Loop, Index>();
  let { value } = term;
  for (let test = oneHot(value, own); test !== undefined; test = oneHot(value, own)) {
    const { loop, to } = test;
    at.set(loop, to);
    value = substituting((l) => (l === loop ? to : undefined)).element(test.value);
  }
  if (at.size === 0) return undefined;
  const rest = own.filter((l) => !at.has(l));
  return { loops: [...term.loops, ...rest], at: own.map((l) => at.get(l) ?? position(l)), value };
}

/** select(i = to, v, 0) or its negative, where `to` does not depend on loops of the result. */
function oneHot(e: Element, own: readonly Loop[]) {
  if (e.kind === "call" && e.op === "neg") {
    const inner: ReturnType<typeof positiveOneHot> = positiveOneHot(e.args[0]!, own);
    return inner && { ...inner, value: negative(inner.value) };
  }
  return positiveOneHot(e, own);
}

function positiveOneHot(e: Element, own: readonly Loop[]) {
  if (e.kind !== "call" || e.op !== "select") return undefined;
  const [test, value, other] = e.args as readonly [Element, Element, Element];
  if (other.kind !== "number" || other.value !== 0) return undefined;
  if (test.kind !== "call" || test.op !== "equal") return undefined;
  const [a, b] = test.args as readonly [Element, Element];
  if (a.kind !== "position" || b.kind !== "position" || a.plus.key !== b.plus.key) return undefined;
  for (const [here, there] of [
    [a, b],
    [b, a],
  ] as const) {
    const { index } = here;
    if (index.kind !== "loop" || !own.includes(index.loop)) continue;
    if (own.some((l) => loopsOf(there).has(l))) continue;
    return { loop: index.loop, to: there.index, value };
  }
  return undefined;
}

/**
 * Σ v whose operands lie along the last axis of the result, and not along the sum (Σ_n δ_n x_nᵀ): rows are added up.
 * Undefined where adding up in a variable reads memory better.
 */
export function accumulated(term: Term, loops: readonly Loop[]): Addition | undefined {
  const last = loops.findLast((l) => !isOne(l.extent));
  const { loops: over, value } = term;
  if (last === undefined || over.length === 0 || !isPlain(value, over)) return undefined;
  if (farReads(value, over.at(-1)!) <= farReads(value, last)) return undefined;
  const split = loops.indexOf(last);
  const order = [...loops.slice(0, split), ...over, ...loops.slice(split)];
  return { loops: order, at: loops.map(position), value };
}

/** No reduction inside, and nothing slow that another order of loops would repeat. */
function isPlain(e: Element, over: readonly Loop[]): boolean {
  if (e.kind === "reduce") return false;
  // A choice by a loop of the result is decided where that loop is cut.
  if (e.kind === "when" && over.some((l) => loopsOfIndex(e.index).has(l))) return false;
  if (e.kind === "call" && COST[e.op] > 1 && !over.every((l) => loopsOf(e).has(l))) return false;
  return partsOf(e).every((part) => isPlain(part, over));
}
