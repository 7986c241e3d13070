/** @file Choices out of a list of numbers: a shorter list, and smaller numbers, make a smaller thing. */

export interface Choices {
  /** Less than n; 0 when the list has come to its end. */
  upTo(n: number): number;
  one<T>(of: readonly T[]): T;
  flag(): boolean;
}

export function choices(numbers: readonly number[]): Choices {
  let at = 0;
  const upTo = (n: number): number => (numbers[at++] ?? 0) % n;
  return { upTo, one: (of) => of[upTo(of.length)]!, flag: () => upTo(2) === 1 };
}
