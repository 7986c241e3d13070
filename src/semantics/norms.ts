/** @file ‖x‖, ‖x‖₁, ‖x‖_∞, ‖A‖_F. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import { textAt, type Span } from "../diagnostics/source.ts";
import type { Expression } from "../syntax/ast.ts";
import { shapeLabel, type Context } from "./context.ts";
import { real } from "./expressions.ts";
import { column, derived, isScalar, rank, type Typed } from "./typed.ts";

export function norm(ctx: Context, e: Expression & { kind: "norm" }): Typed | undefined {
  const x = real(ctx, e.operand);
  if (!x) return undefined;
  const order = e.subscript
    ? textAt(ctx.source, e.subscript.slots[0]!.span).normalize("NFKC")
    : undefined;
  return normOf(ctx, x, order, e.span);
}

/** `order` as written: absent, 1, 2, ∞ or F. */
export function normOf(
  ctx: Context,
  x: Typed,
  order: string | undefined,
  span: Span,
): Typed | undefined {
  const { c } = ctx;
  const all = x.value.shape.map((_, i) => i);
  const made = (value: Typed["value"]): Typed => column(value, span, derived(x).origin);
  if (isScalar(x)) return made(c.call("abs", x.value));
  const isVector = rank(x) === 1;
  switch (order) {
    case undefined:
      return made(c.apply(c.operator("norm"), [x.value]));
    case "F":
      if (!isVector) return made(c.apply(c.operator("norm"), [x.value]));
      break;
    case "2":
      if (isVector) return made(c.apply(c.operator("norm"), [x.value]));
      break;
    case "1":
      if (isVector) return made(c.sum(c.call("abs", x.value), all));
      break;
    case "∞":
    case "inf":
    case "Infinity":
      if (isVector) return made(c.max(c.call("abs", x.value), all));
      break;
    default:
      ctx.report(meaning.unsupported(span, `The norm of order \`${order}\``));
      return undefined;
  }
  ctx.report(shapes.normOfShape(order, isVector, shapeLabel(ctx, x)));
  return undefined;
}
