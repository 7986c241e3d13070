/** @file Functions where they are defined: the names of their bodies, looked up once, also if nobody calls them. */
import { hidesOuter, unusedLocal } from "../diagnostics/catalogue/functions.ts";
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as names from "../diagnostics/catalogue/names.ts";
import type { Expression, Statement, Subscript, Target, Word } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { headOf } from "./axes.ts";
import { builtinKind, isFunction } from "./builtins.ts";
import type { Context } from "./context.ts";
import { wrtIn } from "./outlook.ts";
import { readWord } from "./read.ts";
import { cut, localEntity, spell, unicodeSubscript, type Entity, type Local } from "./scope.ts";
import { expressionsIn } from "./walk.ts";

type OneLine = Statement & { kind: "function" };
type Block = Statement & { kind: "block-function" };

/** `f(z) = tanh(z)`, `function f(z) … end`. */
export function defineFunction(ctx: Context, s: OneLine | Block): void {
  const body = s.kind === "function" ? [] : s.body.flatMap(localsOf);
  const results = s.kind === "function" ? [s.value] : s.results;
  const isWhole = s.kind === "function" || s.body.every((b) => namesOf(b) === 1);
  const isKnown = isWhole && results.length > 0 && isOther(ctx, s, body, results);
  const known = isKnown && checkBody(ctx, s.parameters, body, results);
  ctx.scope.declare(
    { word: s.name },
    s.name.span,
    known
      ? {
          kind: "function",
          parameters: s.parameters,
          body,
          results,
          binds: bindsOf(body, results),
          wrt: new Set([...body.map((b) => b.value), ...results].flatMap(wrtIn)),
          home: { scope: ctx.scope, outlook: ctx.outlook, limit: ctx.scope.entities.length },
          expansions: new Map(),
        }
      : { kind: "failed" },
    ctx.report,
  );
}

const localsOf = (s: Statement): readonly Local[] =>
  s.kind === "define" ? s.targets.map((t) => ({ ...t, value: s.value })) : [];

const namesOf = (s: Statement): number => (s.kind === "define" ? s.targets.length : 0);

/** Whether the function mentions another, not itself. */
function isOther(
  ctx: Context,
  { name, parameters }: OneLine | Block,
  body: readonly Local[],
  results: readonly Expression[],
): boolean {
  const canonical = canonicalName(name.text);
  const hidden = [
    ...parameters.map((p) => canonicalName(p.text)),
    ...body.map((b) => headOf(ctx, b.target).spelling).map((h) => spell(h).canonical),
  ];
  if (hidden.includes(canonical) || ctx.scope.find(canonical, ctx.limit)) return true;
  const all = [...body.map((b) => b.value), ...results].flatMap((e) => [...expressionsIn(e)]);
  const itself = all.find(
    (e) => (e.kind === "name" || e.kind === "call") && canonicalName(e.word.text) === canonical,
  );
  if (itself) ctx.report(meaning.recursiveFunction(itself.span, name.text, name.span));
  return itself === undefined;
}

/** Line by line: a line sees the parameters and the lines above it. */
function checkBody(
  ctx: Context,
  parameters: readonly Word[],
  body: readonly Local[],
  results: readonly Expression[],
): boolean {
  const locals = new Map<string, Entity>();
  const inside: Context = { ...ctx, locals };
  let known = true;
  const declare = (name: string, canonical: string, at: Word): void => {
    const before = locals.get(canonical);
    if (before) {
      ctx.report(names.declaredTwice(at.span, name, before.span));
      known = false;
      return;
    }
    const kind = builtinKind(canonical);
    if (kind) ctx.report(names.shadowsBuiltin(at.span, name, kind));
    locals.set(canonical, localEntity(name, at.span, { kind: "failed" }));
  };
  const check = (e: Expression): void => {
    if (!checkNames(inside, e)) known = false;
  };
  for (const p of parameters) declare(p.text, canonicalName(p.text), p);
  for (const { target, value } of body) {
    check(value);
    const { name, canonical } = spell(headOf(inside, target).spelling);
    const outer = locals.has(canonical) ? undefined : ctx.scope.find(canonical, ctx.limit);
    if (outer && outer.is.kind !== "failed") ctx.report(hidesOuter(target.span, name, outer.span));
    declare(name, canonical, { text: name, span: target.span });
  }
  for (const e of results) check(e);
  checkUsed(ctx, body, results);
  return known;
}

