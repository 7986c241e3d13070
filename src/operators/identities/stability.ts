/** @file Forms that stay right where the written one overflows or cancels, and powers that need no power. */
import type { Value } from "../../graph/node.ts";
import type { Calculus } from "../../graph/operator.ts";
import { by, numberOf, rule, type Rule } from "./match.ts";

export const stabilityRules: readonly Rule[] = [
  /** log softmax(x) = x − lse(x), also behind an index: log softmax(x)_i. */
  rule("log-softmax", "log", (c, { inputs: [x] }) => {
    const direct = by(x, "softmax");
    if (direct) return logSoftmax(c, direct);
    const picked = x && ["gather", "open"].includes(x.node.op.name) ? x.node : undefined;
    const inner = by(picked?.inputs[0], "softmax");
    return (
      picked &&
      inner &&
      c.apply(picked.op, [logSoftmax(c, inner), ...picked.inputs.slice(1)], picked.attributes)
    );
  }),
  /** log σ(s) = −softplus(−s). */
  rule("log-sigmoid", "log", (c, { inputs: [x] }) => {
    const s = by(x, "sigmoid")?.inputs[0];
    return s && c.neg(c.call("softplus", c.neg(s)));
  }),
  /** log(1 − σ(s)) = −softplus(s). */
  rule("log-one-minus-sigmoid", "log", (c, { inputs: [x] }) => {
    const rest = by(x, "sub");
    const s =
      rest && numberOf(rest.inputs[0]) === 1 ? by(rest.inputs[1], "sigmoid")?.inputs[0] : undefined;
    return s && c.neg(c.call("softplus", s));
  }),
  rule("log-one-minus-sigmoid", "log1p", (c, { inputs: [x] }) => {
    const s = by(by(x, "neg")?.inputs[0], "sigmoid")?.inputs[0];
    return s && c.neg(c.call("softplus", s));
  }),
  /** log(1 + eˣ) = softplus(x). */
  rule("log-one-plus-exp", "log", (c, { inputs: [x] }) => {
    const sum = by(x, "add");
    const [a, b] = sum?.inputs ?? [];
    const inner = numberOf(a) === 1 ? by(b, "exp") : numberOf(b) === 1 ? by(a, "exp") : undefined;
    return inner && c.call("softplus", inner.inputs[0]!);
  }),
  rule("log-one-plus-exp", "log1p", (c, { inputs: [x] }) => {
    const inner = by(x, "exp")?.inputs[0];
    return inner && c.call("softplus", inner);
  }),
  /** y softplus(−s) + (1 − y) softplus(s) = softplus(s) − y s: the log loss of σ(s). */
  rule(
    "log-loss-of-sigmoid",
    "add",
    (c, { inputs: [a, b] }) => logLoss(c, a!, b!) ?? logLoss(c, b!, a!),
  ),

  rule("whole-power", "pow", (c, { inputs: [x, p] }) => {
    switch (numberOf(p)) {
      case 1:
        return x;
      case 2:
        return c.call("square", x!);
      case -1:
        return c.div(c.number(1), x!);
      default:
        return undefined;
    }
  }),
  /** ‖x‖² = x·x. */
  rule("squared-norm", "square", (c, { inputs: [x] }) => {
    const inner = by(x, "norm")?.inputs[0];
    if (inner === undefined) return undefined;
    const labels = inner.shape.map((_, i) => String.fromCodePoint(97 + i));
    return c.contract(inner, inner, { left: labels, right: labels, result: [] });
  }),
  /** √x √x = x would hide NaN below 0; |x|² = x² is exact. */
  rule("squared-absolute", "square", (c, { inputs: [x] }) => {
    const inner = by(x, "abs")?.inputs[0];
    return inner && c.call("square", inner);
  }),
];

const logSoftmax = (c: Calculus, softmax: Value["node"]): Value =>
  c.apply(c.operator("log_softmax"), softmax.inputs, softmax.attributes);

function logLoss(c: Calculus, positive: Value, negative: Value): Value | undefined {
  const [yes, no] = [by(positive, "mul"), by(negative, "mul")];
  if (!yes || !no) return undefined;
  const factors = ({ inputs: [p, q] }: Value["node"]) =>
    [
      [p!, q!],
      [q!, p!],
    ] as const;
  for (const [y, plus] of factors(yes)) {
    const s = by(by(plus, "softplus")?.inputs[0], "neg")?.inputs[0];
    if (s === undefined) continue;
    for (const [rest, minus] of factors(no)) {
      const complement = by(rest, "sub");
      if (numberOf(complement?.inputs[0]) !== 1 || complement?.inputs[1] !== y) continue;
      if (by(minus, "softplus")?.inputs[0] === s) return c.sub(minus, c.mul(y, s));
    }
  }
  return undefined;
}
