/** @file Expressions to values of the graph, with their shapes: one case for each kind of tree. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as names from "../diagnostics/catalogue/names.ts";
import * as wrong from "../diagnostics/catalogue/recurrences.ts";
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import { joinSpans, textAt, type Span } from "../diagnostics/source.ts";
import { canonicalName } from "../syntax/spelling.ts";
import type { Expression, Subscript } from "../syntax/ast.ts";
import { block } from "./blocks.ts";
import { cases } from "./conditions.ts";
import { bareFunction, callFunction } from "./functions.ts";
import { shapeLabel, type Context } from "./context.ts";
import { gradient } from "./gradient.ts";
import { guarded } from "./effort.ts";
import { norm } from "./norms.ts";
import { infix, power, transpose } from "./products.ts";
import { chain } from "./juxtapose.ts";
import { ofSquareMatrix } from "./composed/linear.ts";
import { find, namesFunction, readWord } from "./read.ts";
import { reduction } from "./reductions.ts";
import type { Entity } from "./scope.ts";
import { element, elementOf, slotLetters } from "./subscripts.ts";
import { column, isIndexData, isScalar, like, showType, type Typed } from "./typed.ts";
import { unfold } from "./unfold.ts";

/** The value of an expression, any kind of number; undefined when a mistake was reported. */
export function evaluate(ctx: Context, e: Expression): Typed | undefined {
  return guarded(ctx, e.span, () => byKind(ctx, e));
}

/** The value of an expression that computes: real numbers, no index data. */
export function real(ctx: Context, e: Expression): Typed | undefined {
  return asReal(ctx, evaluate(ctx, e));
}

export function asReal(ctx: Context, x: Typed | undefined): Typed | undefined {
  if (x === undefined || !isIndexData(x)) return x;
  ctx.report(meaning.indexDataInArithmetic(x.span, textAt(ctx.source, x.span), shapeLabel(ctx, x)));
  return undefined;
}

function byKind(ctx: Context, e: Expression): Typed | undefined {
  switch (e.kind) {
    case "number":
      return { value: ctx.c.number(e.value), row: false, literal: true, span: e.span };
    case "bracket": {
      const x = evaluate(ctx, e.inner);
      return x && { ...x, span: e.span };
    }
    case "negate":
      return negate(ctx, e);
    case "infix":
      return infixChain(ctx, e);
    case "implicit":
      return chain(ctx, e.factors);
    case "name":
    case "call":
    case "power":
    case "transpose":
    case "inverse":
    case "index":
      return operand(ctx, e);
    case "reduction":
      return reduction(ctx, e);
    case "norm":
      return norm(ctx, e);
    case "absolute": {
      const x = real(ctx, e.operand);
      if (!x) return undefined;
      if (isScalar(x)) return like(x, ctx.c.call("abs", x.value), e.span);
      ctx.report(shapes.absoluteOfTensor(textAt(ctx.source, x.span), shapeLabel(ctx, x)));
      return undefined;
    }
    case "root": {
      const x = real(ctx, e.operand);
      return x && like(x, ctx.c.call("sqrt", x.value), e.span);
    }
    case "block":
      return block(ctx, e);
    case "cases":
      return cases(ctx, e);
    case "condition":
      ctx.report(meaning.conditionAsValue(e.span));
      return undefined;
    case "partial":
    case "nabla":
      return gradient(ctx, e);
    case "solve":
      ctx.report(meaning.unsupported(e.span, "An implicit value (`argmin`, `fixpoint`)"));
      return undefined;
  }
}

/** Signs in a row are one level: a model may hold a hundred thousand. */
function negate(ctx: Context, e: Expression & { kind: "negate" }): Typed | undefined {
  let inner: Expression = e;
  let minus = false;
  while (inner.kind === "negate") {
    minus = !minus;
    inner = inner.operand;
  }
  const x = real(ctx, inner);
  if (!x) return undefined;
  return { ...x, value: minus ? ctx.c.neg(x.value) : x.value, span: e.span, ...fromOrigin(x) };
}

const fromOrigin = (x: Typed) => (x.origin ? { origin: { ...x.origin, bare: false } } : {});

