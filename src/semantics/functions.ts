/** @file Functions: one-line functions by substitution, operators by name, f′. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as names from "../diagnostics/catalogue/names.ts";
import { textAt, type Span } from "../diagnostics/source.ts";
import type { Value } from "../graph/node.ts";
import type { Argument, Expression, Subscript, Word } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { applyBuiltin } from "./calls.ts";
import type { Context } from "./context.ts";
import { derivative } from "./derivative.ts";
import { countCall, insideBody } from "./effort.ts";
import { evaluate } from "./expressions.ts";
import { namesFunction, readWord } from "./read.ts";
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
  const { word, subscript, primes, span } = e;
  return apply(ctx, { word, subscript, primes, span }, e.arguments, () => {
    const values = e.arguments.map((a) => evaluate(ctx, a.value));
    return values.every((v) => v !== undefined) ? values : undefined;
  });
}

function apply(
  ctx: Context,
  f: BareFunction,
  written: readonly Argument[],
  values: () => readonly Typed[] | undefined,
): Typed | undefined {
  const reading = readWord(ctx, f.word, f.subscript);
  if (!reading) return undefined;
  if (reading.kind === "builtin") return applyBuiltin(ctx, { ...f, ...reading }, written, values);
  if (reading.kind !== "entity" || reading.entity.is.kind !== "function") return undefined;
  const name = textAt(ctx.source, f.word.span);
  const named = written.find((a) => a.name);
  if (reading.subscript)
    ctx.report(meaning.functionWithSubscript(f.span, name, reading.entity.span));
  else if (named?.name) ctx.report(meaning.unknownArgument(named.name.span, name, named.name.text));
  else return substitute(ctx, f, reading.entity, values());
  return undefined;
}

/** The body with the arguments in place of the parameters. */
function substitute(
  ctx: Context,
  f: BareFunction,
  entity: Entity,
  args: readonly Typed[] | undefined,
): Typed | undefined {
  const { is } = entity;
  if (!args || is.kind !== "function" || !countCall(ctx, f.span, entity.name)) return undefined;
  if (args.length !== is.parameters.length) {
    ctx.report(
      meaning.wrongArity(f.span, entity.name, is.parameters.length, args.length, entity.span),
    );
    return undefined;
  }
  const body = (values: readonly Typed[]): Typed | undefined => {
    const locals = new Map(
      is.parameters.map((p, i): [string, Entity] => [
        canonicalName(p.text),
        {
          name: p.text,
          key: p.text,
          span: p.span,
          order: -1,
          is: { kind: "value", role: "parameter", typed: values[i]!, family: [] },
        },
      ]),
    );
    const inside = insideCall(ctx, entity, locals, f.span);
    return insideBody(ctx, f.span, () => evaluate(inside, is.body));
  };
  const label = textAt(ctx.source, f.span).replaceAll(/\s+/g, " ");
  const result =
    f.primes > 0 ? derivative(ctx, entity.name, args, body, f.primes, f.span) : body(args);
  if (!result) return undefined;
  const value: Value = ctx.c.named(label, entity.key, result.value);
  return { value, row: result.row, literal: false, span: f.span, ...derived(result) };
}

/** Of calls inside calls the innermost are shown. */
const MOST_LABELS = 3;

/** The body sees its parameters and what was above it; a mistake in it also points at the call. */
function insideCall(
  ctx: Context,
  { order }: Entity,
  locals: ReadonlyMap<string, Entity>,
  call: Span,
): Context {
  return {
    ...ctx,
    locals,
    limit: order,
    report: (d) => {
      const [first, ...rest] = d.labels;
      if (rest.length > MOST_LABELS) return ctx.report(d);
      ctx.report({ ...d, labels: [first, ...rest, { span: call, text: "called here" }] });
    },
  };
}

/** The names that a body mentions, looked up once where the function is defined: also if nobody calls it. */
export function checkBody(
  ctx: Context,
  parameters: readonly Word[],
  mentioned: Iterable<Expression>,
): boolean {
  let known = true;
  const local = new Set(parameters.map((p) => canonicalName(p.text)));
  const locals = new Map(parameters.map((p) => [canonicalName(p.text), failedLocal(p)]));
  const inside: Context = { ...ctx, locals };
  for (const e of mentioned) {
    if (e.kind === "reduction")
      for (const b of e.over)
        if (b.from) locals.set(canonicalName(b.name.text), failedLocal(b.name));
    if (e.kind !== "name" && e.kind !== "call") continue;
    if (!readWord(inside, e.word, e.subscript)) known = false;
  }
  for (const p of parameters) {
    const canonical = canonicalName(p.text);
    if (local.delete(canonical)) continue;
    const first = parameters.find((q) => canonicalName(q.text) === canonical)!;
    ctx.report(names.declaredTwice(p.span, p.text, first.span));
    known = false;
  }
  return known;
}

const failedLocal = (word: Word): Entity => ({
  name: word.text,
  key: word.text,
  span: word.span,
  order: -1,
  is: { kind: "failed" },
});
