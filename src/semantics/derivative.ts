/** @file f′: the derivative of an elementwise function, by forward mode from its argument. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import type { Span } from "../diagnostics/source.ts";
import { topological, type Node, type Value } from "../graph/node.ts";
import { sameShape } from "../graph/type.ts";
import type { Context } from "./context.ts";
import { like, type Typed } from "./typed.ts";

/** `f′(z)`, `f″(z)`: `body` is f. */
export function derivative(
  ctx: Context,
  name: string,
  args: readonly Typed[],
  body: (args: readonly Typed[]) => Typed | undefined,
  primes: number,
  span: Span,
): Typed | undefined {
  const [z, ...more] = args;
  if (!z || more.length > 0) {
    ctx.report(meaning.primeOfSeveral(span, name, args.length));
    return undefined;
  }
  // A name of its own: what the body reads beside its argument is held fixed, also where it is the same value.
  const cut = ctx.c.named(name, `${name}'${ctx.effort.cuts++}`, z.value);
  const y = body([{ ...z, value: cut }]);
  if (!y) return undefined;
  if (!isElementwise(y.value, cut)) {
    ctx.report(meaning.primeNotElementwise(span, name));
    return undefined;
  }
  let value: Value = y.value;
  for (let k = 0; k < primes; k++) value = ctx.derivatives.along(value, cut);
  // Per example where z is, also where it is constant.
  for (const axis of z.value.node.free) value = ctx.c.repeat(value, axis);
  return like(z, value, span);
}

/** Whether each entry of y is made of the same entry of z alone; always so among scalars. */
function isElementwise(y: Value, z: Value): boolean {
  if (!sameShape(y.shape, z.shape)) return false;
  if (z.shape.length === 0) return true;
  const depends = new Set<Node>([z.node]);
  for (const node of topological([y])) {
    if (node === z.node || !node.inputs.some((v) => depends.has(v.node))) continue;
    if (node.op.elementwise !== true && node.op.name !== "named") return false;
    depends.add(node);
  }
  return true;
}