function infixChain(ctx: Context, e: Expression & { kind: "infix" }): Typed | undefined {
  if (!checkReach(ctx, e)) return undefined;
  const operands = e.operands.map((o) => real(ctx, o));
  if (!checkMix(ctx, e, operands)) return undefined;
  let result = operands[0];
  for (const [i, sign] of e.signs.entries()) {
    const right = operands[i + 1];
    if (!result || !right) return undefined;
    const left: Typed = { ...result, span: joinSpans(e.operands[0]!.span, e.operands[i]!.span) };
    result = infix(ctx, sign.sign, left, right, sign.span);
  }
  return result;
}

const isSum = (e: Expression & { kind: "infix" }): boolean =>
  e.signs[0]!.sign === "+" || e.signs[0]!.sign === "-";

/** After a bare operand only + or − may follow; after `/` no product side by side. */
function checkReach(ctx: Context, e: Expression & { kind: "infix" }): boolean {
  if (isSum(e)) return true;
  for (const [i, operand] of e.operands.entries()) {
    const bare = i + 1 < e.operands.length ? bareFunctionAtEnd(ctx, operand) : undefined;
    if (bare) {
      const rest = { start: bare.operand.start, end: e.operands[i + 1]!.span.end };
      ctx.report(meaning.bareFunctionReach(e.span, ...twoReadings(ctx, bare, rest)));
      return false;
    }
    if (i > 0 && e.signs[i - 1]!.sign === "/" && !checkDivisor(ctx, e.operands[i - 1]!, operand))
      return false;
  }
  return true;
}

interface Bare {
  readonly word: Span;
  readonly operand: Span;
}

function bareFunctionAtEnd(ctx: Context, e: Expression): Bare | undefined {
  let inner = e;
  while (inner.kind === "negate") inner = inner.operand;
  if (inner.kind !== "implicit") return undefined;
  const at = inner.factors.findIndex((f) => bareFunction(ctx, f) !== undefined);
  const after = inner.factors[at + 1];
  return at < 0 || !after ? undefined : { word: inner.factors[at]!.span, operand: after.span };
}

function twoReadings(ctx: Context, { word, operand }: Bare, rest: Span): [string, string, string] {
  const text = (span: Span) => textAt(ctx.source, span).replaceAll(/\s+/g, " ");
  const f = text(word);
  const beyond = text({ start: operand.end, end: rest.end });
  return [`${f} ${text(rest)}`, `${f}(${text(operand)})${beyond}`, `${f}(${text(rest)})`];
}

/** `1/Wx` and `1/u(x + 1)` hide a product behind one word. */
function checkDivisor(ctx: Context, left: Expression, right: Expression): boolean {
  let inner = right;
  while (inner.kind === "negate") inner = inner.operand;
  if (inner.kind === "implicit") return true;
  const factors = unfold(ctx, inner);
  if (!factors || factors.length < 2) return true;
  const text = (span: Span) => textAt(ctx.source, span).replaceAll(/\s+/g, " ");
  const [first, second] = [
    factors[0]!.span,
    { start: factors[1]!.span.start, end: right.span.end },
  ];
  ctx.report(
    meaning.divisionBeforeProduct(
      joinSpans(left.span, right.span),
      `(${text(left.span)}/${text(first)}) ${text(second)}`,
      `${text(left.span)}/(${text(right.span)})`,
    ),
  );
  return false;
}

/** `*`, `·` and `/` mix among scalars only. */
function checkMix(
  ctx: Context,
  e: Expression & { kind: "infix" },
  operands: readonly (Typed | undefined)[],
): boolean {
  if (isSum(e) || e.signs.every((s) => s.sign === e.signs[0]!.sign)) return true;
  const tensor = operands.find((x) => x && !isScalar(x));
  if (!tensor) return true;
  ctx.report(
    meaning.mixedSigns(
      e.span,
      e.signs.map((s) => s.sign),
      shapeLabel(ctx, tensor),
    ),
  );
  return false;
}

/** A name, a call, or what follows one: `W₁`, `Wx_tᵀ`, `f(x)[1]`, `u (x + 1)²`. */
function operand(ctx: Context, e: Expression): Typed | undefined {
  const factors = unfold(ctx, e);
  if (!factors) return undefined;
  return factors.length > 1 ? chain(ctx, factors) : single(ctx, factors[0]!);
}

