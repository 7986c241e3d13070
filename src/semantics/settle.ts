/** @file The graph as written, with names dropped by which nothing is differentiated, and identities fired. */
import { rebuild } from "../graph/builder.ts";
import type { Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";

/**
 * Builds the graph below `roots` again in the settled calculus `c`. Cuts of `keep` stay; every other name is dropped, so
 * that identities see through it. Returns written → settled.
 */
export const settle = (
  c: Calculus,
  roots: readonly Value[],
  keep: ReadonlySet<Value>,
): ReadonlyMap<Value, Value> =>
  rebuild(roots, (node, inputs) =>
    node.op.name === "named" && !keep.has(node.results[0]!)
      ? inputs
      : c.apply(node.op, inputs, node.attributes).node.results,
  );
