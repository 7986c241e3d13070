/** @file Σ_i, mean_n, max_i, lse_k, softmax_j: the axis is closed, reduced or normalised, and opened again. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import { textAt } from "../diagnostics/source.ts";
import { dimValue, showDim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import type { Operator } from "../graph/operator.ts";
import { hasAxis, isMismatch, type Axis } from "../graph/type.ts";
import type { Binder, Expression, Slot, Word } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import type { BuiltinCall } from "./calls.ts";
import { shapeLabel, type Context } from "./context.ts";
import { dimExpression } from "./dims.ts";
import { real } from "./expressions.ts";
import { find, readWord } from "./read.ts";
import { cut, type Entity } from "./scope.ts";
import { extentOfRange } from "./subscripts.ts";
import { derived, isScalar, like, rank, typeOf, type Typed } from "./typed.ts";

/** `Σ_i x_i`, `Σ_{k=1}^{n} x_k`, `mean_n L`. */
export function reduction(ctx: Context, e: Expression & { kind: "reduction" }): Typed | undefined {
  if (e.role === "product") {
    ctx.report(meaning.unsupportedBuiltin(e.word.span, e.word.text));
    return undefined;
  }
  const axes: Axis[] = [];
  const locals = new Map(ctx.locals);
  let known = true;
  for (const binder of e.over.flatMap((b) => eachLetter(ctx, b))) {
    const axis = bind({ ...ctx, locals }, e.word.text, binder);
    if (axis === undefined) known = false;
    else axes.push(axis);
    const bound = binder.from && axis ? localIndex(binder, axis) : undefined;
    if (bound) locals.set(canonicalName(binder.name.text), bound);
  }
  // Without its index the body would only complain of that.
  if (!known) return undefined;
  const body = real({ ...ctx, locals }, e.body);
  if (!body) return undefined;
  const value = axes.reduceRight((x, axis) => reduceAxis(ctx, e.role, x, axis), body.value);
  return like(body, value, e.span);
}

/** `Σ_{ij}` is Σ_{i,j} where ij is no name. */
function eachLetter(ctx: Context, binder: Binder): readonly Binder[] {
  if (binder.from) return [binder];
  return axisWords(ctx, binder.name).map((name) => ({
    name,
    span: name === binder.name ? binder.span : name.span,
  }));
}

/** A word below a sign, cut into letters where it is no name and each letter is. */
function axisWords(ctx: Context, word: Word): readonly Word[] {
  const pieces = find(ctx, canonicalName(word.text)) ? undefined : cut(word);
  return pieces?.every((p) => find(ctx, canonicalName(p.text))) ? pieces : [word];
}

function reduceAxis({ c }: Context, role: "sum" | "mean" | "product", x: Value, axis: Axis): Value {
  if (!hasAxis(x.node.free, axis)) return role === "mean" ? x : c.mul(c.size(axis.extent), x);
  const closed = c.close(x, 0, axis);
  if (role === "sum") return c.sum(closed, [0]);
  return c.apply(c.operator("mean"), [closed], { positions: [0] });
}

const localIndex = ({ name }: Binder, axis: Axis): Entity => ({
  name: name.text,
  key: name.text,
  span: name.span,
  order: -1,
  is: { kind: "axis", axis },
});

function bind(ctx: Context, sign: string, binder: Binder): Axis | undefined {
  if (!binder.from || !binder.to) return declaredAxis(ctx, sign, binder);
  const from = dimExpression(ctx, binder.from);
  const to = dimExpression(ctx, binder.to);
  if (!from || !to) return undefined;
  const first = dimValue(from);
  if (first !== 0 && first !== 1) {
    ctx.report(meaning.unsupported(binder.from.span, "A sum that starts elsewhere than at 0 or 1"));
    return undefined;
  }
  const extent = extentOfRange(from, to);
  const axis: Axis = {
    key: `${binder.name.text}@${binder.span.start}#${ctx.boundAxes.length}`,
    name: binder.name.text,
    extent,
    kind: "index",
    base: from,
  };
  const count = dimValue(extent);
  if (count !== undefined && (count < 1 || !Number.isInteger(count))) {
    ctx.report(shapes.emptyRange(binder.span, showDim(from), showDim(to)));
    return undefined;
  }
  ctx.boundAxes.push(axis);
  return axis;
}

