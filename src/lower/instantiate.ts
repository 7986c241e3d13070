/** @file One element of a value: what is fused is written out, what is stored is loaded. */
import { dimEquals, dimNumber, type Dim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import type { Axis, Shape } from "../graph/type.ts";
import {
  call,
  number,
  shifted,
  type Access,
  type Buffer,
  type Element,
  type Index,
  type Loop,
  type Piece,
} from "../kernel/formula.ts";
import { flat, indexKey } from "../kernel/places.ts";
import { substituting } from "./elements.ts";
import { definitionOf } from "./probe.ts";

/** Where a value lives: its buffer, and the free axes before its shape in memory. */
export interface Home {
  readonly buffer: Buffer;
  readonly axes: readonly Axis[];
  /** The shape that is one extent in memory, if it is. */
  readonly flat: Shape | undefined;
  /** It is a row of the buffer for each place of this axis, which is not among `axes`. */
  readonly row?: { readonly axis: string; readonly by: Dim };
}

/** The place in a home of an element at a position of the value's own shape, free axes where they are bound. */
export const placeOf = (home: Home, at: readonly Index[], free: Positions): readonly Index[] => {
  const axes = home.axes.map((a) => positionOf(free, a.key));
  const { row } = home;
  return placeIn(home, [
    ...axes,
    ...(row ? [shifted(positionOf(free, row.axis), row.by)] : []),
    ...at,
  ]);
};

/** The place in a home of what stands at the positions of its axes and of the value's shape. */
export const placeIn = ({ axes, flat: shape }: Home, at: readonly Index[]): readonly Index[] =>
  shape === undefined ? at : [...at.slice(0, axes.length), flat(at.slice(axes.length), shape)];

/** Positions of free axes by key. */
export type Positions = ReadonlyMap<string, Index>;

export interface Instantiation {
  /** The element of a value; loaded if it is stored. */
  element(value: Value, at: readonly Index[], free: Positions): Element;
  /** The same by its definition, stored or not. */
  definition(value: Value, at: readonly Index[], free: Positions): Element;
  /** How its parts are pushed, if they are. */
  pieces(value: Value, free: Positions): readonly Piece[] | undefined;
  /** What the model calls an element. */
  nameOf(element: Element): string | undefined;
  /** One element stands for another: it has its name. */
  renewed(before: Element, after: Element): void;
}

/** Within one kernel: the same value at the same positions is one element. */
export function instantiation(
  home: (value: Value) => Home | undefined,
  nameOf: (value: Value) => string | undefined,
  axisOf: Map<Loop, string>,
): Instantiation {
  const memo = new Map<string, Element>();
  const names = new Map<Element, string>();

  const element = (value: Value, at: readonly Index[], free: Positions): Element => {
    const { node } = value;
    const places = [...node.free.map((a) => positionOf(free, a.key)), ...at];
    const key = `${node.id}.${value.result}[${places.map(indexKey).join()}]`;
    let result = memo.get(key);
    if (result === undefined) {
      const stored = home(value);
      result = stored === undefined ? definition(value, at, free) : load(stored, at, free);
      memo.set(key, result);
      const name = nameOf(value);
      if (name !== undefined && result.kind !== "load") names.set(result, name);
    }
    return result;
  };

  const define = (value: Value, free: Positions) => {
    const inputs = value.node.inputs.map((input): Access => (at, bind) => {
      if (bind === undefined) return element(input, at, free);
      for (const axis of input.node.free) note(bind.get(axis.key), axis, axisOf);
      return element(input, at, new Map([...free, ...bind]));
    });
    return definitionOf(value, inputs, (key) => positionOf(free, key));
  };

  const definition = (value: Value, at: readonly Index[], free: Positions): Element => {
    const made = define(value, free);
    if (made.by === "steps") throw new Error("internal: what goes in steps is stored");
    return made.by === "element" ? made.element(at) : pulled(made.pieces(), value.shape, at);
  };

  const pieces = (value: Value, free: Positions): readonly Piece[] | undefined => {
    const made = define(value, free);
    if (made.by === "steps") return made.steps((at) => load(home(value)!, at, free));
    return made.by === "pieces" ? made.pieces() : undefined;
  };

  const renewed = (before: Element, after: Element): void => {
    const name = names.get(before);
    if (name !== undefined && after.kind !== "load") names.set(after, name);
  };
  return { element, definition, pieces, nameOf: (e) => names.get(e), renewed };
}

/** A loop that runs over an axis has its name. */
function note(index: Index | undefined, axis: Axis, axisOf: Map<Loop, string>): void {
  if (index?.kind === "loop" && !axisOf.has(index.loop)) axisOf.set(index.loop, axis.name);
}

const load = (home: Home, at: readonly Index[], free: Positions): Element => ({
  kind: "load",
  from: home.buffer,
  at: placeOf(home, at, free),
});

function positionOf(free: Positions, key: string): Index {
  const index = free.get(key);
  if (index === undefined) throw new Error(`internal: the axis ${key} is not bound`);
  return index;
}

/**
 * What is pushed, as an element: Σ over the loops of [at = to] value. Where `to` is a loop, the position is put for it.
 * `schedule` finds sums of this form and pushes them again.
 */
function pulled(pieces: readonly Piece[], shape: Shape, at: readonly Index[]): Element {
  return pieces.map((piece) => pulledPiece(piece, shape, at)).reduce((a, b) => call("add", a, b));
}

function pulledPiece(piece: Piece, shape: Shape, at: readonly Index[]): Element {
  const known = new Map<Loop, Index>();
  const tests: { readonly to: Index; readonly at: Index; readonly extent: Dim }[] = [];
  const shorter: { readonly loop: Loop; readonly at: Index }[] = [];
  piece.to.forEach((to, i) => {
    if (to.kind === "loop" && !known.has(to.loop)) {
      known.set(to.loop, at[i]!);
      if (!dimEquals(to.loop.extent, shape[i]!)) shorter.push({ loop: to.loop, at: at[i]! });
    } else tests.push({ to, at: at[i]!, extent: shape[i]! });
  });
  const put = substituting((l) => known.get(l));
  let body = put.element(piece.value);
  for (const test of tests) {
    const to = put.index(test.to);
    body = oneHot(test.at, to, body);
    // Of a part that is looked at only some places are pushed to: others are none of its own.
    const { at: here } = test;
    if (here.kind === "loop" && !dimEquals(here.loop.extent, test.extent))
      body = {
        kind: "when",
        index: to,
        from: ZERO,
        to: here.loop.extent,
        then: body,
        otherwise: number(0),
      };
  }
  for (const loop of piece.loops.toReversed())
    if (!known.has(loop)) body = { kind: "reduce", by: "sum", loop, body };
  for (const { loop, at: index } of shorter)
    body = { kind: "when", index, from: ZERO, to: loop.extent, then: body, otherwise: number(0) };
  return body;
}

const ZERO = dimNumber(0);
const oneHot = (at: Index, to: Index, value: Element): Element =>
  call("select", call("equal", asNumber(at), asNumber(to)), value, number(0));
const asNumber = (index: Index): Element => ({ kind: "position", index, plus: ZERO });
