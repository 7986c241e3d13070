/** @file One kernel for one stored value: which loops, in what order, pulled or pushed. */
import type { Value } from "../graph/node.ts";
import type { Axis } from "../graph/type.ts";
import {
  at as position,
  call,
  type Piece,
  type Buffer,
  type Element,
  type Index,
  type Loop,
} from "../kernel/formula.ts";
import type { Statement } from "../kernel/kernel.ts";
import { decided } from "./choices.ts";
import { loopsOf, mapElement, mapIndex, partsOf, substituting } from "./elements.ts";
import { placeOf, type Home, type Instantiation, type Positions } from "./instantiate.ts";
import { loopsFor, probe } from "./probe.ts";
import { nest, type Naming } from "./statements.ts";
import { accumulated, addition } from "./sums.ts";
import { sumTerms, type Term } from "./terms.ts";

/** What names variables, and loops over axes. */
export type Writing = Naming & { readonly axisOf: Map<Loop, string> };

/** A result to be filled: by default one loop for each of its axes that is not fixed. */
interface Target {
  readonly home: Home;
  readonly loops: readonly Loop[];
  /** Those that the first of the loops are for. */
  readonly axes: readonly Axis[];
  /** Where free axes are. */
  readonly free: Positions;
  /** The buffer holds more than this. */
  readonly within: boolean;
  readonly naming: Naming;
}

/** The statements that put a value into its home. `fixed`: axes that run outside already, where they are. */
export function schedule(
  value: Value,
  home: Home,
  make: Instantiation,
  naming: Writing,
  fixed: Positions = new Map(),
): readonly Statement[] {
  const target = targetOf(value, home, naming, fixed);
  const { axes, free } = target;
  const own = target.loops.map(position);
  if (probe(value).pieces) return push(target, make.pieces(value, free)!, probe(value).steps);
  const written = make.definition(value, own.slice(axes.length), free);
  const element = decided(written, naming);
  return (
    constant(target, element) ??
    addUp(target, element) ??
    addUpInside(target, element) ??
    write(target, element, "set")
  );
}

function targetOf(value: Value, home: Home, naming: Writing, fixed: Positions): Target {
  const axes = home.axes.filter((a) => !fixed.has(a.key));
  const loops = loopsFor(axes, value.shape);
  axes.forEach((a, i) => naming.axisOf.set(loops[i]!, a.name));
  const free = new Map([...fixed, ...axes.map((a, i) => [a.key, position(loops[i]!)] as const)]);
  const within = home.row !== undefined || axes.length < home.axes.length;
  return { home, loops, axes, free, within, naming };
}

/** The statements that copy an element into a buffer. */
export const copy = (from: Element, to: Buffer, loops: readonly Loop[], naming: Naming) =>
  nest(loops, [{ to, at: loops.map(position), value: from, mode: "set" }], naming);

function write(
  target: Target,
  value: Element,
  mode: "set" | "add",
  order: readonly Loop[] = target.loops,
  at: readonly Index[] = target.loops.map(position),
): readonly Statement[] {
  const place = { to: target.home.buffer, at: placeIn(target, at), within: target.within };
  return nest(order, [{ ...place, value, mode }], target.naming);
}

/** Where positions of the loops of a result are in its buffer. */
function placeIn({ home, loops, axes, free }: Target, at: readonly Index[]): readonly Index[] {
  const bound = new Map([...free, ...axes.map((a, i) => [a.key, at[i]!] as const)]);
  return placeOf(home, at.slice(axes.length, loops.length), bound);
}

const clear = (target: Target): readonly Statement[] => filled(target, 0);

/** One number everywhere: in the whole buffer, or in what of it is one step's. */
const filled = (target: Target, value: number): readonly Statement[] =>
  target.within
    ? write(target, { kind: "number", value }, "set")
    : [{ kind: "fill", to: target.home.buffer, value }];

function constant(target: Target, element: Element): readonly Statement[] | undefined {
  if (element.kind !== "number" || target.home.buffer.extents.length === 0) return undefined;
  return filled(target, element.value);
}

