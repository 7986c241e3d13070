/** @file Quotients and differences of exponentials that are functions with a name. */
import type { Value } from "../../graph/node.ts";
import type { Calculus } from "../../graph/operator.ts";
import type { Axis } from "../../graph/type.ts";
import { exponents, shifted } from "./exponents.ts";
import {
  by,
  inside,
  numberOf,
  oneMinus,
  onePlus,
  opposite,
  pairs,
  rule,
  squared,
  times,
  type Rule,
} from "./match.ts";

export const exponentialRules: readonly Rule[] = [
  rule(
    "exp-minus-one",
    {
      before: "exp(s) - 1",
      after: "expm1(s)",
      why: "The difference cancels near 0. 1 - exp(s) is -expm1(s).",
      keeps: "the exact value",
      examples: ["exp(s) - 1", "1 - exp(s)", "-1 + exp(s)"],
    },
    {
      sub: (c, { inputs: [a, b] }) => {
        const [plus, minus] = [inside(a, "exp"), inside(b, "exp")];
        if (plus && numberOf(b) === 1) return c.call("expm1", plus);
        return minus && numberOf(a) === 1 ? c.neg(c.call("expm1", minus)) : undefined;
      },
      add: (c, { inputs: [a, b] }) => {
        const s =
          numberOf(a) === -1 ? inside(b, "exp") : numberOf(b) === -1 ? inside(a, "exp") : undefined;
        return s && c.call("expm1", s);
      },
    },
  ),
  rule(
    "sech-written-out",
    {
      before: "1/cosh(s)",
      after: "sech(s)",
      why: "The slope of the quotient is 0·∞ from 710 on. Also 2/(exp(s) + exp(-s)), and the square of either.",
      keeps: "the exact value",
      examples: ["1/cosh(s)", "3/cosh(s)²", "2/(exp(s) + exp(-s))"],
    },
    {
      div: (c, { inputs: [a, b] }) => {
        const k = numberOf(a);
        const s = inside(b, "cosh");
        if (k === undefined || b === undefined) return undefined;
        if (s) return c.mul(c.number(k), c.call("sech", s));
        const under = squared(b);
        const root = inside(under, "cosh");
        if (root) return c.mul(c.number(k), c.call("square", c.call("sech", root)));
        const [u, v] = pairs(b, "add")[0]?.map((x) => inside(x, "exp")) ?? [];
        return u && v && opposite(u, v) ? c.mul(c.number(k / 2), c.call("sech", u)) : undefined;
      },
    },
  ),
  rule(
    "tanh-written-out",
    {
      before: "(exp(s) - exp(-s))/(exp(s) + exp(-s))",
      after: "tanh(s)",
      why: "∞/∞ from 710 on, and cancellation near 0. Also (exp(2 s) - 1)/(exp(2 s) + 1) and 2 σ(2 s) - 1.",
      keeps: "the exact value",
      examples: [
        "(exp(s) - exp(-s))/(exp(s) + exp(-s))",
        "(exp(2 s) - 1)/(exp(2 s) + 1)",
        "(1 - exp(-2 s))/(1 + exp(-2 s))",
        "2 σ(2 s) - 1",
      ],
    },
    {
      div: (c, { inputs: [a, b] }) => {
        const u = inside(onePlus(b), "exp");
        const above = inside(a, "neg") ?? a;
        if (u && inside(above, "expm1") === u) {
          const t = c.call("tanh", half(c, u));
          return above === a ? t : c.neg(t);
        }
        const [p, q] = difference(a);
        const ends = pairs(b, "add")[0]?.map((x) => inside(x, "exp"));
        if (!p || !q || !opposite(p, q) || !ends?.includes(p) || !ends.includes(q))
          return undefined;
        return c.call("tanh", p);
      },
      sub: (c, { inputs: [a, b] }) => {
        const u = numberOf(b) === 1 ? inside(times(2, a), "sigmoid") : undefined;
        return u && c.call("tanh", half(c, u));
      },
    },
  ),
  rule(
    "sinh-written-out",
    {
      before: "(exp(s) - exp(-s))/2",
      after: "sinh(s)",
      why: "The difference cancels near 0. With a sum it is cosh(s).",
      keeps: "the exact value",
      examples: ["(exp(s) - exp(-s))/2", "½ (exp(s) + exp(-s))"],
    },
    {
      div: (c, { inputs: [a, b] }) => (numberOf(b) === 2 ? hyperbolic(c, a!) : undefined),
      mul: (c, { inputs: [a, b] }) =>
        numberOf(a) === 0.5
          ? hyperbolic(c, b!)
          : numberOf(b) === 0.5
            ? hyperbolic(c, a!)
            : undefined,
    },
  ),
  rule(
    "sigmoid-written-out",
    {
      before: "1/(1 + exp(-s))",
      after: "σ(s)",
      why: "Its gradient is ∞/∞ from 710 on. Also exp(s)/(1 + exp(s)), and exp(s)/(exp(s) + exp(t)) is σ(s - t).",
      keeps: "the exact value",
      examples: [
        "1/(1 + exp(-s))",
        "1/(1 + exp(s))",
        "exp(s)/(1 + exp(s))",
        "exp(s)/(exp(s) + exp(t))",
      ],
    },
    {
      div: (c, { inputs: [a, b] }) => {
        const u = inside(onePlus(b), "exp");
        const above = inside(a, "exp");
        if (u && numberOf(a) === 1) return c.call("sigmoid", c.neg(u));
        if (!above) return undefined;
        if (above === u) return c.call("sigmoid", u);
        for (const [p, q] of pairs(b, "add")) {
          const other = inside(q, "exp");
          if (inside(p, "exp") === above && other) return c.call("sigmoid", c.sub(above, other));
        }
        return undefined;
      },
    },
  ),
  rule(
    "over-one-plus-exp",
    {
      before: "t/(1 + exp(s))",
      after: "t σ(-s)",
      why: "The logistic curve: the gradient of the quotient is 0·∞ from 710 on.",
      keeps: "the exact value",
      examples: ["t/(1 + exp(s))", "t/(1 + exp(-s))"],
    },
    {
      div: (c, { inputs: [a, b] }) => {
        const u = inside(onePlus(b), "exp");
        return u && c.mul(a!, c.call("sigmoid", c.neg(u)));
      },
    },
  ),
  rule(
    "exp-times-sigmoid",
    {
      before: "exp(s) σ(-s)",
      after: "σ(s)",
      why: "∞·0 from 746 on.",
      keeps: "the exact value",
      examples: ["exp(s) σ(-s)", "σ(s) exp(-s)"],
    },
    {
      mul: (c, { inputs: [a, b] }) => {
        for (const [x, y] of [
          [a, b],
          [b, a],
        ]) {
          const [u, s] = [inside(x, "exp"), inside(y, "sigmoid")];
          if (u && s && opposite(u, s)) return c.call("sigmoid", u);
        }
        return undefined;
      },
    },
  ),
  rule(
    "odds-of-sigmoid",
    {
      before: "σ(s)/(1 - σ(s))",
      after: "exp(s)",
      why: "1 - σ(s) is 0 above 37. Also (1 - σ(s))/σ(s) = exp(-s), and t/(1 - σ(s)) = t (1 + exp(s)). Elsewhere 1 - σ(s) stays: σ(s) is at hand.",
      keeps: "the exact value",
      examples: ["σ(s)/(1 - σ(s))", "(1 - σ(s))/σ(s)", "t/(1 - σ(s))"],
    },
    {
      div: (c, { inputs: [a, b] }) => {
        const [below, above] = [inside(oneMinus(b), "sigmoid"), inside(oneMinus(a), "sigmoid")];
        if (below && inside(a, "sigmoid") === below) return c.call("exp", below);
        if (above && inside(b, "sigmoid") === above) return c.call("exp", c.neg(above));
        return below && c.mul(a!, c.add(c.number(1), c.call("exp", below)));
      },
    },
  ),
  rule(
    "softmax-written-out",
    {
      before: "exp(v)/sum(exp(v))",
      after: "softmax(v)",
      why: "The largest exponent is taken out. Also exp(v_i)/Σ_j exp(v_j).",
      keeps: "the exact value",
      examples: ["w·(exp(v)/sum(exp(v)))", "Σ_i w_i exp(v_i)/(Σ_j exp(v_j))"],
    },
    {
      div: (c, { inputs: [a, b] }) => softmax(c, a!, b!),
    },
  ),
  rule(
    "root-of-exp",
    {
      before: "√(exp(s))",
      after: "exp(½ s)",
      why: "A standard deviation from the logarithm of a variance: exp(s) overflows above 709 where its root does not.",
      keeps: "the exact value",
      examples: ["√(exp(s))"],
    },
    {
      sqrt: (c, { inputs: [x] }) => {
        const u = inside(x, "exp");
        return u && c.call("exp", half(c, u));
      },
    },
  ),
  rule(
    "reciprocal-of-exp",
    {
      before: "1/exp(s)",
      after: "exp(-s)",
      why: "The gradient of the quotient is 0·∞ from 710 on.",
      keeps: "the exact value",
      examples: ["1/exp(s)"],
    },
    {
      div: (c, { inputs: [a, b] }) => {
        const u = numberOf(a) === 1 ? inside(b, "exp") : undefined;
        return u && c.call("exp", c.neg(u));
      },
    },
  ),
  rule(
    "error-function-complement",
    {
      before: "1 - erf(s)",
      after: "erfc(s)",
      why: "The difference cancels above 2 and is 0 above 6. Also 1 + erf(s) = erfc(-s), 1 - erfc(s) = erf(s), 1 - normcdf(s) = normcdf(-s).",
      keeps: "the exact value",
      examples: ["1 - erf(s)", "1 + erf(s)", "1 - erfc(s)", "1 - normcdf(s)"],
    },
    {
      sub: (c, { inputs: [a, b] }) => {
        if (numberOf(a) !== 1) return undefined;
        const [p, q, r] = ["erf", "erfc", "normcdf"].map((name) => inside(b, name));
        if (p) return c.call("erfc", p);
        if (q) return c.call("erf", q);
        return r && c.call("normcdf", c.neg(r));
      },
      add: (c, { inputs: [a, b] }) => {
        const s =
          numberOf(a) === 1 ? inside(b, "erf") : numberOf(b) === 1 ? inside(a, "erf") : undefined;
        return s && c.call("erfc", c.neg(s));
      },
    },
  ),
];

