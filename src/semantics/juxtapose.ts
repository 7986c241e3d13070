/** @file Factors side by side: products, and functions with their operand (`-y log p`). */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import { joinSpans, textAt } from "../diagnostics/source.ts";
import type { Expression } from "../syntax/ast.ts";
import type { Context } from "./context.ts";
import { asReal, insideOf, real, single } from "./expressions.ts";
import { applyBare, bareFunction, type BareFunction } from "./functions.ts";
import { beside } from "./products.ts";
import { below } from "./reductions.ts";
import type { Typed } from "./typed.ts";
import { unfold } from "./unfold.ts";

/** `2 W x`, `y log p`, `log softmax z`: products to the left, a bare function takes the one operand after it. */
export function chain(ctx: Context, written: readonly Expression[]): Typed | undefined {
  const factors: Expression[] = [];
  let failed = false;
  for (const factor of written) {
    const parts = bareFunction(ctx, factor) ? [factor] : unfold(ctx, factor);
    if (parts) factors.push(...parts);
    else failed = true;
  }
  if (failed) {
    // What can be said of the others is said in the same run.
    for (const f of factors) if (!bareFunction(ctx, f)) valueOf(ctx, f);
    return undefined;
  }
  const functions: BareFunction[] = [];
  let result: Typed | undefined;
  let first = true;
  for (const [i, factor] of factors.entries()) {
    const f = bareFunction(ctx, factor);
    if (f) {
      functions.push(f);
      continue;
    }
    if (functions.length > 0 && i + 1 < factors.length)
      return refuseReach(ctx, functions, factors, i);
    let x = valueOf(
      functions.reduce((c, g) => below(c, g.subscript), ctx),
      factor,
    );
    for (const g of functions.splice(0).toReversed()) x = x && applyBare(ctx, g, x, factor);
    if (first) result = x;
    else result = result && x && beside(ctx, result, x);
    first = false;
  }
  const lonely = functions[0];
  if (!lonely) return result;
  ctx.report(meaning.operandMissing(lonely.span, textAt(ctx.source, lonely.span)));
  return undefined;
}

/** A factor that hides no product any more. */
function valueOf(ctx: Context, e: Expression): Typed | undefined {
  const isOperand = e.kind === "name" || e.kind === "call" || insideOf(e) !== undefined;
  return isOperand ? asReal(ctx, single(ctx, e)) : real(ctx, e);
}

function refuseReach(
  ctx: Context,
  functions: readonly BareFunction[],
  factors: readonly Expression[],
  at: number,
): undefined {
  const text = (from: Expression, to: Expression): string =>
    textAt(ctx.source, joinSpans(from.span, to.span)).replaceAll(/\s+/g, " ");
  const f = textAt(ctx.source, functions.at(-1)!.span);
  const [operand, last] = [factors[at]!, factors.at(-1)!];
  const span = { start: functions[0]!.span.start, end: last.span.end };
  ctx.report(
    meaning.bareFunctionReach(
      span,
      `${f} ${text(operand, last)}`,
      `${f}(${text(operand, operand)}) ${text(factors[at + 1]!, last)}`,
      `${f}(${text(operand, last)})`,
    ),
  );
  return undefined;
}
