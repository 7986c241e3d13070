/**
 * @file Kinks and special points: what each expression is there, and its derivatives. The policy of the language, once: it
 * is a page of the reference and a test of every target.
 */

/** What comes out. */
export interface Answer {
  readonly value: number;
  /** The derivative by each parameter in the order of `at`; none where nothing is said of them. */
  readonly gradients: readonly (readonly number[])[];
}

export interface Row extends Answer {
  /** Over the numbers s, t, the vectors v, w of ℝ^3, and the constant c. */
  readonly expression: string;
  /** What the parameters and constants are, by name, in the order in which they are given. */
  readonly at: Readonly<Record<string, readonly number[]>>;
  /** Where storing in single precision changes more than digits. */
  readonly single?: Answer;
}

export interface Section {
  readonly title: string;
  readonly says: string;
  readonly rows: readonly Row[];
}

type Given = number | readonly number[];
const list = (x: Given): readonly number[] => (typeof x === "number" ? [x] : x);

/** A row: parameters as they stand in the expression, then their derivatives in the same order. */
function row(
  expression: string,
  at: Readonly<Record<string, Given>>,
  value: number,
  ...gradients: readonly Given[]
): Row {
  const all = Object.entries(at).map(([key, x]) => [key, list(x)] as const);
  return { expression, at: Object.fromEntries(all), value, gradients: gradients.map(list) };
}

/** NaN comes out; of derivatives there nothing is said. */
const unknown = (expression: string, at: Readonly<Record<string, Given>>): Row =>
  row(expression, at, NaN);

/** The same row, but for what single precision makes of it. */
const inSingle = (r: Row, value: number, ...gradients: readonly Given[]): Row => ({
  ...r,
  single: { value, gradients: gradients.map(list) },
});

// σ(±1) and their product, to the last digit of a double.
const [P, Q, PQ] = [0.7310585786300049, 0.2689414213699951, 0.19661193324148185];
const THIRD = 1 / 3;

