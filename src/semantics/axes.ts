/** @file Indices and batches, and families over indices: their declaration, closing and opening of their axes. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import { dimNumber, dimSymbol, dimValue, showDim, type Dim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import { hasAxis, type Axis } from "../graph/type.ts";
import type { Expression, Range, Statement, Subscript, Target, Word } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import type { Context } from "./context.ts";
import { declareDim, dimExpression, LARGEST, sizeExpression, symbolOf } from "./dims.ts";
import { find } from "./read.ts";
import { cut, unicodeSubscript, type Spelling } from "./scope.ts";
import { extentOfRange } from "./subscripts.ts";

/** `index i, j : n`, `batch n : N`. */
export function declareAxes(ctx: Context, s: Statement & { kind: "axis" }): void {
  if (s.until) ctx.report(meaning.unsupported(s.until.span, "`until`"));
  if (s.checkpoint) ctx.report(meaning.unsupported(s.checkpoint.span, "`checkpoint`"));
  if (s.role === "batch") declareBatchSize(ctx, s.range.to);
  const range = rangeOf(ctx, s.range);
  for (const name of s.names) {
    if (!range) {
      fail(ctx, name);
      continue;
    }
    const axis: Axis = {
      key: canonicalName(name.text) + ctx.mark,
      name: name.text,
      extent: range.extent,
      kind: s.role,
      base: range.from,
    };
    ctx.scope.declare({ word: name }, name.span, { kind: "axis", axis }, ctx.report);
  }
}

const fail = (ctx: Context, name: Word): void =>
  void ctx.scope.declare({ word: name }, name.span, { kind: "failed" }, ctx.report);

/** `batch n : N` declares N if no dim has that name. */
function declareBatchSize(ctx: Context, to: Expression): void {
  if (to.kind !== "name" || to.subscript || find(ctx, canonicalName(to.word.text))) return;
  declareDim(ctx, to.word, dimSymbol(symbolOf(to.word)));
}

/** `5`, `0..V-1`: bounds and extent, whole and not empty. */
export function rangeOf(
  ctx: Context,
  range: Range,
): { readonly from: Dim; readonly to: Dim; readonly extent: Dim } | undefined {
  if (!range.from) {
    const to = sizeExpression(ctx, range.to);
    return to && { from: dimNumber(1), to, extent: to };
  }
  const from = dimExpression(ctx, range.from);
  const to = dimExpression(ctx, range.to);
  if (!from || !to) return undefined;
  const first = dimValue(from);
  if (first !== 0 && first !== 1) {
    ctx.report(meaning.unsupported(range.span, "A range that starts elsewhere than at 0 or 1"));
    return undefined;
  }
  const extent = extentOfRange(from, to);
  const count = dimValue(extent);
  if (count === undefined || (Number.isInteger(count) && count >= 1 && count <= LARGEST))
    return { from, to, extent };
  ctx.report(shapes.emptyRange(range.span, showDim(from), showDim(to)));
  return undefined;
}

/** A declared or defined name: its spelling, and the axes of its family where its subscript says indices alone. */
export interface Head {
  readonly spelling: Spelling;
  readonly family: readonly Axis[];
}

export function headOf(ctx: Context, target: Target): Head {
  const split = target.subscript ? undefined : unicodeSubscript(target.name);
  const word = split?.word ?? target.name;
  const subscript = target.subscript ?? split?.subscript;
  if (!subscript) return { spelling: { word: target.name }, family: [] };
  const parts = subscriptWords(ctx, subscript);
  const entities = parts?.map((p) => find(ctx, canonicalName(p.text)));
  const family = entities?.flatMap((e) =>
    e?.is.kind === "axis" && e.is.axis.kind !== "batch" ? [e.is.axis] : [],
  );
  if (family && family.length === parts!.length) {
    for (const e of entities!) ctx.scope.use(e!);
    return { spelling: { word }, family };
  }
  const spelling = { word: target.name, subscript: target.subscript };
  return { spelling, family: [] };
}

/** The names in a subscript, cut into letters where the whole is not declared; undefined where a slot is no name. */
function subscriptWords(ctx: Context, subscript: Subscript): readonly Word[] | undefined {
  const words: Word[] = [];
  for (const slot of subscript.slots) {
    if (slot.kind !== "name" || slot.subscript) return undefined;
    const known = find(ctx, canonicalName(slot.word.text)) !== undefined;
    const pieces = known ? undefined : cut(slot.word);
    const isEach = pieces?.every((p) => find(ctx, canonicalName(p.text)));
    words.push(...(isEach ? pieces! : [slot.word]));
  }
  return words;
}

/** The axes of a family in front, in the order in which they are written. */
export function closeFamily({ c }: Context, x: Value, family: readonly Axis[]): Value {
  return family.reduceRight((value, axis) => c.close(value, 0, axis), x);
}

/** Indices that a value still depends on and that are not the family's. */
export const openIndices = (x: Value, family: readonly Axis[]): readonly Axis[] =>
  x.node.free.filter((a) => a.kind !== "batch" && !hasAxis(family, a));
