/** @file Elements, rows, gathers: what a subscript or an index in brackets fixes of a value. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as names from "../diagnostics/catalogue/names.ts";
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import { textAt, type Span } from "../diagnostics/source.ts";
import {
  dimAdd,
  dimAtMost,
  dimEquals,
  dimIsNatural,
  dimNumber,
  dimSubtract,
  dimValue,
  showDim,
  type Dim,
} from "../dim.ts";
import type { Value } from "../graph/node.ts";
import { hasAxis, isIndexKind, type Axis } from "../graph/type.ts";
import type { Expression, Slot, Subscript } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { affine, counts, natural, parts, position, valueOf, type Affine } from "./affine.ts";
import { because, shapeLabel, type Context } from "./context.ts";
import { evaluate } from "./expressions.ts";
import { find, isOpenIndex } from "./read.ts";
import type { Rows } from "./recurrence.ts";
import { cut, type Meaning } from "./scope.ts";
import { column, derived, rank, type Typed } from "./typed.ts";

/** An element of a declared or defined value: along a seq, a number or a size is a step. */
export function elementOf(
  ctx: Context,
  x: Typed,
  { family, rows }: Meaning & { kind: "value" },
  { slots, form }: Subscript,
  span: Span,
): Typed | undefined {
  const each = slots.flatMap(slotLetters(ctx));
  const at = rows && each[rows.position];
  const boundary = rows && at && at.kind !== "whole" && boundaryAt(ctx, rows, at);
  if (boundary) {
    // It has the axes of the sequence but the one of its steps.
    const others = each.toSpliced(rows.position, 1);
    const own = { ...boundary, span };
    return others.length > 0 ? element(ctx, own, others, form, span) : own;
  }
  const count = rows && at && at.kind !== "whole" ? rowsRead(ctx, rows, at) : 0;
  const beyond = count > 0 ? rows!.beyond(count) : undefined;
  const steps = new Map(
    family.flatMap((axis, i): readonly (readonly [number, Dim])[] => {
      if (axis.kind !== "seq") return [];
      const isMoved = beyond && i === rows!.position;
      return [[i, isMoved ? dimSubtract(axis.base, beyond.first) : axis.base]];
    }),
  );
  return element(ctx, beyond ? { ...x, value: beyond.value } : x, each, form, span, steps);
}

/** How many rows beyond the edge of a sequence a subscript may come to. */
function rowsRead(ctx: Context, { backward, most }: Rows, slot: Expression): number {
  const at = affine({ ...ctx, report: () => {} }, slot);
  const [axis, ...more] = at?.axes ?? [];
  if (!at || !axis) return 0;
  const by = more.length === 0 ? dimValue(dimSubtract(at.value, valueOf(axis))) : undefined;
  return by === undefined ? most : Math.min(most, Math.max(0, backward ? by : -by));
}

/** The boundary that a number of a step names. */
function boundaryAt(ctx: Context, rows: Rows, slot: Expression): Typed | undefined {
  const at = affine({ ...ctx, report: () => {} }, slot);
  if (!at || at.axes.length > 0) return undefined;
  return rows.boundaries.find((b) => dimEquals(b.step, at.value))?.typed;
}

/** What one place of a subscript asks for. */
type Choice =
  | { readonly kind: "whole" }
  | { readonly kind: "axis"; readonly axis: Axis; readonly span: Span }
  | { readonly kind: "affine"; readonly affine: Affine; readonly span: Span }
  | { readonly kind: "data"; readonly data: Value; readonly span: Span }
  /** What is the same for every index, counted from the first row. */
  | { readonly kind: "row"; readonly row: Dim; readonly span: Span }
  | { readonly kind: "number"; readonly number: number; readonly span: Span };

