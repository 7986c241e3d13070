/** @file Norms, and how far the greatest of several is from the next. */
import { abs, largest, mul, plain, sqrt, total, type Num } from "./dual.ts";
import type { Env } from "./environment.ts";
import * as t from "./tensor.ts";
import type { Value } from "./tensor.ts";

/** ‖x‖ is the root of the sum of squares, of a matrix too (Frobenius); its derivative at 0 is 0. */
export function norm(x: Value, which: string | undefined, env: Env): Value {
  if (t.isScalar(x)) return t.refuse("‖·‖ of a scalar");
  const matrix = x.shape.length === 2;
  if (which === undefined || (which === "F" && matrix) || (which === "2" && !matrix)) {
    const square = total(x.data.map((v) => mul(v, v)));
    env.run.near(plain(square));
    return t.scalar(plain(square) === 0 ? 0 : sqrt(square));
  }
  if (matrix) return t.refuse(`‖A‖_${which}`);
  const sizes = x.data.map((v): Num => (env.run.near(Math.abs(plain(v))), abs(v)));
  if (which === "1") return t.scalar(total(sizes));
  if (which !== "∞" && which !== "inf") return t.refuse(`‖x‖_${which}`);
  gap(sizes, env);
  return t.scalar(largest(sizes));
}

/** How far the greatest is from the next. */
export function gap(xs: readonly Num[], env: Env): void {
  const [first, second] = xs.map(plain).toSorted((a, b) => b - a);
  if (second !== undefined) env.run.near(first! - second);
}
