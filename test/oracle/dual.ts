/**
 * @file Dual numbers with several tangents at once, over numbers or over dual numbers of a lower level. A value without
 * tangents is a plain number: it carries no gradient. A tangent that is 0 moves nothing, whatever it is multiplied by.
 */
import * as gamma from "./gamma.ts";
import * as special from "./special.ts";

export type Num = number | Dual;

export class Dual {
  readonly level: number;
  readonly value: Num;
  readonly tangents: readonly Num[];
  constructor(level: number, value: Num, tangents: readonly Num[]) {
    this.level = level;
    this.value = value;
    this.tangents = tangents;
  }
}

let levels = 0;
/** Every differentiation has its own level: nested ones cannot be mistaken for each other. */
export const freshLevel = (): number => ++levels;

/** `x` with tangent 1 in one of `count` directions. */
export const seeded = (x: Num, level: number, direction: number, count: number): Num =>
  new Dual(
    level,
    x,
    Array.from({ length: count }, (_, k) => (k === direction ? 1 : 0)),
  );

/** The number without any tangent. */
export const plain = (x: Num): number => (typeof x === "number" ? x : plain(x.value));
export const carries = (x: Num): boolean => typeof x !== "number";

/** The tangents of a level; zeros where it has none. */
export const tangentsOf = (x: Num, level: number, count: number): readonly Num[] => {
  if (typeof x !== "number" && x.level === level) return x.tangents;
  if (levelOf(x) > level) throw new Error("oracle: a tangent outlives its level");
  return Array.from({ length: count }, () => 0);
};

const levelOf = (x: Num): number => (typeof x === "number" ? 0 : x.level);
const below = (x: Num, level: number): Num => (levelOf(x) === level ? (x as Dual).value : x);

/**
 * How much every operation is made wrong, relatively and at random: 0, or what `withNoise` says. What the results then
 * move by says how well they are determined at all.
 */
let noise = 0;
let next: () => number = Math.random;
export function withNoise<T>(size: number, random: () => number, f: () => T): T {
  [noise, next] = [size, random];
  try {
    return f();
  } finally {
    noise = 0;
  }
}
/** Whole numbers of whole numbers are exact: sizes and positions among them. */
function rounded(x: number, a: number, b = 0): number {
  const exact = noise === 0 || (Number.isInteger(x) && Number.isInteger(a) && Number.isInteger(b));
  return exact ? x : x * (1 + noise * (2 * next() - 1));
}

/** A number as it is read: what stands at two places may come by two ways, and in single precision it is rounded. */
export const asRead = (x: Num): Num =>
  noise === 0
    ? x
    : typeof x === "number"
      ? rounded(x, x)
      : new Dual(x.level, asRead(x.value), x.tangents.map(asRead));

/** The chain rule for one and for two arguments. */
export function lift(x: Num, f: (x: number) => number, slope: (x: Num) => Num): Num {
  if (typeof x === "number") return rounded(f(x), x);
  const s = slope(x.value);
  return new Dual(x.level, lift(x.value, f, slope), times(s, x.tangents));
}

export function lift2(
  a: Num,
  b: Num,
  f: (a: number, b: number) => number,
  slopes: readonly [(a: Num, b: Num) => Num, (a: Num, b: Num) => Num],
): Num {
  if (typeof a === "number" && typeof b === "number") return rounded(f(a, b), a, b);
  const level = Math.max(levelOf(a), levelOf(b));
  const [x, y] = [below(a, level), below(b, level)];
  const left = levelOf(a) === level ? times(slopes[0](x, y), (a as Dual).tangents) : undefined;
  const right = levelOf(b) === level ? times(slopes[1](x, y), (b as Dual).tangents) : undefined;
  const tangents = left && right ? left.map((t, k) => add(t, right[k]!)) : (left ?? right)!;
  return new Dual(level, lift2(x, y, f, slopes), tangents);
}

const times = (slope: Num, tangents: readonly Num[]): readonly Num[] =>
  slope === 1 ? tangents : tangents.map((t) => (t === 0 ? 0 : mul(slope, t)));

const one = (): Num => 1;
export function add(a: Num, b: Num): Num {
  if (typeof a === "number" && typeof b === "number") return rounded(a + b, a, b);
  return lift2(a, b, (x, y) => x + y, [one, one]);
}
export function sub(a: Num, b: Num): Num {
  if (typeof a === "number" && typeof b === "number") return rounded(a - b, a, b);
  return lift2(a, b, (x, y) => x - y, [one, () => -1]);
}
export function mul(a: Num, b: Num): Num {
  if (typeof a === "number" && typeof b === "number") return rounded(a * b, a, b);
  return lift2(a, b, (x, y) => x * y, [(_, y) => y, (x) => x]);
}
export const div = (a: Num, b: Num): Num =>
  lift2(a, b, (x, y) => x / y, [(_, y) => div(1, y), (x, y) => neg(div(x, mul(y, y)))]);
export const neg = (a: Num): Num => mul(-1, a);

