/** @file Positions as integer arithmetic: row-major offsets, with what a loop does not change hoisted out of it. */
import {
  dimAdd,
  dimDivide,
  dimMultiply,
  dimNumber,
  dimSubtract,
  dimValue,
  type Dim,
} from "../dim.ts";
import type { Element, Index } from "../kernel/formula.ts";
import { places } from "../kernel/places.ts";
import { loopNames, valuesIn } from "../kernel/walk.ts";
import { atom, binary, negative, type Expression } from "./c-like.ts";
import type { Block } from "./block.ts";
import { boundOf, type Context } from "./context.ts";

/** Prints the elements that stand in a position. */
export type Print = (element: Element) => Expression;

interface Term {
  readonly expression: Expression;
  /** The depth of the deepest block whose names it uses. */
  readonly depth: number;
  readonly times: Dim;
}
interface Linear {
  readonly terms: readonly Term[];
  readonly plus: Dim;
}

const ZERO = dimNumber(0);
const ONE = dimNumber(1);

/** The place of an element in its array. */
export function offset(
  at: readonly Index[],
  extents: readonly Dim[],
  block: Block,
  context: Context,
  print: Print,
): Expression {
  const { parts, plus } = places(at, extents);
  const scaled = parts.map((p) => scale(linear(p.index, block, context, print), p.times));
  return place(scaled.reduce(add, { terms: [], plus }), block, context);
}

/** The place of an element of a table of rows, `in`: the row is looked up where its number is known. */
export function offsetInRows(
  table: string,
  [row, ...rest]: readonly Index[],
  extents: readonly Dim[],
  block: Block,
  context: Context,
  print: Print,
): Expression {
  const { terms, plus } = linear(row!, block, context, print);
  const depth = Math.min(block.depth, Math.max(0, ...terms.map((t) => t.depth)));
  const home = block.at(depth);
  const number = sum(terms, plus, home, context).text;
  const start = atom(home.hoist(`${table}.place(${number})`, `${table}_${rowOf(terms)}`));
  const within = offset(rest, extents.slice(1), block, context, print);
  return rest.length === 0 ? start : binary("+", start, within);
}

/** A position as a number, `plus` added. */
export const position = (
  index: Index,
  plus: Dim,
  block: Block,
  context: Context,
  print: Print,
): Expression => {
  const { terms, plus: own } = linear(index, block, context, print);
  return place({ terms, plus: dimAdd(own, plus) }, block, context);
};

function place({ terms, plus }: Linear, block: Block, context: Context): Expression {
  const outer = terms.filter((t) => t.depth < block.loop);
  const costs = outer.some((t) => dimValue(t.times) !== 1);
  if (!costs) return sum(terms, plus, block, context);
  const depth = Math.max(...outer.map((t) => t.depth));
  const row = block.at(depth).hoist(sum(outer, plus, block.at(depth), context).text, rowOf(outer));
  const rest = terms.filter((t) => t.depth >= block.loop);
  return sum([{ expression: atom(row), depth, times: ONE }, ...rest], ZERO, block, context);
}

/** `row_n` for `n * d`. */
const rowOf = (terms: readonly Term[]): string =>
  ["row", ...terms.map((t) => t.expression.text).filter((t) => /^\w+$/u.test(t))].join("_");

function sum(terms: readonly Term[], plus: Dim, block: Block, context: Context): Expression {
  const factor = commonFactor(terms, plus);
  if (factor) {
    const inner = terms.map((t) => ({ ...t, times: dimDivide(t.times, factor)! }));
    const rest = sum(inner, dimDivide(plus, factor)!, block, context);
    return binary("*", rest, size(factor, block, context));
  }
  const signed = [
    ...terms.map((t) => ({ times: t.times, of: t.expression })),
    { times: plus, of: undefined },
  ].filter((t) => t.times.terms.length > 0);
  // What is subtracted stands last: no sum starts with a minus unless it must.
  const order = [
    ...signed.filter((t) => !isNegative(t.times)),
    ...signed.filter((t) => isNegative(t.times)),
  ];
  let total: Expression | undefined;
  for (const { times, of } of order) {
    const minus = isNegative(times);
    const by = minus ? dimSubtract(ZERO, times) : times;
    const one =
      of === undefined
        ? size(by, block, context)
        : dimValue(by) === 1
          ? of
          : binary("*", of, size(by, block, context));
    if (total === undefined) total = minus ? negative(one) : one;
    else total = binary(minus ? "-" : "+", total, one);
  }
  return total ?? atom("0");
}

/** A size inside a loop: products of open sizes are made once, before it. */
export function size(dim: Dim, block: Block, context: Context, loop = false): Expression {
  const text = context.sizes.text(dim);
  if ((block.depth === 0 && !loop) || text.depth === 1 || dimValue(dim) !== undefined) return text;
  return atom(context.root.hoist(text.text, "size"));
}

