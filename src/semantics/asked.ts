/** @file The names that `output`, `grad` and their like ask for. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import type { Value } from "../graph/node.ts";
import type { Named } from "../graph/plan.ts";
import type { Target } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { headOf } from "./axes.ts";
import type { Context } from "./context.ts";
import { find, readWord } from "./read.ts";
import { spell, type Entity } from "./scope.ts";
import type { Typed } from "./typed.ts";

export interface Asked {
  readonly entity: Entity;
  readonly typed: Typed;
  /** `h_T`, `w_1`: not the whole of it. */
  readonly isPart: boolean;
}

/** A name of a value: `p`, `W_Q`, a family under its indices, or a part of one. */
export function nameOf(ctx: Context, target: Target, role: string): Asked | undefined {
  const { spelling, family } = headOf(ctx, target);
  const exact = find(ctx, spell({ word: target.name, subscript: target.subscript }).canonical);
  const entity = exact ?? find(ctx, canonicalName(spelling.word.text));
  if (!entity) {
    readWord(ctx, { text: target.name.text, span: target.span }, target.subscript);
    return undefined;
  }
  ctx.scope.use(entity);
  const { is } = entity;
  if (is.kind === "failed") return undefined;
  if (is.kind === "member") {
    const typed = is.read(ctx, target.subscript?.slots ?? [], target.span);
    return typed && { entity, typed, isPart: !isStep(typed.value) };
  }
  if (is.kind !== "value") {
    ctx.report(meaning.notAValue(target.span, role, entity.name, is.kind, entity.span));
    return undefined;
  }
  const isWhole =
    exact !== undefined ||
    (family.length > 0 &&
      family.length === is.family.length &&
      family.every((a, i) => a.key === is.family[i]!.key));
  return { entity, typed: is.typed, isPart: !isWhole };
}

/** A whole value of a step, of this one or of an earlier one. */
const isStep = ({ node }: Value): boolean =>
  node.op.name === "named" || node.op.recurrence === "earlier";

export const namedOf = ({ name, key, span }: Entity, typed: Typed): Named => ({
  name,
  key,
  value: typed.value,
  span,
});
