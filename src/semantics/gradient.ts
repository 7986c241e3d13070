/** @file ∂y/∂x and ∇_x y in expressions: what they come to is a value as any other, and may be differentiated again. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import { textAt } from "../diagnostics/source.ts";
import { topological, type Node } from "../graph/node.ts";
import { hasAxis } from "../graph/type.ts";
import type { Expression, Subscript, Target } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { nameOf } from "./asked.ts";
import type { Context } from "./context.ts";
import { real } from "./expressions.ts";
import { checkWrt } from "./requests.ts";
import { column, isScalar, type Typed } from "./typed.ts";

/** `∂s/∂W`, `∇_W s`: of a scalar it has W's shape, else it is the Jacobian, shape(s) × shape(W). */
export function gradient(
  ctx: Context,
  e: Expression & { kind: "partial" | "nabla" },
): Typed | undefined {
  const target = e.kind === "partial" ? e.wrt : onlyName(ctx, e.wrt);
  const y = real(ctx, e.of);
  const found = target && nameOf(ctx, target, e.kind === "partial" ? "∂" : "∇");
  if (!y || !target || !found) return undefined;
  const { entity, typed: x } = found;
  if (found.isPart) {
    ctx.report(meaning.partOfValue(target.span, "∂", entity.name));
    return undefined;
  }
  const name = textAt(ctx.source, e.of.span);
  const role = isScalar(y) && y.value.node.free.length === 0 ? "grad" : "jacobian";
  if (!checkWrt(ctx, role, { entity: { ...entity, name }, typed: y }, target, entity, x))
    return undefined;
  if (!topological([y.value]).includes(x.value.node)) {
    ctx.report(meaning.zeroGradient(target.span, name, entity.name));
    const own = isScalar(y) ? [] : y.value.shape;
    return column(ctx.c.zeros([...own, ...x.value.shape]), e.span);
  }
  const { byGradient, byJacobian } = ctx.derivatives;
  // Examples that do not meet: the gradient of their sum is that of each.
  const isApart = y.value.node.free.every((axis) => hasAxis(x.value.node.free, axis));
  const isKept = (node: Node): boolean =>
    node === x.value.node || ctx.outlook.differentiatedBy.has(nameIn(node));
  const value =
    isScalar(y) && isApart
      ? byGradient(y.value, x.value, isKept)
      : byJacobian(y.value, x.value, isKept);
  return column(value, e.span);
}

const nameIn = ({ attributes }: Node): string => canonicalName(attributes["name"] as string);

function onlyName(ctx: Context, { slots, span }: Subscript): Target | undefined {
  const [slot, ...more] = slots;
  if (slot?.kind === "name" && more.length === 0)
    return {
      name: slot.word,
      ...(slot.subscript && { subscript: slot.subscript }),
      span: slot.span,
    };
  ctx.report(meaning.unsupported(span, "A gradient `∇` by more than one name"));
  return undefined;
}
