/** @file The graph as written, with names dropped by which nothing is differentiated, and identities fired. */
import { rebuild } from "../graph/builder.ts";
import type { Attributes, Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";

/** A copy that keeps cuts has steps of its own: its leaves are not those of another copy. */
function renamed(keep: ReadonlySet<Value>): (attributes: Attributes) => Attributes {
  const cuts = [...keep].filter((x) => x.node.op.name === "named");
  if (cuts.length === 0) return (attributes) => attributes;
  const mark = `|${cuts.map((x) => x.node.id).join()}`;
  return (attributes) => ({
    ...attributes,
    ...("leaves" in attributes
      ? { leaves: (attributes["leaves"] as readonly string[]).map((leaf) => leaf + mark) }
      : { key: (attributes["key"] as string) + mark }),
  });
}

/**
 * Builds the graph below `roots` again in the settled calculus `c`. Cuts of `keep` stay; every other name is dropped, so
 * that identities see through it. Returns written → settled.
 */
export const settle = (
  c: Calculus,
  roots: readonly Value[],
  keep: ReadonlySet<Value>,
): ReadonlyMap<Value, Value> => {
  const own = renamed(keep);
  return rebuild(roots, ({ op, attributes, results }, inputs) => {
    if (op.name === "named" && !keep.has(results[0]!)) return inputs;
    const isBound = op.recurrence === "earlier" || op.recurrence === "state";
    return c.apply(op, inputs, isBound ? own(attributes) : attributes).node.results;
  });
};
