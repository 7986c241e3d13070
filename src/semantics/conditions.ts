/** @file Conditions: comparisons entry by entry, `and`, `or`, `not`; and what is chosen by them. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import { joinSpans, textAt, type Span } from "../diagnostics/source.ts";
import type { Value } from "../graph/node.ts";
import { sameShape } from "../graph/type.ts";
import type { Condition, Expression, RelationSign } from "../syntax/ast.ts";
import { shapeLabel, type Context } from "./context.ts";
import { evaluate, real } from "./expressions.ts";
import { guardsOf } from "./guards.ts";
import { derived, isScalar, typeOf, type Typed } from "./typed.ts";

/** The truth of a condition: one, or one for each entry. Index data may be compared. */
export function truth(ctx: Context, c: Condition): Typed | undefined {
  switch (c.kind) {
    case "relation":
      return relation(ctx, c);
    case "not": {
      const x = truth(ctx, c.operand);
      return x && { ...x, value: ctx.c.call("not", x.value), span: c.span };
    }
    case "and":
    case "or": {
      const operands = c.operands.map((o) => truth(ctx, o));
      return operands.every((o) => o !== undefined)
        ? joined(ctx, c.kind, operands, c.span)
        : undefined;
    }
  }
}

/** `0 < x ≤ 1` is `0 < x and x ≤ 1`. */
function relation(ctx: Context, c: Condition & { kind: "relation" }): Typed | undefined {
  if (c.signs.length === 0) {
    const number = evaluate(ctx, c.operands[0]!);
    if (number) ctx.report(meaning.notACondition(c.span, textAt(ctx.source, c.span)));
    return undefined;
  }
  const operands = c.operands.map((o) => evaluate(ctx, o));
  if (!operands.every((o) => o !== undefined)) return undefined;
  const links = c.signs.map((sign, i) => comparison(ctx, sign, operands[i]!, operands[i + 1]!));
  return links.every((t) => t !== undefined) ? joined(ctx, "and", links, c.span) : undefined;
}

function comparison(ctx: Context, sign: RelationSign, a: Typed, b: Typed): Typed | undefined {
  const leader = common(ctx, sign, a, b);
  if (!leader) return undefined;
  const { row } = leader;
  const value = HOLDS[sign](ctx.c, a.value, b.value);
  return { value, row, literal: false, span: joinSpans(a.span, b.span), ...derived(leader) };
}

const HOLDS: Readonly<Record<RelationSign, (c: Context["c"], a: Value, b: Value) => Value>> = {
  "<": (c, a, b) => c.call("less", a, b),
  "≤": (c, a, b) => c.call("lessEqual", a, b),
  ">": (c, a, b) => c.call("less", b, a),
  "≥": (c, a, b) => c.call("lessEqual", b, a),
  "=": (c, a, b) => c.call("equal", a, b),
  "≠": (c, a, b) => c.call("not", c.call("equal", a, b)),
};

function joined(
  ctx: Context,
  sign: "and" | "or",
  all: readonly Typed[],
  span: Span,
): Typed | undefined {
  let [result] = all as readonly [Typed, ...Typed[]];
  for (const next of all.slice(1)) {
    const leader = common(ctx, sign, result, next);
    if (!leader) return undefined;
    result = { ...leader, value: ctx.c.call(sign, result.value, next.value) };
  }
  return { ...result, span };
}

/** Of two of one shape, or a number and any: the one whose shape the result has. */
function common(ctx: Context, sign: string, a: Typed, b: Typed): Typed | undefined {
  if (isScalar(b)) return a;
  if (isScalar(a)) return b;
  if (isLike(a, b)) return a;
  ctx.report(
    shapes.shapeMismatch(sign, typeOf(a), typeOf(b), [shapeLabel(ctx, a), shapeLabel(ctx, b)]),
  );
  return undefined;
}

const isLike = (a: Typed, b: Typed): boolean =>
  sameShape(a.value.shape, b.value.shape) && a.row === b.row;

/** A value where its truth holds, and where none before it does. */
export interface Branch {
  readonly value: Typed;
  readonly truth: Typed;
}

/**
 * The first branch that holds, else `otherwise`. Values have one shape, numbers without a name stand for a tensor of it; a
 * single truth chooses the whole.
 */
export function choose(
  ctx: Context,
  name: string,
  branches: readonly Branch[],
  otherwise: Typed,
  span: Span,
): Typed | undefined {
  const values = [...branches.map((b) => b.value), otherwise];
  const truths = branches.map((b) => b.truth);
  const leader =
    values.find((x) => !isScalar(x)) ??
    (values.every((x) => isConstant(x.value)) ? truths.find((x) => !isScalar(x)) : undefined) ??
    values[0]!;
  const misfit =
    values.find((x) => !isLike(x, leader) && !(isScalar(x) && isConstant(x.value))) ??
    truths.find((x) => !isLike(x, leader) && !isScalar(x));
  if (misfit) {
    const [first, second] =
      misfit.span.start < leader.span.start ? [misfit, leader] : [leader, misfit];
    ctx.report(
      shapes.argumentsDiffer(name, typeOf(first), typeOf(second), [
        shapeLabel(ctx, first),
        shapeLabel(ctx, second),
      ]),
    );
    return undefined;
  }
  const { shape } = leader.value;
  const value = branches.reduceRight(
    (rest, b) => ctx.c.call("select", ctx.c.broadcast(b.truth.value, shape), b.value.value, rest),
    ctx.c.broadcast(otherwise.value, shape),
  );
  return { value, row: leader.row, literal: false, span, ...derived(leader) };
}

/** Written with numbers alone: `-∞`, `2π`. */
function isConstant({ node }: Value): boolean {
  if (node.inputs.length === 0) return typeof node.attributes["value"] === "number";
  return node.op.elementwise === true && node.inputs.every(isConstant);
}

/** `{ x if x > 0; -x otherwise }`. */
export function cases(ctx: Context, e: Expression & { kind: "cases" }): Typed | undefined {
  const last = e.cases.at(-1)!;
  const early = e.cases.slice(0, -1).find((one) => !one.condition);
  if (last.condition || early) {
    ctx.report(meaning.casesWithoutOtherwise((early ?? last).value.span));
    return undefined;
  }
  const truths = e.cases.slice(0, -1).map((one) => truth(ctx, one.condition!));
  const values = e.cases.map((one, i) => {
    const before = e.cases.slice(0, i).flatMap((b) => guardsOf(ctx, b.condition!, false));
    const own = one.condition ? guardsOf(ctx, one.condition) : [];
    return real({ ...ctx, guards: [...(ctx.guards ?? []), ...before, ...own] }, one.value);
  });
  if (!truths.every((t) => t !== undefined) || !values.every((x) => x !== undefined))
    return undefined;
  const branches = truths.map((t, i) => ({ value: values[i]!, truth: t }));
  return choose(ctx, "{", branches, values.at(-1)!, e.span);
}
