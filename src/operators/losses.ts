/** @file Losses, each in the form that is right at logits of ±1000 and at probabilities of 0. */
import type { Node, Value } from "../graph/node.ts";
import type { Calculus, Operator, Tensor } from "../graph/operator.ts";
import { numbers } from "../graph/tensor.ts";
import { isIndexKind, sameShape } from "../graph/type.ts";
import { call, number } from "../kernel/formula.ts";
import { binary } from "./families.ts";

/** r²/2 where |r| ≤ δ, else δ(|r| − δ/2); δ > 0. */
export const huber: Operator<"binary"> = binary({
  name: "huber",
  notation: { call: "huber" },
  scalar: (r, δ) => {
    const size = call("abs", r);
    const near = call("mul", call("mul", number(0.5), r), r);
    const far = call("mul", δ, call("sub", size, call("mul", number(0.5), δ)));
    return call("select", call("lessEqual", size, δ), near, far);
  },
  reference: (r, δ) => (Math.abs(r) <= δ ? 0.5 * r * r : δ * (Math.abs(r) - 0.5 * δ)),
  route: (c, ct, r, δ) => [
    () => c.mul(ct, c.call("max", c.call("min", r, δ), c.neg(δ))),
    () => c.mul(ct, c.call("max", c.sub(c.call("abs", r), δ), c.number(0))),
  ],
  partialsLatex: (r, δ) => [
    `\\max(-${δ}, \\min(${r}, ${δ}))`,
    `\\max(\\lvert ${r} \\rvert - ${δ}, 0)`,
  ],
  latex: ([r, δ]) => `\\operatorname{huber}(${r}, ${δ})`,
  ranges: [
    [-2, 2],
    [0.3, 1.5],
  ],
});

/** max(0, 1 − y s) for a score s and a label y of ±1; at y s = 1 the slopes of least norm, 0. */
export const hinge: Operator<"binary"> = binary({
  name: "hinge",
  kinks: [
    { at: [1, 1], partials: [0, 0] },
    { at: [-1, -1], partials: [0, 0] },
  ],
  notation: { call: "hinge" },
  scalar: (s, y) => call("max", number(0), call("sub", number(1), call("mul", y, s))),
  reference: (s, y) => Math.max(0, 1 - y * s),
  route: (c, ct, s, y, loss) => {
    const zeros = c.zeros(loss.shape);
    const where = (slope: Value): Value =>
      c.call("select", c.call("less", zeros, loss), c.neg(c.mul(ct, slope)), zeros);
    return [() => where(y), () => where(s)];
  },
  partialsLatex: (s, y) => [`-${y}\\,[${y} ${s} < 1]`, `-${s}\\,[${y} ${s} < 1]`],
  latex: ([s, y]) => `\\max(0, 1 - ${y} ${s})`,
});

/** log(p/q): by log1p where p and q are close, by two logarithms where the quotient overflows. */
export const logRatio: Operator<"binary"> = binary({
  name: "log_ratio",
  scalar: (p, q) => {
    const ratio = call("div", p, q);
    const between = (from: number, to: number) =>
      call("and", call("less", number(from), ratio), call("less", ratio, number(to)));
    return call(
      "select",
      between(0.5, 2),
      call("log1p", call("div", call("sub", p, q), q)),
      call(
        "select",
        between(1e-290, 1e290),
        call("log", ratio),
        call("sub", call("log", p), call("log", q)),
      ),
    );
  },
  reference: logOfRatio,
  route: (c, ct, p, q) => [() => c.div(ct, p), () => c.neg(c.div(ct, q))],
  partialsLatex: (p, q) => [`1/${p}`, `-1/${q}`],
  latex: ([p, q]) => `\\log(${p}/${q})`,
  ranges: [
    [0.2, 2],
    [0.2, 2],
  ],
});

/**
 * Σ p log(p/q) over all entries. 0 log 0 is 0, and where p is 0 nothing moves: the slopes there are 0, so that what comes
 * from a softmax that underflowed has the gradient of the limit. q = 0 where p > 0 gives ∞.
 */
