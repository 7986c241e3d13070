/** @file Gradients as whole arrays, also where the module gives only rows. */
import type { Numbers } from "../numbers.ts";

/** `count` rows, each with its values; the others are zero. */
export interface Rows {
  readonly count: number;
  readonly rows: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

export const isRows = (x: object): x is Rows => "rows" in x;

/** All `length` numbers of a gradient of a parameter. A row that stands twice, or outside, is an error of the module. */
export function dense(gradient: Numbers | Rows, length: number): readonly number[] {
  if (typeof gradient === "number") return [gradient];
  if (!isRows(gradient)) return Array.from(gradient);
  const { count, rows, values } = gradient;
  const width = values.length / rows.length;
  const named = Array.from(rows).slice(0, count);
  if (new Set(named).size !== count || named.some((r) => !(r >= 0 && (r + 1) * width <= length)))
    throw new Error(`rows ${named.join(", ")} of a sparse gradient`);
  const all = Array.from({ length }, () => 0);
  named.forEach((row, k) => {
    for (let j = 0; j < width; j++) all[row * width + j] = values[k * width + j]!;
  });
  return all;
}
