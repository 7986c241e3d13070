/**
 * @file Recurrences: names that are defined along a seq by each other. In one step what is read of earlier steps is a leaf;
 * the states made of the steps are the sequences. Two seqs nest: the steps of one hold a recurrence along the other.
 */
import * as names from "../diagnostics/catalogue/names.ts";
import * as wrong from "../diagnostics/catalogue/recurrences.ts";
import { textAt, type Span } from "../diagnostics/source.ts";
import { dimAdd, dimNumber, dimSubtract, dimValue, showDim, type Dim } from "../dim.ts";
import { topological, type Value } from "../graph/node.ts";
import type { Named } from "../graph/plan.ts";
import { dependence, earlierOf, seeing, statesOf, type Recurrence } from "../graph/recurrence.ts";
import { hasAxis, sameShape, unionAxes, type Axis, type Shape } from "../graph/type.ts";
import type { Slot } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { affine, natural, valueOf } from "./affine.ts";
import { components } from "./components.ts";
import type { Context } from "./context.ts";
import { definedValue, type Manner } from "./define.ts";
import { find } from "./read.ts";
import { spell, type Entity, type Meaning } from "./scope.ts";
import { readsIn, type Equation, type Group, type Sequence } from "./sequences.ts";
import { element } from "./subscripts.ts";
import { column, showType, typeOf, type Typed } from "./typed.ts";
import { typeWritten } from "./types.ts";
import { expressionsIn } from "./walk.ts";

/** A sequence of a group, with the axes of its subscript. */
interface Member {
  readonly sequence: Sequence;
  readonly name: string;
  readonly key: string;
  readonly family: readonly Axis[];
}

/** What a level gives of a member: its steps closed, and closed with the rows of its start. */
interface Made {
  readonly typed: Typed;
  readonly step: Value;
  readonly rows: Rows | undefined;
}

/** The rows of a sequence, those beyond its edge among them. */
export interface Rows {
  /** Which axis of it they are. */
  readonly position: number;
  /** Beyond the last step, not before the first. */
  readonly backward: boolean;
  /** How many rows beyond the edge there are. */
  readonly most: number;
  /** The sequence with so many of them, and the row of its first step. */
  beyond(count: number): { readonly value: Value; readonly first: Dim };
  /** Boundaries as they are by themselves, by their steps. */
  readonly boundaries: readonly { readonly step: Dim; readonly typed: Typed }[];
}

/** Resolves the lines of a group: declares its names and adds them to the definitions. */
export function resolveRecurrence(ctx: Context, group: Group, definitions: Named[]): void {
  const members = group.sequences.map((s) => memberOf(ctx, s));
  const known = members.every((m) => m !== undefined) ? members : undefined;
  for (const s of group.sequences)
    for (const e of s.again)
      ctx.report(names.declaredTwice(e.target.span, s.step.word.text, s.step.target.span));
  const made = known && solve(ctx, known, undefined);
  group.sequences.forEach((s, i) => {
    const own = made?.get(known![i]!);
    const { span } = s.step.target;
    const is: Meaning = own
      ? {
          kind: "value",
          role: "definition",
          typed: own.typed,
          family: known![i]!.family,
          step: own.step,
          ...(own.rows && { rows: own.rows }),
        }
      : { kind: "failed" };
    const entity = ctx.scope.declare({ word: s.step.word }, span, is, ctx.report);
    if (own && entity)
      definitions.push({ name: entity.name, key: entity.key, value: own.typed.value, span });
    if (entity && isDifferentiated(ctx, group, s)) ctx.scope.use(entity);
  });
}

/** Whether a line of the group asks for a derivative of a sequence: nothing of it may be left in that. */
function isDifferentiated({ outlook }: Context, { sequences }: Group, s: Sequence): boolean {
  const lines = sequences.flatMap((o) => [o.step, ...o.boundaries].map((e) => e.line.value));
  const differentiated = lines
    .flatMap((line) => [...expressionsIn(line)])
    .flatMap((e) => (e.kind === "partial" || e.kind === "nabla" ? [e.of] : []));
  return differentiated.some(
    (of) => readsIn(of, (name) => name === s.canonical, outlook.isName).length > 0,
  );
}

