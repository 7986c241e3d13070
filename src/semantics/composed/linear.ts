/** @file Linear algebra by name: inv, det, logdet, solve, cholesky, trisolve. */
import * as shapes from "../../diagnostics/catalogue/shapes.ts";
import { dimEquals, showDim } from "../../dim.ts";
import { shapeLabel, type Context } from "../context.ts";
import { asWritten } from "../products.ts";
import { column, isMatrix, rank, typeOf, type Typed } from "../typed.ts";
import type { BuiltinCall, Entries, OfValues } from "./entry.ts";

const ofSquare = (name: string): OfValues => ({
  arity: 1,
  by: (ctx, [x], f) => ofSquareMatrix(ctx, name, x!, f.span),
});

const ofSystem = (name: string): OfValues => ({
  arity: 2,
  by: (ctx, [A, b], f) => system(ctx, name, A!, b!, f),
});

export const linear: Entries = {
  inv: ofSquare("inv"),
  det: ofSquare("det"),
  logdet: ofSquare("logdet"),
  cholesky: ofSquare("cholesky"),
  solve: ofSystem("solve"),
  trisolve: ofSystem("trisolve"),
};

/** A function of one square matrix. */
export function ofSquareMatrix(
  ctx: Context,
  name: string,
  x: Typed,
  span: BuiltinCall["span"],
): Typed | undefined {
  if (isSquare(x)) return column(ctx.c.apply(ctx.c.operator(name), [x.value]), span);
  ctx.report(shapes.wrongShape(name, "a square matrix", typeOf(x), shapeLabel(ctx, x)));
  return undefined;
}

/** x of A x = b, for a vector or for each column of a matrix. */
function system(ctx: Context, name: string, A: Typed, b: Typed, f: BuiltinCall): Typed | undefined {
  if (!isSquare(A)) {
    ctx.report(shapes.wrongShape(name, "a square matrix first", typeOf(A), shapeLabel(ctx, A)));
    return undefined;
  }
  const right = asWritten(ctx, b);
  if (rank(b) > 0 && dimEquals(right.shape[0]!, A.value.shape[0]!)) {
    const op = ctx.c.operator(name);
    return column(ctx.c.apply(op, [A.value, right], { transposed: false }), f.span);
  }
  const rows = `a right side of ${showDim(A.value.shape[0]!)} rows`;
  ctx.report(shapes.wrongShape(name, rows, typeOf(b), shapeLabel(ctx, b)));
  return undefined;
}

const isSquare = (x: Typed): boolean =>
  isMatrix(x) && dimEquals(x.value.shape[0]!, x.value.shape[1]!);
