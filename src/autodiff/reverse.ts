/** @file Reverse mode: cotangents from one scalar back to what is asked for, each computed once. */
import type { Node, Value } from "../graph/node.ts";
import { topological } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import { hasAxis, sameShape, unionAxes, type Axis } from "../graph/type.ts";

/**
 * ∂y/∂x for every x of `wrt`, shaped as x. Zeros where y does not depend on x.
 * Walks the nodes on a path from y to any of `wrt`, users first; where paths meet, cotangents add up.
 */
export function reverse(c: Calculus, y: Value, wrt: readonly Value[]): readonly Value[] {
  if (y.shape.length > 0 || y.node.free.length > 0)
    throw new Error("internal: reverse needs one scalar");
  const order = topological([y]);
  const path = dependents(order, wrt);
  const rules: Calculus = { ...c, carries: (x) => path.has(x.node) };
  const cotangents = new Map<Value, Value>([[y, c.number(1)]]);

  for (const node of order.toReversed()) {
    if (!path.has(node)) continue;
    const cts = node.results.map((r) => cotangents.get(r) ?? null);
    if (node.inputs.length === 0 || cts.every((ct) => ct === null)) continue;
    const axes = unionAxes(...node.inputs.map((x) => x.node.free));
    node.op.vjp(rules, cts, node).forEach((ct, i) => {
      const input = node.inputs[i]!;
      if (ct === null || input.node.of !== "real" || !path.has(input.node)) return;
      const own = sumFree(c, ct, axes, input);
      if (!sameShape(own.shape, input.shape))
        throw new Error(`internal: vjp of ${node.op.name} gives another shape for input ${i}`);
      const before = cotangents.get(input);
      cotangents.set(input, before ? c.accumulate(before, own) : own);
    });
  }
  return wrt.map((x) => materialise(c, cotangents.get(x) ?? c.zeros(x.shape), x));
}

/**
 * The only place where broadcasting is transposed: a free axis of the rule that the input lacks is summed. Where the
 * cotangent lacks it too, the sum is a product with its extent.
 */
function sumFree(c: Calculus, ct: Value, axes: readonly Axis[], input: Value): Value {
  const extra = axes.filter((a) => !hasAxis(input.node.free, a));
  return extra.reduce((value, axis) => c.sum(c.close(value, 0, axis), [0]), ct);
}

/** A cotangent that is constant along a free axis of its primal gets that axis: it is handed out. */
function materialise(c: Calculus, ct: Value, x: Value): Value {
  return x.node.free.reduce((value, axis) => c.repeat(value, axis), ct);
}

/** The nodes of `order` that depend on any of `wrt`, those included. */
function dependents(order: readonly Node[], wrt: readonly Value[]): ReadonlySet<Node> {
  const path = new Set<Node>(wrt.map((x) => x.node));
  for (const node of order) if (node.inputs.some((x) => path.has(x.node))) path.add(node);
  return path;
}
