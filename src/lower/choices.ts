/**
 * @file Choices by position, decided: a loop is cut where one changes, so that in each part it is known which side holds and
 * no element asks.
 */
import { dimAtMost, dimMultiply, dimNumber, dimShortened, dimSubtract, type Dim } from "../dim.ts";
import {
  affine,
  at,
  call,
  nothing,
  shifted,
  type Element,
  type Fold,
  type Index,
  type Loop,
  type ScalarOp,
} from "../kernel/formula.ts";
import { isOne, loopsOf, mapElement, mapIndex, partsOf } from "./elements.ts";
import { isInside } from "./positions.ts";

/** A part of a loop: a loop of its own, or one position where it is one long. */
export interface Segment {
  readonly loop: Loop | undefined;
  /** What stands in place of the whole loop. */
  readonly index: Index;
}

const ZERO = dimNumber(0);

/** What is certain of sizes, and who is told of elements made anew: names go along. */
export interface Choosing {
  /** Not negative. */
  readonly known: readonly Dim[];
  renewed(before: Element, after: Element): void;
}

/** The parts of a loop in which the choices of elements are decided; one, the loop itself, where there is nothing to cut. */
export function segments(
  loop: Loop,
  elements: readonly Element[],
  { known }: Choosing,
): readonly Segment[] {
  const choices = elements.filter(hasChoice).flatMap((e) => choicesBy(loop, e));
  const cuts = inOrder(loop, choices, known);
  if (cuts.length === 0) return [{ loop, index: at(loop) }];
  const ends = [...cuts, loop.extent];
  return ends.map((end, i): Segment => {
    const start = ends[i - 1] ?? ZERO;
    const extent = dimShortened(dimSubtract(end, start));
    if (isOne(extent)) return { loop: undefined, index: affine([], start) };
    const part: Loop = { name: loop.name, extent };
    return { loop: part, index: shifted(at(part), start) };
  });
}

/** Where a choice changes along a loop. */
type Ends = readonly [from: Dim, to: Dim];

function choicesBy(loop: Loop, root: Element): readonly Ends[] {
  const choices: Ends[] = [];
  const seen = new Set<Element>();
  const stack = [root];
  for (let e = stack.pop(); e !== undefined; e = stack.pop()) {
    if (seen.has(e) || !loopsOf(e).has(loop)) continue;
    seen.add(e);
    stack.push(...partsOf(e));
    const ends = e.kind === "when" ? endsOf(e, loop) : undefined;
    if (ends) choices.push(ends);
  }
  return choices;
}

/** Of `from ≤ loop + plus < to`. */
function endsOf(e: Element & { kind: "when" }, loop: Loop): Ends | undefined {
  let { index, from, to } = e;
  for (; index.kind === "quotient"; index = index.of)
    [from, to] = [dimMultiply(from, index.by), dimMultiply(to, index.by)];
  const by = shiftOf(index, loop);
  return by && [dimSubtract(from, by), dimSubtract(to, by)];
}

/** b of loop + b. */
function shiftOf(index: Index, loop: Loop): Dim | undefined {
  if (index.kind === "loop") return index.loop === loop ? ZERO : undefined;
  if (index.kind !== "affine") return undefined;
  const [only, ...others] = index.terms;
  if (only?.index.kind !== "loop" || only.index.loop !== loop) return undefined;
  return others.length === 0 && isOne(only.times) ? index.plus : undefined;
}

/** The cuts inside a loop, ascending: of those choices whose place is certain whatever the sizes are. */
function inOrder(
  { extent }: Loop,
  choices: readonly Ends[],
  known: readonly Dim[],
): readonly Dim[] {
  const isUpTo = (a: Dim, b: Dim): boolean => dimAtMost(a, b, known);
  const isOutside = (cut: Dim): boolean => isUpTo(cut, ZERO) || isUpTo(extent, cut);
  const isInside = (cut: Dim): boolean => isUpTo(ZERO, cut) && isUpTo(cut, extent);
  const placed = choices.map((ends) => ends.filter((cut) => !isOutside(cut)));
  const cuts = new Map(
    placed.flatMap((ends) => (ends.every(isInside) ? ends.map((cut) => [cut.key, cut]) : [])),
  );
  const order = [...cuts.values()].toSorted((a, b) => (isUpTo(a, b) ? -1 : isUpTo(b, a) ? 1 : 0));
  const certain: Dim[] = [];
  for (const cut of order) {
    const last = certain.at(-1);
    if (last === undefined || isUpTo(last, cut)) certain.push(cut);
  }
  return certain;
}