function memberOf(ctx: Context, sequence: Sequence): Member | undefined {
  const { word, slots } = sequence.step;
  const axes = slots.map((s) => (s.kind === "name" ? axisOf(ctx, s) : undefined));
  if (!axes.every((a) => a !== undefined)) return undefined;
  const { name, key } = spell({ word });
  return { sequence, name, key, family: axes };
}

function axisOf(ctx: Context, slot: Slot): Axis | undefined {
  if (slot.kind !== "name" || slot.subscript) return undefined;
  const entity = find(ctx, canonicalName(slot.word.text));
  if (entity?.is.kind !== "axis") return undefined;
  ctx.scope.use(entity);
  return entity.is.axis;
}

/** One seq that members run along, inside the steps of others. */
interface Level {
  readonly axis: Axis;
  readonly outer: Level | undefined;
  /** Members as they are read in this level's steps. */
  readonly read: (m: Member, ctx: Context, slots: readonly Slot[], span: Span) => Typed | undefined;
}

const axesOf = (level: Level | undefined): readonly Axis[] =>
  level ? [...axesOf(level.outer), level.axis] : [];

/** The axes of a member that no level around runs. */
const remaining = (m: Member, level: Level | undefined): readonly Axis[] =>
  m.family.filter((a) => !hasAxis(axesOf(level), a));

/** A step that is read: how many steps away, and where. */
interface Reading {
  readonly member: Member;
  /** Negative: earlier. */
  readonly offset: number;
  readonly span: Span;
  /** Where there is no such step it is not looked at. */
  readonly guarded: boolean;
}

/** The members along one seq, as they stand in the steps of `outer`; undefined where a mistake was reported. */
function solve(
  ctx: Context,
  members: readonly Member[],
  outer: Level | undefined,
): ReadonlyMap<Member, Made> | undefined {
  const [first] = members;
  const axis = remaining(first!, outer).find(
    (a) => a.kind === "seq" && members.every((m) => hasAxis(remaining(m, outer), a)),
  );
  if (!axis) {
    const { step } = first!.sequence;
    const places = members.map((m) => m.sequence.step.target.span);
    ctx.report(
      wrong.recurrenceSameStep(
        step.target.span,
        members.map((m) => m.name),
        places,
      ),
    );
    return undefined;
  }
  const starts = new Map<Member, ReadonlyMap<number, Boundary>>();
  for (const m of members) {
    const own = boundariesOf(ctx, m, axis, outer);
    if (!own) return undefined;
    starts.set(m, own);
  }
  const free = new Map<Member, readonly Axis[]>(members.map((m) => [m, []]));
  // A state depends on what its steps depend on, which depends on the state: axes are added until none is new.
  for (;;) {
    const pass = steps(ctx, members, axis, outer, starts, free);
    if (!pass) return undefined;
    let isNew = false;
    for (const m of members) {
      const known = free.get(m)!;
      const all = unionAxes(
        known,
        ...readStarts(m, starts.get(m)!, pass.readings).map((b) => b.typed.value.node.free),
        pass.values.get(m)!.value.node.free.filter((a) => a.key !== axis.key),
      );
      if (all.length > known.length) isNew = true;
      free.set(m, all);
    }
    if (!isNew) return sequences(ctx, members, axis, outer, starts, pass);
  }
}

/** The boundaries that the steps read. */
function readStarts(
  m: Member,
  starts: ReadonlyMap<number, Boundary>,
  readings: readonly Reading[],
): readonly Boundary[] {
  const own = readings.filter((r) => r.member === m);
  const furthest = Math.max(0, ...own.map((r) => Math.abs(r.offset)));
  return [...starts].flatMap(([offset, b]) => (Math.abs(offset) <= furthest ? [b] : []));
}

interface Pass {
  readonly values: ReadonlyMap<Member, Typed>;
  /** Of members that run along a further seq, their steps there. */
  readonly innermost: ReadonlyMap<Member, Value>;
  readonly readings: readonly Reading[];
  leaf(m: Member, offset: number): Value | undefined;
}

