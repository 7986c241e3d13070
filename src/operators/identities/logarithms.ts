/** @file Logarithms of what overflows, underflows or cancels before the logarithm is taken. */
import { dimProduct } from "../../dim.ts";
import type { Value } from "../../graph/node.ts";
import type { Calculus } from "../../graph/operator.ts";
import { exponents, shifted } from "./exponents.ts";
import {
  by,
  inside,
  numberOf,
  oneMinus,
  onePlus,
  pairs,
  rule,
  squared,
  type Rule,
} from "./match.ts";

export const logarithmRules: readonly Rule[] = [
  rule(
    "log-softmax",
    {
      before: "log softmax(v)",
      after: "log_softmax(v) = v - lse(v)",
      why: "A probability below 1e-308 is 0 and its logarithm -∞. Also behind an index: log softmax(v)_i.",
      keeps: "the exact value",
      examples: ["sum(log(softmax(v)))", "log(softmax(v)[c])", "Σ_i log(softmax_i(v_i))"],
    },
    {
      log: (c, { inputs: [x] }) => logOfSoftmax(c, x),
    },
  ),
  rule(
    "log-sigmoid",
    {
      before: "log σ(s)",
      after: "-softplus(-s)",
      why: "σ(s) is 0 below -745.",
      keeps: "the exact value",
      examples: ["log(σ(s))", "log(1/(1 + exp(-s)))"],
    },
    {
      log: (c, { inputs: [x] }) => {
        const s = inside(x, "sigmoid");
        return s && c.neg(c.call("softplus", c.neg(s)));
      },
    },
  ),
  rule(
    "log-tail",
    {
      before: "log normcdf(s)",
      after: "log_normcdf(s)",
      why: "normcdf(s) is 0 below -38 and its logarithm -∞. Also log erfc(s) = log_erfc(s).",
      keeps: "the exact value",
      examples: ["log(normcdf(s))", "log(erfc(s))", "log(1 - normcdf(s))", "log(1 - erf(s))"],
    },
    {
      log: (c, { inputs: [x] }) => {
        const [s, z] = ["normcdf", "erfc"].map((name) => inside(x, name));
        return s ? c.call("log_normcdf", s) : z && c.call("log_erfc", z);
      },
    },
  ),
  rule(
    "log-one-minus-sigmoid",
    {
      before: "log(1 - σ(s))",
      after: "-softplus(s)",
      why: "1 - σ(s) is 0 above 37.",
      keeps: "the exact value",
      examples: ["log(1 - σ(s))", "log1p(-σ(s))"],
    },
    {
      log: (c, { inputs: [x] }) => {
        const s = inside(oneMinus(x), "sigmoid");
        return s && c.neg(c.call("softplus", s));
      },
      log1p: (c, { inputs: [x] }) => {
        const s = inside(inside(x, "neg"), "sigmoid");
        return s && c.neg(c.call("softplus", s));
      },
    },
  ),
  rule(
    "log-one-plus-exp",
    {
      before: "log(1 + exp(s))",
      after: "softplus(s)",
      why: "exp(s) overflows above 709, and 1 + exp(s) is 1 below -37.",
      keeps: "the exact value",
      examples: ["log(1 + exp(s))", "log1p(exp(s))", "log(1 + exp(-s))"],
    },
    {
      log: (c, { inputs: [x] }) => {
        const s = inside(onePlus(x), "exp");
        return s && c.call("softplus", s);
      },
      log1p: (c, { inputs: [x] }) => {
        const s = inside(x, "exp");
        return s && c.call("softplus", s);
      },
    },
  ),
  rule(
    "log-of-exp",
    {
      before: "log(exp(s))",
      after: "s",
      why: "exp(s) overflows above 709 and is 0 below -745. exp(log(s)) stays: below 0 it is NaN.",
      keeps: "the exact value",
      examples: ["log(exp(s))", "log1p(exp(s) - 1)", "log(σ(s)/(1 - σ(s)))"],
    },
    {
      log: (_, { inputs: [x] }) => inside(x, "exp"),
      log1p: (_, { inputs: [x] }) => inside(x, "expm1"),
    },
  ),
  rule(
    "log-one-minus-exp",
    {
      before: "log(1 - exp(s))",
      after: "log1mexp(s)",
      why: "Near 0 the difference cancels, below -37 it is 1: log(-expm1(s)) above -log 2, log1p(-exp(s)) below.",
      keeps: "the exact value",
      examples: ["log(1 - exp(s))", "log1p(-exp(s))", "log(1 - exp(-s))"],
    },
    {
      log: (c, { inputs: [x] }) => {
        const s = inside(inside(x, "neg"), "expm1") ?? inside(oneMinus(x), "exp");
        return s && c.call("log1mexp", s);
      },
      log1p: (c, { inputs: [x] }) => {
        const s = inside(inside(x, "neg"), "exp");
        return s && c.call("log1mexp", s);
      },
    },
  ),
  rule(
    "log-exp-plus-exp",
    {
      before: "log(exp(s) + exp(t))",
      after: "logaddexp(s, t)",
      why: "max(s, t) + log1p(exp(-|s - t|)) neither overflows nor loses the smaller one. Also for 1 = exp(0) and for more terms.",
      keeps: "the exact value",
      examples: [
        "log(exp(s) + exp(t))",
        "log(1 + exp(s) + exp(t))",
        "log(exp(s) + exp(2 t) + exp(-s))",
      ],
    },
    {
      log: (c, { inputs: [x] }) => (by(x, "add") ? logOfSum(c, x!) : undefined),
    },
  ),
  rule(
    "log-exp-minus-exp",
    {
      before: "log(exp(s) - exp(t))",
      after: "logsubexp(s, t) = s + log1mexp(t - s)",
      why: "The powers overflow above 709, and their difference cancels.",
      keeps: "the exact value",
      examples: ["log(exp(s) - exp(t))"],
    },
    {
      log: (c, { inputs: [x] }) => {
        const [a, b] = (by(x, "sub")?.inputs ?? []).map((p) => inside(p, "exp"));
        return a && b && c.call("logsubexp", a, b);
      },
    },
  ),
  rule(
    "log-sum-exp",
    {
      before: "log(sum(exp(v)))",
      after: "lse(v)",
      why: "The largest exponent is taken out. Also log Σ_i exp(v_i), and the mean: lse(v) - log n.",
      keeps: "the exact value",
      examples: ["log(sum(exp(v)))", "log(Σ_i exp(v_i))", "log(mean(exp(v)))", "log(sum(exp(A)))"],
    },
    {
      log: (c, { inputs: [x] }) => {
        const sum = by<Positions>(x, "sum") ?? by<Positions>(x, "mean");
        const inner = sum && exponents(c, sum.inputs[0]!);
        if (!inner || shifted(inner)) return undefined;
        const { positions } = sum.attributes;
        const lse = positions
          .toSorted((p, q) => q - p)
          .reduce((y, position) => c.apply(c.operator("lse"), [y], { position }), inner);
        if (sum.op.name === "sum") return lse;
        const count = c.size(dimProduct(positions.map((p) => inner.shape[p]!)));
        return c.sub(lse, c.call("log", count));
      },
    },
  ),
  rule(
    "log-of-scaled-exp",
    {
      before: "log(t exp(s))",
      after: "log(t) + s",
      why: "A density like exp(-x²/2)/√(2π) is 0 from 39 standard deviations on, its logarithm is not -∞. Also t/exp(s) and exp(s)/t.",
      keeps: "the exact value",
      examples: ["log(t exp(s))", "log(exp(s)/t)", "log(t/exp(s))", "log(exp(-½ s²)/√(2 π))"],
    },
    {
      log: (c, { inputs: [x] }) => {
        for (const [a, b] of pairs(x, "mul")) {
          const s = inside(b, "exp");
          if (s) return c.add(c.call("log", a), s);
        }
        const [a, b] = by(x, "div")?.inputs ?? [];
        const [above, below] = [inside(a, "exp"), inside(b, "exp")];
        if (below) return c.sub(c.call("log", a!), below);
        return above && c.sub(above, c.call("log", b!));
      },
    },
  ),
  rule(
    "log-of-reciprocal",
    {
      before: "log(1/s)",
      after: "-log(s)",
      why: "1/s overflows below 6e-309.",
      keeps: "the exact value",
      examples: ["log(1/s)"],
    },
    {
      log: (c, { inputs: [x] }) => {
        const [a, b] = by(x, "div")?.inputs ?? [];
        return numberOf(a) === 1 ? c.neg(c.call("log", b!)) : undefined;
      },
    },
  ),
  rule(
    "log-of-square",
    {
      before: "log(s²)",
      after: "2 log|s|",
      why: "s² overflows above 1e154, is 0 below 1e-162, and loses digits near 1.",
      keeps: "the exact value",
      examples: ["log(s²)", "log(s s)"],
    },
    {
      log: (c, { inputs: [x] }) => {
        const s = squared(x);
        return s && c.mul(c.number(2), c.call("log", c.call("abs", s)));
      },
    },
  ),
  rule(
    "log-of-root",
    {
      before: "log √s",
      after: "½ log(s)",
      why: "The root is rounded, which costs half the digits near 1; and it is not needed.",
      keeps: "the exact value",
      examples: ["log(√s)"],
    },
    {
      log: (c, { inputs: [x] }) => {
        const s = inside(x, "sqrt");
        return s && c.mul(c.number(0.5), c.call("log", s));
      },
    },
  ),
  rule(
    "log-one-plus",
    {
      before: "log(1 + s)",
      after: "log1p(s)",
      why: "1 + s loses the digits of a small s. log(1 - s) is log1p(-s).",
      keeps: "the exact value",
      examples: ["log(1 + s)", "log(s + 1)", "log(1 - s)", "log(1 + s²)"],
    },
    {
      log: (c, { inputs: [x] }) => {
        const [plus, minus] = [onePlus(x), oneMinus(x)];
        if (plus) return c.call("log1p", plus);
        return minus && c.call("log1p", c.neg(minus));
      },
    },
  ),
  rule(
    "log-loss-of-sigmoid",
    {
      before: "-y log σ(s) - (1 - y) log(1 - σ(s))",
      after: "softplus(s) - y s",
      why: "One softplus in place of two, and ∂/∂s is σ(s) - y.",
      keeps: "the exact value",
      examples: ["-t log(σ(s)) - (1 - t) log(1 - σ(s))"],
    },
    { add: (c, { inputs: [a, b] }) => logLoss(c, a!, b!) ?? logLoss(c, b!, a!) },
  ),
  rule(
    "x-log-x",
    {
      before: "s log(s)",
      after: "xlogx(s)",
      why: "0 log 0 is 0, its limit, where the written product is NaN. The derivative there is 0: what underflowed to 0 does not move.",
      keeps: "the exact value",
      examples: ["s log(s)", "-sum(v ⊙ log(v))", "v·log(v)", "Σ_i v_i log(v_i)"],
    },
    {
      mul: (c, { inputs: [a, b] }) => {
        if (inside(b, "log") === a) return c.call("xlogx", a!);
        return inside(a, "log") === b ? c.call("xlogx", b!) : undefined;
      },
      contract: (c, { inputs: [a, b], attributes }) => {
        const { left, right, result } = attributes as unknown as Record<string, readonly string[]>;
        if (result!.length > 0 || left!.length === 0 || left!.join() !== right!.join())
          return undefined;
        const x = inside(b, "log") === a ? a : inside(a, "log") === b ? b : undefined;
        return x && c.sum(c.call("xlogx", x), [...x.shape.keys()]);
      },
    },
  ),
];

