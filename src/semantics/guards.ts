/** @file What a condition over indices ensures: numbers that are not negative where it holds. */
import { dimIsNatural, dimNumber, dimSubtract, type Dim } from "../dim.ts";
import type { Condition, Expression, RelationSign } from "../syntax/ast.ts";
import { affine, least } from "./affine.ts";
import type { Context } from "./context.ts";

/** Of what does not compare indices and sizes it ensures nothing. */
export function guardsOf(ctx: Context, c: Condition, holds = true): readonly Dim[] {
  switch (c.kind) {
    case "not":
      return guardsOf(ctx, c.operand, !holds);
    case "and":
    case "or":
      return (c.kind === "and") === holds ? c.operands.flatMap((o) => guardsOf(ctx, o, holds)) : [];
    case "relation":
      // Of a chain that does not hold it is not known where it breaks.
      if (!holds && c.signs.length > 1) return [];
      return c.signs.flatMap((sign, i) =>
        compared(ctx, holds ? sign : OPPOSITE[sign], c.operands[i]!, c.operands[i + 1]!),
      );
  }
}

const OPPOSITE: Readonly<Record<RelationSign, RelationSign>> = {
  "<": "≥",
  "≤": ">",
  ">": "≤",
  "≥": "<",
  "=": "≠",
  "≠": "=",
};

/** Indices and sizes are whole: a < b is a + 1 ≤ b. */
function compared(
  ctx: Context,
  sign: RelationSign,
  left: Expression,
  right: Expression,
): readonly Dim[] {
  const silent: Context = { ...ctx, report: () => {} };
  const [first, second] = [affine(silent, left), affine(silent, right)];
  if (!first || !second) return [];
  const [a, b] = [first.value, second.value];
  const axes = [...first.axes, ...second.axes];
  const isAbove = (high: Dim, low: Dim): boolean =>
    dimIsNatural(least({ value: dimSubtract(high, low), axes }));
  const above = (high: Dim, low: Dim, by: number): Dim =>
    dimSubtract(dimSubtract(high, low), dimNumber(by));
  switch (sign) {
    case "<":
      return [above(b, a, 1)];
    case "≤":
      return [above(b, a, 0)];
    case ">":
      return [above(a, b, 1)];
    case "≥":
      return [above(a, b, 0)];
    case "=":
      return [above(a, b, 0), above(b, a, 0)];
    case "≠":
      if (isAbove(a, b)) return [above(a, b, 1)];
      return isAbove(b, a) ? [above(b, a, 1)] : [];
  }
}
