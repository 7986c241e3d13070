/** @file Values that are read in another shape than they have. */
import type { Value } from "../graph/node.ts";
import { probe } from "./probe.ts";

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
