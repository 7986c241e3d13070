/** @file Losses whose arguments are not all of one kind: a class or a distribution, a threshold or none. */
import * as meaning from "../../diagnostics/catalogue/meaning.ts";
import * as shapes from "../../diagnostics/catalogue/shapes.ts";
import { textAt } from "../../diagnostics/source.ts";
import type { Value } from "../../graph/node.ts";
import { sameShape } from "../../graph/type.ts";
import type { Argument } from "../../syntax/ast.ts";
import { shapeLabel, type Context } from "../context.ts";
import { evaluate, real } from "../expressions.ts";
import { dataFits } from "../subscripts.ts";
import { column, isIndexData, isScalar, like, rank, typeOf, type Typed } from "../typed.ts";
import type { BuiltinCall, Entries } from "./entry.ts";

export const losses: Entries = {
  crossentropy: { of: crossentropy },
  kl: { arity: 2, by: kl },
  huber: { of: huber, options: ["δ", "delta"] },
};

/** `crossentropy(z, y)`: y is a class, or a distribution over the classes. */
function crossentropy(
  ctx: Context,
  written: readonly Argument[],
  f: BuiltinCall,
): Typed | undefined {
  if (written.length !== 2) return wrongCount(ctx, f, 2, written.length);
  const z = real(ctx, written[0]!.value);
  const y = evaluate(ctx, written[1]!.value);
  if (!z || !y) return undefined;
  const name = textAt(ctx.source, f.word.span);
  const made = (value: Value): Typed => column(value, f.span);
  if (rank(z) !== 1) return refused(ctx, name, "a vector of logits", z);
  if (!isIndexData(y)) {
    if (isScalar(y)) return refused(ctx, name, "a class, or a distribution over the classes", y);
    return sameShape(z.value.shape, y.value.shape)
      ? made(ctx.c.apply(ctx.c.operator("crossentropy"), [z.value, y.value]))
      : differ(ctx, name, z, y);
  }
  if (!isScalar(y)) return refused(ctx, name, "one class for a vector of logits", y);
  if (!dataFits(ctx, z, z.value.shape[0]!, y.value, y.span)) return undefined;
  return made(ctx.c.apply(ctx.c.operator("crossentropy_of_class"), [z.value, y.value]));
}

function kl(ctx: Context, [p, q]: readonly Typed[], f: BuiltinCall): Typed | undefined {
  const name = textAt(ctx.source, f.word.span);
  if (!sameShape(p!.value.shape, q!.value.shape) || p!.row !== q!.row)
    return differ(ctx, name, p!, q!);
  if (isScalar(p!)) return refused(ctx, name, "two distributions", p!);
  return column(ctx.c.apply(ctx.c.operator("kl"), [p!.value, q!.value]), f.span);
}

/** `huber(r)` with δ = 1, `huber(r, δ)`: a threshold for all entries, or one for each. */
function huber(ctx: Context, written: readonly Argument[], f: BuiltinCall): Typed | undefined {
  if (written.length !== 1 && written.length !== 2) return wrongCount(ctx, f, 2, written.length);
  const [first, second] = written;
  if (first!.name) {
    ctx.report(meaning.unknownArgument(first!.name.span, "huber", first!.name.text));
    return undefined;
  }
  const r = real(ctx, first!.value);
  const δ = second && real(ctx, second.value);
  if (!r || (second && !δ)) return undefined;
  if (δ && !isScalar(δ) && (!sameShape(r.value.shape, δ.value.shape) || r.row !== δ.row))
    return differ(ctx, textAt(ctx.source, f.word.span), r, δ);
  const value = ctx.c.call("huber", r.value, δ ? δ.value : ctx.c.number(1));
  return like(r, value, f.span);
}

function differ(ctx: Context, name: string, a: Typed, b: Typed): undefined {
  ctx.report(
    shapes.argumentsDiffer(name, typeOf(a), typeOf(b), [shapeLabel(ctx, a), shapeLabel(ctx, b)]),
  );
  return undefined;
}

function refused(ctx: Context, name: string, needs: string, x: Typed): undefined {
  ctx.report(shapes.wrongShape(name, needs, typeOf(x), shapeLabel(ctx, x)));
  return undefined;
}

function wrongCount(ctx: Context, f: BuiltinCall, takes: number, got: number): undefined {
  const name = textAt(ctx.source, f.word.span);
  ctx.report(meaning.wrongArity(f.span, name, takes, got, undefined));
  return undefined;
}
