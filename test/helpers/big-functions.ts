/** @file Elementary and gamma functions in exact arithmetic: each by a series or an identity from textbooks, none by Math. */
import * as b from "./big.ts";
import {
  abs,
  add,
  big,
  div,
  exp,
  isZero,
  less,
  log,
  mul,
  neg,
  ONE,
  sub,
  twoTo,
  ZERO,
  type Big,
} from "./big.ts";

const TWO = big(2);
const HALF = big(0.5);
const finite = (x: Big): x is Exclude<Big, number> => typeof x !== "number";
const TINY = twoTo(-1390);

/** Terms until they no longer matter. */
function series(
  first: Big,
  next: (term: Big, k: number) => Big,
  weigh = (t: Big, _k: number): Big => t,
): Big {
  let [term, sum] = [first, weigh(first, 0)];
  for (let k = 1; !isZero(term); k++) {
    term = next(term, k);
    const part = weigh(term, k);
    if (!isZero(sum) && less(abs(part), mul(abs(sum), TINY))) return sum;
    sum = add(sum, part);
  }
  return sum;
}

/** The greatest whole number that is at most x. */
export function floor(x: Big): Big {
  if (!finite(x) || x.e >= 0n) return x;
  return { m: x.m >> -x.e, e: 0n };
}

export const square = (x: Big): Big => mul(x, x);
/** x^n for a whole n. */
export function whole(x: Big, n: number): Big {
  if (n < 0) return div(ONE, whole(x, -n));
  let [result, base] = [ONE, x];
  for (let k = n; k > 0; k = Math.floor(k / 2)) {
    if (k % 2 === 1) result = mul(result, base);
    base = mul(base, base);
  }
  return result;
}
export const sign = (x: Big): Big => (isZero(x) ? ZERO : less(x, ZERO) ? big(-1) : ONE);

/** eˣ − 1 without loss: by its series near 0. */
export const expm1 = (x: Big): Big =>
  less(abs(x), twoTo(-40)) ? series(x, (t, k) => div(mul(t, x), big(k + 1))) : sub(exp(x), ONE);
/** log(1 + x) = 2 artanh(x/(2 + x)). */
export function log1p(x: Big): Big {
  if (!less(abs(x), twoTo(-40))) return log(add(ONE, x));
  const z = div(x, add(TWO, x));
  const zz = mul(z, z);
  return mul(
    TWO,
    series(
      z,
      (t) => mul(t, zz),
      (t, k) => div(t, big(2 * k + 1)),
    ),
  );
}

/** sin and cos of x: x less a multiple of 2π, divided by 2⁸, then doubled again. */
function turned(x: Big): readonly [sin: Big, cos: Big] {
  if (!finite(x)) return [NaN, NaN];
  const turn = mul(TWO, b.pi());
  const rest = sub(x, mul(turn, floor(add(div(x, turn), HALF))));
  const z = mul(rest, twoTo(-8));
  const zz = neg(mul(z, z));
  let s = series(z, (t, k) => div(mul(t, zz), big(2 * k * (2 * k + 1))));
  // 1 − cos, so that nothing is lost near 0.
  let v = neg(series(div(zz, TWO), (t, k) => div(mul(t, zz), big((2 * k + 1) * (2 * k + 2)))));
  for (let i = 0; i < 8; i++) [s, v] = [mul(TWO, mul(s, sub(ONE, v))), mul(TWO, mul(s, s))];
  return [s, sub(ONE, v)];
}
export const sin = (x: Big): Big => turned(x)[0];
export const cos = (x: Big): Big => turned(x)[1];
export const tan = (x: Big): Big => div(...turned(x));

