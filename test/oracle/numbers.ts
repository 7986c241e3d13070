/** @file Whether numbers agree: within a tolerance times how well the expected ones are determined at all. */
import { random } from "../helpers/random.ts";
import { withNoise } from "./dual.ts";

export class Disagreement extends Error {}

const NOISE = 1e-9;

/** What should come out. `again` computes it anew: when all operations are made slightly wrong, it shows the condition. */
export interface Said {
  readonly wanted: readonly number[];
  readonly again: () => readonly number[];
}

/**
 * Throws where a number is off by more than tolerance·κ, relatively. κ is 1 + the largest move of four noisy runs, by the
 * size of the noise: it is asked for only where 1 is not enough. `scale` are sizes of the terms that a number was added from;
 * numbers below `least` have no full precision.
 */
export function compare(
  what: string,
  got: number | ArrayLike<number>,
  said: Said,
  {
    tolerance = 1e-12,
    scale = [],
    least = Number.MIN_VALUE,
  }: { tolerance?: number; scale?: readonly number[]; least?: number } = {},
): void {
  const numbers = typeof got === "number" ? [got] : got;
  const { wanted } = said;
  if (numbers.length !== wanted.length)
    throw new Disagreement(`${what} has ${numbers.length} numbers, not ${wanted.length}`);
  const off = (i: number): number => Math.abs(numbers[i]! - wanted[i]!);
  const allowed = (i: number): number =>
    tolerance * Math.max(Math.abs(wanted[i]!), scale[i] ?? 0, least);
  const same = (i: number): boolean => Object.is(numbers[i], wanted[i]) || off(i) <= allowed(i);
  const wrong = wanted.flatMap((_, i) => (same(i) ? [] : [i]));
  if (wrong.length === 0) return;
  const spread = spreadOf(said);
  for (const i of wrong) {
    const kappa = (tolerance * spread[i]!) / NOISE;
    if (!(off(i) <= allowed(i) + kappa))
      throw new Disagreement(
        `${what}[${i}] is ${numbers[i]!}, not ${wanted[i]!}: off by ${off(i)}, where ${allowed(i) + kappa} is allowed`,
      );
  }
}

function spreadOf({ wanted, again }: Said): readonly number[] {
  const spread = wanted.map(() => 0);
  for (let run = 1; run <= 4; run++) {
    const next = random(run * 7919);
    const noisy = withNoise(NOISE, next, again);
    noisy.forEach((v, i) => (spread[i] = Math.max(spread[i]!, Math.abs(v - wanted[i]!))));
  }
  return spread;
}

/** Throws unless they are the same to the last bit. */
export function identical(what: string, got: Numbers, wanted: Numbers): void {
  const [a, b] = [got, wanted].map((x) => (typeof x === "number" ? [x] : Array.from(x)));
  if (a!.length !== b!.length || a!.some((v, i) => !Object.is(v, b![i])))
    throw new Disagreement(`${what}: ${show(got)} and ${show(wanted)} are not the same bits`);
}

export type Numbers = number | ArrayLike<number>;
const show = (x: Numbers): string =>
  typeof x === "number" ? String(x) : `[${Array.from(x).slice(0, 8).join(", ")}]`;