/** The values of one step. */
function steps(
  ctx: Context,
  members: readonly Member[],
  axis: Axis,
  outer: Level | undefined,
  starts: ReadonlyMap<Member, ReadonlyMap<number, Boundary>>,
  free: ReadonlyMap<Member, readonly Axis[]>,
): Pass | undefined {
  const values = new Map<Member, Typed>();
  const innermost = new Map<Member, Value>();
  const readings: Reading[] = [];
  const shapes = new Map(members.map((m) => [m, stateShape(ctx, m, axis, outer, starts.get(m)!)]));
  const leaf = (m: Member, offset: number): Value | undefined => {
    const shape = shapes.get(m);
    const by = offset < 0 ? `-${-offset}` : `+${offset}`;
    return (
      shape &&
      earlierOf(
        ctx.c,
        {
          key: `${m.key}@${axis.key}${by}#${m.sequence.step.target.span.start}`,
          name: `${m.name}_{${axis.name}${by}}`,
          shape,
        },
        unionAxes(free.get(m)!, [axis]),
      )
    );
  };
  const level: Level = {
    axis,
    outer,
    read: (m, at, slots, span) => {
      const position = m.family.findIndex((a) => a.key === axis.key);
      const outside = outer && outsideSlot(at, m, outer, slots);
      if (outside) return outside.read(m, at, slots, span);
      const slot = slots[position];
      const rest = slots.filter((_, i) => {
        const along = m.family[i];
        return !along || !hasAxis(axesOf(level), along);
      });
      if (slot === undefined || slot.kind === "whole") {
        at.report(wrong.sequenceInsideItself(span, m.name, axis.name, m.sequence.step.target.span));
        return undefined;
      }
      if (axisOf(at, slot)?.key === axis.key) {
        const own = values.get(m);
        return own && partOf(at, { ...own, span }, rest, span);
      }
      const offset = offsetOf(at, slot, axis);
      if (offset === undefined || offset === 0) {
        const read = textAt(at.source, span);
        at.report(wrong.stepNotFixed(slot.span, read, axis.name, m.sequence.step.target.span));
        return undefined;
      }
      const place = {
        value: dimSubtract(dimAdd(valueOf(axis), dimNumber(offset)), axis.base),
        axes: [axis],
      };
      const last = dimAdd(axis.base, dimSubtract(axis.extent, dimNumber(1)));
      const beyond = {
        ...place,
        value: dimSubtract(last, dimAdd(valueOf(axis), dimNumber(offset))),
      };
      const { is } = natural(at, offset < 0 ? place : beyond);
      const guarded = is === "guarded" || is === "inside";
      readings.push({ member: m, offset, span, guarded });
      const value = leaf(m, offset);
      if (!value) {
        missingStart(at, m, axis, offset, span);
        return undefined;
      }
      const origin = {
        name: m.name,
        span: m.sequence.step.target.span,
        type: showType(value.shape),
        how: "defined",
        bare: true,
      } as const;
      return partOf(at, column(value, span, origin), rest, span);
    },
  };
  const inside = insideOf(ctx, members, level);
  /** Whom a member reads at this step, of every seq that runs. */
  const sameStep = (m: Member): readonly Member[] => {
    const lines = [m.sequence.step, ...boundariesWithin(m, level)];
    const reads = lines.flatMap((e) =>
      readsIn(
        e.line.value,
        (n) => members.some((o) => o.sequence.canonical === n),
        ctx.outlook.isName,
      ),
    );
    return reads.flatMap(({ canonical, slots }) => {
      const other = members.find((o) => o.sequence.canonical === canonical)!;
      const isHere = axesOf(level).every((a) => {
        const slot = slots[other.family.findIndex((b) => b.key === a.key)];
        return slot?.kind === "name" && canonicalName(slot.word.text) === a.key;
      });
      return isHere ? [other] : [];
    });
  };
  for (const component of components(members, sameStep)) {
    const [m, ...others] = component as readonly [Member, ...Member[]];
    if (others.length > 0 || sameStep(m).includes(m)) {
      const made = solve(
        inside,
        members.filter((x) => component.includes(x)),
        level,
      );
      if (!made) return undefined;
      for (const x of component) {
        values.set(x, made.get(x)!.typed);
        innermost.set(x, made.get(x)!.step);
      }
      continue;
    }
    const typed = stepValue(inside, m, m.sequence.step, remaining(m, level), axesOf(level));
    if (!typed) return undefined;
    values.set(m, typed);
  }
  const leaves = readings.flatMap((r) => leaf(r.member, r.offset) ?? []);
  for (const m of members) {
    const { value } = values.get(m)!;
    if (!reducesSteps(value, axis, leaves)) continue;
    const { line, target } = m.sequence.step;
    ctx.report(wrong.sequenceInsideItself(line.value.span, m.name, axis.name, target.span));
    return undefined;
  }
  return { values, innermost, readings, leaf };
}