/** Whether all names of an expression are known. */
function checkNames(ctx: Context, root: Expression): boolean {
  let known = true;
  const locals = new Map(ctx.locals);
  const inside = { ...ctx, locals };
  /** Parts of names: the i of `W_i`, where that is one name. */
  const parts = new Set<Expression>();
  for (const e of expressionsIn(root)) {
    if (e.kind === "reduction")
      for (const b of e.over)
        if (b.from)
          locals.set(
            canonicalName(b.name.text),
            localEntity(b.name.text, b.name.span, { kind: "failed" }),
          );
    if (e.kind !== "name" && e.kind !== "call") continue;
    const reading = parts.has(e) ? undefined : readWord(inside, e.word, e.subscript);
    if (!reading && !parts.has(e)) known = false;
    if (!reading || !("subscript" in reading) || !reading.subscript)
      for (const slot of e.subscript?.slots ?? []) if (slot.kind !== "whole") parts.add(slot);
  }
  return known;
}

/** A line that no line below it reads. One of several results may stay unread. */
function checkUsed(ctx: Context, body: readonly Local[], results: readonly Expression[]): void {
  const spelled = body.map(({ target }) => spell(headOf(ctx, target).spelling));
  const mentions = [...body.map((b) => b.value), ...results].map((e) => mentionedIn(e));
  const isRead = (i: number): boolean =>
    mentions.slice(i + 1).some((words) => words.has(spelled[i]!.canonical));
  for (const [i, { target, value }] of body.entries())
    if (!body.some((other, k) => isSibling(other.value, value) && isRead(k)))
      ctx.report(unusedLocal(target.span, spelled[i]!.name));
}

/** Whether two definitions take results of one call. */
export const isSibling = (a: Expression, b: Expression): boolean =>
  a === b ||
  (a.kind === "call" && b.kind === "call" && a.result !== undefined && a.span === b.span);

/** The names that words of an expression may mean: whole, without their subscript, and cut. */
function mentionedIn(root: Expression): ReadonlySet<string> {
  const found = new Set<string>(wrtIn(root));
  for (const e of expressionsIn(root)) {
    if (e.kind !== "name" && e.kind !== "call") continue;
    const split = unicodeSubscript(e.word);
    for (const word of [e.word, ...(split ? [split.word] : []), ...(cut(e.word) ?? [])]) {
      found.add(canonicalName(word.text));
      const base = unicodeSubscript(word)?.word;
      if (base) found.add(canonicalName(base.text));
      if (e.subscript) found.add(canonicalName(word.text, e.subscript));
    }
  }
  return found;
}

/** Words below `Σ`, `softmax` and local families, whole and cut: those of them that are indices are bound by the body. */
function bindsOf(body: readonly Local[], results: readonly Expression[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (text: string, span = { start: 0, end: 0 }): void => {
    found.add(canonicalName(text));
    for (const piece of cut({ text, span }) ?? []) found.add(canonicalName(piece.text));
  };
  const addSubscript = (subscript: Subscript | undefined): void => {
    for (const slot of subscript?.slots ?? [])
      if (slot.kind === "name") for (const part of slot.word.text.split("_")) add(part);
  };
  for (const { target } of body) addSubscript(subscriptOf(target));
  for (const root of [...body.map((b) => b.value), ...results])
    for (const e of expressionsIn(root)) {
      if (e.kind === "reduction") for (const b of e.over) add(b.name.text);
      const isSigned = (e.kind === "name" || e.kind === "call") && e.subscript !== undefined;
      if (isSigned && isFunction(canonicalName(e.word.text))) addSubscript(e.subscript);
    }
  return found;
}

const subscriptOf = (target: Target): Subscript | undefined =>
  target.subscript ?? unicodeSubscript(target.name)?.subscript;
