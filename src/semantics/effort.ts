/** @file Guards: no model takes the stack or an hour. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import type { Span } from "../diagnostics/source.ts";
import type { File } from "../syntax/ast.ts";
import type { Context } from "./context.ts";

/** How deep expressions and calls may nest together. */
const DEEPEST = 500;
/** A call inside the body of a call takes as much of the stack as this many expressions. */
const CALL = 6;
/** How many calls of one-line functions a model may unfold to: a function that calls others twice doubles them. */
export const mostCalls = (file: File): number => 2_000 + 10 * file.statements.length;

export function guarded<T>(ctx: Context, span: Span, work: () => T, weight = 1): T | undefined {
  if (ctx.effort.depth + weight > DEEPEST) {
    ctx.report(meaning.nestedTooDeep(span));
    return undefined;
  }
  ctx.effort.depth += weight;
  try {
    return work();
  } finally {
    ctx.effort.depth -= weight;
  }
}

/** The body of a function that is called. */
export const insideBody = <T>(ctx: Context, span: Span, work: () => T): T | undefined =>
  guarded(ctx, span, work, CALL);

export function countCall(ctx: Context, span: Span, name: string): boolean {
  const { mostCalls: most } = ctx.effort;
  if (ctx.effort.calls++ < most) return true;
  if (ctx.effort.calls === most + 1) ctx.report(meaning.tooManyCalls(span, name, most));
  return false;
}
