/** @file What the writer of a product or sum that does not fit may have meant. */
import { textAt } from "../diagnostics/source.ts";
import { showDim } from "../dim.ts";
import { sameShape } from "../graph/type.ts";
import type { Context } from "./context.ts";
import { isColumn, isMatrix, rank, type Typed } from "./typed.ts";

/** As the model writes it, on one line. */
export const words = (ctx: Context, x: Typed): string =>
  textAt(ctx.source, x.span).replaceAll(/\s+/g, " ");

export const sameKind = (a: Typed, b: Typed): boolean =>
  sameShape(a.value.shape, b.value.shape) && (a.row === b.row || rank(a) === 0);

/** A vector beside a matrix, added to each row or to each column. */
export function spread(ctx: Context, a: Typed, b: Typed): string | undefined {
  const [A, v] = isMatrix(a) ? [a, b] : [b, a];
  if (!isMatrix(A) || !isColumn(v)) return undefined;
  const [rows, columns] = A.value.shape.map((d) => showDim(d));
  const length = showDim(v.value.shape[0]!);
  const text = words(ctx, v);
  const word = /^[\p{L}\p{M}\w₀-₉]+$/u.test(text) ? text : `(${text})`;
  const ways = [
    ...(length === columns ? [`to each row it is added as \`ones(${rows!}) ${word}ᵀ\``] : []),
    ...(length === rows ? [`to each column it is added as \`${word} ones(${columns!})ᵀ\``] : []),
  ];
  return ways.length > 0 ? `${ways.join("; ").replace(/^t/, "T")}.` : undefined;
}

/** What the writer of `x * y` or `W * x` may have meant. */
export function starFix(ctx: Context, a: Typed, b: Typed): string {
  const [x, y] = [words(ctx, a), words(ctx, b)];
  const entries = `\`${x} ⊙ ${y}\` entry by entry`;
  if (isColumn(a) && isColumn(b))
    return sameKind(a, b) ? `\`${x}·${y}\` for the dot product, ${entries}` : `\`${x} ${y}ᵀ\``;
  return sameKind(a, b) ? `\`${x} ${y}\` for the product, ${entries}` : `\`${x} ${y}\``;
}

/** What the writer of `W·x` or `A·B` may have meant. */
export function dotFix(ctx: Context, a: Typed, b: Typed): string {
  const [x, y] = [words(ctx, a), words(ctx, b)];
  if (sameKind(a, b) && isMatrix(a)) return `\`sum(${x} ⊙ ${y})\` or \`${x} ${y}\``;
  return `\`${x} ${y}\``;
}

/** The transposed product that would fit, if one would. */
export function productHelp(a: Typed, b: Typed, x: string, y: string): string | undefined {
  const key = (t: Typed, at: number) => t.value.shape.at(at)!.key;
  if (rank(a) > 2 || rank(b) > 2) return "Products by juxtaposition are of vectors and matrices.";
  if (isColumn(a) && isMatrix(b) && key(a, 0) === key(b, 0)) return `Write \`${x}ᵀ ${y}\`.`;
  if (isColumn(a) && isMatrix(b) && key(a, 0) === key(b, 1)) return `Write \`${y} ${x}\`.`;
  if (sameKind(a, b) && isMatrix(a)) return `Write \`${x} ${y}ᵀ\` or \`${x}ᵀ ${y}\`.`;
  if (isMatrix(a) && key(a, 0) === key(b, 0) && !b.row) return `Write \`${x}ᵀ ${y}\`.`;
  if (isMatrix(a) && isMatrix(b) && key(a, 1) === key(b, 1)) return `Write \`${x} ${y}ᵀ\`.`;
  return undefined;
}
