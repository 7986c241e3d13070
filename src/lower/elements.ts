/** @file Questions about elements and positions: which loops they depend on, what equals what, what stands in place of a loop. */
import type { Dim } from "../dim.ts";
import { affine, type Buffer, type Element, type Index, type Loop } from "../kernel/formula.ts";
import { quotient, remainder } from "./positions.ts";

const NONE: ReadonlySet<Loop> = new Set();
const known = new WeakMap<Element, ReadonlySet<Loop>>();

/** The loops that an element depends on, its own reductions not counted. */
export function loopsOf(element: Element): ReadonlySet<Loop> {
  let loops = known.get(element);
  if (loops === undefined) {
    loops = freshLoopsOf(element);
    known.set(element, loops);
  }
  return loops;
}

function freshLoopsOf(element: Element): ReadonlySet<Loop> {
  switch (element.kind) {
    case "number":
    case "size":
    case "local":
      return NONE;
    case "position":
      return loopsOfIndex(element.index);
    case "load":
      return union(element.at.map(loopsOfIndex));
    case "call":
      return union(element.args.map(loopsOf));
    case "reduce":
      return new Set([...loopsOf(element.body)].filter((l) => l !== element.loop));
    case "when":
      return union([
        loopsOfIndex(element.index),
        loopsOf(element.then),
        loopsOf(element.otherwise),
      ]);
  }
}

export function loopsOfIndex(index: Index): ReadonlySet<Loop> {
  switch (index.kind) {
    case "loop":
      return new Set([index.loop]);
    case "affine":
      return union(index.terms.map((t) => loopsOfIndex(t.index)));
    case "quotient":
    case "remainder":
      return loopsOfIndex(index.of);
    case "value":
      return loopsOf(index.value);
  }
}

function union(sets: readonly ReadonlySet<Loop>[]): ReadonlySet<Loop> {
  const rest = sets.filter((s) => s.size > 0);
  if (rest.length <= 1) return rest[0] ?? NONE;
  return new Set(rest.flatMap((s) => [...s]));
}

/** Elements inside an element, those of its positions too. */
export function partsOf(element: Element): readonly Element[] {
  switch (element.kind) {
    case "number":
    case "size":
    case "local":
      return [];
    case "position":
      return valuesIn(element.index);
    case "load":
      return element.at.flatMap(valuesIn);
    case "call":
      return element.args;
    case "reduce":
      return [element.body];
    case "when":
      return [...valuesIn(element.index), element.then, element.otherwise];
  }
}

function valuesIn(index: Index): readonly Element[] {
  switch (index.kind) {
    case "loop":
      return [];
    case "affine":
      return index.terms.flatMap((t) => valuesIn(t.index));
    case "quotient":
    case "remainder":
      return valuesIn(index.of);
    case "value":
      return [index.value];
  }
}

/** The index with its parts made anew: loops by `loop`, values by `value`. The same object where nothing changes. */
export function mapIndex(
  index: Index,
  loop: (loop: Loop) => Index | undefined,
  value: (element: Element) => Element,
): Index {
  switch (index.kind) {
    case "loop":
      return loop(index.loop) ?? index;
    case "affine": {
      const terms = index.terms.map((t) => {
        const mapped = mapIndex(t.index, loop, value);
        return mapped === t.index ? t : { index: mapped, times: t.times };
      });
      return terms.every((t, i) => t === index.terms[i]) ? index : affine(terms, index.plus);
    }
    case "quotient":
    case "remainder": {
      const of = mapIndex(index.of, loop, value);
      if (of === index.of) return index;
      return index.kind === "quotient" ? quotient(of, index.by) : remainder(of, index.by);
    }
    case "value": {
      const mapped = value(index.value);
      return mapped === index.value ? index : { ...index, value: mapped };
    }
  }
}

/** An element with positions in place of loops. */
export function substituting(loop: (loop: Loop) => Index | undefined): {
  readonly element: (e: Element) => Element;
  readonly index: (i: Index) => Index;
} {
  const memo = new Map<Element, Element>();
  const index = (i: Index): Index => mapIndex(i, loop, element);
  const element = (e: Element): Element => {
    let result = memo.get(e);
    if (result === undefined) {
      result = mapElement(e, element, index);
      memo.set(e, result);
    }
    return result;
  };
  return { element, index };
}

/** The element with its parts made anew; its loops stay. The same object where nothing changes. */
export function mapElement(
  e: Element,
  element: (e: Element) => Element,
  index: (i: Index) => Index,
): Element {
  const all = <T>(list: readonly T[], map: (x: T) => T): readonly T[] => {
    const mapped = list.map(map);
    return mapped.every((x, i) => x === list[i]) ? list : mapped;
  };
  switch (e.kind) {
    case "number":
    case "size":
    case "local":
      return e;
    case "position": {
      const at = index(e.index);
      return at === e.index ? e : { ...e, index: at };
    }
    case "load": {
      const at = all(e.at, index);
      return at === e.at ? e : { ...e, at };
    }
    case "call": {
      const args = all(e.args, element);
      return args === e.args ? e : { ...e, args };
    }
    case "reduce": {
      const body = element(e.body);
      return body === e.body ? e : { ...e, body };
    }
    case "when": {
      const [at, then, otherwise] = [index(e.index), element(e.then), element(e.otherwise)];
      const isSame = at === e.index && then === e.then && otherwise === e.otherwise;
      return isSame ? e : { ...e, index: at, then, otherwise };
    }
  }
}

/** The buffers that elements read. */
export function buffersIn(roots: readonly Element[]): ReadonlySet<Buffer> {
  const buffers = new Set<Buffer>();
  const seen = new Set<Element>();
  const stack = [...roots];
  for (let e = stack.pop(); e !== undefined; e = stack.pop()) {
    if (seen.has(e)) continue;
    seen.add(e);
    if (e.kind === "load") buffers.add(e.from);
    stack.push(...partsOf(e));
  }
  return buffers;
}

export const isOne = (dim: Dim): boolean => dim.key === "1/1*";
