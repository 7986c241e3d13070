/** @file What each sign takes: the table of the language, a function for each line of it. */
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import { joinSpans, type Span } from "../diagnostics/source.ts";
import { dimMultiply, dimNumber } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import { sameShape } from "../graph/type.ts";
import type { InfixSign } from "../syntax/ast.ts";
import { dotFix, productHelp, sameKind, spread, starFix, words } from "./meant.ts";
import { shapeLabel, type Context } from "./context.ts";
import {
  column,
  derived,
  isColumn,
  isRow,
  isScalar,
  like,
  rank,
  typeOf,
  type Typed,
} from "./typed.ts";

const labels = (ctx: Context, a: Typed, b: Typed) =>
  [shapeLabel(ctx, a), shapeLabel(ctx, b)] as const;
/** `a ± b`, `a ⊙ b`, … `at` is the sign. */
export function infix(
  ctx: Context,
  sign: InfixSign,
  a: Typed,
  b: Typed,
  at: Span,
): Typed | undefined {
  switch (sign) {
    case "+":
    case "-":
      return sum(ctx, sign, a, b);
    case "·":
      return dot(ctx, a, b);
    case "*":
      return star(ctx, a, b);
    case "/":
      return quotient(ctx, a, b, at);
    case "⊙":
    case "⊘":
      return elementwise(ctx, sign, a, b);
    case "⊗":
      return kronecker(ctx, a, b);
  }
}

/** The result of two values of one shape, under the span of both. */
function joined(a: Typed, b: Typed, value: Value): Typed {
  const span = joinSpans(a.span, b.span);
  const literal = a.literal && b.literal;
  return {
    value,
    row: a.row || b.row,
    literal,
    span,
    ...derived(rank(a) > 0 || !b.origin ? a : b),
  };
}

function sum(ctx: Context, sign: "+" | "-", a: Typed, b: Typed): Typed | undefined {
  const make = (): Typed =>
    joined(a, b, sign === "+" ? ctx.c.add(a.value, b.value) : ctx.c.sub(a.value, b.value));
  if (sameKind(a, b) || (isScalar(a) && a.literal) || (isScalar(b) && b.literal)) return make();
  if (isScalar(a) || isScalar(b)) {
    const [scalar, tensor] = isScalar(a) ? [a, b] : [b, a];
    ctx.report(
      shapes.scalarBesideTensor(sign, words(ctx, scalar), extents(tensor), labels(ctx, a, b)),
    );
  } else
    ctx.report(
      shapes.shapeMismatch(sign, typeOf(a), typeOf(b), labels(ctx, a, b), spread(ctx, a, b)),
    );
  return undefined;
}

/** `n` or `m, n`: what `ones` is called with. */
const extents = (x: Typed): string | undefined => {
  if (rank(x) !== 1 || x.row) return undefined;
  return typeOf(x)
    .replace(/^ℝ\^\{?/, "")
    .replace(/\}$/, "");
};

function elementwise(ctx: Context, sign: "⊙" | "⊘", a: Typed, b: Typed): Typed | undefined {
  if (!sameKind(a, b) && !isScalar(a) && !isScalar(b)) {
    ctx.report(shapes.shapeMismatch(sign, typeOf(a), typeOf(b), labels(ctx, a, b)));
    return undefined;
  }
  return joined(a, b, sign === "⊙" ? ctx.c.mul(a.value, b.value) : ctx.c.div(a.value, b.value));
}

function quotient(ctx: Context, a: Typed, b: Typed, at: Span): Typed | undefined {
  if (isScalar(b)) return joined(a, b, ctx.c.div(a.value, b.value));
  ctx.report(
    shapes.divisionByTensor(at, typeOf(b), words(ctx, a), words(ctx, b), labels(ctx, a, b)),
  );
  return undefined;
}

function star(ctx: Context, a: Typed, b: Typed): Typed | undefined {
  if (isScalar(a) || isScalar(b)) return scale(ctx, a, b);
  ctx.report(shapes.starOfTensors(typeOf(a), typeOf(b), starFix(ctx, a, b), labels(ctx, a, b)));
  return undefined;
}

function dot(ctx: Context, a: Typed, b: Typed): Typed | undefined {
  if (isScalar(a) || isScalar(b)) return scale(ctx, a, b);
  if (isColumn(a) && isColumn(b) && sameShape(a.value.shape, b.value.shape)) {
    const value = ctx.c.contract(a.value, b.value, { left: ["i"], right: ["i"], result: [] });
    return column(value, joinSpans(a.span, b.span));
  }
  if (isColumn(a) && isColumn(b))
    ctx.report(shapes.shapeMismatch("·", typeOf(a), typeOf(b), labels(ctx, a, b)));
  else ctx.report(shapes.dotOfMatrix(typeOf(a), typeOf(b), dotFix(ctx, a, b), labels(ctx, a, b)));
  return undefined;
}

function kronecker(ctx: Context, a: Typed, b: Typed): Typed | undefined {
  if (isScalar(a) || isScalar(b)) return scale(ctx, a, b);
  if (rank(a) !== rank(b) || rank(a) > 2 || a.row || b.row) {
    ctx.report(shapes.kroneckerOf(typeOf(a), typeOf(b), labels(ctx, a, b)));
    return undefined;
  }
  return joined(a, b, kron(ctx, a.value, b.value));
}

/** (A ⊗ B)[ip + k, jq + l] = A[i, j] B[k, l]; of vectors likewise. */
function kron({ c }: Context, a: Value, b: Value): Value {
  const [left, right] =
    a.shape.length === 1
      ? [["i"], ["k"]]
      : [
          ["i", "j"],
          ["k", "l"],
        ];
  const result = left.flatMap((l, axis) => [l, right[axis]!]);
  const outer = c.contract(a, b, { left, right, result });
  return c.reshape(
    outer,
    a.shape.map((extent, axis) => dimMultiply(extent, b.shape[axis]!)),
  );
}