/** What `unfold` left: no hidden product inside. Postfixes are taken from the inside out. */
export function single(ctx: Context, e: Expression): Typed | undefined {
  const around: Expression[] = [];
  let base = e;
  while (true) {
    const inner = insideOf(base);
    if (!inner) break;
    around.push(base);
    base = inner;
  }
  const exponent = around.at(-1);
  if (exponent && base.kind === "name" && namesFunction(ctx, base.word, base.subscript)) {
    const sign = textAt(ctx.source, { start: base.span.end, end: exponent.span.end });
    const name = textAt(ctx.source, base.span);
    ctx.report(meaning.functionWithExponent(exponent.span, name, sign));
    return undefined;
  }
  let x: Typed | undefined;
  if (base.kind === "name") x = named(ctx, base);
  else if (base.kind === "call") x = callFunction(ctx, base);
  else x = evaluate(ctx, base);
  for (const outer of around.toReversed()) {
    if (!x) return undefined;
    x = postfix(ctx, x, outer);
  }
  return x;
}

export function insideOf(e: Expression): Expression | undefined {
  if (e.kind === "transpose" || e.kind === "inverse") return e.operand;
  return e.kind === "power" || e.kind === "index" ? e.base : undefined;
}

function postfix(ctx: Context, x: Typed, e: Expression): Typed | undefined {
  if (e.kind === "index") return element(ctx, x, e.slots, "braces", e.span);
  if (!asReal(ctx, x)) return undefined;
  if (e.kind === "transpose") return transpose(ctx, x, e.span);
  if (e.kind === "inverse") {
    if (isScalar(x)) return like(x, ctx.c.div(ctx.c.number(1), x.value), e.span);
    return ofSquareMatrix(ctx, "inv", x, e.span);
  }
  if (e.kind !== "power") return undefined;
  if (isTransposeSign(ctx, e.exponent) && !e.elementwise) return transpose(ctx, x, e.span);
  const p = real(ctx, e.exponent);
  return p && power(ctx, x, p, e.elementwise, e.span);
}

/** `A^T` where no T is declared. */
const isTransposeSign = (ctx: Context, e: Expression): boolean =>
  e.kind === "name" &&
  !e.subscript &&
  e.word.text === "T" &&
  find(ctx, canonicalName("T")) === undefined;

function named(ctx: Context, e: Expression & { kind: "name" }): Typed | undefined {
  const reading = readWord(ctx, e.word, e.subscript);
  if (!reading) return undefined;
  switch (reading.kind) {
    case "constant":
      return column(ctx.c.number(reading.value), e.span);
    case "builtin":
      ctx.report(names.functionAsValue(e.span, e.word.text));
      return undefined;
    case "letters":
      return chain(ctx, reading.factors);
    case "entity":
      return entityValue(ctx, e, reading.entity, reading.subscript);
  }
}

function entityValue(
  ctx: Context,
  e: Expression & { kind: "name" },
  entity: Entity,
  subscript: Subscript | undefined,
): Typed | undefined {
  const { is } = entity;
  switch (is.kind) {
    case "failed":
      return undefined;
    case "dim":
      if (!subscript) return column(ctx.c.size(is.dim), e.span);
      ctx.report(
        shapes.tooManySubscripts(e.span, 0, subscript.slots.length, {
          span: entity.span,
          text: "a dim",
        }),
      );
      return undefined;
    case "axis":
      if (!subscript && is.axis.kind !== "batch") return column(ctx.c.ordinal(is.axis), e.span);
      if (!subscript) {
        ctx.report(
          meaning.unsupported(e.span, `The ${is.axis.kind} \`${entity.name}\` as a number`),
        );
        return undefined;
      }
      ctx.report(
        shapes.tooManySubscripts(e.span, 0, subscript.slots.length, {
          span: entity.span,
          text: "an index",
        }),
      );
      return undefined;
    case "member":
      if (subscript) return is.read(ctx, subscript.slots.flatMap(slotLetters(ctx)), e.span);
      ctx.report(wrong.sequenceInsideItself(e.span, entity.name, is.seq, entity.span));
      return undefined;
    case "function":
      ctx.report(names.functionAsValue(e.span, entity.name));
      return undefined;
    case "value": {
      const { typed } = is;
      const how = is.role === "definition" || is.role === "parameter" ? "defined" : "declared";
      const type = showType(typed.value.shape, typed.row, typed.value.node.of);
      const origin =
        is.role === "parameter" && typed.origin
          ? { ...typed.origin, bare: false }
          : ({ name: entity.name, span: entity.span, type, how, bare: true } as const);
      const x: Typed = { ...typed, span: subscript ? e.word.span : e.span, origin };
      return subscript ? elementOf(ctx, x, is, subscript, e.span) : x;
    }
  }
}