export const kl: Operator<"binary"> = {
  name: "kl",
  arity: "binary",
  notation: { call: "kl" },
  kinks: [
    { at: [0, 0.5], partials: [0, 0] },
    { at: [0, 0], partials: [0, 0] },
    { at: [0.5, 0], partials: [Infinity, -Infinity] },
  ],
  shapes: ([p, q]) => (sameShape(p, q) ? [[]] : { mismatch: "distributions of one shape" }),
  expand: (c, [p, q]) => {
    const zeros = c.zeros(p.shape);
    const vanishes = c.call("and", c.call("equal", p, zeros), c.call("lessEqual", zeros, q));
    const term = c.mul(p, c.call("log_ratio", p, q));
    return c.sum(c.call("select", vanishes, zeros, term), all(p));
  },
  vjp: (c, [ct], node) => {
    if (!ct) return [null, null];
    const [p, q] = node.inputs as readonly [Value, Value];
    return [
      c.carries(p) ? c.mul(towardsFirst(c, p, q), ct) : null,
      c.carries(q) ? c.mul(towardsSecond(c, p, q), ct) : null,
    ];
  },
  jvp: (c, [tp, tq], node) => {
    const [p, q] = node.inputs as readonly [Value, Value];
    return [
      plus(
        c,
        tp && c.sum(c.mul(towardsFirst(c, p, q), tp), all(p)),
        tq && c.sum(c.mul(towardsSecond(c, p, q), tq), all(q)),
      ),
    ];
  },
  latex: ([p, q]) => `\\operatorname{KL}(${p} \\,\\Vert\\, ${q})`,
  jacobian: ([p, q]) => [`(\\log(${p}/${q}) + 1)^\\top`, `-(${p}/${q})^\\top`],
  reference: ([p, q]) => [
    scalar(p.data.reduce((sum, v, i) => sum + relativeEntropy(v, q.data[i]!), 0)),
  ],
  examples: [
    { inputs: [probabilities(3), probabilities(3)] },
    { inputs: [probabilities(1), probabilities(1)] },
    { inputs: [probabilities(2, 3), probabilities(2, 3)] },
    ...(
      [
        [0, 0.5],
        [0, 0],
        [0.5, 0],
        [1, 5e-324],
        [1e-300, 1],
        [1e-300, 1e-308],
        [0.5, 0.5],
        [0.5, 0.5 + 2 ** -53],
        [0, NaN],
        [NaN, 0.5],
        [-1, 0.5],
        [0, -1],
      ] as const
    ).map(([p, q]) => ({
      inputs: [
        { shape: [1], values: [p] },
        { shape: [1], values: [q] },
      ],
      special: true,
    })),
  ],
};

/** −log softmax(z)_y for a class y. */
export const crossentropyOfClass: Operator<"binary"> = {
  name: "crossentropy_of_class",
  arity: "binary",
  notation: { call: "crossentropy" },
  shapes: ([z, y]) =>
    z.length === 1 && y.length === 0 ? [[]] : { mismatch: "a vector of logits and one class" },
  of: () => "real",
  expand: (c, [z, y]) => c.neg(c.gather(logSoftmax(c, z), y)),
  vjp: (c, [ct], node) => [ct ? c.mul(residual(c, node), ct) : null, null],
  jvp: (c, [t], node) => [t && c.sum(c.mul(residual(c, node), t), [0])],
  latex: ([z, y]) => `\\operatorname{crossentropy}(${z}, ${y})`,
  jacobian: ([z, y]) => [`(\\operatorname{softmax}(${z}) - e_{${y}})^\\top`, "0"],
  reference: ([z, y], node) => {
    const { of } = node.inputs[1]!.node;
    const [from] = isIndexKind(of) ? numbers([of.from]) : [0];
    return [scalar(below(z)(y.data[0]! - from!))];
  },
  examples: [
    { inputs: [{ shape: [4] }, { shape: [], range: [0, 3], index: true }] },
    { inputs: [{ shape: [3] }, { shape: [], range: [1, 3], index: true }] },
    { inputs: [{ shape: [1] }, { shape: [], range: [0, 0], index: true }] },
    ...[
      [1000, -1000, 999],
      [-Infinity, 0, 1],
      [0, NaN, 1],
      [1e308, -1e308, 0],
    ].map((values) => ({
      inputs: [
        { shape: [3], values },
        { shape: [], range: [0, 2] as const, index: true as const },
      ],
      special: true,
    })),
  ],
};

