/** @file Plain tensors for reference kernels. */
import { dimValue } from "../dim.ts";
import type { Tensor } from "./operator.ts";
import type { Shape } from "./type.ts";

/** A shape of fixed sizes, as numbers. */
export const numbers = (shape: Shape): readonly number[] => shape.map((d) => dimValue(d)!);
export const filled = (shape: readonly number[], value: number): Tensor => ({
  shape,
  data: new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(value),
});
export const offset = (shape: readonly number[], at: readonly number[]): number =>
  shape.reduce((sum, n, i) => sum * n + at[i]!, 0);

/** A tensor from a function of the positions. */
export function tabulate(shape: readonly number[], f: (at: readonly number[]) => number): Tensor {
  const result = filled(shape, 0);
  for (let flat = 0; flat < result.data.length; flat++) {
    const at: number[] = [];
    let rest = flat;
    for (const n of shape.toReversed()) {
      at.unshift(rest % n);
      rest = Math.floor(rest / n);
    }
    result.data[flat] = f(at);
  }
  return result;
}
