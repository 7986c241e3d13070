/** @file Tests of the tester: every mistake in a derivative rule breaks one of the laws. */
import { describe, expect, it } from "vitest";
import type { Operator } from "../../src/graph/operator.ts";
import { operators } from "../../src/operators/index.ts";
import {
  freeAxisIsThreeCalls,
  isTruth,
  jvpIsTransposed,
  kinkIsPolicy,
  reals,
  secondOrderIsDerivative,
  tangentIsDifferentiable,
  vjpIsDerivative,
} from "../operators/laws.ts";
import { isEquivalent, isMade, mutantsOf } from "./mutants.ts";

/** Whether the rules of first order, or also those of second order, break a law. */
function isBroken(op: Operator, later: boolean): boolean {
  try {
    for (const example of op.examples) {
      if (isTruth(op, example)) continue;
      if (!later && !(example.special && op.elementwise)) jvpIsTransposed(op, example);
      if (example.special) continue;
      for (const i of later ? [] : reals(example)) vjpIsDerivative(op, example, i);
      if (!later) freeAxisIsThreeCalls(op, example, 1);
      if (!later || reals(example).length === 0) continue;
      secondOrderIsDerivative(op, example);
      tangentIsDifferentiable(op, example);
    }
    for (const kink of later ? [] : (op.kinks ?? [])) kinkIsPolicy(op, kink);
    return false;
  } catch {
    return true;
  }
}

const differentiable = operators.filter((op) =>
  op.examples.some((e) => !e.special && !isTruth(op, e) && reals(e).length > 0),
);

describe("mutants of derivative rules are killed", () => {
  let [made, killed, equivalent] = [0, 0, 0];
  it.each(differentiable.map((op) => [op.name, op] as const))("%s", (_, op) => {
    expect(isBroken(op, false) || isBroken(op, true)).toBe(false);
    const alive: string[] = [];
    for (const mutant of mutantsOf(op)) {
      if (!isMade(op, mutant.op)) continue;
      made++;
      if (isBroken(mutant.op, mutant.later)) killed++;
      else if (isEquivalent(op, mutant.op)) equivalent++;
      else alive.push(`${op.name}: ${mutant.name}`);
    }
    expect(alive).toEqual([]);
  });

  it("are many, and most of them are wrong", () => {
    expect(made).toBeGreaterThan(1000);
    expect(killed + equivalent).toBe(made);
    expect(killed).toBeGreaterThan(0.85 * made);
  });
});