/** `x_i`, `A_{:,j}`, `x[1]`, `E[w]`, `p_y`. `steps`: for places along a seq, the step of the first row. */
export function element(
  ctx: Context,
  x: Typed,
  slots: readonly Slot[],
  form: Subscript["form"],
  span: Span,
  steps: ReadonlyMap<number, Dim> = new Map(),
): Typed | undefined {
  const choices = slots.flatMap(slotLetters(ctx)).map((slot, i) => {
    const first = steps.get(i);
    if (slot.kind === "whole") return slot;
    return (first && stepChoice(ctx, slot, first)) ?? slotChoice(ctx, slot, form, span);
  });
  if (choices.some((c) => c === undefined)) return undefined;
  for (const choice of choices as readonly Choice[])
    if (choice.kind === "axis" && !isFresh(ctx, x, choice)) return undefined;
  if (choices.length > rank(x)) {
    ctx.report(shapes.tooManySubscripts(span, rank(x), choices.length, shapeLabel(ctx, x)));
    return undefined;
  }
  let value: Value | undefined = x.value;
  let position = 0;
  for (const choice of choices as readonly Choice[]) {
    if (choice.kind === "whole") position++;
    else if (choice.kind === "axis") value = openAt(ctx, x, value, position, choice);
    else if (choice.kind === "affine") value = placeAt(ctx, x, value, position, choice);
    else if (choice.kind === "row") value = rowAt(ctx, x, value, position, choice);
    else if (choice.kind === "number") value = pick(ctx, x, value, position, choice);
    else {
      value = gatherAt(ctx, x, value, position, choice);
      position += choice.data.shape.length;
    }
    if (value === undefined) return undefined;
  }
  return column(value, span, derived(x).origin);
}

/** A slot without brackets, cut into letters where it is no name and each letter is. */
export const slotLetters =
  (ctx: Context) =>
  (slot: Slot): readonly Slot[] => {
    if (slot.kind === "bracket") return slotLetters(ctx)(slot.inner);
    if (slot.kind !== "name" || slot.subscript) return [slot];
    const pieces = find(ctx, canonicalName(slot.word.text)) ? undefined : cut(slot.word);
    return pieces?.every((p) => find(ctx, canonicalName(p.text)))
      ? pieces.map((word) => ({ kind: "name", word, span: word.span }))
      : [slot];
  };

/** A step of a sequence: a number, a size, or an index moved by one. */
function stepChoice(ctx: Context, slot: Expression, first: Dim): Choice | undefined {
  if (slot.kind === "name" && axisNamed(ctx, slot)) return undefined;
  const at = affine({ ...ctx, report: () => {} }, slot);
  if (!at) return undefined;
  const value = dimSubtract(at.value, first);
  return at.axes.length === 0
    ? { kind: "row", row: value, span: slot.span }
    : { kind: "affine", affine: { value, axes: at.axes }, span: slot.span };
}

function rowAt(
  ctx: Context,
  x: Typed,
  value: Value,
  position: number,
  { row, span }: Choice & { kind: "row" },
): Value | undefined {
  const extent = value.shape[position]!;
  const rest = dimSubtract(dimSubtract(extent, dimNumber(1)), row);
  for (const need of [row, rest]) {
    if (dimIsNatural(need)) continue;
    if (dimIsNatural(dimSubtract(dimNumber(-1), need))) {
      const written = textAt(ctx.source, span);
      ctx.report(meaning.subscriptOutside(span, written, showSize(extent), shapeLabel(ctx, x)));
      return undefined;
    }
    ctx.needs.push(need);
  }
  const one = ctx.c.slice(value, position, row, dimNumber(1));
  return ctx.c.reshape(one, value.shape.toSpliced(position, 1));
}

function slotChoice(
  ctx: Context,
  slot: Expression,
  form: Subscript["form"],
  span: Span,
): Choice | undefined {
  if (slot.kind === "number") {
    if (form === "braces") return { kind: "number", number: slot.value, span: slot.span };
    const base = textAt(ctx.source, { start: span.start, end: slot.span.start }).replace(/_$/, "");
    ctx.report(names.numberBelowName(span, textAt(ctx.source, span), base, slot.text));
    return undefined;
  }
  const axis = slot.kind === "name" ? axisNamed(ctx, slot) : undefined;
  if (axis) return { kind: "axis", axis, span: slot.span };
  if (mentionsAxis(ctx, slot)) {
    const value = affine(ctx, slot);
    const place = value && position(ctx, value, slot);
    return place && { kind: "affine", affine: place, span: slot.span };
  }
  // Sizes and whole constants count from 1.
  const size = affine({ ...ctx, report: () => {} }, slot);
  if (size) return { kind: "row", row: dimSubtract(size.value, dimNumber(1)), span: slot.span };
  if (slot.kind === "name" && !slot.subscript && isOpenIndex(ctx, slot.word)) {
    ctx.report(names.unknownIndex(slot.span, slot.word.text));
    return undefined;
  }
  const typed = evaluate(ctx, slot);
  if (!typed) return undefined;
  if (isIndexKind(typed.value.node.of)) return { kind: "data", data: typed.value, span: slot.span };
  ctx.report(meaning.notASubscript(slot.span, textAt(ctx.source, slot.span), because(ctx, typed)));
  return undefined;
}

