/** @file How far two arrays are apart. */

/** The largest deviation, relative to the largest magnitude of the expected array, or to `floor` if that is larger. */
export function deviation(
  got: number | ArrayLike<number>,
  expected: number | ArrayLike<number>,
  floor: number = Number.MIN_VALUE,
): number {
  const [a, b] = [got, expected].map((x) => (typeof x === "number" ? [x] : Array.from(x)));
  if (a!.length !== b!.length) return Infinity;
  const scale = Math.max(...b!.map(Math.abs), floor, Number.MIN_VALUE);
  const off = b!.map((v, i) => (Object.is(v, a![i]) ? 0 : Math.abs(a![i]! - v)));
  return off.some(Number.isNaN) ? Infinity : Math.max(0, ...off) / scale;
}
