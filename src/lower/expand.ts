/** @file Operators given by parts become their parts. */
import type { Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import { needed } from "./store.ts";

/** Old value to new value, for everything below the roots that it is asked for. It remembers, so that all is visited once. */
export function expansion(c: Calculus): (root: Value) => Value {
  const done = new Map<Value, Value>();
  const settle = (root: Value): Value => {
    for (const value of needed([root], (v) => done.has(v))) done.set(value, renewed(value));
    return done.get(root)!;
  };
  const renewed = (value: Value): Value => {
    const { op, inputs, attributes } = value.node;
    const renewedInputs = inputs.map((v) => done.get(v)!);
    if (op.expand !== undefined) {
      const expand = op.expand.bind(op) as (
        c: Calculus,
        inputs: readonly Value[],
        node: unknown,
      ) => Value;
      for (const input of renewedInputs) done.set(input, input);
      return settle(expand(c, renewedInputs, value.node));
    }
    if (renewedInputs.every((v, i) => v === inputs[i])) return value;
    return c.apply(op, renewedInputs, attributes).node.results[value.result]!;
  };
  return settle;
}
