/** @file A word that means nothing: what may be meant by it. */
import * as names from "../diagnostics/catalogue/names.ts";
import { elsewhere, type Elsewhere } from "../diagnostics/elsewhere.ts";
import { nearest } from "../diagnostics/nearest.ts";
import type { Subscript, Word } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { builtinNames, isFunction } from "./builtins.ts";
import type { Context } from "./context.ts";
import { find, isValue, namesFunction, notYet, pieceMeaning } from "./read.ts";
import { cut, spell } from "./scope.ts";

/** Suggestions cost a look at every name: the first mistakes get them. */
const SUGGEST = 50;

/** Reports a word that means nothing, with what may be meant. */
export function unknown(ctx: Context, word: Word, subscript: Subscript | undefined): undefined {
  const { name, canonical } = spell({ word, subscript });
  const base = canonicalName(word.text);
  const span = { start: word.span.start, end: (subscript ?? word).span.end };
  const below = [canonical, base].find((n) => ctx.outlook.placeOf(n) !== undefined);
  if (below !== undefined) {
    notYet(ctx, below, below === base ? word.text : name, span);
    return undefined;
  }
  if (wasRefused(ctx, base)) return undefined;
  const open = subscript && undeclaredIndex(ctx, subscript);
  if (open) {
    ctx.report(names.unknownIndex(open.span, open.text));
    return undefined;
  }
  const pieces = cut(word) ?? [];
  const declared = pieces.filter((p) => isValue(pieceMeaning(ctx, p, undefined)));
  const missing = pieces.filter((p) => !declared.includes(p));
  const isEarly = ctx.effort.names++ < SUGGEST;
  const twins = isEarly ? twinsOf(ctx, name) : [];
  const near = twins.length > 0 || !isEarly ? twins : nearest(name, candidates(ctx));
  const apart = isEarly && !subscript ? partsOf(ctx, word.text) : undefined;
  ctx.report(
    names.unknownName(
      span,
      name,
      declared.map((p) => p.text),
      declared.length > 0 ? missing.map((p) => p.text) : [],
      missing.filter((p) => namesFunction(ctx, p, undefined)).map((p) => p.text),
      near,
      apart ?? elsewhere(name, (other) => isFunction(canonicalName(other))),
    ),
  );
  return undefined;
}

/** Names that differ in the case of letters only. */
const twinsOf = (ctx: Context, name: string): readonly string[] => [
  ...new Set(candidates(ctx).filter((c) => c !== name && c.toLowerCase() === name.toLowerCase())),
];

/** `logx` and `weightsdata`: what is declared or built in, and a declared name, without a space. */
function partsOf(ctx: Context, text: string): Elsewhere | undefined {
  for (let at = text.length - 1; at > 1; at--) {
    const [left, right] = [text.slice(0, at), text.slice(at)];
    const isKnown = find(ctx, canonicalName(left)) ?? isFunction(canonicalName(left));
    const other = find(ctx, canonicalName(right));
    if (isKnown && other?.is.kind === "value")
      return { name: `${left} ${right}`, help: `Write a space: \`${left} ${right}\`.` };
  }
  return undefined;
}

/** Whether a family of that name was refused: `z_i = …` where nothing says what i is. */
const wasRefused = (ctx: Context, base: string): boolean =>
  ctx.scope.entities.some(
    ({ is, name }) => is.kind === "failed" && canonicalName(name.split("_")[0]!) === base,
  );

/** The t of `h_{t-1}` where nothing declares t. */
function undeclaredIndex(ctx: Context, { slots }: Subscript): Word | undefined {
  for (const slot of slots) {
    if (slot.kind !== "infix") continue;
    const name = slot.operands.find((e) => e.kind === "name");
    if (name && !find(ctx, canonicalName(name.word.text, name.subscript))) return name.word;
  }
  return undefined;
}

const candidates = (ctx: Context): readonly string[] => [
  ...[...ctx.locals.values()].map((e) => e.name),
  ...ctx.scope.entities.map((e) => e.name),
  ...builtinNames,
];
