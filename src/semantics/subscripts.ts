/** @file Elements, rows, gathers: what a subscript or an index in brackets fixes of a value. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as names from "../diagnostics/catalogue/names.ts";
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import { textAt, type Span } from "../diagnostics/source.ts";
import { dimAdd, dimEquals, dimNumber, dimSubtract, dimValue, showDim, type Dim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import { hasAxis, isIndexKind, type Axis } from "../graph/type.ts";
import type { Expression, Slot, Subscript } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { because, shapeLabel, type Context } from "./context.ts";
import { evaluate } from "./expressions.ts";
import { find, readWord } from "./read.ts";
import { cut } from "./scope.ts";
import { column, derived, rank, type Typed } from "./typed.ts";

/** What one place of a subscript asks for. */
type Choice =
  | { readonly kind: "whole" }
  | { readonly kind: "axis"; readonly axis: Axis; readonly span: Span }
  | { readonly kind: "data"; readonly data: Value; readonly span: Span }
  | { readonly kind: "number"; readonly number: number; readonly span: Span };

/** `x_i`, `A_{:,j}`, `x[1]`, `E[w]`, `p_y`. */
export function element(
  ctx: Context,
  x: Typed,
  slots: readonly Slot[],
  form: Subscript["form"],
  span: Span,
): Typed | undefined {
  const choices = slots.flatMap((slot) => slotChoices(ctx, slot, form, span));
  if (choices.some((c) => c === undefined)) return undefined;
  if (choices.length > rank(x)) {
    ctx.report(shapes.tooManySubscripts(span, rank(x), choices.length, shapeLabel(ctx, x)));
    return undefined;
  }
  let value: Value | undefined = x.value;
  let position = 0;
  for (const choice of choices as readonly Choice[]) {
    if (choice.kind === "whole") position++;
    else if (choice.kind === "axis") value = openAt(ctx, x, value, position, choice);
    else if (choice.kind === "number") value = pick(ctx, x, value, position, choice);
    else {
      value = gatherAt(ctx, x, value, position, choice);
      position += choice.data.shape.length;
    }
    if (value === undefined) return undefined;
  }
  return column(value, span, derived(x).origin);
}

function slotChoices(
  ctx: Context,
  slot: Slot,
  form: Subscript["form"],
  span: Span,
): readonly (Choice | undefined)[] {
  if (slot.kind === "whole") return [{ kind: "whole" }];
  if (slot.kind === "bracket") return slotChoices(ctx, slot.inner, form, span);
  if (slot.kind === "name" && !slot.subscript) {
    const entity = find(ctx, canonicalName(slot.word.text));
    const pieces = entity ? undefined : cut(slot.word);
    if (pieces?.every((p) => find(ctx, canonicalName(p.text))))
      return pieces.flatMap((word) =>
        slotChoices(ctx, { kind: "name", word, span: word.span }, form, span),
      );
  }
  return [slotChoice(ctx, slot, form, span)];
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
    ctx.report(meaning.unsupported(slot.span, "A subscript that computes with an index"));
    return undefined;
  }
  const typed = evaluate(ctx, slot);
  if (!typed) return undefined;
  if (isIndexKind(typed.value.node.of)) return { kind: "data", data: typed.value, span: slot.span };
  const number = constantOf(ctx, slot);
  if (number !== undefined) return { kind: "number", number, span: slot.span };
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

function mentionsAxis(ctx: Context, e: Expression): boolean {
  if (e.kind === "name" && !e.subscript)
    return find(ctx, canonicalName(e.word.text))?.is.kind === "axis";
  if (e.kind === "infix") return e.operands.some((o) => mentionsAxis(ctx, o));
  if (e.kind === "implicit") return e.factors.some((f) => mentionsAxis(ctx, f));
  return e.kind === "negate" && mentionsAxis(ctx, e.operand);
}

/** A dim or a whole constant as an element's number. */
function constantOf(ctx: Context, e: Expression): number | undefined {
  if (e.kind !== "name") return undefined;
  const reading = readWord(ctx, e.word, e.subscript);
  if (reading?.kind !== "entity") return undefined;
  const { is } = reading.entity;
  if (is.kind === "dim") return dimValue(is.dim);
  return is.kind === "value" ? is.whole : undefined;
}

function openAt(
  ctx: Context,
  x: Typed,
  value: Value,
  position: number,
  { axis, span }: Choice & { kind: "axis" },
): Value | undefined {
  const extent = value.shape[position]!;
  if (axis.kind === "batch" && hasAxis(value.node.free, axis)) {
    ctx.report(meaning.perExampleAlready(span, axis.name, textAt(ctx.source, x.span)));
    return undefined;
  }
  if (!dimEquals(extent, axis.extent) && ctx.boundAxes.includes(axis)) {
    ctx.report(meaning.unsupported(span, "A sum over a part of an axis"));
    return undefined;
  }
  if (!dimEquals(extent, axis.extent)) {
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
  if (hasAxis(value.node.free, axis)) {
    ctx.report(meaning.unsupported(span, `One index twice in a subscript (a diagonal)`));
    return undefined;
  }
  return ctx.c.open(value, position, axis);
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
  return rowsAt(ctx, value, position, ctx.c.number(number - 1));
}

function gatherAt(
  ctx: Context,
  x: Typed,
  value: Value,
  position: number,
  { data, span }: Choice & { kind: "data" },
): Value | undefined {
  const range = data.node.of;
  if (!isIndexKind(range)) return undefined;
  const count = extentOfRange(range.from, range.to);
  const extent = value.shape[position]!;
  const [many, most] = [dimValue(count), dimValue(extent)];
  const fits =
    dimEquals(count, extent) || (many !== undefined && most !== undefined && many <= most);
  if (!fits) {
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
    return undefined;
  }
  return rowsAt(ctx, value, position, data);
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