/** Whether a step sums, or otherwise takes together, all steps of what is being made. */
function reducesSteps(x: Value, axis: Axis, leaves: readonly Value[]): boolean {
  const keys = leaves.map((l) => l.node.attributes["key"] as string);
  const isMade = dependence(new Set(keys));
  return topological([x]).some(({ op, attributes, inputs }) => {
    const closed = op.name === "close" && (attributes["axis"] as Axis).key === axis.key;
    return closed && isMade(inputs[0]!);
  });
}

/** The boundaries of a member along a seq further in: they stand in the steps of this one. */
const boundariesWithin = (m: Member, level: Level): readonly Equation[] =>
  m.sequence.boundaries.filter((b) => {
    const along = boundaryAxis(m, b);
    return along !== undefined && !hasAxis(axesOf(level), along);
  });

/** The level around in which a step other than the present one is read. */
function outsideSlot(
  ctx: Context,
  m: Member,
  level: Level,
  slots: readonly Slot[],
): Level | undefined {
  const further = level.outer && outsideSlot(ctx, m, level.outer, slots);
  if (further) return further;
  const slot = slots[m.family.findIndex((a) => a.key === level.axis.key)];
  return slot && axisOf(ctx, slot)?.key !== level.axis.key ? level : undefined;
}

/** Members as locals: each reads itself. */
function insideOf(ctx: Context, members: readonly Member[], level: Level): Context {
  const locals = new Map(ctx.locals);
  for (const m of members) {
    const entity: Entity = {
      name: m.name,
      key: m.key,
      span: m.sequence.step.target.span,
      order: -1,
      is: {
        kind: "member",
        seq: level.axis.name,
        read: (at, slots, span) => level.read(m, at, slots, span),
      },
    };
    locals.set(m.sequence.canonical, entity);
  }
  return { ...ctx, locals };
}

const partOf = (ctx: Context, x: Typed, slots: readonly Slot[], span: Span): Typed | undefined =>
  slots.length === 0 ? x : element(ctx, x, slots, "braces", span);

/** How many steps from the present one. */
function offsetOf(ctx: Context, slot: Slot, axis: Axis): number | undefined {
  if (slot.kind === "whole") return undefined;
  const silent: Context = { ...ctx, report: () => {} };
  const at = affine(silent, slot);
  if (!at || at.axes.length !== 1 || at.axes[0]!.key !== axis.key) return undefined;
  return dimValue(dimSubtract(at.value, valueOf(axis)));
}

function stepValue(
  ctx: Context,
  m: Member,
  { line, result, target }: Equation,
  family: readonly Axis[],
  running: readonly Axis[],
): Typed | undefined {
  const head = { spelling: { word: m.sequence.step.word }, family };
  const type = line.targets[result]!.type;
  const manner: Manner = { ...(type && { type }), running };
  return definedValue(ctx, target, head, line.value, m.name, m.key, manner);
}

/* ---- boundaries ---- */

interface Boundary {
  readonly typed: Typed;
  readonly equation: Equation;
  readonly name: string;
}

/** The axis along which a line is a boundary. */
function boundaryAxis(m: Member, { slots }: Equation): Axis | undefined {
  return m.family.find((a, i) => {
    const slot = slots[i]!;
    const isOwn = slot.kind === "name" && canonicalName(slot.word.text) === a.key;
    return a.kind === "seq" && !isOwn;
  });
}

