/** @file Definitions. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import type { Named } from "../graph/plan.ts";
import { sameShape, type Axis } from "../graph/type.ts";
import type { Expression, Statement, Target, Type } from "../syntax/ast.ts";
import { closeFamily, headOf, openIndices, type Head } from "./axes.ts";
import { shapeLabel, type Context } from "./context.ts";
import { evaluate } from "./expressions.ts";
import { asWritten } from "./products.ts";
import { spell, type Entity } from "./scope.ts";
import { column, isRow, showType, typeOf, type Typed } from "./typed.ts";
import { typeWritten } from "./types.ts";

/** Of several names at once only those are left that are no results of a call: `several.ts` has said so. */
export function define(
  ctx: Context,
  s: Statement & { kind: "define" },
  definitions: Named[],
): void {
  const [first, ...more] = s.targets;
  if (more.length > 0) {
    for (const { target } of s.targets)
      ctx.scope.declare(headOf(ctx, target).spelling, target.span, { kind: "failed" }, ctx.report);
    return;
  }
  const made = defineName(ctx, first!.target, s.value, first!.type ? { type: first!.type } : {});
  if (made) definitions.push(made.named);
}

export interface Manner {
  readonly type?: Type;
  /** Axes that it may depend on beside its own: of recurrences in whose steps it stands, of the arguments of a call. */
  readonly running?: readonly Axis[];
  /** The name cannot become a family: a loss. */
  readonly alone?: boolean;
}

/** Defines a name; undefined where it failed: then it is known, and silent. */
export function defineName(
  ctx: Context,
  target: Target,
  e: Expression,
  manner: Manner = {},
): { readonly named: Named; readonly typed: Typed; readonly entity: Entity } | undefined {
  const head = headOf(ctx, target);
  const { name, key } = spell(head.spelling);
  const typed = definedValue(ctx, target, head, e, name, key, manner);
  const entity = ctx.scope.declare(
    head.spelling,
    target.span,
    typed ? { kind: "value", role: "definition", typed, family: head.family } : { kind: "failed" },
    ctx.report,
  );
  if (!typed || !entity) return undefined;
  return { named: { name, key, value: typed.value, span: target.span }, typed, entity };
}

export function definedValue(
  ctx: Context,
  target: Target,
  head: Head,
  e: Expression,
  name: string,
  key: string,
  manner: Manner,
): Typed | undefined {
  return definedAs(ctx, target, head, evaluate(ctx, e), { ...manner, name, key });
}

/** A value under its name, with the indices of its family closed. */
export function definedAs(
  ctx: Context,
  target: Target,
  head: Head,
  x: Typed | undefined,
  {
    name,
    key,
    type,
    alone,
    running = [],
  }: Manner & { readonly name: string; readonly key: string },
): Typed | undefined {
  if (x && type && !checkType(ctx, x, type)) return undefined;
  if (!x) return undefined;
  const open = openIndices(x.value, [...head.family, ...running]).map((a) => a.name);
  if (open.length > 0) {
    const all = [...head.family.map((a) => a.name), ...open];
    const family = `${head.spelling.word.text}_${all.length > 1 ? `{${all.join(",")}}` : all[0]!}`;
    ctx.report(meaning.indexLeftOpen(target.span, name, open, alone ? undefined : family));
    return undefined;
  }
  const inner = head.family.length > 0 && isRow(x) ? column(asWritten(ctx, x), x.span) : x;
  const value = ctx.c.named(name, key, closeFamily(ctx, inner.value, head.family));
  return { value, row: inner.row, literal: false, span: target.span };
}

function checkType(ctx: Context, x: Typed, type: Type): boolean {
  const written = typeWritten(ctx, type);
  if (!written) return false;
  if (sameShape(written.shape, x.value.shape) && !x.row && written.is === "real") return true;
  const shown = showType(written.shape, false, written.of);
  ctx.report(shapes.definedOfOtherType(typeOf(x), shown, type.span, shapeLabel(ctx, x)));
  return false;
}