/** −Σ y log softmax(z) for a distribution y; where y is 0 the term is 0, also for a logit of −∞. */
export const crossentropy: Operator<"binary"> = {
  name: "crossentropy",
  arity: "binary",
  notation: { call: "crossentropy" },
  shapes: ([z, y]) =>
    z.length === 1 && sameShape(z, y)
      ? [[]]
      : { mismatch: "a vector of logits and a distribution over them" },
  expand: (c, [z, y]) => {
    const loss = c.neg(logSoftmax(c, z));
    return c.sum(c.call("select", isNothing(c, y, loss), c.zeros(y.shape), c.mul(y, loss)), [0]);
  },
  vjp: (c, [ct], node) => {
    if (!ct) return [null, null];
    const [z, y] = node.inputs as readonly [Value, Value];
    return [
      c.carries(z) ? c.mul(towardsLogits(c, z, y), ct) : null,
      c.carries(y) ? c.mul(towardsTarget(c, z, y), ct) : null,
    ];
  },
  jvp: (c, [tz, ty], node) => {
    const [z, y] = node.inputs as readonly [Value, Value];
    return [
      plus(
        c,
        tz && c.sum(c.mul(towardsLogits(c, z, y), tz), [0]),
        ty && c.sum(c.mul(towardsTarget(c, z, y), ty), [0]),
      ),
    ];
  },
  latex: ([z, y]) => `\\operatorname{crossentropy}(${z}, ${y})`,
  jacobian: ([z, y]) => [
    `(\\mathbf{1}^\\top ${y}\\,\\operatorname{softmax}(${z}) - ${y})^\\top`,
    `-\\log\\operatorname{softmax}(${z})^\\top`,
  ],
  reference: ([z, y]) => {
    const loss = below(z);
    const term = (v: number, k: number): number =>
      v === 0 && loss(k) === Infinity ? 0 : v * loss(k);
    return [scalar(y.data.reduce((sum, v, k) => sum + term(v, k), 0))];
  },
  examples: [
    { inputs: [{ shape: [4] }, probabilities(4)] },
    { inputs: [{ shape: [1] }, probabilities(1)] },
    ...(
      [
        [
          [1000, -1000, 999],
          [0.25, 0.5, 0.25],
        ],
        [
          [0.5, -1, 2],
          [0, 1, 0],
        ],
        [
          [-Infinity, 0, 1],
          [0, 0.5, 0.5],
        ],
        [
          [-Infinity, 0, 1],
          [0.5, 0, 0.5],
        ],
        [
          [0, NaN, 1],
          [1, 0, 0],
        ],
      ] as const
    ).map(([z, y]) => ({
      inputs: [
        { shape: [3], values: z },
        { shape: [3], values: y },
      ],
      special: true,
    })),
  ],
};

const all = (x: Value): readonly number[] => x.shape.map((_, i) => i);
const plus = (c: Calculus, a: Value | null, b: Value | null): Value | null =>
  a && b ? c.add(a, b) : (a ?? b);

/** log(p/q) + 1, and 0 where p is 0. */
function towardsFirst(c: Calculus, p: Value, q: Value): Value {
  const zeros = c.zeros(p.shape);
  const slope = c.add(c.call("log_ratio", p, q), c.number(1));
  return c.call("select", c.call("equal", p, zeros), zeros, slope);
}

/** −p/q, and 0 where p is 0. */
function towardsSecond(c: Calculus, p: Value, q: Value): Value {
  const zeros = c.zeros(p.shape);
  return c.call("select", c.call("equal", p, zeros), zeros, c.neg(c.div(p, q)));
}

const logSoftmax = (c: Calculus, z: Value): Value =>
  c.apply(c.operator("log_softmax"), [z], { position: 0 });
const softmax = (c: Calculus, z: Value): Value =>
  c.apply(c.operator("softmax"), [z], { position: 0 });

/** softmax(z) − e_y. */
function residual(c: Calculus, node: Node): Value {
  const [z, y] = node.inputs as readonly [Value, Value];
  return c.sub(softmax(c, z), c.scatter(c.number(1), y, z.shape[0]!));
}

/** (Σ y) softmax(z) − y. */
const towardsLogits = (c: Calculus, z: Value, y: Value): Value =>
  c.sub(c.mul(softmax(c, z), c.sum(y, [0])), y);

/** −log softmax(z), and 0 where the term is nothing. */
function towardsTarget(c: Calculus, z: Value, y: Value): Value {
  const loss = c.neg(logSoftmax(c, z));
  return c.call("select", isNothing(c, y, loss), c.zeros(y.shape), loss);
}

/** y = 0 against a loss of ∞. */
const isNothing = (c: Calculus, y: Value, loss: Value): Value =>
  c.call("and", c.call("equal", y, c.number(0)), c.call("equal", loss, c.number(Infinity)));

function probabilities(...shape: readonly number[]) {
  return { shape, range: [0.05, 0.9] as const };
}

const scalar = (value: number): Tensor => ({ shape: [], data: Float64Array.of(value) });

function logOfRatio(p: number, q: number): number {
  const ratio = p / q;
  if (ratio > 0.5 && ratio < 2) return Math.log1p((p - q) / q);
  return ratio > 1e-290 && ratio < 1e290 ? Math.log(ratio) : Math.log(p) - Math.log(q);
}

const relativeEntropy = (p: number, q: number): number =>
  p === 0 && q >= 0 ? 0 : p * logOfRatio(p, q);

/** log Σ exp(z) − z_k. */
function below({ data }: Tensor): (k: number) => number {
  const max = Math.max(...data);
  const m = Number.isFinite(max) ? max : 0;
  const sum = data.reduce((total, v) => total + Math.exp(v - m), 0);
  return (k) => m - data[k]! + Math.log(sum);
}
