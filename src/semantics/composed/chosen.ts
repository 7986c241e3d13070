/** @file What is chosen: by a condition, by where the largest stands, by an index. */
import * as meaning from "../../diagnostics/catalogue/meaning.ts";
import * as shapes from "../../diagnostics/catalogue/shapes.ts";
import { textAt } from "../../diagnostics/source.ts";
import { dimAdd, dimEquals, dimNumber, dimSubtract, dimValue, showDim } from "../../dim.ts";
import type { Value } from "../../graph/node.ts";
import { isIndexKind, type Axis } from "../../graph/type.ts";
import type { Argument, Condition } from "../../syntax/ast.ts";
import { compared, nameExpression } from "../../syntax/compared.ts";
import { choose, truth } from "../conditions.ts";
import { shapeLabel, type Context } from "../context.ts";
import { sizeExpression } from "../dims.ts";
import { evaluate, real } from "../expressions.ts";
import { guardsOf } from "../guards.ts";
import { extentOfRange } from "../subscripts.ts";
import { column, derived, isScalar, rank, typeOf, type Typed } from "../typed.ts";
import type { BuiltinCall, Composed, Entries } from "./entry.ts";

export const chosen: Entries = {
  where: { of: where, options: "any" },
  argmax: extreme("argmax"),
  argmin: extreme("argmin"),
  one_hot: { of: oneHot },
};

/** `where(x > 0, a, b)`. */
function where(ctx: Context, written: readonly Argument[], f: BuiltinCall): Typed | undefined {
  const name = textAt(ctx.source, f.word.span);
  const named = written.slice(1).find((a) => a.name)?.name;
  if (named) ctx.report(meaning.unknownArgument(named.span, name, named.text));
  else if (written.length !== 3)
    ctx.report(meaning.wrongArity(f.span, name, 3, written.length, undefined));
  else {
    const condition = conditionOf(written[0]!);
    const test = truth(ctx, condition);
    const [a, b] = written.slice(1).map((x, i) => {
      const guards = [...(ctx.guards ?? []), ...guardsOf(ctx, condition, i === 0)];
      return real({ ...ctx, guards }, x.value);
    });
    return test && a && b && choose(ctx, name, [{ value: a, truth: test }], b, f.span);
  }
  return undefined;
}

/** `x = 0` was read as an argument called x. */
function conditionOf({ name, value, span }: Argument): Condition {
  if (value.kind === "condition") return value.condition;
  const alone: Condition = { kind: "relation", operands: [value], signs: [], span };
  return name ? compared(nameExpression(name), alone) : alone;
}

/** Of a vector, counted from 1; below an index, as that index counts. */
function extreme(name: "argmax" | "argmin"): Composed {
  const make = ({ c }: Context, x: Value, from: Axis["base"], span: Typed["span"]): Typed => {
    const to = dimSubtract(dimAdd(from, x.shape[0]!), dimNumber(1));
    return column(c.apply(c.operator(name), [x], { position: 0, from, to }), span);
  };
  return {
    arity: 1,
    by: (ctx, [x], f) => {
      if (rank(x!) === 1) return make(ctx, x!.value, dimNumber(1), f.span);
      const batches = x!.value.node.free.map((a) => a.name);
      if (isScalar(x!)) ctx.report(shapes.nothingToReduce(name, batches, shapeLabel(ctx, x!)));
      else ctx.report(shapes.axisNotSaid(name, shapeLabel(ctx, x!)));
      return undefined;
    },
    over: (ctx, x, axes, f) => {
      const [axis, second] = axes;
      if (second) {
        ctx.report(meaning.oneIndexAtATime(f.span, name));
        return undefined;
      }
      const made = make(ctx, ctx.c.close(x.value, 0, axis!), axis!.base, f.span);
      return { ...made, ...derived(x) };
    },
  };
}

/** `one_hot(y, k)`: 1 at the index, of length k. */
function oneHot(ctx: Context, written: readonly Argument[], f: BuiltinCall): Typed | undefined {
  const name = textAt(ctx.source, f.word.span);
  if (written.length !== 2) {
    ctx.report(meaning.wrongArity(f.span, name, 2, written.length, undefined));
    return undefined;
  }
  const index = evaluate(ctx, written[0]!.value);
  const extent = sizeExpression(ctx, written[1]!.value);
  if (!index || !extent) return undefined;
  const { of } = index.value.node;
  if (!isIndexKind(of)) {
    ctx.report(
      shapes.wrongShape(
        name,
        "an index as its first argument",
        typeOf(index),
        shapeLabel(ctx, index),
      ),
    );
    return undefined;
  }
  const count = extentOfRange(of.from, of.to);
  const [many, most] = [dimValue(count), dimValue(extent)];
  if (dimEquals(count, extent) || (many !== undefined && most !== undefined && many <= most)) {
    const { c } = ctx;
    return column(c.apply(c.operator("oneHot"), [index.value], { extent }), f.span);
  }
  ctx.report(
    shapes.dataOfOtherRange(
      written[0]!.span,
      textAt(ctx.source, written[0]!.span),
      `${showDim(of.from)}..${showDim(of.to)}`,
      showDim(extent),
      shapeLabel(ctx, index),
    ),
  );
  return undefined;
}