/** The pieces of a value, into zeros; steps set every element. */
function push(target: Target, pieces: readonly Piece[], steps: boolean): readonly Statement[] {
  const outer = target.loops.slice(0, target.axes.length);
  const written = pieces.flatMap((piece) => {
    const at = [...outer.map(position), ...piece.to];
    return write(target, piece.value, piece.mode, [...outer, ...piece.loops], at);
  });
  return steps ? written : [...clear(target), ...written];
}

/** The start of a state, and one step of it: the axis of its recurrence is fixed there, at `step`. */
export function stateParts(
  value: Value,
  home: Home,
  make: Instantiation,
  naming: Writing,
  fixed: Positions,
  step: Loop,
): { readonly start: readonly Statement[]; readonly next: readonly Statement[] } {
  const target = targetOf(value, home, naming, fixed);
  const [start, next] = make.pieces(value, target.free)! as readonly [Piece, Piece];
  const [own, ...loops] = next.loops;
  const put = substituting((l) => (l === own ? position(step) : undefined));
  const once: Piece = {
    loops,
    to: next.to.map(put.index),
    value: put.element(next.value),
    mode: "set",
  };
  return {
    start: push(target, [start], true),
    next: push({ ...target, within: true }, [once], true),
  };
}

/** The terms of a sum that are better added up in the result are; the others come first. Undefined where there is none. */
function addUp(target: Target, element: Element): readonly Statement[] | undefined {
  const terms = sumTerms(element);
  const additions = terms.map((t) => addition(t, target.loops));
  if (additions.every((a) => a === undefined)) return undefined;
  const rest = terms.filter((_, i) => additions[i] === undefined).map(pulled);
  return [
    ...(rest.length === 0 ? clear(target) : write(target, plus(rest), "set")),
    ...additions.flatMap((a) => (a ? write(target, a.value, "add", a.loops, a.at) : [])),
  ];
}

const plus = (elements: readonly Element[]): Element =>
  elements.reduce((a, b) =>
    b.kind === "call" && b.op === "neg" ? call("sub", a, b.args[0]!) : call("add", a, b),
  );

const pulled = (t: Term): Element =>
  t.loops.reduceRight<Element>(
    (body, loop) => ({ kind: "reduce", by: "sum", loop, body }),
    t.value,
  );

/** A sum that is added up in the result and stands in an expression, f(Σ v): then f is applied in place. */
function addUpInside(target: Target, element: Element): readonly Statement[] | undefined {
  const core = onlySum(element);
  // A sum that does not depend on every loop of the result is made once, before the loops that it lacks.
  if (core === undefined || !target.loops.every((l) => loopsOf(core).has(l))) return undefined;
  const [term, ...others] = sumTerms(core);
  if (others.length > 0 || accumulated(term!, target.loops) === undefined) return undefined;
  const at = placeIn(target, target.loops.map(position));
  const sum: Element = { kind: "load", from: target.home.buffer, at };
  return [...addUp(target, core)!, ...write(target, replaced(element, core, sum), "set")];
}

/** The element with another in place of a part of it. */
function replaced(root: Element, part: Element, by: Element): Element {
  const memo = new Map<Element, Element>([[part, by]]);
  const element = (e: Element): Element => {
    let made = memo.get(e);
    if (made === undefined) {
      made = mapElement(e, element, (i) => mapIndex(i, () => undefined, element));
      memo.set(e, made);
    }
    return made;
  };
  return element(root);
}

/** The one sum in an element that has no other reduction and no guard around it. */
function onlySum(element: Element): (Element & { kind: "reduce" }) | undefined {
  const found = new Set<Element & { kind: "reduce" }>();
  const seen = new Set<Element>();
  const stack = [element];
  for (let e = stack.pop(); e !== undefined; e = stack.pop()) {
    if (seen.has(e)) continue;
    seen.add(e);
    if (e.kind === "when") return undefined;
    if (e.kind === "reduce") found.add(e);
    else stack.push(...partsOf(e));
  }
  const [only] = found;
  return found.size === 1 && only!.by === "sum" ? only : undefined;
}