/** A scalar beside anything. */
function scale(ctx: Context, a: Typed, b: Typed): Typed {
  return joined(a, b, ctx.c.mul(a.value, b.value));
}

/** `a b`: juxtaposition. */
export function beside(ctx: Context, a: Typed, b: Typed): Typed | undefined {
  const { c } = ctx;
  const span = joinSpans(a.span, b.span);
  if (isScalar(a) || isScalar(b)) return scale(ctx, a, b);
  const labelled = (left: string, right: string, result: string): Value =>
    c.contract(a.value, b.value, { left: [...left], right: [...right], result: [...result] });
  if (isColumn(a) && isColumn(b)) {
    ctx.report(
      shapes.columnBesideColumn(
        typeOf(a),
        typeOf(b),
        words(ctx, a),
        words(ctx, b),
        sameKind(a, b),
        labels(ctx, a, b),
      ),
    );
    return undefined;
  }
  if (isColumn(a) && isRow(b)) return column(labelled("i", "j", "ij"), span);
  if (rank(a) > 2 || rank(b) > 2 || isColumn(a) || isRow(b)) return refuseProduct(ctx, a, b);
  const inner = a.value.shape.at(-1)!;
  if (inner.key !== b.value.shape[0]!.key) return refuseProduct(ctx, a, b);
  if (isRow(a))
    return isColumn(b)
      ? column(labelled("i", "i", ""), span)
      : { ...column(labelled("i", "ij", "j"), span, derived(b).origin), row: true };
  return isColumn(b)
    ? column(labelled("ij", "j", "i"), span, derived(a).origin)
    : column(labelled("ij", "jk", "ik"), span, derived(a).origin);
}

function refuseProduct(ctx: Context, a: Typed, b: Typed): undefined {
  const [x, y] = [words(ctx, a), words(ctx, b)];
  ctx.report(
    shapes.productMismatch(typeOf(a), typeOf(b), productHelp(a, b, x, y), labels(ctx, a, b)),
  );
  return undefined;
}

/** `x^p`, `x²`, `x.^p`. */
export function power(
  ctx: Context,
  x: Typed,
  p: Typed,
  isElementwise: boolean,
  span: Span,
): Typed | undefined {
  if (isElementwise) {
    if (!sameKind(x, p) && !isScalar(x) && !isScalar(p)) {
      ctx.report(shapes.shapeMismatch(".^", typeOf(x), typeOf(p), labels(ctx, x, p)));
      return undefined;
    }
    return { ...joined(x, p, raise(ctx, x.value, p.value)), span };
  }
  if (!isScalar(p)) {
    ctx.report(shapes.exponentNotScalar(typeOf(p), shapeLabel(ctx, p)));
    return undefined;
  }
  if (isScalar(x)) return { ...joined(x, p, raise(ctx, x.value, p.value)), span };
  if (rank(x) === 1) {
    ctx.report(
      shapes.powerOfVector(
        typeOf(x),
        words(ctx, x),
        words(ctx, p).normalize("NFKC"),
        shapeLabel(ctx, x),
      ),
    );
    return undefined;
  }
  return matrixPower(ctx, x, p, span);
}

function raise({ c }: Context, x: Value, p: Value): Value {
  const isTwo = p.node.op === c.operator("number") && p.node.attributes["value"] === 2;
  return isTwo ? c.call("square", x) : c.call("pow", x, p);
}

/** A product of so many factors is no longer written out. */
const LARGEST_POWER = 64;

function matrixPower(ctx: Context, x: Typed, p: Typed, span: Span): Typed | undefined {
  const { c } = ctx;
  const [rows, columns] = x.value.shape;
  const exponent = wholeOf(p.value);
  if (rank(x) !== 2 || rows!.key !== columns!.key) {
    ctx.report(
      shapes.powerNotSquare(
        typeOf(x),
        words(ctx, x),
        words(ctx, p).normalize("NFKC"),
        shapeLabel(ctx, x),
      ),
    );
    return undefined;
  }
  const times = Math.abs(exponent);
  if (!p.literal || !Number.isInteger(times) || times > LARGEST_POWER) {
    ctx.report(shapes.matrixPowerNotWhole(p.span, LARGEST_POWER));
    return undefined;
  }
  const base = exponent < 0 ? c.apply(c.operator("inv"), [x.value]) : x.value;
  let result = times === 0 ? c.eye(rows!) : base;
  for (let k = 1; k < times; k++)
    result = c.contract(result, base, {
      left: ["i", "j"],
      right: ["j", "k"],
      result: ["i", "k"],
    });
  return like(x, result, span);
}

/** A number as it is written, with its sign; NaN where it is none. */
const wholeOf = ({ node }: Value): number =>
  node.op.name === "neg" ? -wholeOf(node.inputs[0]!) : Number(node.attributes["value"]);

export function transpose(ctx: Context, x: Typed, span: Span): Typed | undefined {
  if (rank(x) === 0) return { ...x, span };
  if (rank(x) === 1) return { ...like(x, x.value, span), row: !x.row };
  if (rank(x) === 2) return like(x, ctx.c.permute(x.value, [1, 0]), span);
  ctx.report(shapes.transposeOf(typeOf(x), shapeLabel(ctx, x)));
  return undefined;
}

/** The value with its orientation as a shape: a row is a matrix of one line. */
export const asWritten = ({ c }: Context, x: Typed): Value =>
  x.row ? c.reshape(x.value, [dimNumber(1), ...x.value.shape]) : x.value;
