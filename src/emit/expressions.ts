/**
 * @file Elements as expressions. What stands twice is bound to a name and evaluated once; what nests too deep is cut. The
 * branches of a `when` are regions of their own: nothing of them is evaluated outside.
 */
import type { Element, ScalarOp } from "../kernel/formula.ts";
import { loopNames, partsOf, valuesIn } from "../kernel/walk.ts";
import type { Block } from "./block.ts";
import {
  apply,
  atom,
  binary,
  choice,
  DEEPEST,
  LEVEL,
  negation,
  type Infix,
  negative,
  type Expression,
} from "./c-like.ts";
import { boundOf, type Context, type Helper } from "./context.ts";
import { numeral } from "./literals.ts";
import { inside, isLiftable, offset, position } from "./offsets.ts";
import { indent } from "./syntax.ts";

/** The element as an expression; what has to be computed before it goes to the block's lines. */
export function expression(element: Element, block: Block, context: Context): Expression {
  return new Region(block, context, countUses(element), undefined).print(element);
}

/** Computed in doubles: beside what was stored in single precision it is compared as it would be stored. */
const isDouble = (e: Element): boolean =>
  e.kind === "call" ||
  e.kind === "when" ||
  (e.kind === "load" && e.from.of === "real" && e.from.extents.length === 0) ||
  (e.kind === "local" && e.local.of === "real");

/** In how many places each element stands. */
function countUses(root: Element): ReadonlyMap<Element, number> {
  const uses = new Map<Element, number>([[root, 1]]);
  const stack = [root];
  for (let e = stack.pop(); e; e = stack.pop())
    for (const part of partsOf(e)) {
      const before = uses.get(part) ?? 0;
      uses.set(part, before + 1);
      if (before === 0) stack.push(part);
    }
  return uses;
}

class Region {
  readonly #block: Block;
  readonly #context: Context;
  readonly #uses: ReadonlyMap<Element, number>;
  readonly #outer: Region | undefined;
  readonly #done = new Map<Element, Expression>();

  constructor(
    block: Block,
    context: Context,
    uses: ReadonlyMap<Element, number>,
    outer: Region | undefined,
  ) {
    this.#block = block;
    this.#context = context;
    this.#uses = uses;
    this.#outer = outer;
  }

  print(root: Element): Expression {
    const stack = [root];
    while (stack.length > 0) {
      const e = stack.at(-1)!;
      const waiting = this.#find(e) ? [] : this.#parts(e).filter((p) => !this.#find(p));
      if (waiting.length > 0) stack.push(...waiting.toReversed());
      else {
        stack.pop();
        if (!this.#find(e)) this.#done.set(e, this.#keep(e, this.#make(e)));
      }
    }
    return this.#find(root)!;
  }

  #find(e: Element): Expression | undefined {
    return this.#done.get(e) ?? (this.#outer ? this.#outer.#find(e) : undefined);
  }

  /** What is evaluated here, before the element: not the branches of a `when`. */
  #parts(e: Element): readonly Element[] {
    if (e.kind === "when") return valuesIn(e.index).filter((v) => !this.#isLiftable(v));
    return e.kind === "call" ? e.args : partsOf(e).filter((v) => !this.#isLiftable(v));
  }

  #isLiftable(e: Element): boolean {
    return e.kind === "local" || isLiftable(e, this.#block, this.#context);
  }

  #keep(e: Element, made: Expression): Expression {
    const once = this.#uses.get(e) === 1 || made.depth === 1;
    if (once && made.depth < DEEPEST - 2) return made;
    return this.#bind(made, wish(e));
  }