interface Positions {
  readonly [name: string]: readonly number[];
  readonly positions: readonly number[];
}

/** log softmax(v), also behind an index. */
function logOfSoftmax(c: Calculus, x: Value | undefined): Value | undefined {
  const direct = by(x, "softmax");
  if (direct) return logSoftmax(c, direct);
  if (!x || !["gather", "open", "slice", "reshape"].includes(x.node.op.name)) return undefined;
  const inner = logOfSoftmax(c, x.node.inputs[0]);
  return inner && c.apply(x.node.op, [inner, ...x.node.inputs.slice(1)], x.node.attributes);
}

const logSoftmax = (c: Calculus, softmax: Value["node"]): Value =>
  c.apply(c.operator("log_softmax"), softmax.inputs, softmax.attributes);

/** log of a sum of exponentials and ones. */
function logOfSum(c: Calculus, x: Value): Value | undefined {
  if (numberOf(x) === 1) return c.zeros(x.shape);
  const [p, q] = by(x, "add")?.inputs ?? [];
  if (!p || !q) return inside(x, "exp");
  const [a, b] = [logOfSum(c, p), logOfSum(c, q)];
  if (!a || !b) return undefined;
  if (numberOf(a) === 0) return c.call("softplus", b);
  return numberOf(b) === 0 ? c.call("softplus", a) : c.call("logaddexp", a, b);
}

/** y softplus(−s) + (1 − y) softplus(s). */
function logLoss(c: Calculus, positive: Value, negative: Value): Value | undefined {
  for (const [y, plus] of pairs(positive, "mul")) {
    const s = inside(inside(plus, "softplus"), "neg");
    if (s === undefined) continue;
    for (const [rest, minus] of pairs(negative, "mul")) {
      if (oneMinus(rest) === y && inside(minus, "softplus") === s) return c.sub(minus, c.mul(y, s));
    }
  }
  return undefined;
}
