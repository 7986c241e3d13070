/** @file Reverse mode: cotangents from one scalar back to what is asked for, each computed once. */
import type { Node, Value } from "../graph/node.ts";
import { topological } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import { hasAxis, sameShape, unionAxes, type Axis } from "../graph/type.ts";
import { anywhere, carried, either, masked, narrowed, sameLive, type Cotangent } from "./live.ts";

/**
 * ∂y/∂x for every x of `wrt`, shaped as x, or what `seed`, a cotangent of y, is pulled back to; a free axis that only
 * `seed` has stays. Zeros where y does not depend on x.
 * Walks the nodes on a path from y to any of `wrt`, users first; where paths meet, cotangents add up.
 */
export function reverse(
  c: Calculus,
  y: Value,
  wrt: readonly Value[],
  seed?: Value,
): readonly Value[] {
  if (y.node.free.length > 0 || !sameShape(seed?.shape ?? [], y.shape))
    throw new Error("internal: reverse needs one scalar, or a cotangent");
  const order = topological([y]);
  const path = dependents(order, wrt);
  const rules: Calculus = { ...c, carries: (x) => path.has(x.node) };
  const cotangents = new Map<Value, Cotangent>([
    [y, { value: seed ?? c.number(1), live: undefined, clean: true }],
  ]);

  for (const node of order.toReversed()) {
    if (!path.has(node)) continue;
    const cts = node.results.map((r) => cotangents.get(r) ?? null);
    if (node.inputs.length === 0 || cts.every((ct) => ct === null)) continue;
    const axes = unionAxes(...node.inputs.map((x) => x.node.free));
    through(rules, cts, node).forEach((ct, i) => {
      const input = node.inputs[i]!;
      if (ct === null || input.node.of !== "real" || !path.has(input.node)) return;
      const own = sumFree(c, ct, axes, input);
      if (!sameShape(own.value.shape, input.shape))
        throw new Error(`internal: vjp of ${node.op.name} gives another shape for input ${i}`);
      const before = cotangents.get(input);
      cotangents.set(input, before ? sum(c, before, own) : own);
    });
  }
  return wrt.map((x) => {
    const ct = cotangents.get(x);
    return materialise(c, ct ? masked(c, ct) : c.zeros(x.shape), x);
  });
}

/** Cotangents of the inputs of a node. Inside a branch of a choice they are any number where it is not taken. */
function through(
  c: Calculus,
  cts: readonly (Cotangent | null)[],
  node: Node,
): readonly (Cotangent | null)[] {
  const { op } = node;
  const [ct] = cts;
  if (op.takes && ct)
    return op
      .takes(node.inputs)
      .map(
        (choice) => choice && { value: ct.value, live: narrowed(ct.live, choice), clean: false },
      );
  const inside = op.elementwise === true && ct ? ct : undefined;
  const given = inside ? [inside.value] : cts.map((x) => x && masked(c, x));
  const vjp = op.vjp(c, given, node);
  return vjp.map((value, i) => {
    if (value === null) return null;
    if (inside) {
      const clean = inside.clean && (op.tame === true || value === inside.value);
      return { ...inside, value, clean };
    }
    const live =
      ct?.live && (op.movement || op.adds)
        ? carried(c, ct.live, (x) => op.vjp(c, [x], node)[i])
        : undefined;
    return { value, live, clean: true };
  });
}

/** Where paths meet. */
function sum(c: Calculus, a: Cotangent, b: Cotangent): Cotangent {
  if (sameLive(a.live, b.live))
    return { value: c.accumulate(a.value, b.value), live: a.live, clean: a.clean && b.clean };
  const value = c.accumulate(masked(c, a), masked(c, b));
  return { value, live: either(a.live, b.live), clean: true };
}

/**
 * The only place where broadcasting is transposed: a free axis of the rule that the input lacks is summed. Where the
 * cotangent lacks it too, the sum is a product with its extent.
 */
function sumFree(c: Calculus, ct: Cotangent, axes: readonly Axis[], input: Value): Cotangent {
  const extra = axes.filter((a) => !hasAxis(input.node.free, a));
  if (extra.length === 0) return ct;
  const own = masked(c, ct);
  const value = extra.reduce((x, axis) => c.sum(c.close(x, 0, axis), [0]), own);
  return { value, live: ct.live && anywhere(c, ct.live, extra), clean: true };
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