  #bind(made: Expression, name: string): Expression {
    const local = this.#block.scope.fresh(name);
    this.#block.lines.push(`const ${local} = ${made.text};`);
    return atom(local);
  }

  #make(e: Element): Expression {
    const { syntax, sizes, locals } = this.#context;
    const print = (v: Element): Expression => this.#find(v) ?? this.print(v);
    switch (e.kind) {
      case "number":
        return atom(numeral(e.value));
      case "size":
        return sizes.text(e.dim);
      case "position":
        return position(e.index, e.plus, this.#block, this.#context, print);
      case "local":
        return atom(boundOf(locals, e.local).name);
      case "load": {
        const name = this.#context.scalar(e.from);
        if (name !== undefined) return atom(name);
        const at = offset(e.at, e.from.extents, this.#block, this.#context, print);
        return atom(`${this.#context.array(e.from)}[${at.text}]${syntax.bang}`, at.depth + 2);
      }
      case "call":
        return this.#call(
          e.op,
          e.args.map((a) => this.#find(a)!),
          e.args,
        );
      case "when":
        return this.#when(e);
      case "reduce":
        throw new Error("internal: a reduction stands in a statement");
    }
  }

  #call(op: ScalarOp, args: readonly Expression[], from: readonly Element[]): Expression {
    const power = op === "pow" && from[1]!.kind === "number" ? from[1]!.value : 0;
    if (power === 2 || power === 3) {
      const base = args[0]!.depth === 1 ? args[0]! : this.#bind(args[0]!, "base");
      const square = binary("*", base, base);
      return power === 2 ? square : binary("*", square, base);
    }
    if (op === "equal" && this.#context.syntax.real === "Float32Array")
      return SCALARS[op](
        args.map((arg, i) => (isDouble(from[i]!) ? apply("Math.fround", arg) : arg)),
        this.#context,
      );
    return SCALARS[op](args, this.#context);
  }

  #when(e: Element & { kind: "when" }): Expression {
    const print = (v: Element): Expression => this.#find(v) ?? this.print(v);
    const test = inside(e.index, e.from, e.to, this.#block, this.#context, print);
    if (!test) return this.print(e.then);
    const [then, a] = this.#branch(e.then);
    const [otherwise, b] = this.#branch(e.otherwise);
    if (then.lines.length + otherwise.lines.length === 0) return choice(test, a, b);
    const name = this.#block.scope.fresh("chosen");
    const simple = otherwise.lines.length === 0 && e.otherwise.kind === "number";
    this.#block.lines.push(
      simple ? `let ${name} = ${b.text};` : `let ${name}${this.#context.syntax.of("number")};`,
      `if (${test.text}) {`,
      ...indent([...then.lines, `${name} = ${a.text};`]),
      ...(simple ? [] : ["} else {", ...indent([...otherwise.lines, `${name} = ${b.text};`])]),
      "}",
    );
    return atom(name);
  }

  #branch(e: Element): [Block, Expression] {
    const block = this.#block.inner("guard");
    return [block, new Region(block, this.#context, this.#uses, this).print(e)];
  }
}

/** What a bound element would like to be called: `x_i` for a load, `part` for a part of a formula. */
function wish(e: Element): string {
  if (e.kind !== "load") return "part";
  return [e.from.name, ...e.at.flatMap(loopNames)].join("_");
}

type Scalar = (args: readonly Expression[], context: Context) => Expression;

const infix =
  (operator: Infix): Scalar =>
  ([a, b]) =>
    binary(operator, a!, b!);
const math =
  (name: string): Scalar =>
  (args) =>
    apply(`Math.${name}`, ...args);

const helper =
  (name: Helper): Scalar =>
  (args, context) =>
    apply(context.helper(name), ...args);

/** Math.max and Math.min keep NaN; Math.sign keeps NaN and the sign of zero. */
const SCALARS: Readonly<Record<ScalarOp, Scalar>> = {
  add: infix("+"),
  sub: infix("-"),
  mul: infix("*"),
  div: infix("/"),
  neg: ([a]) => negative(a!),
  max: math("max"),
  min: math("min"),
  abs: math("abs"),
  sign: math("sign"),
  sqrt: math("sqrt"),
  exp: math("exp"),
  log: math("log"),
  log1p: math("log1p"),
  expm1: math("expm1"),
  tanh: math("tanh"),
  sigmoid: helper("sigmoid"),
  softplus: helper("softplus"),
  pow: math("pow"),
  log2: math("log2"),
  log10: math("log10"),
  cbrt: math("cbrt"),
  sin: math("sin"),
  cos: math("cos"),
  tan: math("tan"),
  asin: math("asin"),
  acos: math("acos"),
  atan: math("atan"),
  sinh: math("sinh"),
  cosh: math("cosh"),
  asinh: math("asinh"),
  acosh: math("acosh"),
  atanh: math("atanh"),
  floor: math("floor"),
  ceil: math("ceil"),
  atan2: math("atan2"),
  round: helper("round"),
  mod: helper("mod"),
  erf: helper("erf"),
  erfc: helper("erfc"),
  lgamma: helper("lgamma"),
  digamma: helper("digamma"),
  polygamma: helper("polygamma"),
  normcdf: helper("normcdf"),
  erfinv: helper("erfinv"),
  erfcx: helper("erfcx"),
  erfcxExcess: helper("erfcxExcess"),
  logErfc: helper("logErfc"),
  logNormcdf: helper("logNormcdf"),
  gammafn: helper("gammafn"),
  logbeta: helper("logbeta"),
  less: infix("<"),
  lessEqual: infix("<="),
  equal: infix("==="),
  and: infix("&&"),
  or: infix("||"),
  not: ([a]) => negation(a!),
  select: ([test, a, b]) => choice(within(test!), a!, b!),
};

const within = (test: Expression): Expression =>
  test.level > LEVEL.choice ? test : atom(`(${test.text})`, test.depth);
