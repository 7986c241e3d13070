/** @file Whether all entries of a value are one number, as a start in `initialize` is. */
import { topological, type Node, type Value } from "../graph/node.ts";

/** A number spread over a shape, and what is made of such entry by entry. */
export function isAlike(value: Value): boolean {
  const alike = new Set<Node>();
  for (const node of topological([value])) {
    const { op, inputs } = node;
    const passes = op.elementwise === true || op.name === "named" || op.name === "broadcast";
    const isNumber = node.results.every((r) => r.shape.length === 0);
    if (isNumber || (passes && inputs.every((x) => alike.has(x.node)))) alike.add(node);
  }
  return alike.has(value.node);
}
