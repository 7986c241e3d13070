/** @file Tensors from tensors, by name: concat, stack, diag, lowertri. */
import * as meaning from "../../diagnostics/catalogue/meaning.ts";
import * as shapes from "../../diagnostics/catalogue/shapes.ts";
import { textAt } from "../../diagnostics/source.ts";
import { dimEquals, dimNumber } from "../../dim.ts";
import { isMismatch, sameShape } from "../../graph/type.ts";
import { joined } from "../blocks.ts";
import { shapeLabel, type Context } from "../context.ts";
import { asWritten } from "../products.ts";
import { column, derived, isColumn, isMatrix, typeOf, type Typed } from "../typed.ts";
import type { BuiltinCall, Entries } from "./entry.ts";

export const built: Entries = {
  concat: { arity: undefined, by: concat },
  stack: { arity: undefined, by: stack },
  diag: { arity: 1, by: diag },
  lowertri: { arity: 2, by: lowertri },
};

/** `concat(a, b)` is `[a; b]`. */
function concat(ctx: Context, args: readonly Typed[], f: BuiltinCall): Typed | undefined {
  if (args.length === 0) return nothingGiven(ctx, f);
  return joined(
    ctx,
    args.map((x) => [x]),
    f.span,
  );
}

/** Values of one shape under a new first axis. */
function stack(ctx: Context, args: readonly Typed[], f: BuiltinCall): Typed | undefined {
  const [first] = args;
  if (!first) return nothingGiven(ctx, f);
  const values = args.map((x) => asWritten(ctx, x));
  const odd = values.findIndex((x) => !sameShape(x.shape, values[0]!.shape));
  if (odd >= 0) {
    const [a, b] = [first, args[odd]!];
    ctx.report(
      shapes.argumentsDiffer("stack", typeOf(a), typeOf(b), [
        shapeLabel(ctx, a),
        shapeLabel(ctx, b),
      ]),
    );
    return undefined;
  }
  const lines = values.map((x) =>
    x.shape.length === 0
      ? ctx.c.broadcast(x, [dimNumber(1)])
      : ctx.c.expandAxis(x, 0, dimNumber(1)),
  );
  return column(ctx.c.concat(lines, 0), f.span);
}

function nothingGiven(ctx: Context, f: BuiltinCall): undefined {
  ctx.report(meaning.wrongArity(f.span, textAt(ctx.source, f.word.span), 1, 0, undefined));
  return undefined;
}

/** A matrix of a vector, a vector of a matrix. */
function diag(ctx: Context, [x]: readonly Typed[], f: BuiltinCall): Typed | undefined {
  const { value } = x!;
  if (isColumn(x!)) return column(ctx.c.diag(value), f.span, derived(x!).origin);
  if (isMatrix(x!) && dimEquals(value.shape[0]!, value.shape[1]!))
    return column(ctx.c.diagonal(value), f.span, derived(x!).origin);
  ctx.report(
    shapes.wrongShape("diag", "a vector or a square matrix", typeOf(x!), shapeLabel(ctx, x!)),
  );
  return undefined;
}

/** d on the diagonal, l below it by columns. */
function lowertri(ctx: Context, [d, l]: readonly Typed[], f: BuiltinCall): Typed | undefined {
  const op = ctx.c.operator("lowertri");
  if (isColumn(d!) && isColumn(l!) && !isMismatch(op.shapes([d!.value.shape, l!.value.shape], {})))
    return column(ctx.c.apply(op, [d!.value, l!.value]), f.span);
  ctx.report(
    shapes.trianglesDiffer(typeOf(d!), typeOf(l!), [shapeLabel(ctx, d!), shapeLabel(ctx, l!)]),
  );
  return undefined;
}
