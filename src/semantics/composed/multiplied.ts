/** @file Products by name: dot, kron, outer. */
import * as shapes from "../../diagnostics/catalogue/shapes.ts";
import { isMismatch } from "../../graph/type.ts";
import type { InfixSign } from "../../syntax/ast.ts";
import { shapeLabel, type Context } from "../context.ts";
import { infix } from "../products.ts";
import { column, isColumn, typeOf, type Typed } from "../typed.ts";
import type { BuiltinCall, Composed, Entries } from "./entry.ts";

export const multiplied: Entries = {
  dot: bySign("·"),
  kron: bySign("⊗"),
  cross: { arity: 2, by: cross },
  outer: { arity: 2, by: outer },
};

function bySign(sign: InfixSign): Composed {
  return {
    arity: 2,
    by: (ctx, [u, v], f) => {
      const result = infix(ctx, sign, u!, v!, f.span);
      return result && { ...result, span: f.span };
    },
  };
}

function cross(ctx: Context, [a, b]: readonly Typed[], f: BuiltinCall): Typed | undefined {
  const op = ctx.c.operator("cross");
  const wrong = [a!, b!].find(
    (x) => x.row || isMismatch(op.shapes([x.value.shape, x.value.shape], {})),
  );
  if (!wrong) return column(ctx.c.apply(op, [a!.value, b!.value]), f.span);
  ctx.report(
    shapes.wrongShape("cross", "two column vectors of ℝ^3", typeOf(wrong), shapeLabel(ctx, wrong)),
  );
  return undefined;
}

function outer(ctx: Context, [u, v]: readonly Typed[], f: BuiltinCall): Typed | undefined {
  if (isColumn(u!) && isColumn(v!)) {
    const labels = { left: ["i"], right: ["j"], result: ["i", "j"] };
    return column(ctx.c.contract(u!.value, v!.value, labels), f.span);
  }
  const wrong = isColumn(u!) ? v! : u!;
  ctx.report(
    shapes.wrongShape("outer", "two column vectors", typeOf(wrong), shapeLabel(ctx, wrong)),
  );
  return undefined;
}
