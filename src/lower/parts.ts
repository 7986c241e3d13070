/** @file A loop nest in parts: each loop is cut where a choice of what is written changes. */
import type { Buffer, Element, Index, Loop } from "../kernel/formula.ts";
import { decided, placing, segments, type Choosing } from "./choices.ts";
import { dimNumber } from "../dim.ts";
import { partsOf } from "./elements.ts";

export interface Write {
  readonly to: Buffer;
  readonly at: readonly Index[];
  readonly value: Element;
  readonly mode: "set" | "add";
  /** The buffer holds more than what the nest writes. */
  readonly within?: boolean;
}

export type Part =
  { readonly loop: Loop; readonly body: readonly Part[] } | { readonly writes: readonly Write[] };

/** Loops from outside in around writes. */
export function inParts(
  loops: readonly Loop[],
  writes: readonly Write[],
  choosing: Choosing,
): readonly Part[] {
  const [loop, ...inner] = loops;
  if (loop === undefined)
    return [{ writes: writes.map((w) => ({ ...w, value: decided(w.value, choosing) })) }];
  return segments(loop, writes.flatMap(elementsOf), choosing).flatMap(
    (segment): readonly Part[] => {
      const isWhole = segment.loop === loop;
      const put = isWhole ? undefined : placing(loop, segment.index, choosing);
      const placed = writes.map((w) =>
        put ? { ...w, at: w.at.map(put.index), value: put.element(w.value) } : w,
      );
      const body = inParts(inner, placed, choosing);
      return segment.loop === undefined ? body : [{ loop: segment.loop, body }];
    },
  );
}

/** Nothing is added nowhere, and zeros that fill a part of a buffer are there before: the buffer is cleared. */
export function withoutZeros(parts: readonly Part[]): {
  readonly parts: readonly Part[];
  readonly cleared: ReadonlySet<Buffer>;
} {
  const cleared = new Set<Buffer>();
  for (const part of parts)
    if ("loop" in part)
      for (const w of writesIn(part))
        if (w.mode === "set" && !w.within && isZero(w.value)) cleared.add(w.to);
  const isKept = (w: Write): boolean =>
    !isZero(w.value) || (w.mode === "set" && !cleared.has(w.to));
  const kept = (part: Part): readonly Part[] => {
    if ("writes" in part) {
      const writes = part.writes.filter(isKept);
      return writes.length > 0 ? [{ writes }] : [];
    }
    const body = part.body.flatMap(kept);
    return body.length > 0 ? [{ loop: part.loop, body }] : [];
  };
  return { parts: parts.flatMap(kept), cleared };
}

export const writesIn = (part: Part): readonly Write[] =>
  "writes" in part ? part.writes : part.body.flatMap(writesIn);

/** What is written, and what stands in its place. */
export const elementsOf = (w: Write): readonly Element[] => [
  w.value,
  ...w.at.flatMap((index) => partsOf({ kind: "position", index, plus: dimNumber(0) })),
];

const isZero = (e: Element): boolean => e.kind === "number" && Object.is(e.value, 0);