/** By halving: arctan x = 2 arctan(x/(1 + √(1 + x²))). */
export function atan(x: Big): Big {
  if (!finite(x)) return Number.isNaN(x) ? NaN : mul(big(Math.sign(x)), mul(HALF, b.pi()));
  if (isZero(x)) return ZERO;
  let z: Big = x;
  for (let i = 0; i < 10; i++) z = div(z, add(ONE, b.sqrt(add(ONE, mul(z, z)))));
  const zz = neg(mul(z, z));
  const near = series(
    z,
    (t) => mul(t, zz),
    (t, k) => div(t, big(2 * k + 1)),
  );
  return mul(big(1024), near);
}
const outside = (x: Big): boolean => less(ONE, abs(x));
export function asin(x: Big): Big {
  if (!finite(x) || outside(x)) return NaN;
  const other = b.sqrt(mul(sub(ONE, x), add(ONE, x)));
  return isZero(other) ? mul(x, mul(HALF, b.pi())) : atan(div(x, other));
}
export function acos(x: Big): Big {
  if (!finite(x) || outside(x)) return NaN;
  if (isZero(add(ONE, x))) return b.pi();
  return mul(TWO, atan(b.sqrt(div(sub(ONE, x), add(ONE, x)))));
}
/** The angle of (x, y); along the negative x axis it is π. */
export function atan2(y: Big, x: Big): Big {
  if (!finite(x) || !finite(y))
    return Number.isNaN(x) || Number.isNaN(y)
      ? NaN
      : again(Math.atan2(b.toNumber(y), b.toNumber(x)));
  if (isZero(x) && isZero(y)) return ZERO;
  if (isZero(x)) return mul(sign(y), mul(HALF, b.pi()));
  const angle = atan(div(y, x));
  if (less(ZERO, x)) return angle;
  return less(y, ZERO) ? sub(angle, b.pi()) : add(angle, b.pi());
}
const again = (x: number): Big => (Number.isFinite(x) ? big(x) : x);

export const sinh = (x: Big): Big => {
  if (!finite(x)) return x;
  const e = expm1(abs(x));
  return mul(sign(x), mul(HALF, add(e, div(e, add(ONE, e)))));
};
export const cosh = (x: Big): Big => {
  const e = exp(x);
  return isInfinite(x) ? Infinity : mul(HALF, add(e, div(ONE, e)));
};
export const tanh = (x: Big): Big => {
  if (!finite(x)) return again(Math.sign(x as number));
  const e = expm1(mul(TWO, neg(abs(x))));
  return mul(neg(sign(x)), div(e, add(TWO, e)));
};
const isInfinite = (x: Big): boolean => x === Infinity || x === -Infinity;
/** log(x + √(x² + 1)), odd. */
export function asinh(x: Big): Big {
  if (!finite(x)) return x;
  const z = abs(x);
  const zz = mul(z, z);
  return mul(sign(x), log1p(add(z, div(zz, add(ONE, b.sqrt(add(ONE, zz)))))));
}
export function acosh(x: Big): Big {
  if (!finite(x)) return x === Infinity ? x : NaN;
  if (less(x, ONE)) return NaN;
  const z = sub(x, ONE);
  return log1p(add(z, b.sqrt(mul(z, add(x, ONE)))));
}
export function atanh(x: Big): Big {
  if (!finite(x) || outside(x)) return NaN;
  if (isZero(sub(ONE, x))) return Infinity;
  if (isZero(add(ONE, x))) return -Infinity;
  return mul(HALF, sub(log1p(x), log1p(neg(x))));
}

/** ∛x = exp(log|x|/3), with its sign. */
export const cbrt = (x: Big): Big =>
  !finite(x) || isZero(x) ? x : mul(sign(x), exp(div(log(abs(x)), big(3))));
export const hypot = (x: Big, y: Big): Big =>
  isInfinite(x) || isInfinite(y) ? Infinity : b.sqrt(add(mul(x, x), mul(y, y)));