/** Boundaries of a member along an axis: by steps from the first (negative), or from the last (positive). */
function boundariesOf(
  ctx: Context,
  m: Member,
  axis: Axis,
  outer: Level | undefined,
): ReadonlyMap<number, Boundary> | undefined {
  const found = new Map<number, Boundary>();
  for (const equation of m.sequence.boundaries) {
    if (boundaryAxis(m, equation)?.key !== axis.key) continue;
    const slot = equation.slots[m.family.findIndex((a) => a.key === axis.key)]!;
    const step = slot.kind === "whole" ? undefined : affine(ctx, slot);
    if (!step) return undefined;
    const name = textAt(ctx.source, equation.target.span);
    const before = dimValue(dimSubtract(step.value, axis.base));
    const last = dimAdd(axis.base, dimSubtract(axis.extent, dimNumber(1)));
    const after = dimValue(dimSubtract(step.value, last));
    const offset =
      before !== undefined && before < 0
        ? before
        : after !== undefined && after > 0
          ? after
          : undefined;
    if (offset === undefined || !Number.isInteger(offset)) {
      const range = `${showDim(axis.base)}..${showDim(last)}`;
      const { span } = m.sequence.step.target;
      ctx.report(wrong.boundaryInside(equation.target.span, name, axis.name, range, span));
      return undefined;
    }
    const twin = found.get(offset);
    if (twin) {
      ctx.report(names.declaredTwice(equation.target.span, name, twin.equation.target.span));
      return undefined;
    }
    const family = remaining(m, outer).filter((a) => a.key !== axis.key);
    const typed = stepValue(ctx, m, equation, family, axesOf(outer));
    if (!typed) return undefined;
    found.set(offset, { typed, equation, name });
  }
  return found;
}

/** The shape of a state: of its boundaries, or as its type says. */
function stateShape(
  ctx: Context,
  m: Member,
  axis: Axis,
  outer: Level | undefined,
  starts: ReadonlyMap<number, Boundary>,
): Shape | undefined {
  const [first] = starts.values();
  if (first) return first.typed.value.shape;
  const { line, result } = m.sequence.step;
  const type = line.targets[result]!.type;
  const written = type && typeWritten(ctx, type);
  const family = remaining(m, outer).filter((a) => a.key !== axis.key);
  return written && [...family.map((a) => a.extent), ...written.shape];
}

function missingStart(ctx: Context, m: Member, axis: Axis, offset: number, span: Span): void {
  const edge = offset < 0 ? axis.base : dimAdd(axis.base, dimSubtract(axis.extent, dimNumber(1)));
  const step = showDim(dimAdd(edge, dimNumber(offset)));
  const subscript = m.family.map((a) => (a.key === axis.key ? step : a.name)).join(",");
  const boundary = `${m.name}_${[...subscript].length > 1 ? `{${subscript}}` : subscript}`;
  const read = textAt(ctx.source, span);
  ctx.report(
    wrong.recurrenceWithoutStart(span, read, m.name, boundary, m.sequence.step.target.span),
  );
}

/* ---- sequences ---- */