function commonFactor(terms: readonly Term[], plus: Dim): Dim | undefined {
  if (terms.length + Number(plus.terms.length > 0) < 2) return undefined;
  const factor = terms.at(-1)!.times;
  if (Math.abs(dimValue(factor) ?? 0) === 1 || isNegative(factor)) return undefined;
  return [...terms.map((t) => t.times), plus].every((d) => isMultiple(d, factor))
    ? factor
    : undefined;
}

/** Whether d is a whole multiple: 1 is no multiple of 35. */
const isMultiple = (d: Dim, factor: Dim): boolean =>
  dimDivide(d, factor)?.terms.every((t) => t.coefficient.denominator === 1n) ?? false;

const isNegative = (dim: Dim): boolean =>
  dim.terms.length > 0 && dim.terms.every((t) => t.coefficient.numerator < 0n);

const scale = ({ terms, plus }: Linear, by: Dim): Linear => ({
  terms: terms.map((t) => ({ ...t, times: dimMultiply(t.times, by) })),
  plus: dimMultiply(plus, by),
});

function add(a: Linear, b: Linear): Linear {
  const terms = [...a.terms];
  for (const t of b.terms) {
    const same = terms.findIndex((s) => s.expression.text === t.expression.text);
    if (same < 0) terms.push(t);
    else terms[same] = { ...t, times: dimAdd(terms[same]!.times, t.times) };
  }
  return { terms: terms.filter((t) => t.times.terms.length > 0), plus: dimAdd(a.plus, b.plus) };
}

function linear(index: Index, block: Block, context: Context, print: Print): Linear {
  switch (index.kind) {
    case "loop": {
      const { name, depth } = boundOf(context.loops, index.loop);
      return single(atom(name), depth);
    }
    case "affine":
      return index.terms
        .map((t) => scale(linear(t.index, block, context, print), t.times))
        .reduce(add, { terms: [], plus: index.plus });
    case "quotient":
    case "remainder": {
      const of = linear(index.of, block, context, print);
      const whole = sum(of.terms, of.plus, block, context);
      const by = size(index.by, block, context);
      const text =
        index.kind === "remainder"
          ? binary("%", whole, by)
          : atom(`((${binary("/", whole, by).text}) | 0)`, whole.depth + 2);
      return single(text, Math.max(0, ...of.terms.map((t) => t.depth)));
    }
    case "value": {
      const { expression, depth } = valueOf(index.value, block, context, print);
      const minus = dimSubtract(ZERO, index.minus);
      return { terms: [{ expression, depth, times: ONE }], plus: minus };
    }
  }
}

const single = (expression: Expression, depth: number): Linear => ({
  terms: [{ expression, depth, times: ONE }],
  plus: ZERO,
});

/** An integer that was read: from index data it is read once, in the loop it belongs to. */
function valueOf(
  value: Element,
  block: Block,
  context: Context,
  print: Print,
): { expression: Expression; depth: number } {
  if (value.kind === "local") {
    const { name, depth } = boundOf(context.locals, value.local);
    return { expression: atom(name), depth };
  }
  if (value.kind !== "load" || !isLiftable(value, block, context))
    return { expression: print(value), depth: Infinity };
  const name = context.scalar(value.from);
  if (name !== undefined) return { expression: atom(name), depth: 0 };
  const terms = value.at.flatMap((i) => linear(i, block, context, print).terms);
  const depth = Math.max(0, ...terms.map((t) => t.depth));
  const home = block.at(depth);
  const place = offset(value.at, value.from.extents, home, context, print);
  const wish = [value.from.name, ...value.at.flatMap(loopNames)].join("_");
  const text = `${context.array(value.from)}[${place.text}]${context.syntax.bang}`;
  return { expression: atom(home.hoist(text, wish)), depth };
}

/** Reading it earlier, and perhaps for nothing, changes nothing. */
export function isLiftable(value: Element, block: Block, context: Context): boolean {
  return (
    value.kind === "load" &&
    context.isConstant(value.from) &&
    !block.guarded &&
    value.at.every((i) => valuesIn(i).length === 0)
  );
}

/** `from ≤ index < to`, without the half that always holds. Undefined where both do. */
export function inside(
  index: Index,
  from: Dim,
  to: Dim,
  block: Block,
  context: Context,
  print: Print,
): Expression | undefined {
  const here = position(index, ZERO, block, context, print);
  const tests: Expression[] = [];
  if (!(dimValue(from) === 0 && isNatural(index)))
    tests.push(binary("<=", size(from, block, context), here));
  if (!(index.kind === "loop" && index.loop.extent.key === to.key))
    tests.push(binary("<", here, size(to, block, context)));
  return tests.length === 0 ? undefined : tests.reduce((a, b) => binary("&&", a, b));
}

/** Certainly not negative. */
function isNatural(index: Index): boolean {
  if (index.kind === "loop") return true;
  if (index.kind !== "affine") return false;
  const positive = (d: Dim): boolean => d.terms.every((t) => t.coefficient.numerator > 0n);
  return positive(index.plus) && index.terms.every((t) => positive(t.times) && isNatural(t.index));
}
