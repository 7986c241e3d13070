/** @file What the file asks for: the objective, outputs, gradients and Hessians. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import type { Span } from "../diagnostics/source.ts";
import { topological } from "../graph/node.ts";
import type { Named, Request } from "../graph/plan.ts";
import { isIndexKind } from "../graph/type.ts";
import type { Statement, Target } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { headOf } from "./axes.ts";
import { shapeLabel, type Context } from "./context.ts";
import { defineName } from "./define.ts";
import { asWritten } from "./products.ts";
import { find, readWord } from "./read.ts";
import { spell, type Entity } from "./scope.ts";
import { isScalar, rank, typeOf, type Typed } from "./typed.ts";

export type Objective = Named & { readonly sense: "minimize" | "maximize" };

/** `loss J = …`. */
export function objective(
  ctx: Context,
  s: Statement & { kind: "objective" },
  before: Span | undefined,
): Objective | undefined {
  const made = defineName(ctx, s.name, s.value);
  if (before) ctx.report(meaning.secondObjective(s.span, before));
  if (!made || before || !checkScalar(ctx, s.role, made.named.name, made.typed, s.value.span))
    return undefined;
  return { ...made.named, sense: s.role === "maximize" ? "maximize" : "minimize" };
}

/** A real number without batch: what derivatives are taken of. */
function checkScalar(ctx: Context, role: string, name: string, x: Typed, at: Span): boolean {
  if (!isScalar(x) || isIndexKind(x.value.node.of)) {
    ctx.report(meaning.notAScalar(at, role, name, typeOf(x)));
    return false;
  }
  const [batch] = x.value.node.free;
  if (!batch) return true;
  ctx.report(meaning.perExample(at, role, name, batch.name));
  return false;
}

/** `output p, q = softmax(z)`. */
export function output(ctx: Context, s: Statement & { kind: "output" }, outputs: Named[]): void {
  for (const item of s.items) {
    const made = item.value ? defineName(ctx, item.name, item.value) : outputNamed(ctx, item.name);
    if (!made) continue;
    const { named, typed } = made;
    const twin = outputs.find((o) => o.key === named.key);
    if (twin) ctx.report(meaning.outputTwice(item.name.span, named.name, twin.span));
    else if (isIndexKind(typed.value.node.of))
      ctx.report(meaning.outputOfIndexData(item.name.span, named.name));
    else outputs.push({ ...named, value: asWritten(ctx, typed), span: item.name.span });
  }
}

function outputNamed(
  ctx: Context,
  target: Target,
): { readonly named: Named; readonly typed: Typed } | undefined {
  const found = nameOf(ctx, target, "output");
  if (!found) return undefined;
  const { entity, typed } = found;
  if (entity.is.kind === "value" && entity.is.role === "param") {
    ctx.report(meaning.outputOfParameter(target.span, entity.name, entity.span));
    return undefined;
  }
  return { named: namedOf(entity, typed), typed };
}

const namedOf = ({ name, key, span }: Entity, typed: Typed): Named => ({
  name,
  key,
  value: typed.value,
  span,
});

/** A name of a value, whole: `p`, `W_Q`, or a family under its indices. */
function nameOf(
  ctx: Context,
  target: Target,
  role: string,
): { readonly entity: Entity; readonly typed: Typed } | undefined {
  const { spelling, family } = headOf(ctx, target);
  const { canonical } = spell(spelling);
  const exact = spell({ word: target.name, subscript: target.subscript }).canonical;
  const entity = find(ctx, exact) ?? find(ctx, canonical);
  if (!entity) {
    const base = find(ctx, canonicalName(target.name.text));
    if (!base) readWord(ctx, { text: target.name.text, span: target.span }, target.subscript);
    else if (base.is.kind !== "failed")
      ctx.report(meaning.unsupported(target.span, `A part of a value after \`${role}\``));
    return undefined;
  }
  ctx.scope.use(entity);
  if (entity.is.kind === "failed") return undefined;
  if (entity.is.kind !== "value") {
    ctx.report(meaning.notAValue(target.span, role, entity.name, entity.is.kind, entity.span));
    return undefined;
  }
  const isWhole =
    family.length === 0 ||
    (family.length === entity.is.family.length &&
      family.every((a, i) => a.key === (entity.is.kind === "value" && entity.is.family[i]!.key)));
  if (!isWhole) {
    ctx.report(meaning.unsupported(target.span, `A part of a value after \`${role}\``));
    return undefined;
  }
  return { entity, typed: entity.is.typed };
}

/** `grad J wrt x, W`, `hessian J wrt w`. */
export function request(
  ctx: Context,
  s: Statement & { kind: "request" },
  requests: Request[],
): void {
  if (s.role !== "grad" && s.role !== "hessian") {
    ctx.report(meaning.unsupported(s.span, `\`${s.role}\``));
    return;
  }
  const of = nameOf(ctx, s.of, s.role);
  const wrt = s.wrt.map((w) => ({ target: w, found: nameOf(ctx, w, s.role) }));
  if (!of || !checkScalar(ctx, s.role, of.entity.name, of.typed, s.of.span)) return;
  const below = new Set(topological([of.typed.value]));
  const asked: Named[] = [];
  for (const { target, found } of wrt) {
    if (!found) return;
    const { entity, typed } = found;
    if (!checkWrt(ctx, s.role, target, entity, typed)) return;
    if (!below.has(typed.value.node))
      ctx.report(meaning.zeroGradient(target.span, of.entity.name, entity.name));
    asked.push(namedOf(entity, typed));
  }
  if (s.role === "hessian" && asked.length > 1) {
    ctx.report(meaning.unsupported(s.span, "`hessian` by several names"));
    return;
  }
  const name = namedOf(of.entity, of.typed);
  requests.push({ role: s.role, of: name, wrt: asked, span: s.span });
}

function checkWrt(
  ctx: Context,
  role: "grad" | "hessian",
  target: Target,
  entity: Entity,
  typed: Typed,
): boolean {
  const { is } = entity;
  if (isIndexKind(typed.value.node.of)) {
    ctx.report(
      meaning.wrtIndexData(
        target.span,
        entity.name,
        shapeLabel(ctx, { ...typed, span: entity.span }),
      ),
    );
    return false;
  }
  if (is.kind === "value" && is.role === "const" && typed.value.node.op.name === "named") {
    ctx.report(meaning.wrtNumber(target.span, entity.name, entity.span));
    return false;
  }
  if (role === "grad") return true;
  if (is.kind === "value" && is.role === "param" && rank(typed) === 1) return true;
  ctx.report(meaning.unsupported(target.span, "`hessian` by anything but one parameter vector"));
  return false;
}
