/** @file Seeded random inputs for gradcheck. */
import { type Dim, dimEvaluate } from "../dim.ts";
import type { SignatureArgument } from "../signature.ts";

export interface Draws {
  /** In [0, 1). */
  uniform(): number;
  normal(): number;
  /** Up to `count` of them, each once. */
  some(all: readonly number[], count: number): readonly number[];
  argument(
    argument: SignatureArgument,
    sizes: ReadonlyMap<string, number>,
    sign: "any" | "positive",
  ): Float64Array | Int32Array | number;
}

export function draw(seed: number): Draws {
  const uniform = mulberry32(seed);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const positive = (): number => 0.5 + uniform();
  return {
    uniform,
    normal,
    some(all, count) {
      const left = [...all];
      const taken = Math.min(count, left.length);
      for (let i = 0; i < taken; i++) {
        const j = i + Math.floor(uniform() * (left.length - i));
        [left[i], left[j]] = [left[j]!, left[i]!];
      }
      return left.slice(0, taken);
    },
    argument({ extents, kind, range }, sizes, sign) {
      const real = sign === "any" ? normal : positive;
      const from = range ? sizeOf(range.from, sizes) : 0;
      const to = range ? sizeOf(range.to, sizes) : 0;
      const integer = (): number => from + Math.floor(uniform() * (to - from + 1));
      if (kind === "number") return range ? integer() : positive();
      const length = extents.reduce((n, extent) => n * sizeOf(extent, sizes), 1);
      if (kind === "integer") return Int32Array.from({ length }, integer);
      return Float64Array.from({ length }, real);
    },
  };
}

function sizeOf(dim: Dim, sizes: ReadonlyMap<string, number>): number {
  const value = dimEvaluate(dim, sizes);
  if (!value || value.denominator !== 1n) throw new Error(`no size for ${dim.key}`);
  return Number(value.numerator);
}

/** Tommy Ettinger's generator of 32 bits: good enough for test points. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
