/** @file Functions as they are called: operators by name, functions of the model, f′. */
import { otherResults } from "../diagnostics/catalogue/functions.ts";
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import { textAt, type Span } from "../diagnostics/source.ts";
import type { Value } from "../graph/node.ts";
import type { Argument, Expression, Subscript, Word } from "../syntax/ast.ts";
import { inOrder } from "./arguments.ts";
import { applyBuiltin } from "./calls.ts";
import type { Context } from "./context.ts";
import { derivative } from "./derivative.ts";
import { countCall } from "./effort.ts";
import { expand } from "./expansion.ts";
import { evaluate } from "./expressions.ts";
import { namesFunction, readWord } from "./read.ts";
import { below } from "./reductions.ts";
import type { Entity } from "./scope.ts";
import { derived, type Typed } from "./typed.ts";

/** A function as it is called: `f`, `f′`, `softmax_j`. */
export interface BareFunction {
  readonly word: Word;
  readonly subscript: Subscript | undefined;
  readonly primes: number;
  readonly span: Span;
}

/** A factor that is the name of a function, waiting for its operand. */
export function bareFunction(ctx: Context, e: Expression): BareFunction | undefined {
  let primes = 0;
  let base = e;
  for (; base.kind === "transpose" && base.sign === "′"; base = base.operand) primes++;
  if (base.kind !== "name" || !namesFunction(ctx, base.word, base.subscript)) return undefined;
  return { word: base.word, subscript: base.subscript, primes, span: e.span };
}

/** `log p`: the function of the one operand after it. */
export function applyBare(
  ctx: Context,
  f: BareFunction,
  x: Typed,
  operand: Expression,
): Typed | undefined {
  const span = { start: f.span.start, end: Math.max(x.span.end, operand.span.end) };
  const values: readonly Argument[] = [{ value: operand, span: operand.span }];
  return apply(ctx, { ...f, span }, values, () => [x]);
}

/** `f(x, y)`; the callee names a function. */
export function callFunction(ctx: Context, e: Expression & { kind: "call" }): Typed | undefined {
  const { word, subscript, primes, span, result } = e;
  return apply(ctx, { word, subscript, primes, span, result }, e.arguments, () => {
    const inside = below(ctx, subscript);
    const values = e.arguments.map((a) => evaluate(inside, a.value));
    return values.every((v) => v !== undefined) ? values : undefined;
  });
}

interface Call extends BareFunction {
  /** Which of the results, in `h, c = f(x)`. */
  readonly result?: (Expression & { kind: "call" })["result"];
}

function apply(
  ctx: Context,
  f: Call,
  written: readonly Argument[],
  values: () => readonly Typed[] | undefined,
): Typed | undefined {
  const reading = readWord(ctx, f.word, f.subscript);
  if (!reading) return undefined;
  if (reading.kind === "builtin") {
    if (!f.result) return applyBuiltin(ctx, { ...f, ...reading }, written, values);
    ctx.report(otherResults(f.span, textAt(ctx.source, f.word.span), f.result.of, 1));
    return undefined;
  }
  if (reading.kind !== "entity" || reading.entity.is.kind !== "function") return undefined;
  if (!reading.subscript) return ofModel(ctx, f, reading.entity, written, values());
  const name = textAt(ctx.source, f.word.span);
  ctx.report(meaning.functionWithSubscript(f.span, name, reading.entity.span));
  return undefined;
}

/** A function of the model. */
function ofModel(
  ctx: Context,
  f: Call,
  entity: Entity,
  written: readonly Argument[],
  values: readonly Typed[] | undefined,
): Typed | undefined {
  const { is } = entity;
  if (!values || is.kind !== "function" || !countCall(ctx, f.span, entity.name)) return undefined;
  const wanted = f.result?.of ?? 1;
  if (is.results.length !== wanted) {
    ctx.report(otherResults(f.span, entity.name, wanted, is.results.length, entity.span));
    return undefined;
  }
  const args = inOrder(ctx, f.span, entity, is.parameters, written, values);
  if (!args) return undefined;
  const body = (given: readonly Typed[]): Typed | undefined =>
    expand(ctx, entity, is, given, f.span)?.[f.result?.at ?? 0];
  const made =
    f.primes > 0 ? derivative(ctx, entity.name, args, body, f.primes, f.span) : body(args);
  if (!made) return undefined;
  const label = textAt(ctx.source, f.span).replaceAll(/\s+/g, " ");
  // One of several results gets its name where it is bound.
  const call = { function: entity.name, parameters: is.parameters.map((p) => p.text) };
  const value: Value = f.result ? made.value : ctx.c.named(label, entity.key, made.value, call);
  return { value, row: made.row, literal: false, span: f.span, ...derived(made) };
}