/** The axis that a name stands for. */
function axisNamed(ctx: Context, e: Expression & { kind: "name" }): Axis | undefined {
  const entity = find(ctx, canonicalName(e.word.text, e.subscript));
  if (entity?.is.kind !== "axis") return undefined;
  ctx.scope.use(entity);
  return entity.is.axis;
}

/** Whether an expression computes with an index; what stands in the subscript of index data is not part of that. */
function mentionsAxis(ctx: Context, e: Expression): boolean {
  switch (e.kind) {
    case "name":
      return namesAxis(ctx, e);
    case "infix":
      return e.operands.some((o) => mentionsAxis(ctx, o));
    case "implicit":
      return e.factors.some((f) => mentionsAxis(ctx, f));
    case "negate":
      return mentionsAxis(ctx, e.operand);
    case "bracket":
      return mentionsAxis(ctx, e.inner);
    case "power":
      return mentionsAxis(ctx, e.base);
    default:
      return false;
  }
}

/** An index, or letters one of which is. */
function namesAxis(ctx: Context, { word, subscript }: Expression & { kind: "name" }): boolean {
  const isName = [canonicalName(word.text, subscript), canonicalName(word.text)].some((n) =>
    find(ctx, n),
  );
  const names = isName ? [word] : (cut(word) ?? []);
  return names.some((p) => find(ctx, canonicalName(p.text))?.is.kind === "axis");
}

/** Whether x does not stand for one example of the batch already. */
function isFresh(ctx: Context, x: Typed, { axis, span }: Choice & { kind: "axis" }): boolean {
  if (axis.kind !== "batch" || !hasAxis(x.value.node.free, axis)) return true;
  ctx.report(meaning.perExampleAlready(span, axis.name, textAt(ctx.source, x.span)));
  return false;
}

function openAt(
  ctx: Context,
  x: Typed,
  value: Value,
  position: number,
  { axis, span }: Choice & { kind: "axis" },
): Value | undefined {
  const extent = value.shape[position]!;
  const isAll = dimEquals(extent, axis.extent) && dimEquals(axis.base, counts(axis));
  if (isAll && !hasAxis(value.node.free, axis)) return ctx.c.open(value, position, axis);
  const isPart = ctx.boundAxes.includes(axis) || dimAtMost(axis.extent, extent);
  if (!isAll && !isPart) {
    ctx.report(
      shapes.indexOfOtherExtent(
        span,
        axis.name,
        showSize(axis.extent),
        showSize(extent),
        shapeLabel(ctx, x),
      ),
    );
    return undefined;
  }
  const place = dimSubtract(valueOf(axis), counts(axis));
  const affine = { value: place, axes: [axis] };
  return placeAt(ctx, x, value, position, { kind: "affine", affine, span });
}

