/** @file Blocks: `[a; b]` one below the other, `[A, B]` side by side, `[A, B; C, D]` both. */
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import { textAt, type Span } from "../diagnostics/source.ts";
import { dimEquals, dimNumber, type Dim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import { sameShape } from "../graph/type.ts";
import type { Expression } from "../syntax/ast.ts";
import { shapeLabel, type Context } from "./context.ts";
import { real } from "./expressions.ts";
import { column, isColumn, isMatrix, isScalar, rank, typeOf, type Typed } from "./typed.ts";

const ONE = dimNumber(1);

export function block(ctx: Context, e: Expression & { kind: "block" }): Typed | undefined {
  const lines = e.rows.map((row) => {
    const items = row.map((item) => real(ctx, item));
    return items.every((x) => x !== undefined) ? items : undefined;
  });
  return lines.every((line) => line !== undefined) ? joined(ctx, lines, e.span) : undefined;
}

/** Lines of blocks as one value. */
export function joined(
  ctx: Context,
  lines: readonly (readonly Typed[])[],
  span: Span,
): Typed | undefined {
  const made = lines.map((line) => beside(ctx, line));
  if (!made.every((x) => x !== undefined)) return undefined;
  const whole = below(ctx, made);
  return whole && { ...whole, span };
}

/** `a, b`: along the second axis. Numbers and rows make a row. */
function beside(ctx: Context, items: readonly Typed[]): Typed | undefined {
  const [first, ...others] = items as readonly [Typed, ...Typed[]];
  if (others.length === 0) return first;
  const span = { start: first.span.start, end: items.at(-1)!.span.end };
  if (!fit(ctx, items, ",")) return undefined;
  if (items.some(isTensor)) return column(join(ctx, items, 1), span);
  if (items.every((x) => isScalar(x) || x.row))
    return { ...column(ctx.c.concat(items.map(listOf(ctx)), 0), span), row: true };
  return column(ctx.c.concat(items.map(matrixOf(ctx)), 1), span);
}

/** `a; b`: along the first axis. Numbers and columns make a column. */
function below(ctx: Context, lines: readonly Typed[]): Typed | undefined {
  const [first, ...others] = lines as readonly [Typed, ...Typed[]];
  if (others.length === 0) return isScalar(first) ? column(listOf(ctx)(first), first.span) : first;
  const span = { start: first.span.start, end: lines.at(-1)!.span.end };
  if (!fit(ctx, lines, ";")) return undefined;
  if (lines.some(isTensor)) return column(join(ctx, lines, 0), span);
  if (lines.every((x) => isScalar(x) || isColumn(x)))
    return column(ctx.c.concat(lines.map(listOf(ctx)), 0), span);
  return column(ctx.c.concat(lines.map(matrixOf(ctx)), 0), span);
}

const isTensor = (x: Typed): boolean => rank(x) > 2;

const join = ({ c }: Context, items: readonly Typed[], position: number): Value =>
  c.concat(
    items.map((x) => x.value),
    position,
  );

/** A vector or row as its entries, a number as a list of one. */
const listOf =
  ({ c }: Context) =>
  (x: Typed): Value =>
    isScalar(x) ? c.broadcast(x.value, [ONE]) : x.value;

/** A number as 1×1, a column as n×1, a row as 1×n. */
const matrixOf =
  ({ c }: Context) =>
  (x: Typed): Value => {
    if (isMatrix(x)) return x.value;
    if (isScalar(x)) return c.broadcast(x.value, [ONE, ONE]);
    return c.expandAxis(x.value, x.row ? 0 : 1, ONE);
  };

/** Whether items agree in all axes but the one along which they are joined. */
function fit(ctx: Context, items: readonly Typed[], sign: "," | ";"): boolean {
  const [first, ...others] = items as readonly [Typed, ...Typed[]];
  const along = sign === ";" ? 0 : 1;
  const agree = (x: Typed): boolean => {
    if (!isTensor(first) && !isTensor(x)) return isAlike(first, x, along);
    const rest = ({ value }: Typed) => value.shape.toSpliced(along, 1);
    return rank(x) === rank(first) && sameShape(rest(x), rest(first));
  };
  const odd = others.find((x) => !agree(x));
  if (!odd) return true;
  const texts = [first, odd].map((x) => textAt(ctx.source, x.span).replaceAll(/\s+/g, " "));
  const other = sign === ";" ? "," : ";";
  const isTurned = !isTensor(first) && !isTensor(odd) && isAlike(first, odd, 1 - along);
  ctx.report(
    shapes.blocksDiffer(
      sign,
      [typeOf(first), typeOf(odd)],
      isTurned ? `[${texts.join(`${other} `)}]` : undefined,
      [shapeLabel(ctx, first), shapeLabel(ctx, odd)],
    ),
  );
  return false;
}

const isAlike = (a: Typed, b: Typed, along: number): boolean =>
  dimEquals(side(a, along), side(b, along));

/** What must agree where items of at most two axes are joined along one: the width below, the height beside. */
function side(x: Typed, along: number): Dim {
  if (isMatrix(x)) return x.value.shape[1 - along]!;
  const isLong = x.row ? along === 0 : along === 1;
  return isScalar(x) || !isLong ? ONE : x.value.shape[0]!;
}