function declaredAxis(ctx: Context, sign: string, { name, span }: Binder): Axis | undefined {
  const entity = find(ctx, canonicalName(name.text));
  if (!entity) {
    if (readable(ctx, { kind: "name", word: name, span: name.span }))
      ctx.report(meaning.notAnIndex(span, sign, name.text, undefined));
    return undefined;
  }
  ctx.scope.use(entity);
  if (entity.is.kind === "axis") return entity.is.axis;
  if (entity.is.kind !== "failed")
    ctx.report(meaning.notAnIndex(span, sign, name.text, entity.span));
  return undefined;
}

const readable = (ctx: Context, e: Expression & { kind: "name" }): boolean =>
  readWord(ctx, e.word, e.subscript) !== undefined;

/** `max_i(…)`, `lse_k(…)`, `softmax_j S_{i,j}`: over free axes, by name. */
export function overSubscript(
  ctx: Context,
  f: BuiltinCall,
  name: string,
  candidates: readonly Operator[],
  args: readonly Typed[],
): Typed | undefined {
  const op = candidates.find((o) => alongOf(o) !== undefined);
  const isMin = f.canonical === "min";
  if (!op && !isMin) {
    ctx.report(meaning.functionWithSubscript(f.span, name, undefined));
    return undefined;
  }
  const [x, ...more] = args;
  if (!x || more.length > 0) {
    ctx.report(meaning.wrongArity(f.span, name, 1, args.length, undefined));
    return undefined;
  }
  const axes = f.subscript!.slots.flatMap((slot) => slotAxes(ctx, name, slot));
  let value: Value | undefined = x.value;
  for (const axis of axes.toReversed()) {
    if (!axis || !value) return undefined;
    const closed = ctx.c.close(value, 0, axis);
    const along = op ? applyAlong(ctx, op, closed, [0]) : minimum(ctx, closed, [0]);
    const keeps = along.shape.length === closed.shape.length;
    value = keeps ? ctx.c.open(along, 0, axis) : along;
  }
  return like(x, value, f.span);
}

function slotAxes(ctx: Context, sign: string, slot: Slot): readonly (Axis | undefined)[] {
  if (slot.kind !== "name") {
    ctx.report(meaning.notAnIndex(slot.span, sign, textAt(ctx.source, slot.span), undefined));
    return [undefined];
  }
  return axisWords(ctx, slot.word).map((name) =>
    declaredAxis(ctx, sign, { name, span: name.span }),
  );
}

/** Which attribute says along what an operator works, where one does. */
function alongOf(op: Operator): "positions" | "position" | undefined {
  const attributes = op.examples[0]?.attributes ?? {};
  if ("positions" in attributes) return "positions";
  return "position" in attributes && op.arity === "unary" && !op.movement ? "position" : undefined;
}

function applyAlong({ c }: Context, op: Operator, x: Value, positions: readonly number[]): Value {
  const attributes = alongOf(op) === "positions" ? { positions } : { position: positions[0]! };
  return c.apply(op, [x], attributes);
}

/** min x = −max(−x). */
const minimum = ({ c }: Context, x: Value, positions: readonly number[]): Value =>
  c.neg(c.max(c.neg(x), positions));

/** `sum(x)`, `softmax(x)`, `norm(x)`: along the axes of the value's own shape. */
export function overOwnAxes(
  ctx: Context,
  f: BuiltinCall,
  name: string,
  op: Operator | undefined,
  x: Typed,
): Typed | undefined {
  const batches = x.value.node.free.map((a) => a.name);
  if (isScalar(x)) {
    ctx.report(shapes.nothingToReduce(name, batches, shapeLabel(ctx, x)));
    return undefined;
  }
  const all = x.value.shape.map((_, i) => i);
  const made = (value: Value): Typed => ({
    value,
    row: x.row && value.shape.length > 0,
    literal: false,
    span: f.span,
    ...derived(x),
  });
  if (!op) return made(minimum(ctx, x.value, all));
  const along = alongOf(op);
  if (along === "position" && rank(x) > 1) {
    ctx.report(shapes.axisNotSaid(name, shapeLabel(ctx, x)));
    return undefined;
  }
  if (along) return made(applyAlong(ctx, op, x.value, all));
  const result = op.shapes([x.value.shape], {});
  if (!isMismatch(result)) return made(ctx.c.apply(op, [x.value]));
  ctx.report(shapes.wrongShape(name, result.mismatch, typeOf(x), shapeLabel(ctx, x)));
  return undefined;
}
