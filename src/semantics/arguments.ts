/** @file Arguments of a function of the model in the order of its parameters: `f(x, b = 1)`. */
import { argumentAfterNamed, argumentTwice } from "../diagnostics/catalogue/functions.ts";
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import type { Span } from "../diagnostics/source.ts";
import type { Argument, Word } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import type { Context } from "./context.ts";
import type { Entity } from "./scope.ts";
import type { Typed } from "./typed.ts";

/** Undefined where one is missing, unknown, or given twice, which is reported. */
export function inOrder(
  ctx: Context,
  call: Span,
  { name, span }: Entity,
  parameters: readonly Word[],
  written: readonly Argument[],
  values: readonly Typed[],
): readonly Typed[] | undefined {
  const given = new Map<string, Typed>();
  const of = parameters.map((p) => canonicalName(p.text));
  for (const [i, argument] of written.entries()) {
    const parameter = argument.name ? canonicalName(argument.name.text) : of[i];
    if (argument.name && !of.includes(parameter!)) {
      ctx.report(
        meaning.unknownArgument(
          argument.name.span,
          name,
          argument.name.text,
          parameters.map((p) => p.text),
        ),
      );
      return undefined;
    }
    if (!argument.name && i > 0 && written[i - 1]!.name) {
      ctx.report(argumentAfterNamed(argument.span, written[i - 1]!.span));
      return undefined;
    }
    if (parameter !== undefined && given.has(parameter)) {
      ctx.report(argumentTwice(argument.span, name, parameters[of.indexOf(parameter)]!.text));
      return undefined;
    }
    if (parameter !== undefined) given.set(parameter, values[i]!);
  }
  if (written.length === parameters.length) return of.map((p) => given.get(p)!);
  ctx.report(meaning.wrongArity(call, name, parameters.length, written.length, span));
  return undefined;
}
