/** @file Sizes: `dim` statements, and expressions of dims in types and ranges. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as names from "../diagnostics/catalogue/names.ts";
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import {
  dimAdd,
  dimDivide,
  dimMultiply,
  dimNumber,
  dimSubtract,
  dimSymbol,
  dimValue,
  type Dim,
  type DimSymbol,
} from "../dim.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { TYPES_ELSEWHERE } from "../diagnostics/elsewhere.ts";
import { nearest } from "../diagnostics/nearest.ts";
import type { Span } from "../diagnostics/source.ts";
import type { Expression, Statement, Word } from "../syntax/ast.ts";
import { asciiKey, canonicalName } from "../syntax/spelling.ts";
import { isFunction } from "./builtins.ts";
import type { Context } from "./context.ts";
import { find, notYet, readWord } from "./read.ts";
import { cut } from "./scope.ts";
import { isTooHeavy, productWeight, sumWeight, weigh } from "./dim-weight.ts";
import { guarded } from "./effort.ts";

/** The largest extent: positions stay exact in 32-bit arithmetic. */
export const LARGEST = 2 ** 31 - 1;

const DEEPEST_DEFINITION = 100;

export function declareDims(ctx: Context, statement: Statement & { kind: "dim" }): void {
  for (const { name, value } of statement.dims) {
    if (value === undefined) {
      declareDim(ctx, name, dimSymbol(symbolOf(name)));
      continue;
    }
    const definition = sizeExpression(ctx, value);
    if (definition && weigh(definition).depth < DEEPEST_DEFINITION)
      declareDim(ctx, name, dimSymbol({ ...symbolOf(name), definition }));
    else {
      if (definition) ctx.report(shapes.sizeTooLong(value.span));
      ctx.scope.declare({ word: name }, name.span, { kind: "failed" }, ctx.report);
    }
  }
}

/** A dim's name, and its key where that differs. */
export function symbolOf({ text }: Word): DimSymbol {
  const key = asciiKey(text);
  return key === text ? { name: text } : { name: text, key };
}

export function declareDim(ctx: Context, name: Word, dim: Dim): void {
  ctx.scope.declare({ word: name }, name.span, { kind: "dim", dim }, ctx.report);
}

/** A size: positive and whole, as far as that can be told before it is bound. */
export function sizeExpression(ctx: Context, e: Expression): Dim | undefined {
  const dim = dimExpression(ctx, e);
  if (dim === undefined) return undefined;
  const value = dimValue(dim);
  if (value !== undefined && (!Number.isInteger(value) || value < 1 || value > LARGEST)) {
    ctx.report(shapes.badSize(e.span, value, LARGEST));
    return undefined;
  }
  return dim;
}

/** A polynomial in dims. */
export function dimExpression(ctx: Context, e: Expression): Dim | undefined {
  return guarded(ctx, e.span, () => evaluate(ctx, e));
}

function evaluate(ctx: Context, e: Expression): Dim | undefined {
  switch (e.kind) {
    case "number":
      if (Number.isSafeInteger(e.value)) return dimNumber(e.value);
      ctx.report(shapes.badSize(e.span, e.value, LARGEST));
      return undefined;
    case "name":
      return named(ctx, e);
    case "bracket":
      return dimExpression(ctx, e.inner);
    case "negate": {
      const dim = dimExpression(ctx, e.operand);
      return dim && dimSubtract(dimNumber(0), dim);
    }
    case "implicit":
      return product(
        ctx,
        e,
        e.factors.map((f) => dimExpression(ctx, f)),
      );
    case "call": {
      const [argument] = e.arguments;
      if (e.arguments.length !== 1 || argument!.name || e.primes > 0) return refuse(ctx, e);
      const name = { kind: "name" as const, word: e.word, span: e.word.span };
      return product(ctx, e, [
        named(ctx, e.subscript ? { ...name, subscript: e.subscript } : name),
        dimExpression(ctx, argument!.value),
      ]);
    }
    case "infix":
      return chain(ctx, e);
    case "power": {
      const base = dimExpression(ctx, e.base);
      const exponent = e.exponent.kind === "number" ? e.exponent.value : undefined;
      if (exponent === undefined || !Number.isInteger(exponent) || exponent > 8)
        return base && refuse(ctx, e);
      return (
        base &&
        product(
          ctx,
          e,
          Array.from({ length: exponent }, () => base),
        )
      );
    }
    default:
      return refuse(ctx, e);
  }
}

