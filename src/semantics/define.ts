/** @file Definitions and one-line functions. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import type { Named } from "../graph/plan.ts";
import { sameShape, type Axis } from "../graph/type.ts";
import type { Expression, Statement, Target, Type } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { closeFamily, headOf, openIndices, type Head } from "./axes.ts";
import { shapeLabel, type Context } from "./context.ts";
import { evaluate } from "./expressions.ts";
import { checkBody } from "./functions.ts";
import { asWritten } from "./products.ts";
import { spell, type Entity } from "./scope.ts";
import { column, isRow, showType, typeOf, type Typed } from "./typed.ts";
import { typeWritten } from "./types.ts";
import { expressionsIn } from "./walk.ts";

export function define(
  ctx: Context,
  s: Statement & { kind: "define" },
  definitions: Named[],
): void {
  const [first, ...more] = s.targets;
  if (more.length > 0) {
    ctx.report(meaning.unsupported(s.span, "A definition of several names at once"));
    for (const { target } of s.targets) {
      const { spelling } = headOf(ctx, target);
      ctx.scope.declare(spelling, target.span, { kind: "failed" }, ctx.report);
    }
    return;
  }
  const made = defineName(ctx, first!.target, s.value, first!.type ? { type: first!.type } : {});
  if (made) definitions.push(made.named);
}

export interface Manner {
  readonly type?: Type;
  /** Axes of recurrences in whose steps it stands. */
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
  { type, alone, running = [] }: Manner,
): Typed | undefined {
  const x = evaluate(ctx, e);
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

/** `f(z) = tanh(z)`. */
export function defineFunction(ctx: Context, s: Statement & { kind: "function" }): void {
  const canonical = canonicalName(s.name.text);
  const mentioned = [...expressionsIn(s.value)];
  const itself = mentioned.find(
    (e) => (e.kind === "name" || e.kind === "call") && canonicalName(e.word.text) === canonical,
  );
  const isLocal = s.parameters.some((p) => canonicalName(p.text) === canonical);
  let known = true;
  if (itself && !isLocal && !ctx.scope.find(canonical, ctx.limit)) {
    ctx.report(meaning.recursiveFunction(itself.span, s.name.text, s.name.span));
    known = false;
  } else known = checkBody(ctx, s.parameters, mentioned);
  ctx.scope.declare(
    { word: s.name },
    s.name.span,
    known ? { kind: "function", parameters: s.parameters, body: s.value } : { kind: "failed" },
    ctx.report,
  );
}
