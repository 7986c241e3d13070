/** @file Built-in functions: operators by their name, and a few that are made of others. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import { textAt } from "../diagnostics/source.ts";
import type { Operator } from "../graph/operator.ts";
import { sameShape } from "../graph/type.ts";
import type { Argument } from "../syntax/ast.ts";
import { operatorsCalled } from "./builtins.ts";
import type { BuiltinCall, OfWritten } from "./composed/entry.ts";
import { composed } from "./composed/index.ts";
import { shapeLabel, type Context } from "./context.ts";
import { derivative } from "./derivative.ts";
import { asReal } from "./expressions.ts";
import { overOwnAxes, overSubscript } from "./reductions.ts";
import { isScalar, typeOf, type Typed } from "./typed.ts";

/** A call of a built-in; `values` are the arguments as values, evaluated when they are wanted. */
export function applyBuiltin(
  ctx: Context,
  f: BuiltinCall,
  written: readonly Argument[],
  values: () => readonly Typed[] | undefined,
): Typed | undefined {
  const word = textAt(ctx.source, f.word.span);
  // `log_softmax`: for the reader of words its second half is a subscript.
  const name = f.canonical.startsWith(`${word}_`) ? f.canonical : word;
  const made = composed.get(f.canonical);
  const candidates = operatorsCalled(f.canonical).filter(isUsable);
  if (!made && candidates.length === 0) {
    ctx.report(meaning.unsupportedBuiltin(f.word.span, name));
    return undefined;
  }
  const options = made && "of" in made ? (made.options ?? []) : [];
  const named = written.find((a) => a.name && options !== "any" && !options.includes(a.name.text));
  if (named?.name) {
    ctx.report(
      meaning.unknownArgument(
        named.name.span,
        name,
        named.name.text,
        options === "any" ? [] : options,
      ),
    );
    return undefined;
  }
  if (made && "of" in made) return ofWritten(ctx, f, name, made, written);
  const args = values()?.map((x) => asReal(ctx, x));
  if (!args?.every((x) => x !== undefined)) return undefined;
  if (f.primes > 0) return primed(ctx, f, name, candidates, args);
  if (f.subscript) return overSubscript(ctx, f, name, candidates, args, made);
  if (made && (made.arity === args.length || candidates.length === 0))
    return made.arity === args.length || made.arity === undefined
      ? made.by(ctx, args, f)
      : wrongArity(ctx, f, name, made.arity, args.length);
  return byOperator(ctx, f, name, candidates, args);
}

function ofWritten(
  ctx: Context,
  f: BuiltinCall,
  name: string,
  made: OfWritten,
  written: readonly Argument[],
): Typed | undefined {
  if (f.primes > 0) return notPrimed(ctx, f, name);
  if (!f.subscript) return made.of(ctx, written, f);
  ctx.report(meaning.functionWithSubscript(f.span, name, undefined));
  return undefined;
}

const COUNT = { leaf: 0, unary: 1, binary: 2, ternary: 3, any: -1 } as const;

/** What takes a condition is called by its entry. */
const isUsable = (op: Operator): boolean =>
  op.arity !== "leaf" && !op.examples.some((e) => e.inputs.some((i) => i.truth === true));

function byOperator(
  ctx: Context,
  f: BuiltinCall,
  name: string,
  candidates: readonly Operator[],
  args: readonly Typed[],
): Typed | undefined {
  const op = candidates.find((o) => COUNT[o.arity] === args.length);
  if (!op) return wrongArity(ctx, f, name, COUNT[candidates[0]!.arity], args.length);
  if (op.elementwise) return elementwise(ctx, f, name, op, args);
  return overOwnAxes(ctx, f, name, op, args[0]!);
}

function wrongArity(
  ctx: Context,
  f: BuiltinCall,
  name: string,
  takes: number,
  got: number,
): undefined {
  ctx.report(meaning.wrongArity(f.span, name, takes, got, undefined));
  return undefined;
}

/** Arguments of one shape; a literal number stands for a tensor of it. */
function elementwise(
  ctx: Context,
  f: BuiltinCall,
  name: string,
  op: Operator,
  args: readonly Typed[],
): Typed | undefined {
  const leader = args.find((x) => !isScalar(x)) ?? args[0]!;
  for (const x of args) {
    const fits = sameShape(x.value.shape, leader.value.shape) && x.row === leader.row;
    if (fits || (isScalar(x) && x.literal)) continue;
    ctx.report(
      shapes.argumentsDiffer(name, typeOf(args[0]!), typeOf(args[1]!), [
        shapeLabel(ctx, args[0]!),
        shapeLabel(ctx, args[1]!),
      ]),
    );
    return undefined;
  }
  const value = ctx.c.call(op.name, ...args.map((x) => x.value));
  const origin = leader.origin && { ...leader.origin, bare: false };
  return { value, row: leader.row, literal: false, span: f.span, ...(origin && { origin }) };
}

function primed(
  ctx: Context,
  f: BuiltinCall,
  name: string,
  candidates: readonly Operator[],
  args: readonly Typed[],
): Typed | undefined {
  const op = candidates.find((o) => o.arity === "unary" && o.elementwise);
  if (!op || f.subscript) return notPrimed(ctx, f, name);
  return derivative(
    ctx,
    name,
    args,
    ([z]) => elementwise(ctx, f, name, op, [z!]),
    f.primes,
    f.span,
  );
}

function notPrimed(ctx: Context, f: BuiltinCall, name: string): undefined {
  ctx.report(meaning.primeNotElementwise(f.span, name));
  return undefined;
}
