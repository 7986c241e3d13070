/** @file `output p, q = softmax(z), h_T`: under their keys. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import type { Named } from "../graph/plan.ts";
import { isIndexKind } from "../graph/type.ts";
import type { Statement, Target } from "../syntax/ast.ts";
import { nameOf, namedOf } from "./asked.ts";
import { headOf } from "./axes.ts";
import type { Context } from "./context.ts";
import { defineName, definedValue } from "./define.ts";
import { asWritten } from "./products.ts";
import { spell } from "./scope.ts";
import type { Typed } from "./typed.ts";

export function output(
  ctx: Context,
  s: Statement & { kind: "output" },
  outputs: Map<string, Named>,
): void {
  for (const { name: target, value } of s.items) {
    const made = value ? defineName(ctx, target, value) : outputNamed(ctx, target);
    if (!made) continue;
    const { named, typed } = made;
    const twin = outputs.get(named.key);
    if (twin) ctx.report(meaning.outputTwice(target.span, named.name, twin.span));
    else if (isIndexKind(typed.value.node.of))
      ctx.report(meaning.outputOfIndexData(target.span, named.name));
    else outputs.set(named.key, { ...named, value: asWritten(ctx, typed), span: target.span });
  }
}

function outputNamed(
  ctx: Context,
  target: Target,
): { readonly named: Named; readonly typed: Typed } | undefined {
  const asked = nameOf(ctx, target, "output");
  if (!asked) return undefined;
  const { entity, typed, isPart } = asked;
  if (isPart) return outputPart(ctx, target);
  if (entity.is.kind === "value" && entity.is.role === "param") {
    ctx.report(meaning.outputOfParameter(target.span, entity.name, entity.span));
    return undefined;
  }
  return { named: namedOf(entity, typed), typed };
}

/** An element, a row, or a whole that is written with its indices. */
function outputPart(
  ctx: Context,
  target: Target,
): { readonly named: Named; readonly typed: Typed } | undefined {
  const { name: word, subscript, span } = target;
  const e = { kind: "name", word, ...(subscript && { subscript }), span } as const;
  const head = headOf(ctx, target);
  const { name, key } = spell(head.spelling);
  const typed = definedValue(ctx, target, head, e, name, key, {});
  return typed && { named: { name, key, value: typed.value, span }, typed };
}