/** Elements with `index` in place of a loop, and the choices decided that are. */
export function placing(
  loop: Loop,
  index: Index,
  choosing: Choosing,
): { readonly element: (e: Element) => Element; readonly index: (i: Index) => Index } {
  return deciding(
    (l) => (l === loop ? index : undefined),
    (e) => loopsOf(e).has(loop),
    choosing,
  );
}

/** The element with its choices decided, and its reductions in the parts in which they are. */
export function decided(root: Element, choosing: Choosing): Element {
  if (!hasChoice(root)) return root;
  const made = deciding(
    () => undefined,
    () => true,
    choosing,
  ).element(root);
  return inParts(made, choosing);
}

const choices = new WeakMap<Element, boolean>();
function hasChoice(e: Element): boolean {
  let known = choices.get(e);
  if (known === undefined) {
    known = e.kind === "when" || partsOf(e).some(hasChoice);
    choices.set(e, known);
  }
  return known;
}

function deciding(
  loop: (l: Loop) => Index | undefined,
  isTouched: (e: Element) => boolean,
  choosing: Choosing,
) {
  const memo = new Map<Element, Element>();
  const index = (i: Index): Index => mapIndex(i, loop, element);
  const element = (e: Element): Element => {
    if (!isTouched(e)) return e;
    let made = memo.get(e);
    if (made === undefined) {
      made = make(e);
      memo.set(e, made);
      if (made !== e) choosing.renewed(e, made);
    }
    return made;
  };
  const make = (e: Element): Element => {
    if (e.kind === "when") {
      const side = isInside(index(e.index), e.from, e.to, choosing.known);
      if (side !== undefined) return element(side ? e.then : e.otherwise);
    }
    return folded(mapElement(e, element, index));
  };
  return { element, index };
}

/** What `nothing` is a factor or a term of; what one is a factor of. */
function folded(e: Element): Element {
  if (e.kind === "reduce") return e.by === "sum" && e.body === nothing ? nothing : e;
  if (e.kind !== "call") return e;
  if (e.op === "mul") {
    const one = e.args.findIndex((a) => a.kind === "number" && a.value === 1);
    if (one >= 0) return e.args[1 - one]!;
  }
  if (!e.args.includes(nothing)) return e;
  const [a, b] = e.args as readonly [Element, Element];
  switch (e.op) {
    case "mul":
    case "neg":
      return nothing;
    case "div":
      return a === nothing ? nothing : e;
    case "add":
      return a === nothing ? b : a;
    case "sub":
      return b === nothing ? a : call("neg", b);
    default:
      return e;
  }
}

/** Reductions in the parts in which their choices are decided. */
function inParts(root: Element, choosing: Choosing): Element {
  const memo = new Map<Element, Element>();
  const element = (e: Element): Element => {
    let made = memo.get(e);
    if (made === undefined) {
      const inner = folded(mapElement(e, element, index));
      made = inner.kind === "reduce" ? reduced(inner, choosing) : inner;
      memo.set(e, made);
      if (made !== e) choosing.renewed(e, made);
    }
    return made;
  };
  const index = (i: Index): Index => mapIndex(i, () => undefined, element);
  return element(root);
}

const TOGETHER: Readonly<Record<Fold, ScalarOp>> = { sum: "add", product: "mul", max: "max" };

function reduced(e: Element & { kind: "reduce" }, choosing: Choosing): Element {
  const parts = segments(e.loop, [e.body], choosing);
  if (parts.length === 1) return e;
  const made = parts.map((part): Element => {
    const body = placing(e.loop, part.index, choosing).element(e.body);
    return part.loop === undefined ? body : folded({ ...e, loop: part.loop, body });
  });
  return made.reduce((a, b) => folded(call(TOGETHER[e.by], a, b)));
}
