/** @file Types as they are written: `ℝ^{H×5d}`, `0..V-1`, `{0,1}`, `ℤ`. */
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import { dimProduct, dimValue } from "../dim.ts";
import type { NumberKind, Shape } from "../graph/type.ts";
import type { Type } from "../syntax/ast.ts";
import { rangeOf } from "./axes.ts";
import type { Context } from "./context.ts";
import { LARGEST, sizeExpression } from "./dims.ts";

export interface Written {
  readonly shape: Shape;
  readonly of: NumberKind;
  readonly is: Type["kind"];
}

/** More axes than a person tells apart. */
const MOST_AXES = 8;

export function typeWritten(ctx: Context, type: Type): Written | undefined {
  switch (type.kind) {
    case "integer":
    case "bit":
      return { shape: [], of: "real", is: type.kind };
    case "range": {
      const range = rangeOf(ctx, type.range);
      return range && { shape: [], of: { from: range.from, to: range.to }, is: "range" };
    }
    case "real": {
      if (type.shape.length > MOST_AXES) {
        ctx.report(shapes.tooManyAxes(type.span, type.shape.length, MOST_AXES));
        return undefined;
      }
      const shape = type.shape.map((e) => sizeExpression(ctx, e));
      return shape.every((d) => d !== undefined) ? { shape, of: "real", is: "real" } : undefined;
    }
  }
}

/** Whether an array of this shape can be: as far as its sizes are numbers. */
export function checkEntries(ctx: Context, shape: Shape, type: Type): boolean {
  const count = dimValue(dimProduct(shape));
  if (count === undefined || count <= LARGEST) return true;
  ctx.report(shapes.tooManyEntries(type.span, count, LARGEST));
  return false;
}
