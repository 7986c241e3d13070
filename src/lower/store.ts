/** @file Store or fuse: which values get a buffer and a kernel, and which are written out in their reader. */
import type { Value } from "../graph/node.ts";
import { at as position, type Index, type Loop } from "../kernel/formula.ts";
import { repeats } from "./coverage.ts";
import { indexKey } from "../kernel/places.ts";
import { loopsOfIndex, substituting } from "./elements.ts";
import { isSeen, type Recurrences } from "./recurrences.ts";
import { isOfPositions, probe, type Site } from "./probe.ts";

/**
 * The values that get a kernel, in an order in which they can be computed: the roots, what is pushed, and what would be
 * evaluated more than once per element, unless that costs no more than a load. `given` values are in memory already.
 */
export function stored(
  wanted: readonly Value[],
  isGiven: (value: Value) => boolean,
  { base, together }: Recurrences,
): readonly Value[] {
  // What is seen of a step is where the step has put it.
  const given = (v: Value): boolean => isGiven(v) || (isSeen(v) && isGiven(base(v)));
  const own = needed(wanted, given);
  const also = own.flatMap((v) => (isSeen(v) ? [base(v)] : together(v)));
  const roots = also.length > 0 ? [...wanted, ...also] : wanted;
  const order = also.length > 0 ? needed(roots, given) : own;
  const isRoot = new Set(roots.filter((v) => !given(v)));
  const inMemory = (v: Value): boolean => isRoot.has(v) || given(v);
  const estimates = estimate(order, inMemory);
  const places = new Map<Value, Place[]>();
  const kept: Value[] = [];
  for (const value of order.toReversed()) {
    let own = places.get(value) ?? [];
    if (isRoot.has(value) || mustStore(value, own, estimates.get(value)!)) {
      kept.push(value);
      const loops = probe(value).loops;
      own = [
        {
          kernel: value,
          at: loops.map(position),
          nest: loops,
          outer: loops.length,
          sums: true,
          depth: 0,
        },
      ];
    }
    for (const place of own)
      for (const read of readsFrom(value, place)) {
        if (given(read.input)) continue;
        const list = places.get(read.input) ?? [];
        places.set(read.input, list);
        // Two places are as good as many.
        if (list.length < 2 && !list.some((p) => samePlace(p, read.place))) list.push(read.place);
      }
  }
  return kept.toReversed();
}

/** Where a value is read within the kernel of another. */
interface Place {
  readonly kernel: Value;
  readonly at: readonly Index[];
  /** All loops around it, from outside in; the kernel's own are the first `outer`. */
  readonly nest: readonly Loop[];
  readonly outer: number;
  /** Between the kernel's result and it stand only sums. */
  readonly sums: boolean;
  readonly depth: number;
}

/** What is put together of more than these is put together once, not in each reader. */
const MANY_PARTS = 16;
/** Fused expressions stay shallow enough for recursion. */
const MAX_DEPTH = 40;

function mustStore(
  value: Value,
  places: readonly Place[],
  { moves, cheap, reduces }: Estimate,
): boolean {
  const [place] = places;
  // A truth has no place in an array of numbers; what it compares is stored.
  if (place === undefined || value.node.of === "truth") return false;
  if (place.depth > MAX_DEPTH) return true;
  const { pieces, steps, sites } = probe(value);
  if (steps || sites.length > MANY_PARTS) return true;
  if (pieces) return places.length > 1 || !place.sums || repeats(place.nest, place.at);
  if (moves) return false;
  // What ends a reduction is stored rather than the reduction.
  if (places.length > 1 && (!cheap || reduces)) return true;
  if (places.some((p) => repeats(p.nest, p.at))) return true;
  // A sum inside another sum has its own kernel, unless both are one sum over several axes.
  return reduces && places.some((p) => !p.sums && readUnderReduction(p));
}

function readUnderReduction({ at, nest, outer }: Place): boolean {
  const depends = new Set(at.flatMap((index) => [...loopsOfIndex(index)]));
  return nest.slice(outer).some((l) => depends.has(l));
}

