/** @file Tests of the tester: every mistake in a derivative rule breaks one of the laws. */
import { describe, expect, it } from "vitest";
import type { Operator } from "../../src/graph/operator.ts";
import { operators } from "../../src/operators/index.ts";
import {
  freeAxisIsThreeCalls,
  isTruth,
  jvpIsTransposed,
  reals,
  vjpIsDerivative,
} from "../operators/laws.ts";
import { changed, mutantsOf } from "./mutants.ts";

/** The first broken law, if any. */
function broken(op: Operator): string | undefined {
  for (const example of op.examples) {
    if (example.special || isTruth(op, example)) continue;
    try {
      for (const i of reals(example)) vjpIsDerivative(op, example, i);
      jvpIsTransposed(op, example);
      freeAxisIsThreeCalls(op, example, 1);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
  return undefined;
}

const differentiable = operators.filter((op) =>
  op.examples.some((e) => !e.special && !isTruth(op, e) && reals(e).length > 0),
);

/** Mistakes that are none: another formula of the same derivative. */
const SAME = new Map([
  ["relu", /operand for result$/], // y > 0 where x > 0
  ["leaky_relu", /result for operand$/], // y > 0 where x > 0
  ["hardtanh", /result for operand$/], // |y| < 1 where |x| < 1
  ["log_softmax", /result for operand$/], // softmax(x − lse(x)) is softmax(x)
]);

describe("mutants of derivative rules are killed", () => {
  it.each(differentiable.map((op) => [op.name, op] as const))("%s", (_, op) => {
    expect(broken(op)).toBeUndefined();
    const mutants = mutantsOf(op).filter((m) => !SAME.get(op.name)?.test(m.name));
    const alive = mutants.filter((m) => broken(m.op) === undefined && changed.has(m.op));
    expect(alive.map((m) => m.name)).toEqual([]);
  });
});
