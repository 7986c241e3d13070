/** @file Questions about elements and positions: which loops they depend on, what equals what, what stands in place of a loop. */
import type { Dim } from "../dim.ts";
import type { Buffer, Element, Index, Loop } from "../kernel/formula.ts";

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
      return terms.every((t, i) => t === index.terms[i]) ? index : { ...index, terms };
    }
    case "quotient":
    case "remainder": {
      const of = mapIndex(index.of, loop, value);
      return of === index.of ? index : { ...index, of };
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

/** The element with its parts made anew; its loops stay. */
export function mapElement(
  e: Element,
  element: (e: Element) => Element,
  index: (i: Index) => Index,
): Element {
  switch (e.kind) {
    case "number":
    case "size":
    case "local":
      return e;
    case "position":
      return { ...e, index: index(e.index) };
    case "load":
      return { ...e, at: e.at.map(index) };
    case "call":
      return { ...e, args: e.args.map(element) };
    case "reduce":
      return { ...e, body: element(e.body) };
    case "when":
      return {
        ...e,
        index: index(e.index),
        then: element(e.then),
        otherwise: element(e.otherwise),
      };
  }
}

/** Numbers for objects: equal objects, equal numbers. */
const ids = new WeakMap<object, number>();
let nextId = 0;
function idOf(object: object): number {
  let id = ids.get(object);
  if (id === undefined) {
    id = nextId++;
    ids.set(object, id);
  }
  return id;
}

/** Equal keys, equal positions. Values inside are equal when they are one object, or loads of equal positions. */
export function indexKey(index: Index): string {
  switch (index.kind) {
    case "loop":
      return `l${idOf(index.loop)}`;
    case "affine":
      return `(${index.terms.map((t) => `${indexKey(t.index)}*${t.times.key}`).join("+")}+${index.plus.key})`;
    case "quotient":
      return `(${indexKey(index.of)}/${index.by.key})`;
    case "remainder":
      return `(${indexKey(index.of)}%${index.by.key})`;
    case "value":
      return `v${elementKey(index.value)}-${index.minus.key}`;
  }
}
const elementKey = (e: Element): string =>
  e.kind === "load" ? `b${idOf(e.from)}[${e.at.map(indexKey).join()}]` : `e${idOf(e)}`;

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
