/** @file Σ_i, mean_n, max_i, lse_k, softmax_j: the axis is closed, reduced or normalised, and opened again. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import { unknownIndex } from "../diagnostics/catalogue/names.ts";
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import { textAt } from "../diagnostics/source.ts";
import { dimNumber, dimSubtract, dimValue, showDim, type Dim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import type { Operator } from "../graph/operator.ts";
import { hasAxis, isMismatch, type Axis } from "../graph/type.ts";
import type { Binder, Expression, Slot, Subscript, Word } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import type { BuiltinCall, OfValues } from "./composed/entry.ts";
import { affine, guardsBeside, least, valueOf, type Affine } from "./affine.ts";
import { shapeLabel, type Context } from "./context.ts";
import { real } from "./expressions.ts";
import { find, isOpenIndex, readWord } from "./read.ts";
import { cut, localEntity, type Entity } from "./scope.ts";
import { extentOfRange } from "./subscripts.ts";
import { derived, isScalar, like, rank, typeOf, type Typed } from "./typed.ts";

/** `Σ_i x_i`, `Σ_{k=1}^{n} x_k`, `mean_n L`. */
export function reduction(ctx: Context, e: Expression & { kind: "reduction" }): Typed | undefined {
  const bound: Bound[] = [];
  const locals = new Map(ctx.locals);
  let guards = ctx.guards ?? [];
  let known = true;
  for (const binder of e.over.flatMap((b) => eachLetter(ctx, b))) {
    const made = bind({ ...ctx, locals, guards }, e.word.text, e.role, binder);
    if (made === undefined) {
      known = false;
      continue;
    }
    bound.push(made);
    guards = [...guardsBeside(guards, made.axis), ...made.guards];
    if (binder.from) locals.set(canonicalName(binder.name.text), localIndex(binder, made.axis));
  }
  // Without its index the body would only complain of that.
  if (!known) return undefined;
  const body = real({ ...ctx, locals, guards }, e.body);
  if (!body) return undefined;
  const value = bound.reduceRight((x, b) => reduceAxis(ctx, e.role, x, b), body.value);
  return like(body, value, e.span);
}

/** An axis that a reduction binds. */
interface Bound {
  readonly axis: Axis;
  /** Where its range depends on other indices: the terms that there are. */
  readonly inside: Value | undefined;
  /** The same as what is not negative there. */
  readonly guards: readonly Dim[];
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

function reduceAxis(
  { c }: Context,
  role: "sum" | "mean" | "product",
  all: Value,
  { axis, inside }: Bound,
): Value {
  const neutral = c.number(role === "product" ? 1 : 0);
  const x = inside ? c.call("select", inside, all, neutral) : all;
  if (!hasAxis(x.node.free, axis) && role === "mean") return x;
  if (!hasAxis(x.node.free, axis) && role === "sum") return c.mul(c.size(axis.extent), x);
  const closed = c.close(x, 0, axis);
  if (role === "sum") return c.sum(closed, [0]);
  return c.apply(c.operator(role), [closed], { positions: [0] });
}

const localIndex = ({ name }: Binder, axis: Axis): Entity =>
  localEntity(name.text, name.span, { kind: "axis", axis });

function bind(
  ctx: Context,
  sign: string,
  role: "sum" | "mean" | "product",
  binder: Binder,
): Bound | undefined {
  if (!binder.from || !binder.to) {
    const axis = declaredAxis(ctx, sign, binder);
    return axis && { axis, inside: undefined, guards: [] };
  }
  const [from, to] = [affine(ctx, binder.from), affine(ctx, binder.to)];
  if (!from || !to) return undefined;
  const depends = from.axes.length + to.axes.length > 0;
  if (depends && role === "mean") {
    ctx.report(meaning.unsupported(binder.span, "A mean over a range that another index moves"));
    return undefined;
  }
  // From the least of its first places to the largest of its last.
  const base = least(from);
  const last = dimSubtract(dimNumber(0), least(negative(to)));
  const extent = extentOfRange(base, last);
  const axis: Axis = {
    key: `${binder.name.text}@${binder.span.start}#${ctx.boundAxes.length}`,
    name: binder.name.text,
    extent,
    kind: "index",
    base,
  };
  const count = dimValue(extent);
  if (count !== undefined && (count < 1 || !Number.isInteger(count))) {
    ctx.report(shapes.emptyRange(binder.span, showDim(base), showDim(last)));
    return undefined;
  }
  ctx.boundAxes.push(axis);
  if (!depends) return { axis, inside: undefined, guards: [] };
  const here = valueOf(axis);
  const inside = insideOf(ctx, axis, binder.from, from, binder.to, to);
  const guards = [dimSubtract(here, from.value), dimSubtract(to.value, here)];
  return inside && { axis, inside, guards };
}

const negative = ({ value, axes }: Affine): Affine => ({
  value: dimSubtract(dimNumber(0), value),
  axes,
});

/** from ≤ index ≤ to, as a condition: the halves that other indices move. */
function insideOf(
  ctx: Context,
  axis: Axis,
  written: Expression,
  from: Affine,
  writtenTo: Expression,
  to: Affine,
): Value | undefined {
  const { c } = ctx;
  const here = c.ordinal(axis);
  const low = from.axes.length > 0 ? real(ctx, written) : undefined;
  const high = to.axes.length > 0 ? real(ctx, writtenTo) : undefined;
  const above = low && c.call("lessEqual", low.value, here);
  const below = high && c.call("lessEqual", here, high.value);
  return above && below ? c.call("and", above, below) : (above ?? below);
}

function declaredAxis(ctx: Context, sign: string, { name, span }: Binder): Axis | undefined {
  const entity = find(ctx, canonicalName(name.text));
  if (!entity) {
    if (isOpenIndex(ctx, name)) ctx.report(unknownIndex(span, name.text));
    else if (readable(ctx, { kind: "name", word: name, span: name.span }))
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
  made: OfValues | undefined,
): Typed | undefined {
  const op = candidates.find((o) => alongOf(o) !== undefined);
  const isMin = f.canonical === "min";
  if (!op && !isMin && !made?.over) {
    ctx.report(meaning.functionWithSubscript(f.span, name, undefined));
    return undefined;
  }
  const [x, ...more] = args;
  if (!x || more.length > 0) {
    ctx.report(meaning.wrongArity(f.span, name, 1, args.length, undefined));
    return undefined;
  }
  const axes = f.subscript!.slots.flatMap((slot) => slotAxes(ctx, name, slot));
  if (!axes.every((a) => a !== undefined)) return undefined;
  if (made?.over) return made.over(ctx, x, axes, f);
  let { value } = x;
  for (const axis of axes.toReversed()) {
    const closed = ctx.c.close(value, 0, axis);
    const along = op ? applyAlong(ctx, op, closed, [0]) : minimum(ctx, closed, [0]);
    const keeps = along.shape.length === closed.shape.length;
    value = keeps ? ctx.c.open(along, 0, axis) : along;
  }
  return like(x, value, f.span);
}

/** Where the operand of `max_i`, `softmax_j` stands: its index is another than that of a guard around it. */
export function below(ctx: Context, subscript: Subscript | undefined): Context {
  if (!ctx.guards?.length || !subscript) return ctx;
  const words = subscript.slots.flatMap((s) => (s.kind === "name" ? axisWords(ctx, s.word) : []));
  const axes = words.flatMap(({ text }) => {
    const found = find(ctx, canonicalName(text))?.is;
    return found?.kind === "axis" ? [found.axis] : [];
  });
  return { ...ctx, guards: axes.reduce(guardsBeside, ctx.guards) };
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
