/** @file One kernel for one stored value: which loops, in what order, pulled or pushed. */
import type { Value } from "../graph/node.ts";
import {
  at as position,
  call,
  type Buffer,
  type Element,
  type Index,
  type Loop,
} from "../kernel/formula.ts";
import type { Statement } from "../kernel/kernel.ts";
import { decided } from "./choices.ts";
import { loopsOf, mapElement, mapIndex, partsOf } from "./elements.ts";
import { placeIn, type Home, type Instantiation } from "./instantiate.ts";
import { loopsFor, probe } from "./probe.ts";
import { nest, type Naming } from "./statements.ts";
import { accumulated, addition } from "./sums.ts";
import { sumTerms, type Term } from "./terms.ts";

/** A result to be filled: by default one loop for each of its axes. */
interface Target {
  readonly home: Home;
  readonly loops: readonly Loop[];
  readonly naming: Naming;
}

/** The statements that put a value into its home. */
export function schedule(
  value: Value,
  home: Home,
  make: Instantiation,
  naming: Naming & { readonly axisOf: Map<Loop, string> },
): readonly Statement[] {
  const loops = loopsFor(home.axes, value.shape);
  home.axes.forEach((a, i) => naming.axisOf.set(loops[i]!, a.name));
  const own = loops.map(position);
  const free = new Map(home.axes.map((a, i) => [a.key, own[i]!]));
  const target: Target = { home, loops, naming };
  if (probe(value).pieces) return push(value, target, make, free);
  const written = make.definition(value, own.slice(home.axes.length), free);
  const element = decided(written, naming);
  return (
    constant(home, element) ??
    addUp(target, element) ??
    addUpInside(target, element) ??
    write(target, element, "set")
  );
}

/** The statements that copy an element into a buffer. */
export const copy = (from: Element, to: Buffer, loops: readonly Loop[], naming: Naming) =>
  nest(loops, [{ to, at: loops.map(position), value: from, mode: "set" }], naming);

function write(
  { home, loops, naming }: Target,
  value: Element,
  mode: "set" | "add",
  order: readonly Loop[] = loops,
  at: readonly Index[] = loops.map(position),
): readonly Statement[] {
  return nest(order, [{ to: home.buffer, at: placeIn(home, at), value, mode }], naming);
}

const clear = ({ home }: Target): Statement => ({ kind: "fill", to: home.buffer, value: 0 });

function constant({ buffer }: Home, element: Element): readonly Statement[] | undefined {
  if (element.kind !== "number" || buffer.extents.length === 0) return undefined;
  return [{ kind: "fill", to: buffer, value: element.value }];
}

/** The pieces of a value, into zeros; steps set every element. */
function push(
  value: Value,
  target: Target,
  make: Instantiation,
  free: ReadonlyMap<string, Index>,
): readonly Statement[] {
  const outer = target.loops.slice(0, target.home.axes.length);
  const pieces = make.pieces(value, free)!.map((piece) => {
    const at = [...outer.map(position), ...piece.to];
    return write(target, piece.value, piece.mode, [...outer, ...piece.loops], at);
  });
  return probe(value).steps ? pieces.flat() : [clear(target), ...pieces.flat()];
}

/** The terms of a sum that are better added up in the result are; the others come first. Undefined where there is none. */
function addUp(target: Target, element: Element): readonly Statement[] | undefined {
  const terms = sumTerms(element);
  const additions = terms.map((t) => addition(t, target.loops));
  if (additions.every((a) => a === undefined)) return undefined;
  const rest = terms.filter((_, i) => additions[i] === undefined).map(pulled);
  return [
    ...(rest.length === 0 ? [clear(target)] : write(target, plus(rest), "set")),
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
  const at = target.loops.map(position);
  const sum: Element = { kind: "load", from: target.home.buffer, at: placeIn(target.home, at) };
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
