/** @file Built-in functions: operators by their name, and a few that are made of others. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import { textAt } from "../diagnostics/source.ts";
import { dimProduct, type Dim } from "../dim.ts";
import type { Operator } from "../graph/operator.ts";
import { sameShape } from "../graph/type.ts";
import type { Argument, Subscript } from "../syntax/ast.ts";
import { operatorsCalled } from "./builtins.ts";
import { shapeLabel, type Context } from "./context.ts";
import { derivative } from "./derivative.ts";
import { sizeExpression } from "./dims.ts";
import { asReal } from "./expressions.ts";
import type { BareFunction } from "./functions.ts";
import { normOf } from "./norms.ts";
import { infix } from "./products.ts";
import { overOwnAxes, overSubscript } from "./reductions.ts";
import { column, isColumn, isScalar, typeOf, type Typed } from "./typed.ts";

export interface BuiltinCall extends BareFunction {
  readonly canonical: string;
  readonly subscript: Subscript | undefined;
}

/** A call of a built-in; `values` are the arguments as values, evaluated when they are wanted. */
export function applyBuiltin(
  ctx: Context,
  f: BuiltinCall,
  written: readonly Argument[],
  values: () => readonly Typed[] | undefined,
): Typed | undefined {
  const name = textAt(ctx.source, f.word.span);
  const composed = COMPOSED.get(f.canonical);
  const candidates = operatorsCalled(f.canonical).filter(isUsable);
  if (!composed && candidates.length === 0) {
    ctx.report(meaning.unsupportedBuiltin(f.word.span, name));
    return undefined;
  }
  const named = written.find((a) => a.name);
  if (named?.name) {
    ctx.report(meaning.unknownArgument(named.name.span, name, named.name.text));
    return undefined;
  }
  if (composed && "of" in composed)
    return f.primes > 0 ? notPrimed(ctx, f, name) : composed.of(ctx, written, f);
  const args = values()?.map((x) => asReal(ctx, x));
  if (!args?.every((x) => x !== undefined)) return undefined;
  if (f.primes > 0) return primed(ctx, f, name, candidates, args);
  if (f.subscript) return overSubscript(ctx, f, name, candidates, args);
  if (composed && (composed.arity === args.length || candidates.length === 0))
    return composed.arity === args.length || composed.arity === undefined
      ? composed.by(ctx, args, f)
      : wrongArity(ctx, f, name, composed.arity, args.length);
  return byOperator(ctx, f, name, candidates, args);
}

const COUNT = { leaf: 0, unary: 1, binary: 2, ternary: 3, any: -1 } as const;

/** Conditions are written in cases alone. */
const isUsable = (op: Operator): boolean =>
  op.arity !== "leaf" && !op.examples.some((e) => e.inputs.some((i) => i.truth === true));

function byOperator(
  ctx: Context,
  f: BuiltinCall,
  name: string,
  candidates: readonly Operator[],
  args: readonly Typed[],
): Typed | undefined {
  const op = candidates.find((o) => COUNT[o.arity] === args.length);
  if (!op) return wrongArity(ctx, f, name, COUNT[candidates[0]!.arity], args.length);
  if (op.elementwise) return elementwise(ctx, f, name, op, args);
  return overOwnAxes(ctx, f, name, op, args[0]!);
}

function wrongArity(
  ctx: Context,
  f: BuiltinCall,
  name: string,
  takes: number,
  got: number,
): undefined {
  ctx.report(meaning.wrongArity(f.span, name, takes, got, undefined));
  return undefined;
}

/** Arguments of one shape; a literal number stands for a tensor of it. */
function elementwise(
  ctx: Context,
  f: BuiltinCall,
  name: string,
  op: Operator,
  args: readonly Typed[],
): Typed | undefined {
  const leader = args.find((x) => !isScalar(x)) ?? args[0]!;
  for (const x of args) {
    const fits = sameShape(x.value.shape, leader.value.shape) && x.row === leader.row;
    if (fits || (isScalar(x) && x.literal)) continue;
    ctx.report(
      shapes.argumentsDiffer(name, typeOf(args[0]!), typeOf(args[1]!), [
        shapeLabel(ctx, args[0]!),
        shapeLabel(ctx, args[1]!),
      ]),
    );
    return undefined;
  }
  const value = ctx.c.call(op.name, ...args.map((x) => x.value));
  const origin = leader.origin && { ...leader.origin, bare: false };
  return { value, row: leader.row, literal: false, span: f.span, ...(origin && { origin }) };
}