/** x^p: a product for a small whole p, else by the logarithm of |x|; of a negative x only for a whole p. */
export function pow(x: Big, p: Big): Big {
  if (!finite(x) || !finite(p)) return again(b.toNumber(x) ** b.toNumber(p));
  const isWhole = isZero(sub(p, floor(p)));
  const isOdd = isWhole && !isZero(sub(p, mul(TWO, floor(div(p, TWO)))));
  const n = b.toNumber(p);
  if (isZero(x)) return n === 0 ? ONE : n > 0 ? ZERO : isOdd ? NaN : Infinity;
  if (isWhole && Math.abs(n) < 4096) return whole(x, n);
  if (less(x, ZERO) && !isWhole) return NaN;
  const size = exp(mul(p, log(abs(x))));
  return less(x, ZERO) && isOdd ? neg(size) : size;
}
/** a − b ⌊a/b⌋. */
export const mod = (x: Big, y: Big): Big => sub(x, mul(y, floor(div(x, y))));

const ROOT_HALF = (): Big => b.sqrt(HALF);
export const erfc = (x: Big): Big => sub(ONE, b.erf(x));
/** Φ(x) = ½ erfc(−x/√2). */
export const normcdf = (x: Big): Big => mul(HALF, erfc(neg(mul(x, ROOT_HALF()))));
/** exp(x²) erfc(x), far out by the continued fraction 1/√π · 1/(x + (1/2)/(x + (2/2)/(x + …))). */
export function erfcx(x: Big): Big {
  if (!finite(x)) return x === Infinity ? ZERO : neg(x);
  if (less(x, big(20))) return mul(exp(mul(x, x)), erfc(x));
  let below: Big = x;
  for (let k = 400; k > 0; k--) below = add(x, div(big(k / 2), below));
  return div(ONE, mul(b.sqrt(b.pi()), below));
}
export const logErfc = (x: Big): Big =>
  less(x, big(20)) ? log(erfc(x)) : sub(log(erfcx(x)), mul(x, x));
/** Newton's method from what a double gives. */
export function erfinv(x: Big): Big {
  if (!finite(x) || less(ONE, abs(x))) return NaN;
  if (isZero(sub(abs(x), ONE))) return less(x, ZERO) ? -Infinity : Infinity;
  const half = div(b.sqrt(b.pi()), TWO);
  let y = mul(half, less(abs(x), big(0.5)) ? x : div(x, TWO));
  for (let k = 0; k < 60; k++) {
    const step = mul(mul(half, exp(mul(y, y))), sub(x, b.erf(y)));
    y = add(y, step);
    if (less(abs(step), mul(abs(y), b.twoTo(-1200)))) break;
  }
  return y;
}
export const softplus = (x: Big): Big => {
  if (isInfinite(x)) return x === Infinity ? Infinity : ZERO;
  return less(ZERO, x) ? add(x, log1p(exp(neg(x)))) : log1p(exp(x));
};

/** Bernoulli numbers B₂, B₄, … as fractions, by Σ_k (n+1 over k) B_k = 0. */
const bernoulli = ((): readonly (readonly [bigint, bigint])[] => {
  const all: (readonly [bigint, bigint])[] = [];
  for (let n = 0; n <= 2 * 90; n++) {
    let [top, bottom] = [0n, 1n];
    let binomial = 1n;
    for (let k = 0; k < n; k++) {
      const [p, q] = all[k]!;
      if (p !== 0n) [top, bottom] = reduced(top * q + binomial * p * bottom, bottom * q);
      binomial = (binomial * BigInt(n + 1 - k)) / BigInt(k + 1);
    }
    all.push(n === 0 ? [1n, 1n] : reduced(-top, bottom * BigInt(n + 1)));
  }
  return all.filter((_, n) => n >= 2 && n % 2 === 0);
})();
function reduced(p: bigint, q: bigint): readonly [bigint, bigint] {
  let [u, v] = [p < 0n ? -p : p, q];
  while (v !== 0n) [u, v] = [v, u % v];
  return u === 0n ? [0n, 1n] : [p / u, q / u];
}
const fraction = ([p, q]: readonly [bigint, bigint]): Big => div({ m: p, e: 0n }, { m: q, e: 0n });
const BERNOULLI = bernoulli.map(fraction);
/** From here on Stirling's series gives more than 300 digits. */
const FAR = 120;

