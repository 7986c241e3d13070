/** @file Entries in another arrangement: vec, reshape, permute. */
import * as meaning from "../../diagnostics/catalogue/meaning.ts";
import * as shapes from "../../diagnostics/catalogue/shapes.ts";
import { joinSpans, textAt } from "../../diagnostics/source.ts";
import { dimEquals, dimProduct, showDim } from "../../dim.ts";
import type { Argument } from "../../syntax/ast.ts";
import { shapeLabel, type Context } from "../context.ts";
import { sizeExpression } from "../dims.ts";
import { real } from "../expressions.ts";
import { asWritten } from "../products.ts";
import { column, rank, showType, typeOf, type Typed } from "../typed.ts";
import type { BuiltinCall, Entries } from "./entry.ts";

export const moved: Entries = {
  vec: {
    arity: 1,
    by: ({ c }, [x], f) =>
      column(
        x!.value.shape.length === 1 ? x!.value : c.reshape(x!.value, [dimProduct(x!.value.shape)]),
        f.span,
      ),
  },
  reshape: { of: reshape },
  permute: { of: permute },
};

/** The value, and what is written after it; undefined when a mistake was reported. */
function split(
  ctx: Context,
  written: readonly Argument[],
  f: BuiltinCall,
): { readonly x: Typed; readonly rest: readonly Argument[] } | undefined {
  const [first, ...rest] = written;
  if (!first || rest.length === 0) {
    const name = textAt(ctx.source, f.word.span);
    ctx.report(meaning.wrongArity(f.span, name, 2, written.length, undefined));
    return undefined;
  }
  const x = real(ctx, first.value);
  return x && { x, rest };
}

/** `reshape(x, m, n)`: the same entries in the order of memory. */
function reshape(ctx: Context, written: readonly Argument[], f: BuiltinCall): Typed | undefined {
  const parts = split(ctx, written, f);
  const shape = parts?.rest.map((a) => sizeExpression(ctx, a.value));
  if (!parts || !shape?.every((d) => d !== undefined)) return undefined;
  const { x } = parts;
  const [entries, wanted] = [dimProduct(x.value.shape), dimProduct(shape)];
  if (dimEquals(entries, wanted)) return column(ctx.c.reshape(x.value, shape), f.span);
  ctx.report(
    shapes.reshapeOfOtherSize(
      [typeOf(x), showDim(entries)],
      [showType(shape), showDim(wanted)],
      shapeLabel(ctx, x),
    ),
  );
  return undefined;
}

/** `permute(A, 3, 1, 2)`: axis 1 of the result is axis 3 of A. */
function permute(ctx: Context, written: readonly Argument[], f: BuiltinCall): Typed | undefined {
  const parts = split(ctx, written, f);
  if (!parts) return undefined;
  const { x, rest } = parts;
  const axes = rank(x) + (x.row ? 1 : 0);
  const order = rest.map(({ value: e }) => (e.kind === "number" ? e.value : 0));
  if (order.length === axes && order.every((_, i) => order.includes(i + 1)))
    return column(
      ctx.c.permute(
        asWritten(ctx, x),
        order.map((i) => i - 1),
      ),
      f.span,
    );
  const span = joinSpans(rest[0]!.span, rest.at(-1)!.span);
  ctx.report(shapes.notAnOrder(span, axes, shapeLabel(ctx, x)));
  return undefined;
}
