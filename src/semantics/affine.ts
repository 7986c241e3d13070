/** @file Affine expressions of indices: what they are as positions, and whether they stay inside an axis. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import {
  dimAdd,
  dimEquals,
  dimIsNatural,
  dimMultiply,
  dimNumber,
  dimSubtract,
  dimSum,
  dimSymbol,
  dimValue,
  type Dim,
  type Term,
} from "../dim.ts";
import type { Axis } from "../graph/type.ts";
import type { Expression } from "../syntax/ast.ts";
import type { Context } from "./context.ts";
import { dimExpression } from "./dims.ts";

/**
 * A number that depends on indices, as a polynomial in dims and in the places of the indices. A place counts from 1, so that
 * it is positive as every size is.
 */
export interface Affine {
  readonly value: Dim;
  readonly axes: readonly Axis[];
}

const ZERO = dimNumber(0);
const ONE = dimNumber(1);
const placeOf = (axis: Axis): Dim => dimSymbol({ name: placeName(axis) });
const placeName = (axis: Axis): string => `@${axis.key}`;

/** The value of an index: its base at the first place. */
export const valueOf = (axis: Axis): Dim => dimAdd(dimSubtract(axis.base, ONE), placeOf(axis));

/** `i + 1`, `2i`, `n - j`; undefined when it is something else, which is reported. */
export function affine(ctx: Context, e: Expression): Affine | undefined {
  const axes = new Map<string, Axis>();
  const indexValue = (axis: Axis): Dim => {
    axes.set(placeName(axis), axis);
    return valueOf(axis);
  };
  const value = dimExpression({ ...ctx, indexValue }, e);
  if (value === undefined) return undefined;
  const linear = value.terms.every((t) => isLinear(t, axes));
  if (linear && [...axes.values()].every((axis) => hasSign(coefficient(value, axis))))
    return { value, axes: [...axes.values()] };
  ctx.report(meaning.notAffine(e.span));
  return undefined;
}

function isLinear(t: Term, axes: ReadonlyMap<string, Axis>): boolean {
  const places = t.factors.filter((f) => axes.has(f.name));
  return places.length === 0 || (places.length === 1 && t.coefficient.denominator === 1n);
}

/** Whether it is known which way a place moves the value. */
const hasSign = (by: Dim): boolean => dimIsNatural(by) || dimIsNatural(dimSubtract(ZERO, by));

/** `value` as Σ times·place + plus, places counted from 0. */
export function parts({ value, axes }: Affine): {
  readonly times: readonly Dim[];
  readonly plus: Dim;
} {
  const times = axes.map((axis) => coefficient(value, axis));
  const first = axes.reduce((sum, axis, i) => {
    const moved = dimMultiply(times[i]!, dimSubtract(placeOf(axis), ONE));
    return dimSubtract(sum, moved);
  }, value);
  return { times, plus: first };
}

/** What a place is multiplied by. */
function coefficient(value: Dim, axis: Axis): Dim {
  const name = placeName(axis);
  return dimSum(
    value.terms.flatMap((t) => {
      const at = t.factors.findIndex((f) => f.name === name);
      return at < 0 ? [] : [monomial({ ...t, factors: t.factors.toSpliced(at, 1) })];
    }),
  );
}

/** A term as a polynomial; its coefficient is whole. */
const monomial = ({ coefficient: { numerator }, factors }: Term): Dim =>
  factors.reduce((product, f) => dimMultiply(product, dimSymbol(f)), dimNumber(numerator));

/** The least that an expression comes to while its indices run: a polynomial in dims. */
export function least({ value, axes }: Affine): Dim {
  return axes.reduce((x, axis) => {
    const by = coefficient(x, axis);
    const at = dimIsNatural(by) ? ONE : axis.extent;
    return dimAdd(x, dimMultiply(by, dimSubtract(at, placeOf(axis))));
  }, value);
}

export type Verdict =
  | { readonly is: "inside" | "guarded" | "outside" }
  /** What must not be negative when sizes are bound. */
  | { readonly is: "open"; readonly need: Dim };

/** Whether an expression is never negative: by the ranges of its indices, by guards, or by sizes that are bound later. */
export function natural(ctx: Context, x: Affine): Verdict {
  const need = least(x);
  if (dimIsNatural(need)) return { is: "inside" };
  if (follows(x.value, x.axes, ctx.guards ?? [], 4)) return { is: "guarded" };
  if (dimIsNatural(dimSubtract(dimNumber(-1), need))) return { is: "outside" };
  return { is: "open", need };
}

/** What guards say of other indices: inside a reduction its index is another one. */
export const guardsBeside = (guards: readonly Dim[], axis: Axis): readonly Dim[] =>
  guards.filter((g) => g.terms.every((t) => t.factors.every((f) => f.name !== placeName(axis))));

/** Whether x ≥ 0 where every guard is: guards are taken from it until what is left is certain. */
function follows(x: Dim, axes: readonly Axis[], guards: readonly Dim[], steps: number): boolean {
  if (dimIsNatural(least({ value: x, axes }))) return true;
  return steps > 0 && guards.some((g) => follows(dimSubtract(x, g), axes, guards, steps - 1));
}

/** The base of subscripts that an index stands in: the literal 0, or 1. */
export const counts = (axis: Axis): Dim => (dimValue(axis.base) === 0 ? dimNumber(0) : ONE);

/** The position, from 0, that an expression of indices means; undefined where their bases differ. */
export function position(ctx: Context, x: Affine, e: Expression): Affine | undefined {
  const [first, ...more] = x.axes;
  const base = first ? counts(first) : ONE;
  const other = more.find((axis) => !dimEquals(counts(axis), base));
  if (first && other) {
    const [zero, one] = dimValue(base) === 0 ? [first, other] : [other, first];
    ctx.report(meaning.mixedBases(e.span, zero.name, one.name));
    return undefined;
  }
  return { ...x, value: dimSubtract(x.value, base) };
}