function refuse(ctx: Context, e: Expression): undefined {
  ctx.report(ctx.indexValue ? meaning.notAffine(e.span) : shapes.notASize(e.span));
  return undefined;
}

function product(ctx: Context, e: Expression, dims: readonly (Dim | undefined)[]): Dim | undefined {
  let result: Dim | undefined = dimNumber(1);
  for (const dim of dims) result = result && dim && times(ctx, e, result, dim);
  return result;
}

function plus(ctx: Context, e: Expression, a: Dim, b: Dim): Dim | undefined {
  if (!isTooHeavy(sumWeight(weigh(a), weigh(b)))) return dimAdd(a, b);
  ctx.report(shapes.sizeTooLong(e.span));
  return undefined;
}

function times(ctx: Context, e: Expression, a: Dim, b: Dim): Dim | undefined {
  if (!isTooHeavy(productWeight(weigh(a), weigh(b)))) return dimMultiply(a, b);
  ctx.report(shapes.sizeTooLong(e.span));
  return undefined;
}

function chain(ctx: Context, e: Expression & { kind: "infix" }): Dim | undefined {
  const [first, ...rest] = e.operands.map((o) => dimExpression(ctx, o));
  let result = first;
  for (const [i, operand] of rest.entries()) {
    if (result === undefined || operand === undefined) return undefined;
    switch (e.signs[i]!.sign) {
      case "+":
        result = plus(ctx, e, result, operand);
        break;
      case "-":
        result = plus(ctx, e, result, dimSubtract(dimNumber(0), operand));
        break;
      case "*":
      case "·":
        result = times(ctx, e, result, operand);
        break;
      case "/": {
        const quotient: Dim | undefined =
          operand.terms.length === 0 ? undefined : dimDivide(result, operand);
        if (quotient === undefined) return refuse(ctx, e);
        result = quotient;
        break;
      }
      default:
        return refuse(ctx, e);
    }
  }
  return result;
}

function named(ctx: Context, e: Expression & { kind: "name" }): Dim | undefined {
  const canonical = canonicalName(e.word.text, e.subscript);
  const entity = find(ctx, canonical);
  if (entity === undefined) {
    if (isFunction(canonical)) return refuse(ctx, e);
    const reading = areLetters(ctx, e.word) ? readWord(ctx, e.word, e.subscript) : undefined;
    if (reading?.kind === "letters")
      return product(
        ctx,
        e,
        reading.factors.map((f) => dimExpression(ctx, f)),
      );
    if (ctx.outlook.placeOf(canonical)) notYet(ctx, canonical, e.word.text, e.span);
    else ctx.report(unknownDim(ctx, e.span, e.word.text));
    return undefined;
  }
  ctx.scope.use(entity);
  if (entity.is.kind === "dim") return entity.is.dim;
  if (ctx.indexValue && entity.is.kind === "axis") return ctx.indexValue(entity.is.axis);
  if (ctx.indexValue && entity.is.kind === "value" && entity.is.whole !== undefined)
    return dimNumber(entity.is.whole);
  if (entity.is.kind !== "failed") ctx.report(names.notADim(e.span, entity.name, entity.span));
  return undefined;
}

/** Whether a word is a product of declared letters. */
const areLetters = (ctx: Context, word: Word): boolean =>
  cut(word)?.every((p) => find(ctx, canonicalName(p.text)) !== undefined) ?? false;

function unknownDim(ctx: Context, span: Span, name: string): Diagnostic {
  const dims = ctx.scope.entities.filter((x) => x.is.kind === "dim").map((x) => x.name);
  const type = TYPES_ELSEWHERE.get(name.toLowerCase());
  return names.unknownDim(span, name, nearest(name, dims), type);
}
