/** @file The objective, and the derivatives that the file asks for. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import type { Span } from "../diagnostics/source.ts";
import { topological, type Node, type Value } from "../graph/node.ts";
import type { Named, Request } from "../graph/plan.ts";
import { hasAxis, isIndexKind, type Axis } from "../graph/type.ts";
import type { Statement, Target } from "../syntax/ast.ts";
import { nameOf, namedOf } from "./asked.ts";
import { shapeLabel, type Context } from "./context.ts";
import { defineName } from "./define.ts";
import type { Entity } from "./scope.ts";
import { isReal, isScalar, typeOf, type Typed } from "./typed.ts";

export type Objective = Named & { readonly sense: "minimize" | "maximize" };

/** `loss J = …`. */
export function objective(
  ctx: Context,
  s: Statement & { kind: "objective" },
  before: Span | undefined,
): Objective | undefined {
  const made = defineName(ctx, s.name, s.value, { alone: true });
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

/** `grad J wrt x, W`, `hessian J wrt w`. */
export function request(
  ctx: Context,
  s: Statement & { kind: "request" },
  requests: Request[],
): void {
  const of = nameOf(ctx, s.of, s.role);
  const wrt = s.wrt.map((w) => ({ target: w, found: nameOf(ctx, w, s.role) }));
  if (of?.isPart) {
    ctx.report(meaning.partOfValue(s.of.span, s.role, of.entity.name));
    return;
  }
  if (!of || !checkOf(ctx, s.role, of.entity.name, of.typed, s.of.span)) return;
  const below = new Set(topological([of.typed.value]));
  const asked: Named[] = [];
  for (const { target, found } of wrt) {
    if (!found) return;
    const { entity, typed } = found;
    if (found.isPart) {
      ctx.report(meaning.partOfValue(target.span, s.role, entity.name));
      return;
    }
    if (!checkWrt(ctx, s.role, of, target, entity, typed)) return;
    if (!below.has(typed.value.node))
      ctx.report(meaning.zeroGradient(target.span, of.entity.name, entity.name));
    asked.push(namedOf(entity, typed));
  }
  const name = namedOf(of.entity, of.typed);
  requests.push({ role: s.role, of: name, wrt: asked, span: s.span });
}

type Role = Request["role"];

/** What has a Hessian is one number; what has a Jacobian is any real value. */
const ofNumber: ReadonlySet<Role> = new Set<Role>(["grad", "hessian", "hvp"]);
/** Derivatives that hold every pair of entries: of examples that do not meet only the blocks. */
const withBlocks: ReadonlySet<Role> = new Set<Role>(["hessian", "jacobian"]);

function checkOf(ctx: Context, role: Role, name: string, x: Typed, at: Span): boolean {
  if (ofNumber.has(role)) return checkScalar(ctx, role, name, x, at);
  if (isReal(x)) return true;
  ctx.report(meaning.notReal(at, name, typeOf(x)));
  return false;
}

/** Whether x is something to differentiate by, `of` per example only where examples do not meet. */
export function checkWrt(
  ctx: Context,
  role: Role,
  of: { readonly entity: Entity; readonly typed: Typed },
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
  if (!withBlocks.has(role)) return true;
  const joint = coupled(of.typed.value, typed.value);
  if (!joint) return true;
  ctx.report(meaning.coupledExamples(target.span, role, of.entity.name, entity.name, joint.name));
  return false;
}

/**
 * A free axis of x along which y has no diagonal blocks: y lacks it, or what is one value for all its places stands between
 * x and y.
 */
function coupled(y: Value, x: Value): Axis | undefined {
  const path = new Set<Node>([x.node]);
  for (const node of topological([y]))
    if (node.inputs.some((input) => path.has(input.node))) path.add(node);
  return x.node.free.find((axis) => [...path].some((node) => !hasAxis(node.free, axis)));
}
