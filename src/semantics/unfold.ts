/**
 * @file Products that hide behind one operand: `Wx`, and `u(x + 1)` where u is a value. What follows such an operand
 * belongs to its last factor: `Wx_tᵀ` is W xₜᵀ, `u(x + 1)²` is u (x + 1)².
 */
import { severalNames } from "../diagnostics/catalogue/functions.ts";
import * as names from "../diagnostics/catalogue/names.ts";
import type { Expression } from "../syntax/ast.ts";
import type { Context } from "./context.ts";
import { insideOf } from "./expressions.ts";
import { find, namesFunction, readWord } from "./read.ts";
import { spell } from "./scope.ts";

/** The factors of an operand, one where it is no product; undefined when a word is unknown, which is reported. */
export function unfold(ctx: Context, e: Expression): readonly Expression[] | undefined {
  const around: Expression[] = [];
  let base = e;
  for (let inner = insideOf(base); inner; inner = insideOf(base)) {
    around.push(base);
    base = inner;
  }
  const factors = unfoldBase(ctx, base);
  if (!factors || factors.length === 1) return factors && [e];
  const last = around.reduceRight((inner, outer) => wrap(outer, inner), factors.at(-1)!);
  return [...factors.slice(0, -1), last];
}

function unfoldBase(ctx: Context, e: Expression): readonly Expression[] | undefined {
  if (e.kind === "name") {
    const reading = readWord(ctx, e.word, e.subscript);
    if (!reading) return undefined;
    return reading.kind === "letters" ? reading.factors : [e];
  }
  if (e.kind !== "call" || namesFunction(ctx, e.word, e.subscript)) return [e];
  const [argument, ...more] = e.arguments;
  const head: Expression = {
    kind: "name",
    word: e.word,
    ...(e.subscript && { subscript: e.subscript }),
    span: { start: e.word.span.start, end: (e.subscript ?? e.word).span.end },
  };
  const factors = unfoldBase(ctx, head);
  if (!factors) return undefined;
  if (e.result && find(ctx, spell(e).canonical)?.is.kind !== "failed") {
    ctx.report(severalNames(e.span));
    return undefined;
  }
  if (!argument || more.length > 0 || argument.name) {
    const { name, canonical } = spell({ word: e.word, subscript: e.subscript });
    const entity = find(ctx, canonical);
    if (entity?.is.kind !== "failed") ctx.report(names.notAFunction(head.span, name, entity?.span));
    return undefined;
  }
  let last = factors.at(-1)!;
  for (let k = 0; k < e.primes; k++)
    last = { kind: "transpose", operand: last, sign: "′", span: last.span };
  const bracket: Expression = {
    kind: "bracket",
    inner: argument.value,
    span: { start: Math.min(argument.span.start - 1, e.span.end), end: e.span.end },
  };
  return [...factors.slice(0, -1), last, bracket];
}

/** The same postfix around another operand. */
function wrap(outer: Expression, inner: Expression): Expression {
  const span = { start: inner.span.start, end: outer.span.end };
  switch (outer.kind) {
    case "transpose":
    case "inverse":
      return { ...outer, operand: inner, span };
    case "power":
    case "index":
      return { ...outer, base: inner, span };
    default:
      return inner;
  }
}
