/** @file Reading a word: the declared name, a built-in, or a product of letters. Rules 1 to 5 of "Names and words". */
import * as names from "../diagnostics/catalogue/names.ts";
import * as incomplete from "../diagnostics/catalogue/recurrences.ts";
import type { Span } from "../diagnostics/source.ts";
import type { Expression, Subscript, Word } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { constantNamed, isFunction } from "./builtins.ts";
import type { Context } from "./context.ts";
import { cut, unicodeSubscript, type Entity } from "./scope.ts";
import { unknown } from "./unknown.ts";

export type Reading =
  | { readonly kind: "entity"; readonly entity: Entity; readonly subscript: Subscript | undefined }
  | {
      readonly kind: "builtin";
      readonly canonical: string;
      readonly subscript: Subscript | undefined;
    }
  | { readonly kind: "constant"; readonly value: number }
  /** The letters of a word side by side; the subscript stands at the last. */
  | { readonly kind: "letters"; readonly factors: readonly Expression[] };

/** Undefined when the word means nothing; that is reported. */
export function readWord(
  ctx: Context,
  word: Word,
  subscript: Subscript | undefined,
): Reading | undefined {
  return (
    exact(ctx, word, subscript) ?? letters(ctx, word, subscript) ?? unknown(ctx, word, subscript)
  );
}

/** Whether a word names a function. Says nothing when the word is unknown. */
export function namesFunction(ctx: Context, word: Word, subscript: Subscript | undefined): boolean {
  const reading = exact(ctx, word, subscript);
  return (
    reading?.kind === "builtin" ||
    (reading?.kind === "entity" && reading.entity.is.kind === "function")
  );
}

export const find = (ctx: Context, canonical: string): Entity | undefined =>
  ctx.locals.get(canonical) ?? ctx.scope.find(canonical, ctx.limit);

function exact(ctx: Context, word: Word, subscript: Subscript | undefined): Reading | undefined {
  const whole = subscript && find(ctx, canonicalName(word.text, subscript));
  if (whole) return meant(ctx, word, whole, undefined);
  const canonical = canonicalName(word.text);
  const entity = find(ctx, canonical);
  if (entity) return meant(ctx, word, entity, subscript);
  // `leaky_relu`, `log_softmax`: built-in names with a `_` read as a word with a subscript.
  const joint = subscript && canonicalName(word.text, subscript);
  if (joint !== undefined && isFunction(joint))
    return { kind: "builtin", canonical: joint, subscript: undefined };
  const indexed = subscript && indexedBuiltin(word, subscript);
  if (indexed) return indexed;
  const value = constantNamed(canonical);
  if (value !== undefined && !subscript) return { kind: "constant", value };
  if (isFunction(canonical)) return { kind: "builtin", canonical, subscript };
  const split = subscript ? undefined : unicodeSubscript(word);
  const base = split && find(ctx, canonicalName(split.word.text));
  return base && meant(ctx, word, base, split.subscript);
}

/** `log_softmax_j`: a built-in name with a `_`, then an index. */
function indexedBuiltin(word: Word, subscript: Subscript): Reading | undefined {
  const [slot, ...others] = subscript.slots;
  if (slot?.kind !== "name" || slot.subscript || others.length > 0) return undefined;
  const cutAt = slot.word.text.lastIndexOf("_");
  if (cutAt < 1) return undefined;
  const name = (from: number, to: number): Subscript => {
    const span = { start: slot.span.start + from, end: slot.span.start + to };
    const own: Word = { text: slot.word.text.slice(from, to), span };
    return { ...subscript, slots: [{ kind: "name", word: own, span }] };
  };
  const canonical = canonicalName(word.text, name(0, cutAt));
  if (!isFunction(canonical)) return undefined;
  return { kind: "builtin", canonical, subscript: name(cutAt + 1, slot.word.text.length) };
}

function meant(
  ctx: Context,
  word: Word,
  entity: Entity,
  subscript: Subscript | undefined,
): Reading {
  ctx.scope.use(entity);
  if (!subscript && entity.is.kind === "value") {
    // `lambda` is a letter.
    const isLetter = /^\p{L}\p{M}*(?:$|[^\p{L}])/u.test(canonicalName(word.text));
    const pieces = isLetter ? undefined : cut(word);
    // Nobody writes a product of a letter with itself as `ll`.
    const isProduct = pieces?.some((p) => p.text !== pieces[0]!.text);
    if (isProduct && pieces?.every((p) => isValue(pieceMeaning(ctx, p, undefined))))
      ctx.report(
        names.alsoCut(
          word.span,
          word.text,
          pieces.map((p) => p.text),
          entity.span,
        ),
      );
  }
  return { kind: "entity", entity, subscript };
}

export const isValue = (entity: Entity | undefined): boolean =>
  entity !== undefined && entity.is.kind !== "function";

/** What one letter of a cut word means: nothing that is not declared. */
export function pieceMeaning(
  ctx: Context,
  piece: Word,
  subscript: Subscript | undefined,
): Entity | undefined {
  const whole = subscript && find(ctx, canonicalName(piece.text, subscript));
  const split = unicodeSubscript(piece);
  return (
    whole ??
    find(ctx, canonicalName(piece.text)) ??
    (split && find(ctx, canonicalName(split.word.text)))
  );
}

function letters(ctx: Context, word: Word, subscript: Subscript | undefined): Reading | undefined {
  const pieces = cut(word);
  if (!pieces) return undefined;
  const last = pieces.length - 1;
  const meanings = pieces.map((p, i) => pieceMeaning(ctx, p, i === last ? subscript : undefined));
  if (!meanings.every(isValue)) return undefined;
  if (pieces.length > 2)
    ctx.report(
      names.longCut(
        word.span,
        word.text,
        pieces.map((p) => p.text),
      ),
    );
  const factors = pieces.map((p, i): Expression => ({
    kind: "name",
    word: p,
    ...(i === last && subscript ? { subscript } : {}),
    span: i === last && subscript ? { start: p.span.start, end: subscript.span.end } : p.span,
  }));
  return { kind: "letters", factors };
}

/** Whether a letter stands for an index that nothing in the file declares. */
export function isOpenIndex(ctx: Context, { text }: Word): boolean {
  const canonical = canonicalName(text);
  const isLetter = /^\p{L}\p{M}*$/u.test(text);
  return isLetter && !find(ctx, canonical) && ctx.outlook.placeOf(canonical) === undefined;
}

/** A name that the file declares, but not above. A declaration above was refused, and that was said. */
export function notYet(ctx: Context, canonical: string, name: string, span: Span): void {
  const cycle = ctx.outlook.cycleOf(canonical);
  const place = ctx.outlook.placeOf(canonical)!;
  const group = ctx.outlook.recurrenceNamed(canonical);
  if (group) {
    if (group.last.span.start >= span.start)
      ctx.report(incomplete.recurrenceIncomplete(span, name, group.last.span));
    return;
  }
  if (cycle === "told") return;
  if (cycle) ctx.report(names.definitionCycle(span, cycle));
  else if (place.start > span.start) ctx.report(names.declaredBelow(span, name, place));
}
