/** @file Choices that follow from a seed. */
import { random } from "../../helpers/random.ts";

export interface Choices {
  /** A whole number less than n. */
  upTo(n: number): number;
  one<T>(of: readonly T[]): T;
  flag(): boolean;
  /** True once in n times. */
  once(n: number): boolean;
}

export function choices(seed: number): Choices {
  const next = random(seed);
  for (let k = 0; k < 4; k++) next(); // the first numbers of neighbouring seeds are alike
  const upTo = (n: number): number => Math.floor(next() * n);
  return {
    upTo,
    one: (of) => of[upTo(of.length)]!,
    flag: () => upTo(2) === 1,
    once: (n) => upTo(n) === 0,
  };
}
