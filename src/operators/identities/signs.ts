/** @file Numbers, signs and ones: every rule here is exact. */
import type { Value } from "../../graph/node.ts";
import type { Calculus } from "../../graph/operator.ts";
import { by, numberOf, rule, unspread, type Rule } from "./match.ts";

const fold: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
};

export const signRules: readonly Rule[] = [
  ...Object.entries(fold).map(([root, f]) =>
    rule("number-arithmetic", root, (c, { inputs: [a, b] }) => {
      const [x, y] = [numberOf(a), numberOf(b)];
      return x === undefined || y === undefined
        ? undefined
        : c.broadcast(c.number(f(x, y)), a!.shape);
    }),
  ),
  rule("number-arithmetic", "neg", (c, { inputs: [a] }) => {
    const x = numberOf(a);
    return x === undefined ? undefined : c.broadcast(c.number(-x), a!.shape);
  }),
  rule("number-arithmetic", "sqrt", (c, { inputs: [a] }) => {
    const x = numberOf(a);
    return x === undefined ? undefined : c.broadcast(c.number(Math.sqrt(x)), a!.shape);
  }),
  /** f(1 s, 1 t) = 1 f(s, t): what is spread is computed once. */
  rule("spread-last", "elementwise", (c, { op, inputs }) => {
    if (inputs.length === 0 || !inputs.every((x) => by(x, "broadcast"))) return undefined;
    return c.broadcast(c.apply(op, inputs.map(unspread)), inputs[0]!.shape);
  }),

  rule("double-negation", "neg", (_, { inputs: [a] }) => by(a, "neg")?.inputs[0]),
  rule("negated-difference", "neg", (c, { inputs: [a] }) => {
    const difference = by(a, "sub");
    return difference && c.sub(difference.inputs[1]!, difference.inputs[0]!);
  }),
  rule("times-one", "mul", (_, { inputs: [a, b] }) =>
    numberOf(a) === 1 ? b : numberOf(b) === 1 ? a : undefined,
  ),
  rule("times-minus-one", "mul", (c, { inputs: [a, b] }) =>
    numberOf(a) === -1 ? c.neg(b!) : numberOf(b) === -1 ? c.neg(a!) : undefined,
  ),
  rule("sign-out", "mul", (c, { inputs: [a, b] }) => {
    const [na, nb] = [negated(c, a!), negated(c, b!)];
    if (na !== undefined) return c.neg(c.mul(na, b!));
    return nb && c.neg(c.mul(a!, nb));
  }),
  rule("sign-out", "div", (c, { inputs: [a, b] }) => {
    const na = negated(c, a!);
    return na && c.neg(c.div(na, b!));
  }),
  rule("over-one", "div", (_, { inputs: [a, b] }) => (numberOf(b) === 1 ? a : undefined)),
  /** (1/d) x = x/d, with one rounding less. */
  rule("reciprocal-times", "mul", (c, { inputs: [a, b] }) => {
    const [x, y] = [reciprocal(a!), reciprocal(b!)];
    if (x !== undefined) return c.div(b!, c.broadcast(x, b!.shape));
    return y && c.div(a!, c.broadcast(y, a!.shape));
  }),
  rule("add-negated", "add", (c, { inputs: [a, b] }) => {
    const [na, nb] = [negated(c, a!), negated(c, b!)];
    if (nb !== undefined) return c.sub(a!, nb);
    return na && c.sub(b!, na);
  }),
  rule("subtract-negated", "sub", (c, { inputs: [a, b] }) => {
    const [na, nb] = [negated(c, a!), negated(c, b!)];
    if (nb !== undefined) return c.add(a!, nb);
    return na && c.neg(c.add(na, b!));
  }),
];

/** y of −y, spread or not; not of negative numbers, which stay as they are written. */
const negated = (c: Calculus, x: Value): Value | undefined => {
  const y = by(unspread(x), "neg")?.inputs[0];
  return y && c.broadcast(y, x.shape);
};

/** d of 1/d. */
function reciprocal(x: Value): Value | undefined {
  const quotient = by(unspread(x), "div");
  return quotient && numberOf(quotient.inputs[0]) === 1 ? quotient.inputs[1] : undefined;
}
