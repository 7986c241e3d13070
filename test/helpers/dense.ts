/** @file A gradient by rows as the array that it stands for. */

export interface Rows {
  readonly count: number;
  readonly rows: Int32Array;
  readonly values: ArrayLike<number>;
}

export const isRows = (x: unknown): x is Rows =>
  typeof x === "object" && x !== null && "count" in x && "rows" in x && "values" in x;

/** `length` numbers, `width` of them a row. */
export function dense({ count, rows, values }: Rows, length: number, width: number): Float64Array {
  const result = new Float64Array(length);
  for (let i = 0; i < count; i++)
    for (let k = 0; k < width; k++) result[rows[i]! * width + k] = values[i * width + k]!;
  return result;
}