export const exp = (x: Num): Num => lift(x, Math.exp, exp);
export const log = (x: Num): Num => lift(x, Math.log, (y) => div(1, y));
export const sqrt = (x: Num): Num => lift(x, Math.sqrt, (y) => div(0.5, sqrt(y)));
export const tanh = (x: Num): Num => lift(x, Math.tanh, (y) => sub(1, mul(tanh(y), tanh(y))));
export const sigmoid = (x: Num): Num =>
  lift(
    x,
    (y) => (y >= 0 ? 1 / (1 + Math.exp(-y)) : Math.exp(y) / (1 + Math.exp(y))),
    (y) => mul(sigmoid(y), sub(1, sigmoid(y))), // no better determined than that
  );
export const softplus = (x: Num): Num =>
  lift(x, (y) => Math.max(y, 0) + Math.log1p(Math.exp(-Math.abs(y))), sigmoid);
export const log1p = (x: Num): Num => lift(x, Math.log1p, (y) => div(1, add(1, y)));
export const expm1 = (x: Num): Num => lift(x, Math.expm1, exp);
export const sin = (x: Num): Num => lift(x, Math.sin, cos);
export const cos = (x: Num): Num => lift(x, Math.cos, (y) => neg(sin(y)));

/** A number with a whole part that is flat: floor, ceil, round. */
const flat =
  (f: (x: number) => number) =>
  (x: Num): Num =>
    f(plain(x));
export const floor = flat(Math.floor);
export const ceil = flat(Math.ceil);
export const round = flat(special.round);

export const log2 = (x: Num): Num => lift(x, Math.log2, (y) => div(1 / Math.LN2, y));
export const log10 = (x: Num): Num => lift(x, Math.log10, (y) => div(1 / Math.LN10, y));
export const cbrt = (x: Num): Num => lift(x, Math.cbrt, (y) => div(div(cbrt(y), 3), y));

export const tan = (x: Num): Num => lift(x, Math.tan, (y) => div(1, mul(cos(y), cos(y))));
export const asin = (x: Num): Num => lift(x, Math.asin, (y) => div(1, sqrt(sub(1, mul(y, y)))));
export const acos = (x: Num): Num => lift(x, Math.acos, (y) => div(-1, sqrt(sub(1, mul(y, y)))));
export const atan = (x: Num): Num => lift(x, Math.atan, (y) => div(1, add(1, mul(y, y))));
export const sinh = (x: Num): Num => lift(x, Math.sinh, cosh);
export const cosh = (x: Num): Num => lift(x, Math.cosh, sinh);
export const asinh = (x: Num): Num => lift(x, Math.asinh, (y) => div(1, sqrt(add(mul(y, y), 1))));
export const acosh = (x: Num): Num => lift(x, Math.acosh, (y) => div(1, sqrt(sub(mul(y, y), 1))));
export const atanh = (x: Num): Num => lift(x, Math.atanh, (y) => div(1, sub(1, mul(y, y))));

const gauss = (x: Num): Num => exp(neg(mul(x, x)));
export const erf = (x: Num): Num =>
  lift(x, special.erf, (y) => mul(2 / Math.sqrt(Math.PI), gauss(y)));
export const erfc = (x: Num): Num =>
  lift(x, special.erfc, (y) => mul(-2 / Math.sqrt(Math.PI), gauss(y)));
export const normcdf = (x: Num): Num => mul(0.5, erfc(mul(-Math.SQRT1_2, x)));

export const lgamma = (x: Num): Num => lift(x, gamma.lgamma, digamma);
const polygamma =
  (m: number) =>
  (x: Num): Num =>
    lift(x, (y) => gamma.polygamma(m, y), polygamma(m + 1));
export const digamma = polygamma(0);
export const trigamma = polygamma(1);

const SQRT_PI = Math.sqrt(Math.PI);
/** (erf⁻¹)′ = 1 / erf′(erf⁻¹). */
export const erfinv = (x: Num): Num =>
  lift(x, special.erfinv, (y) => div(SQRT_PI / 2, gauss(erfinv(y))));
/** −x² + log of the scaled tail, whose slope is a difference. */
export const erfcx = (x: Num): Num =>
  lift(x, special.erfcx, (y) => sub(mul(2, mul(y, erfcx(y))), 2 / SQRT_PI));
export const logErfc = (x: Num): Num =>
  plain(x) < 0 ? log(erfc(x)) : sub(log(erfcx(x)), mul(x, x));
export const logNormcdf = (x: Num): Num => sub(logErfc(mul(-Math.SQRT1_2, x)), Math.LN2);
export const gammafn = (x: Num): Num => exp(lgamma(x));
export const logit = (p: Num): Num => sub(log(p), log(sub(1, p)));
export const logbeta = (a: Num, b: Num): Num => sub(add(lgamma(a), lgamma(b)), lgamma(add(a, b)));
/** log Γ((ν + 1)/2) − log Γ(ν/2) − ½ log νπ − ½ (ν + 1) log(1 + x²/ν). */
export function logStudentT(x: Num, v: Num): Num {
  const half = mul(0.5, add(v, 1));
  const constant = sub(sub(lgamma(half), lgamma(mul(0.5, v))), mul(0.5, log(mul(v, Math.PI))));
  return sub(constant, mul(half, log(add(1, div(mul(x, x), v)))));
}

