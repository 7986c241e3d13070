/** @file Tensors of one number, and the identity: by their sizes. */
import * as meaning from "../../diagnostics/catalogue/meaning.ts";
import { textAt } from "../../diagnostics/source.ts";
import type { Dim } from "../../dim.ts";
import type { Argument } from "../../syntax/ast.ts";
import type { Context } from "../context.ts";
import { sizeExpression } from "../dims.ts";
import { column, type Typed } from "../typed.ts";
import type { BuiltinCall, Entries } from "./entry.ts";

export const filled: Entries = {
  zeros: { of: filledWith(0) },
  ones: { of: filledWith(1) },
  eye: {
    of: (ctx, written, f) => {
      const shape = sizes(ctx, written, f, 1);
      return shape && column(ctx.c.eye(shape[0]!), f.span);
    },
  },
};

function filledWith(value: number) {
  return (ctx: Context, written: readonly Argument[], f: BuiltinCall): Typed | undefined => {
    const shape = sizes(ctx, written, f, 4);
    return shape && column(ctx.c.broadcast(ctx.c.number(value), shape), f.span);
  };
}

function sizes(
  ctx: Context,
  written: readonly Argument[],
  f: BuiltinCall,
  most: number,
): readonly Dim[] | undefined {
  if (written.length > most) {
    ctx.report(
      meaning.wrongArity(f.span, textAt(ctx.source, f.word.span), most, written.length, undefined),
    );
    return undefined;
  }
  const dims = written.map((a) => sizeExpression(ctx, a.value));
  return dims.every((d) => d !== undefined) ? dims : undefined;
}