/** How many steps of the recurrence lead from x to FAR. */
const steps = (x: Big): number => Math.max(0, Math.ceil(FAR - b.toNumber(x)));
const atPole = (x: Big): boolean => !less(ZERO, x) && isZero(sub(x, floor(x)));

/** log |Γ(x)|: DLMF 5.11.1, and Γ(x + 1) = x Γ(x). */
export function lgamma(x: Big): Big {
  if (!finite(x)) return Number.isNaN(x) ? NaN : Infinity;
  if (atPole(x)) return Infinity;
  // Γ(x) Γ(1 − x) = π/sin πx.
  if (less(x, big(-FAR)))
    return sub(log(abs(div(b.pi(), sin(mul(b.pi(), x))))), lgamma(sub(ONE, x)));
  let product = ONE;
  let y: Big = x;
  for (let n = steps(x); n > 0; n--) [product, y] = [mul(product, y), add(y, ONE)];
  const yy = mul(y, y);
  let [power, tail] = [y, ZERO];
  BERNOULLI.forEach((B, i) => {
    const k = 2 * i + 2;
    tail = add(tail, div(div(B, big(k * (k - 1))), power));
    power = mul(power, yy);
  });
  const main = add(sub(mul(sub(y, HALF), log(y)), y), mul(HALF, log(mul(TWO, b.pi()))));
  return sub(add(main, tail), log(abs(product)));
}

/** ψ⁽ⁿ⁾(x), ψ itself for n = 0: DLMF 5.11.2 and 5.15.8, and the recurrence. */
export function polygamma(n: number, x: Big): Big {
  if (!finite(x)) return Number.isNaN(x) || (x as number) < 0 ? NaN : n === 0 ? Infinity : ZERO;
  if (atPole(x)) return NaN;
  if (less(x, big(-FAR))) {
    if (n > 0) return NaN;
    return sub(polygamma(0, sub(ONE, x)), div(b.pi(), tan(mul(b.pi(), x))));
  }
  const factorial = (k: number): Big =>
    Array.from({ length: k }, (_, i) => big(i + 1)).reduce(mul, ONE);
  let below = ZERO;
  let y: Big = x;
  for (let s = steps(x) + n; s > 0; s--) {
    below = add(below, div(factorial(n), whole(y, n + 1)));
    y = add(y, ONE);
  }
  let tail =
    n === 0
      ? sub(div(ONE, mul(TWO, y)), log(y))
      : add(div(factorial(n - 1), whole(y, n)), div(factorial(n), mul(TWO, whole(y, n + 1))));
  BERNOULLI.forEach((B, i) => {
    const k = 2 * i + 2;
    const ratio = n === 0 ? div(ONE, big(k)) : div(factorial(k + n - 1), factorial(k));
    tail = add(tail, div(mul(B, ratio), whole(y, k + n)));
  });
  const all = add(tail, below);
  return n % 2 === 0 ? neg(all) : all;
}

export function gammafn(x: Big): Big {
  if (!finite(x)) return x === Infinity ? Infinity : NaN;
  if (atPole(x)) return NaN;
  const size = exp(lgamma(x));
  const down = floor(x);
  const isOdd = !isZero(sub(down, mul(TWO, floor(div(down, TWO)))));
  return less(x, ZERO) && isOdd ? neg(size) : size;
}

/** log (Γ(p) Γ(q) / Γ(p + q)). */
export function logbeta(p: Big, q: Big): Big {
  if (!finite(p) || !finite(q) || less(p, ZERO) || less(q, ZERO)) return NaN;
  return sub(add(lgamma(p), lgamma(q)), lgamma(add(p, q)));
}
