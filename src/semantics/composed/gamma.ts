/** @file Functions made of the logarithm of the gamma function. */
import * as shapes from "../../diagnostics/catalogue/shapes.ts";
import { dimNumber } from "../../dim.ts";
import type { Axis } from "../../graph/type.ts";
import { shapeLabel, type Context } from "../context.ts";
import { sizeExpression } from "../dims.ts";
import { real } from "../expressions.ts";
import { isScalar, like, column, typeOf, type Typed } from "../typed.ts";
import type { Argument } from "../../syntax/ast.ts";
import { wrongCount } from "./arguments.ts";
import type { BuiltinCall, Entries } from "./entry.ts";

export const gamma: Entries = {
  trigamma: {
    arity: 1,
    by: ({ c }, [x], f) =>
      like(x!, c.apply(c.operator("polygamma"), [x!.value], { order: 1 }), f.span),
  },
  logmvgamma: { of: logmvgamma },
};

/** The multivariate one: log Γ_p(x) = ¼ p (p − 1) log π + Σ_{j=1}^{p} log Γ(x + (1 − j)/2). */
function logmvgamma(ctx: Context, written: readonly Argument[], f: BuiltinCall): Typed | undefined {
  const [order, argument, ...more] = written;
  if (!order || !argument || more.length > 0) return wrongCount(ctx, written, f);
  const [p, x] = [sizeExpression(ctx, order.value), real(ctx, argument.value)];
  if (!p || !x) return undefined;
  if (!isScalar(x)) {
    ctx.report(shapes.wrongShape("logmvgamma", "a number", typeOf(x), shapeLabel(ctx, x)));
    return undefined;
  }
  const { c } = ctx;
  const axis: Axis = {
    key: `j@${f.span.start}#${ctx.boundAxes.length}`,
    name: "j",
    extent: p,
    kind: "index",
    base: dimNumber(1),
  };
  ctx.boundAxes.push(axis);
  const half = c.number(0.5);
  const shifted = c.add(x.value, c.mul(half, c.sub(c.number(1), c.ordinal(axis))));
  const sum = c.sum(c.close(c.call("lgamma", shifted), 0, axis), [0]);
  const size = c.size(p);
  const pairs = c.mul(c.number(0.25), c.mul(size, c.sub(size, c.number(1))));
  return column(c.add(c.mul(pairs, c.number(Math.log(Math.PI))), sum), f.span);
}