export const SECTIONS: readonly Section[] = [
  {
    title: "Bends",
    says: "Where a function bends, its derivative is the slope of least norm between those of the two sides.",
    rows: [
      row("relu(s)", { s: 0 }, 0, 0),
      row("relu(s)", { s: -0 }, 0, 0),
      row("max(s, 0)", { s: 0 }, 0, 0),
      row("max(s, 0)", { s: -0 }, 0, 0),
      row("max(0, s)", { s: 0 }, 0, 0),
      row("min(s, 0)", { s: 0 }, 0, 0),
      row("-min(-s, 0)", { s: 0 }, 0, 0),
      row("abs(s)", { s: 0 }, 0, 0),
      row("abs(s)", { s: -0 }, 0, 0),
      row("|s|", { s: -2 }, 2, -1),
      row("sign(s)", { s: 0 }, 0, 0),
      row("leaky_relu(s)", { s: 0 }, 0, 0.01),
      row("elu(s)", { s: 0 }, 0, 1),
      row("selu(s)", { s: 0 }, 0, 1.0507009873554805),
      row("hardtanh(s)", { s: 1 }, 1, 0),
      row("hardtanh(s)", { s: -1 }, -1, 0),
      row("floor(s)", { s: 2 }, 2, 0),
      row("ceil(s)", { s: 2 }, 2, 0),
      row("round(s)", { s: 2.5 }, 2, 0),
      row("hinge(s, 1)", { s: 1 }, 0, 0),
      row("hinge(s, t)", { s: -1, t: -1 }, 0, 0, 0),
      row("huber(s)", { s: 1 }, 0.5, 1),
      row("huber(s)", { s: -1 }, 0.5, -1),
      row("huber(s)", { s: 0 }, 0, 0),
      row("huber(s, t)", { s: 2, t: 2 }, 2, 2, 0),
      row("clamp(s, -1, 1)", { s: 1 }, 1, 0),
      row("clamp(s, -1, 1)", { s: -1 }, -1, 0),
      row("clamp(s, -1, 1)", { s: 0 }, 0, 1),
      row("clamp(s, t, 1)", { s: 0, t: 0 }, 0, 0.5, 0.5),
    ],
  },
  {
    title: "Ties",
    says: "The largest of several goes to all that reach it in equal parts. Beside a constant it is the slope of least norm, 0.",
    rows: [
      row("max(s, t)", { s: 3, t: 3 }, 3, 0.5, 0.5),
      row("min(s, t)", { s: 3, t: 3 }, 3, 0.5, 0.5),
      row("max(s, t)", { s: 0, t: -0 }, 0, 0.5, 0.5),
      row("max(s, c)", { s: 3, c: 3 }, 3, 0),
      row("min(c, s)", { s: 3, c: 3 }, 3, 0),
      row("max(s, s)", { s: 3 }, 3, 1),
      row("max(v)", { v: [2, 1, 2] }, 2, [0.5, 0, 0.5]),
      row("max(v)", { v: [1, 1, 1] }, 1, [THIRD, THIRD, THIRD]),
      row("min(v)", { v: [1, 1, 2] }, 1, [0.5, 0.5, 0]),
      row("max_i(v_i)", { v: [2, 2, 1] }, 2, [0.5, 0.5, 0]),
      row("sum(max(v, w))", { v: [1, 2, 3], w: [1, 3, 3] }, 7, [0.5, 0, 0.5], [0.5, 1, 0.5]),
      row("‖v‖_∞", { v: [-2, 1, 2] }, 2, [-0.5, 0, 0.5]),
    ],
  },
  {
    title: "Norms and roots",
    says: "A norm does not move at 0, a spread not where all are equal; the slope of a root at 0 is infinite.",
    rows: [
      row("‖v‖", { v: [0, 0, 0] }, 0, [0, 0, 0]),
      row("‖v‖²", { v: [0, 0, 0] }, 0, [0, 0, 0]),
      row("‖v‖₁", { v: [0, -1, 2] }, 3, [0, -1, 1]),
      row("‖v‖_∞", { v: [0, 0, 0] }, 0, [0, 0, 0]),
      row("hypot(s, t)", { s: 0, t: 0 }, 0, 0, 0),
      row("std(v)", { v: [4, 4, 4] }, 0, [0, 0, 0]),
      inSingle(row("‖v‖", { v: [3e200, 0, -4e200] }, 5e200, [0.6, 0, -0.8]), Infinity, [
        NaN,
        0,
        NaN,
      ]),
      inSingle(row("‖v‖", { v: [3e-200, 0, -4e-200] }, 5e-200, [0.6, 0, -0.8]), 0, [0, 0, 0]),
      row("‖v‖", { v: [3e30, 0, -4e30] }, 5e30, [0.6, 0, -0.8]),
      row("√s", { s: 0 }, 0, Infinity),
      row("√s", { s: -1 }, NaN, NaN),
      row("√s", { s: Infinity }, Infinity, 0),
      row("cbrt(s)", { s: 0 }, 0, Infinity),
      row("cbrt(s)", { s: -8 }, -2, 1 / 12),
    ],
  },
  {
    title: "Powers",
    says: "A whole power is a product, so that it takes negative numbers; every other one of a negative number is NaN. s⁰ is 1 and does not move with s; with the exponent, 0^t leaves 1 at 0 at once: −∞.",
    rows: [
      row("s^0", { s: 0 }, 1, 0),
      row("s^1", { s: 0 }, 0, 1),
      row("s²", { s: 0 }, 0, 0),
      row("s^3", { s: -2 }, -8, 12),
      row("s^{-1}", { s: -2 }, -0.5, -0.25),
      row("s^{-2}", { s: 0 }, Infinity, -Infinity),
      row("s^(1/3)", { s: -8 }, NaN, NaN),
      row("s^(1/2)", { s: 0 }, 0, Infinity),
      row("pow(s, t)", { s: 0, t: 2 }, 0, 0, 0),
      row("pow(s, t)", { s: 0, t: 0 }, 1, 0, -Infinity),
      row("pow(s, t)", { s: -2, t: 3 }, -8, 12, NaN),
      row("pow(s, c)", { s: -2, c: 3 }, -8, 12),
    ],
  },
  {
    title: "Logarithms and quotients",
    says: "As real analysis has the limit, or as the arithmetic of doubles has it.",
    rows: [
      row("log(s)", { s: 0 }, -Infinity, Infinity),
      row("log(s)", { s: -1 }, NaN, -1),
      row("log1p(s)", { s: -1 }, -Infinity, Infinity),
      row("log(s)", { s: Infinity }, Infinity, 0),
      row("1/s", { s: 0 }, Infinity, -Infinity),
      row("1/s", { s: -0 }, -Infinity, -Infinity),
      row("1/s", { s: Infinity }, 0, 0),
      row("s/t", { s: 0, t: 0 }, NaN, Infinity, NaN),
      row("s/t", { s: 1, t: Infinity }, 0, 0, 0),
      row("xlogx(s)", { s: 0 }, 0, 0),
      row(
        "kl(v, w)",
        { v: [0, 0.5, 0.5], w: [0.5, 0.25, 0.25] },
        Math.LN2,
        [0, 1 + Math.LN2, 1 + Math.LN2],
        [0, -2, -2],
      ),
      row("prod(v)", { v: [0, 2, 3] }, 0, [6, 0, 0]),
      row("prod(v)", { v: [0, 0, 3] }, 0, [0, 0, 0]),
    ],
  },
  {
    title: "Far out",
    says: "What saturates has its limits and slope 0; nothing overflows on the way to a value that does not. Where all are −∞ there is nothing to share among: the derivative is NaN.",
    rows: [
      row("σ(s)", { s: 1000 }, 1, 0),
      row("σ(s)", { s: -1000 }, 0, 0),
      row("σ(s)", { s: -Infinity }, 0, 0),
      row("softplus(s)", { s: 1000 }, 1000, 1),
      row("softplus(s)", { s: -1000 }, 0, 0),
      row("softplus(s)", { s: -Infinity }, 0, 0),
      row("softplus(s)", { s: Infinity }, Infinity, 1),
      row("logsigmoid(s)", { s: -1000 }, -1000, 1),
      row("logsigmoid(s)", { s: 1000 }, 0, 0),
      row("logsigmoid(s)", { s: -Infinity }, -Infinity, 1),
      row("log(σ(s))", { s: -1000 }, -1000, 1),
      row("log(1 - σ(s))", { s: 1000 }, -1000, -1),
      row("log(1 + exp(s))", { s: 1000 }, 1000, 1),
      row("tanh(s)", { s: 1000 }, 1, 0),
      row("tanh(s)", { s: -Infinity }, -1, 0),
      row("1/cosh(s)", { s: 1000 }, 0, 0),
      row("1/cosh(s)", { s: -1000 }, 0, 0),
      row("2/(exp(s) + exp(-s))", { s: 1000 }, 0, 0),
      row("1/cosh(s)²", { s: 1000 }, 0, 0),
      row("sech(s)", { s: 1000 }, 0, 0),
      row("sech(s)", { s: -Infinity }, 0, 0),
      row("gelu(s)", { s: -1000 }, 0, 0),
      row("gelu(s)", { s: -Infinity }, 0, 0),
      row("silu(s)", { s: -Infinity }, 0, 0),
      row("mish(s)", { s: -Infinity }, 0, 0),
      row("elu(s)", { s: -Infinity }, -1, 0),
      row("erf(s)", { s: Infinity }, 1, 0),
      row("normcdf(s)", { s: -Infinity }, 0, 0),
      row("log(normcdf(s))", { s: -1000 }, -500007.82669481216, 1000.000999998),
      row("log(normcdf(s))", { s: 1000 }, 0, 0),
      row("log_normcdf(s)", { s: -Infinity }, -Infinity, Infinity),
      row("log(erfc(s))", { s: 1000 }, -1000007.4801207219, -2000.000999999),
      row("log_erfc(s)", { s: -Infinity }, Math.LN2, 0),
      row("erfcx(s)", { s: -30 }, Infinity, -Infinity),
      row("erfinv(s)", { s: 1 }, Infinity, Infinity),
      row("erfinv(s)", { s: -1 }, -Infinity, Infinity),
      row("erfinv(s)", { s: 2 }, NaN, NaN),
      row("logit(s)", { s: 0 }, -Infinity, Infinity),
      row("logit(s)", { s: 1 }, Infinity, Infinity),
      row("gammafn(s)", { s: 0 }, Infinity, NaN),
      row("gammafn(s)", { s: -0 }, -Infinity, NaN),
      row("gammafn(s)", { s: -2 }, NaN, NaN),
      row("gammafn(s)", { s: 172 }, Infinity, Infinity),
      row("betafn(s, t)", { s: 0, t: 1 }, Infinity, NaN, NaN),
      row("betafn(s, t)", { s: -1, t: 1 }, NaN, NaN, NaN),
      row("atan(s)", { s: Infinity }, Math.PI / 2, 0),
      row("lse(v)", { v: [1000, -1000, 999] }, 1000.3132616875182, [P, 0, Q]),
      row("lse(v)", { v: [-1000, -1000, -1000] }, -1000 + Math.log(3), [THIRD, THIRD, THIRD]),
      row("lse(v)", { v: [-Infinity, 0, 1] }, 1.3132616875182228, [0, Q, P]),
      row("lse(v)", { v: [-Infinity, -Infinity, -Infinity] }, -Infinity, [NaN, NaN, NaN]),
      row("softmax(v)[1]", { v: [1000, -1000, 999] }, P, [PQ, 0, -PQ]),
      row("softmax(v)[1]", { v: [-Infinity, 0, 1] }, 0, [0, 0, 0]),
      row("log_softmax(v)[2]", { v: [1000, -1000, 999] }, -2000.3132616875182, [-P, 1, -Q]),
      row("-log softmax(v)[2]", { v: [1000, -1000, 999] }, 2000.3132616875182, [P, -1, Q]),
      row("exp(s)", { s: 709.78125 }, 1.7950652241141494e308, 1.7950652241141494e308),
      row("exp(s)", { s: 710 }, Infinity, Infinity),
      row("exp(s)", { s: -746 }, 0, 0),
      inSingle(
        row("sin(s)", { s: 1e22 }, -0.8522008497671888, 0.5232147853951389),
        -0.7340815352961015,
        0.679061337095051,
      ),
      row("sin(s)", { s: 2 ** 70 }, -0.9981794021933068, 0.060314849224819785),
    ],
  },
  {
    title: "NaN",
    says: "NaN in, NaN out: of every function, and of a reduction wherever it stands.",
    rows: [
      ..."relu leaky_relu elu selu gelu silu mish hardtanh abs sign floor ceil round √ cbrt exp log log1p expm1 log2 log10 sin cos tan asin acos atan sinh cosh tanh sech asinh acosh atanh erf erfc erfcx erfinv normcdf log_erfc log_normcdf lgamma digamma trigamma gammafn logit σ softplus logsigmoid huber log1mexp xlogx"
        .split(" ")
        .map((f) => unknown(`${f}(s)`, { s: NaN })),
      ..."max min pow atan2 hypot mod logbeta betafn log_student logaddexp logsubexp hinge huber"
        .split(" ")
        .flatMap((f) => [
          unknown(`${f}(s, t)`, { s: NaN, t: 1 }),
          unknown(`${f}(t, s)`, { s: NaN, t: 1 }),
        ]),
      unknown("max(s, 0)", { s: NaN }),
      unknown("max(0, s)", { s: NaN }),
      unknown("clamp(s, -1, 1)", { s: NaN }),
      ..."sum mean prod max min var std lse norm"
        .split(" ")
        .flatMap((f) => [
          unknown(`${f}(v)`, { v: [NaN, 1, 2] }),
          unknown(`${f}(v)`, { v: [1, 2, NaN] }),
        ]),
      ..."softmax log_softmax cumsum"
        .split(" ")
        .map((f) => unknown(`${f}(v)[3]`, { v: [NaN, 1, 2] })),
      unknown("v·w", { v: [NaN, 1, 2], w: [0, 0, 0] }),
      unknown("‖v‖₁", { v: [1, NaN, 2] }),
      unknown("‖v‖_∞", { v: [1, NaN, 2] }),
    ],
  },
  {
    title: "Single precision",
    says: 'A build with `precision: "f32"` stores singles and computes in doubles.',
    rows: [
      inSingle(row("s", { s: 2 ** 24 + 1 }, 16777217, 1), 16777216, 1),
      inSingle(row("s²", { s: 1e20 }, 1e40, 2e20), 1e40, 2e20),
    ],
  },
];
