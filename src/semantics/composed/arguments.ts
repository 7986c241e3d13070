/** @file What is said of the arguments of a built-in. */
import * as meaning from "../../diagnostics/catalogue/meaning.ts";
import { textAt } from "../../diagnostics/source.ts";
import type { Argument } from "../../syntax/ast.ts";
import type { Context } from "../context.ts";
import type { BuiltinCall } from "./entry.ts";

/** A built-in that takes two arguments at the least got another number of them. */
export function wrongCount(ctx: Context, written: readonly Argument[], f: BuiltinCall): undefined {
  const name = textAt(ctx.source, f.word.span);
  ctx.report(meaning.wrongArity(f.span, name, 2, written.length, undefined));
  return undefined;
}
