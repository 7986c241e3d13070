/** @file Forward mode: tangents from what is moved to what is asked for. */
import { topological, type Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";

/** Tangents of `roots` when the values of `moved` move by theirs; null where a root does not depend on them. */
export function forward(
  c: Calculus,
  moved: ReadonlyMap<Value, Value>,
  roots: readonly Value[],
): readonly (Value | null)[] {
  const tangents = new Map<Value, Value | null>(moved);
  for (const node of topological(roots)) {
    if (node.results.every((r) => tangents.has(r))) continue;
    const inputs = node.inputs.map((x) => tangents.get(x) ?? null);
    const results = inputs.every((t) => t === null)
      ? node.results.map(() => null)
      : node.op.jvp(c, inputs, node);
    node.results.forEach((r, i) =>
      tangents.set(r, r.node.of === "real" ? (results[i] ?? null) : null),
    );
  }
  return roots.map((r) => tangents.get(r) ?? null);
}