/** `x_{i+1}`: rows by positions that are computed from indices. */
function placeAt(
  ctx: Context,
  x: Typed,
  value: Value,
  position: number,
  { affine: place, span }: Choice & { kind: "affine" },
): Value | undefined {
  const last = dimSubtract(value.shape[position]!, dimNumber(1));
  const rest: Affine = { ...place, value: dimSubtract(last, place.value) };
  const verdicts = [place, rest].map((side) => natural(ctx, side));
  if (verdicts.some((v) => v.is === "outside")) {
    const written = textAt(ctx.source, span);
    const size = showSize(value.shape[position]!);
    ctx.report(meaning.subscriptOutside(span, written, size, shapeLabel(ctx, x)));
    return undefined;
  }
  for (const v of verdicts) if (v.is === "open") ctx.needs.push(v.need);
  const moved = movedBy(place);
  if (moved && verdicts.every((v) => v.is === "inside") && !hasAxis(value.node.free, moved.axis)) {
    const { axis, by } = moved;
    return ctx.c.open(ctx.c.slice(value, position, by, axis.extent), position, axis);
  }
  const clamped = verdicts.some((v) => v.is === "guarded");
  const says = textAt(ctx.source, span).replaceAll(/\s+/g, " ");
  const { times, plus } = parts(place);
  const at = ctx.c.place({ axes: place.axes, times, plus, last, clamped, says });
  return rowsAt(ctx, value, position, at);
}

/** A step some steps from the present one: a part of the sequence, moved. */
function movedBy({ value, axes }: Affine): { readonly axis: Axis; readonly by: Dim } | undefined {
  const [axis, ...more] = axes;
  if (axis?.kind !== "seq" || more.length > 0) return undefined;
  const { times, plus } = parts({ value, axes });
  return dimValue(times[0]!) === 1 ? { axis, by: plus } : undefined;
}

function pick(
  ctx: Context,
  x: Typed,
  value: Value,
  position: number,
  { number, span }: Choice & { kind: "number" },
): Value | undefined {
  const extent = value.shape[position]!;
  const size = dimValue(extent);
  if (!Number.isInteger(number) || number < 1 || number > (size ?? Infinity)) {
    ctx.report(shapes.elementOutside(span, number, showSize(extent), shapeLabel(ctx, x)));
    return undefined;
  }
  // Where the size is open, only the first element is certain to exist.
  if (size === undefined && number > 1) ctx.needs.push(dimSubtract(extent, dimNumber(number)));
  const one = ctx.c.slice(value, position, dimNumber(number - 1), dimNumber(1));
  return ctx.c.reshape(one, value.shape.toSpliced(position, 1));
}

function gatherAt(
  ctx: Context,
  x: Typed,
  value: Value,
  position: number,
  { data, span }: Choice & { kind: "data" },
): Value | undefined {
  return dataFits(ctx, x, value.shape[position]!, data, span)
    ? rowsAt(ctx, value, position, data)
    : undefined;
}

/** Whether index data counts the places of an axis of x. */
export function dataFits(ctx: Context, x: Typed, extent: Dim, data: Value, span: Span): boolean {
  const range = data.node.of;
  if (!isIndexKind(range)) return false;
  const count = extentOfRange(range.from, range.to);
  const [many, most] = [dimValue(count), dimValue(extent)];
  if (dimEquals(count, extent) || (many !== undefined && most !== undefined && many <= most))
    return true;
  const shown = `${showDim(range.from)}..${showDim(range.to)}`;
  ctx.report(
    shapes.dataOfOtherRange(
      span,
      textAt(ctx.source, span),
      shown,
      showSize(extent),
      shapeLabel(ctx, x),
    ),
  );
  return false;
}

/** `gather` takes along the first axis: the axis is brought there and the new axes are brought back. */
function rowsAt({ c }: Context, value: Value, position: number, indices: Value): Value {
  if (position === 0) return c.gather(value, indices);
  const all = value.shape.map((_, i) => i);
  const front = c.permute(value, [position, ...all.filter((i) => i !== position)]);
  const rows = c.gather(front, indices);
  const lead = indices.shape.map((_, i) => i);
  const rest = rows.shape.map((_, i) => i).slice(lead.length);
  return c.permute(rows, [...rest.slice(0, position), ...lead, ...rest.slice(position)]);
}

export const extentOfRange = (from: Dim, to: Dim): Dim =>
  dimAdd(dimSubtract(to, from), dimNumber(1));

/** `k = 10` where a dim has a value. */
function showSize(dim: Dim): string {
  const [text, value] = [showDim(dim), dimValue(dim)];
  return value === undefined || text === String(value) ? text : `${text} = ${value}`;
}