/** The sequences that the steps make from their start. */
function sequences(
  ctx: Context,
  members: readonly Member[],
  axis: Axis,
  outer: Level | undefined,
  starts: ReadonlyMap<Member, ReadonlyMap<number, Boundary>>,
  { values, innermost, readings, leaf }: Pass,
): ReadonlyMap<Member, Made> | undefined {
  const { c } = ctx;
  const [one] = readings;
  const backward = (one?.offset ?? startSide(starts)) > 0;
  const other = readings.find((r) => r.offset > 0 !== backward);
  if (one && other) {
    ctx.report(wrong.recurrenceBothWays(one.span, axis.name, other.span));
    return undefined;
  }
  const rooms = new Map<Member, number>();
  for (const m of members) {
    const read = readings.filter((r) => r.member === m);
    const own = [...starts.get(m)!.keys()].filter((o) => o > 0 === backward).map(Math.abs);
    for (const r of read)
      for (let k = 1; k <= Math.abs(r.offset); k++)
        if (!r.guarded && !own.includes(k)) {
          missingStart(ctx, m, axis, backward ? k : -k, r.span);
          return undefined;
        }
    rooms.set(m, Math.max(0, ...read.map((r) => Math.abs(r.offset))));
  }
  for (const m of members) {
    const { value } = values.get(m)!;
    for (const { typed, equation, name } of starts.get(m)!.values()) {
      if (sameShape(typed.value.shape, value.shape)) continue;
      const [shape, step] = [typeOf(typed), typeOf(values.get(m)!)];
      const { span } = m.sequence.step.target;
      ctx.report(wrong.boundaryOfOtherShape(equation.target.span, name, shape, step, span));
      return undefined;
    }
  }
  /** Boundaries as rows, from one number of steps beyond the edge to another. */
  const rowsBeyond = (m: Member, from: number, to: number): readonly Value[] => {
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => {
      const offset = backward ? from + i : i - to;
      const own = starts.get(m)!.get(offset)?.typed.value ?? c.zeros(values.get(m)!.value.shape);
      return c.expandAxis(own, 0, dimNumber(1));
    });
  };
  const startOf = (m: Member): Value => {
    const [one, ...more] = rowsBeyond(m, 1, rooms.get(m)!);
    return more.length > 0 ? c.concat([one!, ...more], 0) : one!;
  };
  const states = members.filter((m) => readings.some((r) => r.member === m));
  const reads = new Map(
    readings.map((r) => {
      const key = leaf(r.member, r.offset)!.node.attributes["key"] as string;
      return [key, { leaf: key, state: states.indexOf(r.member), steps: Math.abs(r.offset) }];
    }),
  );
  const r: Recurrence = {
    axis,
    backward,
    names: states.map((m) => m.name),
    next: states.map((m) => values.get(m)!.value),
    start: states.map(startOf),
    reads: [...reads.values()],
  };
  const rows = states.length > 0 ? statesOf(c, r) : [];
  const see =
    states.length > 0 ? seeing(c, r, dependence(new Set(reads.keys()))) : (x: Value): Value => x;
  return new Map(
    members.map((m): [Member, Made] => {
      const own = values.get(m)!;
      const position = remaining(m, outer).findIndex((a) => a.key === axis.key);
      const closed = c.named(m.name, m.key, c.close(see(own.value), position, axis));
      const room = rooms.get(m)!;
      const state = states.indexOf(m);
      const typed: Typed = { ...own, value: closed };
      const step = innermost.get(m) ?? own.value;
      // Others may read further beyond the edge than its own steps do.
      const far = furthest(starts.get(m)!, backward, room);
      if (far === 0) return [m, { typed, step, rows: undefined }];
      const known = state >= 0 ? rows[state]! : c.close(see(own.value), 0, axis);
      const order = own.value.shape.map((_, i) => i + 1).toSpliced(position, 0, 0);
      const beyond: Rows["beyond"] = (count) => {
        const more = rowsBeyond(m, state >= 0 ? room + 1 : 1, count);
        const parts = backward ? [known, ...more] : [...more, known];
        const all = parts.length > 1 ? c.concat(parts, 0) : known;
        const first = dimNumber(backward ? 0 : Math.max(room, count));
        return { value: c.permute(all, order), first };
      };
      const boundaries = boundariesAt(axis, starts.get(m)!);
      return [m, { typed, step, rows: { position, backward, most: far, beyond, boundaries } }];
    }),
  );
}

/** Boundaries with the steps that they are at. */
const boundariesAt = (axis: Axis, starts: ReadonlyMap<number, Boundary>): Rows["boundaries"] =>
  [...starts].map(([offset, { typed }]) => {
    const last = dimAdd(axis.base, dimSubtract(axis.extent, dimNumber(1)));
    return { step: dimAdd(offset < 0 ? axis.base : last, dimNumber(offset)), typed };
  });

/** How many rows beyond the edge there are, without a gap. */
function furthest(starts: ReadonlyMap<number, Boundary>, backward: boolean, room: number): number {
  let count = room;
  while (starts.has(backward ? count + 1 : -count - 1)) count++;
  return count;
}

const startSide = (starts: ReadonlyMap<Member, ReadonlyMap<number, Boundary>>): number =>
  [...starts.values()].flatMap((own) => [...own.keys()])[0] ?? -1;