function readsFrom(
  value: Value,
  place: Place,
): readonly { readonly input: Value; readonly place: Place }[] {
  const { loops, sites, sums, pieces } = probe(value);
  const positions = new Map(loops.map((l, i) => [l, place.at[i]!]));
  const put = substituting((l) => positions.get(l));
  const nest = pieces ? pushed(value, place) : place.nest;
  return sites.map((site: Site) => ({
    input: site.input,
    place: {
      kernel: place.kernel,
      at: site.at.map(put.index),
      nest: site.under.length > 0 ? [...nest, ...site.under] : nest,
      outer: pieces ? nest.length : place.outer,
      sums: place.sums && sums && !pieces,
      depth: place.depth + 1,
    },
  }));
}

/** What is pushed runs over its free axes and the loops of its pieces, not over its result's shape. */
function pushed(value: Value, place: Place): readonly Loop[] {
  const free = new Set(
    place.at.slice(0, value.node.free.length).flatMap((index) => [...loopsOfIndex(index)]),
  );
  return place.nest.filter((l) => free.has(l));
}

const samePlace = (a: Place, b: Place): boolean =>
  a.kernel === b.kernel && a.at.every((index, i) => indexKey(index) === indexKey(b.at[i]!));

interface Estimate {
  /** It moves numbers, or is a small formula of a few numbers: what it reads is stored in its place. */
  readonly moves: boolean;
  /** Evaluating it in a second place costs no more than a load. */
  readonly cheap: boolean;
  /** In loads, with cheap inputs written out and the others loaded. */
  readonly cost: number;
  /** A reduction stands in it when its inputs are written out, those of several readers apart. */
  readonly reduces: boolean;
}

const LOAD = 1;
const ABOUT_A_LOAD = 1.5;
/** What is one number for the whole kernel is computed once in it; what reads no memory, where it is wanted. */
const SMALL_NUMBER = 16;

function estimate(
  order: readonly Value[],
  inMemory: (v: Value) => boolean,
): ReadonlyMap<Value, Estimate> {
  const estimates = new Map<Value, Estimate>();
  const users = readers(order);
  for (const value of order) {
    const own = probe(value);
    let { cost } = own;
    let { reduces } = own;
    for (const input of new Set(own.sites.map((s) => s.input))) {
      const below = inMemory(input) ? undefined : estimates.get(input);
      const shared = users.get(input)! > 1 && below?.cheap === false;
      if (below?.reduces === true && !shared) reduces = true;
      // A number beside a tensor is computed once for the kernel.
      if (isNumber(input) && (inMemory(input) || (below!.cheap && !isNumber(value)))) continue;
      cost += below?.cheap === true ? below.cost : LOAD;
    }
    const plain = !own.pieces && !own.reduces;
    const small = isNumber(value) || isOfPositions(value);
    const moves = plain && (own.cost === 0 || (small && cost <= SMALL_NUMBER));
    const cheap = moves || (plain && (cost <= ABOUT_A_LOAD || value.node.op.movement === true));
    estimates.set(value, { moves, cheap, cost, reduces });
  }
  return estimates;
}

/** How many values read each. */
function readers(order: readonly Value[]): ReadonlyMap<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of order)
    for (const input of new Set(value.node.inputs)) counts.set(input, (counts.get(input) ?? 0) + 1);
  return counts;
}

const isNumber = (v: Value): boolean => v.shape.length === 0 && v.node.free.length === 0;

/** What the roots are computed from, inputs before users, down to what is given. */
export function needed(
  roots: readonly Value[],
  given: (value: Value) => boolean,
): readonly Value[] {
  const order: Value[] = [];
  const seen = new Set<Value>();
  const stack: { value: Value; next: number }[] = [];
  const enter = (value: Value): void => {
    if (seen.has(value) || given(value)) return;
    seen.add(value);
    stack.push({ value, next: 0 });
  };
  for (const root of roots) {
    enter(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const input = top.value.node.inputs[top.next++];
      if (input !== undefined) enter(input);
      else {
        order.push(top.value);
        stack.pop();
      }
    }
  }
  return order;
}
