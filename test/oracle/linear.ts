/** @file Linear algebra of the interpreter, by elimination with exchanged rows. */
import * as d from "./dual.ts";
import { plain, type Num } from "./dual.ts";
import * as t from "./tensor.ts";
import type { Value } from "./tensor.ts";

type Rows = Num[][];

function rowsOf({ shape, data }: Value): Rows {
  const width = t.volume(shape.slice(1));
  return Array.from({ length: shape[0]! }, (_, i) => data.slice(i * width, (i + 1) * width));
}

function square(A: Value): Rows {
  if (A.shape.length !== 2 || A.shape[0] !== A.shape[1]) return t.refuse("a square matrix");
  return rowsOf(A);
}

const less = (row: readonly Num[], factor: Num, other: readonly Num[]): Num[] =>
  row.map((x, k) => d.sub(x, d.mul(factor, other[k]!)));

/** Zeros below the diagonal of A, with the same done to B; every exchange of rows turns the sign. */
function eliminate(A: Rows, B: Rows): Num {
  let sign = 1;
  A.forEach((_, j) => {
    const size = (i: number): number => Math.abs(plain(A[i]![j]!));
    let best = j;
    for (let i = j + 1; i < A.length; i++) if (size(i) > size(best)) best = i;
    if (best !== j) {
      sign = -sign;
      for (const rows of [A, B]) [rows[j], rows[best]] = [rows[best]!, rows[j]!];
    }
    for (let i = j + 1; i < A.length; i++) {
      const factor = d.div(A[i]![j]!, A[j]![j]!);
      A[i] = less(A[i]!, factor, A[j]!);
      B[i] = less(B[i]!, factor, B[j]!);
    }
  });
  return sign;
}

/** The sign and the diagonal, whose product is the determinant. */
export function pivots(A: Value): readonly Num[] {
  const rows = square(A);
  const sign = eliminate(
    rows,
    rows.map(() => []),
  );
  return [sign, ...rows.map((row, i) => row[i]!)];
}

export function solved(A: Value, b: Value): Value {
  const [U, Y] = [square(A), rowsOf(b)];
  if (U.length !== Y.length) return t.refuse("as many rows as the matrix has");
  eliminate(U, Y);
  for (let i = U.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < U.length; k++) Y[i] = less(Y[i]!, U[i]![k]!, Y[k]!);
    Y[i] = Y[i]!.map((y) => d.div(y, U[i]![i]!));
  }
  return { shape: b.shape, data: Y.flat() };
}

export const inverse = (A: Value): Value =>
  solved(
    A,
    t.matrix(A.shape[0]!, A.shape[0]!, (i, j) => (i === j ? 1 : 0)),
  );

/** What stands above the diagonal is not read. */
export const lower = (L: Value): Value =>
  t.matrix(L.shape[0]!, L.shape[0]!, (i, j) => (j > i ? 0 : L.data[i * L.shape[0]! + j]!));

/** By columns, from the lower triangle. */
export function cholesky(A: Value): Value {
  const rows = square(A);
  const L: Rows = rows.map((row) => row.map((): Num => 0));
  rows.forEach((_, j) => {
    for (let i = j; i < rows.length; i++) {
      const dot = L[i]!.slice(0, j).reduce<Num>((sum, x, k) => d.add(sum, d.mul(x, L[j]![k]!)), 0);
      const rest = d.sub(rows[i]![j]!, dot);
      L[i]![j] = i === j ? d.sqrt(rest) : d.div(rest, L[j]![j]!);
    }
  });
  return { shape: A.shape, data: L.flat() };
}
