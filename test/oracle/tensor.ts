/** @file Values of the interpreter: arrays of (dual) numbers with a shape, row by row, and the rules of the signs. */
import { add, div, mul, neg, plain, pow, sub, total, type Num } from "./dual.ts";

export interface Value {
  /** [] a scalar, [n] a column vector, [1, n] a row, [m, n] a matrix. */
  readonly shape: readonly number[];
  readonly data: readonly Num[];
  /** `vᵀ`. A matrix whose first size happens to be 1 is no row. */
  readonly row?: true;
  /** Index data: the number of the first position. */
  readonly base?: number;
}

export class Refused extends Error {}
export const refuse = (message: string): never => {
  throw new Refused(`oracle: ${message}`);
};

export const scalar = (x: Num): Value => ({ shape: [], data: [x] });
export const volume = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
export const isScalar = (a: Value): boolean => a.shape.length === 0;
export const isVector = (a: Value): boolean => a.shape.length === 1;
export const same = (a: Value, b: Value): boolean =>
  a.shape.length === b.shape.length && a.shape.every((n, i) => n === b.shape[i]);
export const show = (a: Value): string => (isScalar(a) ? "ℝ" : `ℝ^{${a.shape.join("×")}}`);

export const map = (a: Value, f: (x: Num) => Num): Value => ({
  shape: a.shape,
  data: a.data.map(f),
  ...(a.row && { row: a.row }),
});

/** Equal shapes, or one scalar. */
export function zip(a: Value, b: Value, f: (x: Num, y: Num) => Num, sign: string): Value {
  if (same(a, b)) {
    const data = a.data.map((x, i) => f(x, b.data[i]!));
    return { shape: a.shape, data, ...(a.row && b.row && { row: a.row }) };
  }
  if (isScalar(a)) return map(b, (y) => f(a.data[0]!, y));
  if (isScalar(b)) return map(a, (x) => f(x, b.data[0]!));
  return refuse(`${show(a)} ${sign} ${show(b)}`);
}

/** `a ± b`: equal shapes; only a literal number may stand beside a tensor. */
export function plusMinus(
  a: Value,
  b: Value,
  sign: "+" | "-",
  literal: readonly [boolean, boolean],
): Value {
  const spread = (isScalar(a) && literal[0]) || (isScalar(b) && literal[1]);
  if (!same(a, b) && !spread) return refuse(`${show(a)} ${sign} ${show(b)}`);
  return zip(a, b, sign === "+" ? add : sub, sign);
}

/** Juxtaposition: a scalar scales; A x, A B, vᵀ x, vᵀ A; column beside row is the outer product. */
export function beside(a: Value, b: Value): Value {
  if (isScalar(a) || isScalar(b)) return zip(a, b, mul, "beside");
  if (isVector(a) && b.row)
    return matrix(a.data.length, b.data.length, (i, j) => mul(a.data[i]!, b.data[j]!));
  const [m, k] = a.shape;
  if (a.shape.length !== 2 || b.shape[0] !== k || b.shape.length > 2)
    return refuse(`${show(a)} beside ${show(b)}`);
  const n = b.shape[1] ?? 1;
  const terms = (i: number, j: number): Num =>
    total(Array.from({ length: k! }, (_, l) => mul(a.data[i * k! + l]!, b.data[l * n + j]!)));
  if (b.shape.length === 1) {
    const data = Array.from({ length: m! }, (_, i) => terms(i, 0));
    return a.row ? scalar(data[0]!) : { shape: [m!], data }; // row · column is ℝ
  }
  return { ...matrix(m!, n, terms), ...(a.row && { row: a.row }) };
}

/** `u·v`: a scalar scales, equal vectors give the dot product, anything else is refused. */
export function dot(a: Value, b: Value): Value {
  if (isScalar(a) || isScalar(b)) return zip(a, b, mul, "·");
  if (!isVector(a) || !same(a, b)) return refuse(`${show(a)} · ${show(b)}`);
  return scalar(total(a.data.map((x, i) => mul(x, b.data[i]!))));
}

/** `a / s`: the divisor is a scalar. */
export const over = (a: Value, b: Value): Value =>
  isScalar(b) ? zip(a, b, div, "/") : refuse(`${show(a)} / ${show(b)}`);

/** `x^p` of a scalar; a square matrix to a whole power is that many factors. */
export function power(a: Value, p: Value): Value {
  if (!isScalar(p)) return refuse(`a power of ${show(p)}`);
  if (isScalar(a)) return scalar(pow(a.data[0]!, p.data[0]!));
  const whole = plain(p.data[0]!);
  if (a.shape.length !== 2 || a.shape[0] !== a.shape[1] || !Number.isInteger(whole) || whole < 1)
    return refuse(`${show(a)}^p`);
  let result = a;
  for (let k = 1; k < whole; k++) result = beside(result, a);
  return result;
}

/** `vᵀ` is a row, `Aᵀ` the transposed matrix. */
export function transpose(a: Value): Value {
  if (isVector(a)) return { shape: [1, a.data.length], data: a.data, row: true };
  const [m, n] = a.shape;
  if (a.shape.length !== 2) return refuse(`${show(a)} transposed`);
  return matrix(n!, m!, (i, j) => a.data[j * n! + i]!);
}

export function matrix(m: number, n: number, at: (i: number, j: number) => Num): Value {
  const data = Array.from({ length: m * n }, (_, k) => at(Math.floor(k / n), k % n));
  return { shape: [m, n], data };
}

export const negative = (a: Value): Value => map(a, neg);

/** Values for every position of a new leading axis. */
export function stack(parts: readonly Value[]): Value {
  const [first] = parts;
  if (!first || parts.some((p) => !same(p, first))) return refuse("parts of one shape");
  const base = first.base === undefined ? {} : { base: first.base };
  return { shape: [parts.length, ...first.shape], data: parts.flatMap((p) => p.data), ...base };
}

/** One position of the first axis. */
export function part(a: Value, position: number): Value {
  const [n, ...rest] = a.shape;
  if (n === undefined) return refuse("a scalar has no elements");
  if (!Number.isInteger(position) || position < 0 || position >= n)
    return refuse(`position ${position + 1} of ${n}`);
  const size = volume(rest);
  const base = a.base === undefined ? {} : { base: a.base };
  return { shape: rest, data: a.data.slice(position * size, (position + 1) * size), ...base };
}

/**
 * Fewer subscripts fix leading axes; `null` keeps an axis whole. A vector of positions gathers: its axes stand in the
 * place of the axis.
 */
export function pick(
  a: Value,
  slots: readonly (null | {
    readonly shape: readonly number[];
    readonly positions: readonly number[];
  })[],
): Value {
  const [slot, ...rest] = slots;
  if (slot === undefined) return a;
  if (slot !== null) {
    const parts = slot.positions.map((p) => pick(part(a, p), rest));
    if (slot.shape.length === 0) return parts[0]!;
    const all = stack(parts);
    return { ...all, shape: [...slot.shape, ...all.shape.slice(1)] };
  }
  const [n] = a.shape;
  if (n === undefined) return refuse("a scalar has no axes");
  return stack(Array.from({ length: n }, (_, i) => pick(part(a, i), rest)));
}