export const gelu = (x: Num): Num => mul(x, normcdf(x));
export const silu = (x: Num): Num => mul(x, sigmoid(x));
export const mish = (x: Num): Num => mul(x, tanh(softplus(x)));
/** At the kink, the branch whose slope is smaller. */
const bent =
  (above: (x: Num) => Num, below: (x: Num) => Num, atZero: "above" | "below") =>
  (x: Num): Num =>
    plain(x) > 0 || (plain(x) === 0 && atZero === "above") ? above(x) : below(x);
export const leakyRelu = bent(
  (x) => x,
  (x) => div(x, 100),
  "below",
);
export const elu = bent((x) => x, expm1, "above");
// Self-Normalizing Neural Networks, 2017.
const [ALPHA, LAMBDA] = [1.6732632423543772, 1.0507009873554805];
export const selu = bent(
  (x) => mul(LAMBDA, x),
  (x) => mul(LAMBDA * ALPHA, expm1(x)),
  "above",
);
export const hardtanh = (x: Num): Num =>
  Math.abs(plain(x)) < 1 || Number.isNaN(plain(x)) ? x : Math.sign(plain(x));

/** Its slopes are 0 at the origin, as a norm's. */
export const hypot = (a: Num, b: Num): Num =>
  plain(a) === 0 && plain(b) === 0
    ? 0
    : lift2(a, b, (x, y) => Math.hypot(x, y), [
        (x, y) => div(x, hypot(x, y)),
        (x, y) => div(y, hypot(x, y)),
      ]);
export const atan2 = (a: Num, b: Num): Num =>
  lift2(a, b, Math.atan2, [
    (y, x) => div(x, add(mul(x, x), mul(y, y))),
    (y, x) => neg(div(y, add(mul(x, x), mul(y, y)))),
  ]);
export const mod = (a: Num, b: Num): Num =>
  lift2(a, b, special.mod, [one, (x, y) => -Math.floor(plain(x) / plain(y))]);

export const xlogx = (x: Num): Num => (plain(x) === 0 ? 0 : mul(x, log(x)));
export const logaddexp = (a: Num, b: Num): Num => lse([a, b]);
/** log(1 − eˣ), x < 0. */
export const log1mexp = (x: Num): Num =>
  lift(
    x,
    (v) => Math.log(-Math.expm1(v)),
    (y) => div(-1, expm1(neg(y))),
  );
/** log(eᵃ − eᵇ), a > b. */
export const logsubexp = (a: Num, b: Num): Num => add(a, log1mexp(sub(b, a)));

/** x^p: (x⁰)′ = 0, and 0^p does not depend on a positive p. */
export const pow = (a: Num, b: Num): Num =>
  lift2(a, b, (x, p) => x ** p, [
    (x, p) => (plain(p) === 0 ? 0 : mul(p, pow(x, sub(p, 1)))),
    (x, p) => (plain(x) === 0 ? 0 : mul(log(x), pow(x, p))),
  ]);

/** Kinks: relu′(0) = 0, |·|′(0) = 0, sign is flat. */
export const relu = (x: Num): Num => {
  const at = plain(x);
  return Number.isNaN(at) ? x : at > 0 ? x : 0;
};
export const abs = (x: Num): Num => {
  const at = plain(x);
  return at > 0 ? x : at < 0 ? neg(x) : at === 0 ? 0 : x;
};

/**
 * The larger of two. At a tie the least-norm subgradient over the operands that carry gradients: ½, ½ for two, 0 for one
 * beside a constant, so that max(x, 0) is relu(x).
 */
export function max(a: Num, b: Num): Num {
  const [x, y] = [plain(a), plain(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (x !== y) return x > y ? a : b;
  return carries(a) && carries(b) ? mul(0.5, add(a, b)) : x;
}
export const min = (a: Num, b: Num): Num => neg(max(neg(a), neg(b)));

/** max(0, 1 − y s) */
export const hinge = (s: Num, y: Num): Num => relu(sub(1, mul(y, s)));

/** The largest of several: it goes to its maximisers in equal parts. */
export function largest(xs: readonly Num[]): Num {
  if (xs.some((x) => Number.isNaN(plain(x)))) return NaN;
  const top = Math.max(...xs.map(plain));
  const winners = xs.filter((x) => plain(x) === top);
  return winners.length === 1 ? winners[0]! : mul(1 / winners.length, total(winners));
}

export const total = (xs: readonly Num[]): Num => xs.reduce<Num>(add, 0);

/** log Σ exp, its greatest term taken out. */
export function lse(xs: readonly Num[]): Num {
  const top = Math.max(...xs.map(plain));
  if (!Number.isFinite(top)) return top;
  return add(top, log(total(xs.map((x) => exp(sub(x, top))))));
}

/** exp(xᵢ) / Σ exp(x). */
export function softmax(xs: readonly Num[]): readonly Num[] {
  const top = Math.max(...xs.map(plain));
  const terms = xs.map((x) => exp(sub(x, top)));
  const sum = total(terms);
  return terms.map((t) => div(t, sum));
}