function primed(
  ctx: Context,
  f: BuiltinCall,
  name: string,
  candidates: readonly Operator[],
  args: readonly Typed[],
): Typed | undefined {
  const op = candidates.find((o) => o.arity === "unary" && o.elementwise);
  if (!op || f.subscript) return notPrimed(ctx, f, name);
  return derivative(
    ctx,
    name,
    args,
    ([z]) => elementwise(ctx, f, name, op, [z!]),
    f.primes,
    f.span,
  );
}

function notPrimed(ctx: Context, f: BuiltinCall, name: string): undefined {
  ctx.report(meaning.primeNotElementwise(f.span, name));
  return undefined;
}

type Composed =
  /** From the arguments as they are written: sizes. */
  | {
      readonly of: (
        ctx: Context,
        written: readonly Argument[],
        f: BuiltinCall,
      ) => Typed | undefined;
    }
  | {
      readonly arity: number;
      readonly by: (ctx: Context, args: readonly Typed[], f: BuiltinCall) => Typed | undefined;
    };

const sizes = (
  ctx: Context,
  written: readonly Argument[],
  f: BuiltinCall,
  most: number,
): readonly Dim[] | undefined => {
  if (written.length > most) {
    ctx.report(
      meaning.wrongArity(f.span, textAt(ctx.source, f.word.span), most, written.length, undefined),
    );
    return undefined;
  }
  const dims = written.map((a) => sizeExpression(ctx, a.value));
  return dims.every((d) => d !== undefined) ? dims : undefined;
};

const filled =
  (value: number) =>
  (ctx: Context, written: readonly Argument[], f: BuiltinCall): Typed | undefined => {
    const shape = sizes(ctx, written, f, 4);
    return shape && column(ctx.c.broadcast(ctx.c.number(value), shape), f.span);
  };

const COMPOSED: ReadonlyMap<string, Composed> = new Map<string, Composed>([
  ["zeros", { of: filled(0) }],
  ["ones", { of: filled(1) }],
  [
    "eye",
    {
      of: (ctx, written, f) => {
        const shape = sizes(ctx, written, f, 1);
        return shape && column(ctx.c.eye(shape[0]!), f.span);
      },
    },
  ],
  [
    "vec",
    {
      arity: 1,
      by: ({ c }, [x], f) =>
        column(
          x!.value.shape.length === 1
            ? x!.value
            : c.reshape(x!.value, [dimProduct(x!.value.shape)]),
          f.span,
        ),
    },
  ],
  ["min", { arity: 1, by: (ctx, [x], f) => overOwnAxes(ctx, f, "min", undefined, x!) }],
  [
    "norm",
    {
      arity: 2,
      by: (ctx, [x, p], f) => {
        const order = p!.value.node.attributes["value"];
        return normOf(ctx, x!, typeof order === "number" ? String(order) : "p", f.span);
      },
    },
  ],
  [
    "dot",
    {
      arity: 2,
      by: (ctx, [u, v], f) => {
        const result = infix(ctx, "·", u!, v!, f.span);
        return result && { ...result, span: f.span };
      },
    },
  ],
  [
    "kron",
    {
      arity: 2,
      by: (ctx, [u, v], f) => {
        const result = infix(ctx, "⊗", u!, v!, f.span);
        return result && { ...result, span: f.span };
      },
    },
  ],
  [
    "outer",
    {
      arity: 2,
      by: (ctx, [u, v], f) => {
        if (isColumn(u!) && isColumn(v!)) {
          const labels = { left: ["i"], right: ["j"], result: ["i", "j"] };
          return column(ctx.c.contract(u!.value, v!.value, labels), f.span);
        }
        const wrong = isColumn(u!) ? v! : u!;
        ctx.report(
          shapes.wrongShape("outer", "two column vectors", typeOf(wrong), shapeLabel(ctx, wrong)),
        );
        return undefined;
      },
    },
  ],
]);
