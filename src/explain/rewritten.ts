/** @file A value of the graph as written, built again in another calculus over what stands for some of its parts. */
import type { Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";

let copies = 0;

/** Names are looked through; the steps of a recurrence are those of this copy alone. */
export function rewritten(c: Calculus, value: Value, symbols: ReadonlyMap<Value, Value>): Value {
  const mark = `|${++copies}`;
  const made = new Map<Value, Value>(symbols);
  const stack = [value];
  while (stack.length > 0) {
    const x = stack.at(-1)!;
    const missing = made.has(x) ? [] : x.node.inputs.filter((i) => !made.has(i));
    if (missing.length > 0) {
      stack.push(...missing);
      continue;
    }
    stack.pop();
    if (made.has(x)) continue;
    const { op, attributes, inputs, results } = x.node;
    const given = inputs.map((i) => made.get(i)!);
    if (op.name === "named") {
      made.set(x, given[0]!);
      continue;
    }
    const own = op.recurrence === "earlier" || op.recurrence === "state";
    const fresh = c.apply(op, given, own ? renamed(attributes, mark) : attributes).node.results;
    results.forEach((old, i) => made.set(old, fresh[i]!));
  }
  return made.get(value)!;
}

const renamed = (attributes: Value["node"]["attributes"], mark: string) => ({
  ...attributes,
  ...("leaves" in attributes
    ? { leaves: (attributes["leaves"] as readonly string[]).map((leaf) => leaf + mark) }
    : { key: (attributes["key"] as string) + mark }),
});