/** u/2: x where u is 2 x. */
function half(c: Calculus, u: Value): Value {
  const inner = inside(u, "neg");
  if (inner) return c.neg(half(c, inner));
  return times(2, u) ?? c.mul(c.number(0.5), u);
}

/** a and b of exp(a) − exp(b). */
function difference(x: Value | undefined): readonly (Value | undefined)[] {
  return (by(x, "sub")?.inputs ?? []).map((p) => inside(p, "exp"));
}

/** sinh from exp(a) − exp(−a), cosh from their sum. */
function hyperbolic(c: Calculus, x: Value): Value | undefined {
  const [a, b] = x.node.inputs.map((p) => inside(p, "exp"));
  if (!a || !b || !opposite(a, b)) return undefined;
  if (by(x, "sub")) return c.call("sinh", a);
  return by(x, "add") && c.call("cosh", a);
}

function softmax(c: Calculus, above: Value, below: Value): Value | undefined {
  let spread = below;
  let position = 0;
  const repeated = by<{ position: number }>(below, "expandAxis");
  if (repeated) [spread, position] = [repeated.inputs[0]!, repeated.attributes.position];
  else if (by(below, "broadcast")) spread = below.node.inputs[0]!;
  const sum = by<{ positions: readonly number[] }>(spread, "sum");
  const all = sum && exponents(c, sum.inputs[0]!);
  const own = inside(above, "exp");
  if (!all || !own || shifted(all) || sum.attributes.positions.length !== 1) return undefined;
  const along = sum.attributes.positions[0]!;
  if (own === all)
    return position === along
      ? c.apply(c.operator("softmax"), [all], { position: along })
      : undefined;
  const opened = by<{ [name: string]: number | Axis; position: number; axis: Axis }>(own, "open");
  if (opened?.inputs[0] !== all || opened.attributes.position !== along || below !== spread)
    return undefined;
  return c.open(
    c.apply(c.operator("softmax"), [all], { position: along }),
    along,
    opened.attributes.axis,
  );
}
