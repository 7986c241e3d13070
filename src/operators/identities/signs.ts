/** @file Numbers, signs and ones. */
import type { Value } from "../../graph/node.ts";
import type { Calculus } from "../../graph/operator.ts";
import { by, inside, numberOf, rule, unspread, type Rule } from "./match.ts";

const fold =
  (f: (a: number, b: number) => number) =>
  (c: Calculus, { inputs: [a, b] }: { readonly inputs: readonly Value[] }): Value | undefined => {
    const [x, y] = [numberOf(a), numberOf(b)];
    return x === undefined || y === undefined
      ? undefined
      : c.broadcast(c.number(f(x, y)), a!.shape);
  };

const foldOne =
  (f: (a: number) => number) =>
  (c: Calculus, { inputs: [a] }: { readonly inputs: readonly Value[] }): Value | undefined => {
    const x = numberOf(a);
    return x === undefined ? undefined : c.broadcast(c.number(f(x)), a!.shape);
  };

export const signRules: readonly Rule[] = [
  rule(
    "number-arithmetic",
    {
      before: "2 · 3 + 1",
      after: "7",
      why: "Numbers are computed once, in double precision, as the module would.",
      keeps: "every bit",
      examples: ["(2 · 3 + 1 - 4/8) s", "√2 s + (-2) t"],
    },
    {
      add: fold((a, b) => a + b),
      sub: fold((a, b) => a - b),
      mul: fold((a, b) => a * b),
      div: fold((a, b) => a / b),
      neg: foldOne((a) => -a),
      sqrt: foldOne(Math.sqrt),
    },
  ),
  rule(
    "spread-last",
    {
      before: "f(s 1, t 1)",
      after: "f(s, t) 1",
      why: "What is the same in every element is computed once.",
      keeps: "every bit",
      examples: ["sum(tanh(s ones(3)) ⊙ v)"],
    },
    {
      elementwise: (c, { op, inputs }) => {
        if (inputs.length === 0 || !inputs.every((x) => by(x, "broadcast"))) return undefined;
        return c.broadcast(c.apply(op, inputs.map(unspread)), inputs[0]!.shape);
      },
    },
  ),
  rule(
    "double-negation",
    {
      before: "-(-s)",
      after: "s",
      why: "Nothing is left to do.",
      keeps: "every bit",
      examples: ["t tanh(-(-s))"],
    },
    { neg: (_, { inputs: [a] }) => inside(a, "neg") },
  ),
  rule(
    "negated-difference",
    {
      before: "-(s - t)",
      after: "t - s",
      why: "One operation less.",
      keeps: "all but the sign of a zero",
      examples: ["tanh(-(s - t))"],
    },
    {
      neg: (c, { inputs: [a] }) => {
        const difference = by(a, "sub");
        return difference && c.sub(difference.inputs[1]!, difference.inputs[0]!);
      },
    },
  ),
  rule(
    "times-one",
    {
      before: "1 s",
      after: "s",
      why: "Nothing is left to do.",
      keeps: "every bit",
      examples: ["tanh(1 s)", "1 s + t"],
    },
    {
      mul: (_, { inputs: [a, b] }) => (numberOf(a) === 1 ? b : numberOf(b) === 1 ? a : undefined),
    },
  ),
  rule(
    "times-minus-one",
    {
      before: "-1 s",
      after: "-s",
      why: "A sign costs less than a product.",
      keeps: "every bit",
      examples: ["tanh((-1) s)"],
    },
    {
      mul: (c, { inputs: [a, b] }) =>
        numberOf(a) === -1 ? c.neg(b!) : numberOf(b) === -1 ? c.neg(a!) : undefined,
    },
  ),
  rule(
    "sign-out",
    {
      before: "(-s) t, (-s)/t",
      after: "-(s t), -(s/t)",
      why: "Signs meet outside, where they cancel.",
      keeps: "every bit",
      examples: ["tanh((-s) t)", "tanh((-s)/t)", "sum((-s) v)"],
    },
    {
      mul: (c, { inputs: [a, b] }) => {
        const [na, nb] = [negated(c, a!), negated(c, b!)];
        if (na !== undefined) return c.neg(c.mul(na, b!));
        return nb && c.neg(c.mul(a!, nb));
      },
      div: (c, { inputs: [a, b] }) => {
        const na = negated(c, a!);
        return na && c.neg(c.div(na, b!));
      },
    },
  ),
  rule(
    "over-one",
    {
      before: "s/1",
      after: "s",
      why: "Nothing is left to do.",
      keeps: "every bit",
      examples: ["tanh(s/1)"],
    },
    { div: (_, { inputs: [a, b] }) => (numberOf(b) === 1 ? a : undefined) },
  ),
  rule(
    "reciprocal-times",
    {
      before: "(1/s) t",
      after: "t/s",
      why: "One rounding less, and 1/s may overflow where t/s does not.",
      keeps: "the exact value",
      examples: ["(1/s) t"],
    },
    {
      mul: (c, { inputs: [a, b] }) => {
        const [x, y] = [reciprocal(a!), reciprocal(b!)];
        if (x !== undefined) return c.div(b!, c.broadcast(x, b!.shape));
        return y && c.div(a!, c.broadcast(y, a!.shape));
      },
    },
  ),
  rule(
    "add-negated",
    {
      before: "s + (-t)",
      after: "s - t",
      why: "One operation less.",
      keeps: "every bit",
      examples: ["tanh(s + (-t))", "tanh(-s + t)"],
    },
    {
      add: (c, { inputs: [a, b] }) => {
        const [na, nb] = [negated(c, a!), negated(c, b!)];
        if (nb !== undefined) return c.sub(a!, nb);
        return na && c.sub(b!, na);
      },
    },
  ),
  rule(
    "subtract-negated",
    {
      before: "s - (-t), -s - t",
      after: "s + t, -(s + t)",
      why: "Signs meet outside, where they cancel.",
      keeps: "all but the sign of a zero",
      examples: ["tanh(s - (-t))", "tanh(-s - t)"],
    },
    {
      sub: (c, { inputs: [a, b] }) => {
        const [na, nb] = [negated(c, a!), negated(c, b!)];
        if (nb !== undefined) return c.add(a!, nb);
        return na && c.neg(c.add(na, b!));
      },
    },
  ),
];

/** y of −y, spread or not; not of negative numbers, which stay as they are written. */
const negated = (c: Calculus, x: Value): Value | undefined => {
  const y = inside(unspread(x), "neg");
  return y && c.broadcast(y, x.shape);
};

/** d of 1/d. */
function reciprocal(x: Value): Value | undefined {
  const quotient = by(unspread(x), "div");
  return quotient && numberOf(quotient.inputs[0]) === 1 ? quotient.inputs[1] : undefined;
}
