/**
 * @file The logarithm of the gamma function and its derivatives. Asymptotic series (DLMF 5.11.1, 5.11.2, 5.15.8) for large
 * arguments, recurrences (DLMF 5.5.1, 5.5.2, 5.15.5) to reach them; test/emit/gamma.test.ts measures the errors against
 * values computed with 60 digits.
 */
import type { Piece } from "../library.ts";

export const GAMMA: Readonly<Record<string, Piece>> = {
  nearTwo: {
    text: ({ of, bang }) => `\
/** log Γ(2 + z) / z for |z| ≤ ½, as a polynomial; its coefficients are of a Chebyshev expansion computed with 60 digits. */
const NEAR_TWO = [
  6.379047507619774e-8, -1.3412819758517287e-7, 2.0304806751615227e-7, -4.303558760359961e-7,
  9.578663334114758e-7, -2.0449201467015115e-6, 4.374374916915131e-6, -9.438458716242811e-6,
  2.050726741605779e-5, -4.4926351103833334e-5, 9.945750909889392e-5, -0.00022315475074520367,
  0.0005096695248853096, -0.0011927539120010226, 0.002890510330738737, -0.0073855510286681535,
  0.02058080842778457, -0.06735230105319814, 0.3224670334241132, 0.42278433509846713,
];

/** log Γ(2 + z) for |z| ≤ ½. */
function nearTwo(z${of("number")})${of("number")} {
  let p = NEAR_TWO[0]${bang};
  for (let k = 1; k < NEAR_TWO.length; k++) p = p * z + NEAR_TWO[k]${bang};
  return z * p;
}`,
  },
  stirling: {
    text: ({ of }) => `\
/** What Stirling's series adds to (x − ½) log x − x + ½ log 2π for x ≥ 8. */
function stirling(x${of("number")})${of("number")} {
  const v = 1 / (x * x);
  let p = -0.029550653594771242;
  p = p * v + 0.00641025641025641;
  p = p * v - 0.0019175269175269176;
  p = p * v + 0.0008417508417508417;
  p = p * v - 0.0005952380952380953;
  p = p * v + 0.0007936507936507937;
  p = p * v - 0.002777777777777778;
  p = p * v + 0.08333333333333333;
  return p / x;
}`,
  },
  lgamma: {
    uses: ["nearTwo", "stirling"],
    text: ({ of }) => `\
/** log |Γ(x)|; ∞ at 0, -1, -2, … */
function lgamma(x${of("number")})${of("number")} {
  if (x < 0.5) {
    if (x > -0.5) return lgamma(x + 2) - Math.log(Math.abs(x)) - Math.log1p(x);
    const sine = Math.abs(Math.sin(Math.PI * (x - Math.round(x))));
    return Math.log(Math.PI / sine) - lgamma(1 - x);
  }
  if (x >= 8) {
    if (x > 1e17) return x * (Math.log(x) - 1);
    return (x - 0.5) * (Math.log(x) - 1) + (0.4189385332046727 + stirling(x));
  }
  let product = 1;
  let y = x;
  while (y > 2.5) {
    y -= 1;
    product *= y;
  }
  return x < 1.5 ? nearTwo(x - 1) - Math.log1p(x - 1) : nearTwo(y - 2) + Math.log(product);
}`,
  },
  gammafn: {
    uses: ["nearTwo", "stirling"],
    text: ({ of }) => `\
/** Γ(x); NaN at -1, -2, … Below 0 by reflection, DLMF 5.5.3. */
function gammafn(x${of("number")})${of("number")} {
  if (Math.abs(x) < 1e-17) return 1 / x;
  if (x < 0) {
    if (x === -Infinity || Number.isInteger(x)) return NaN;
    const whole = Math.round(x);
    const sine = Math.sin(Math.PI * (x - whole)) * (whole % 2 === 0 ? 1 : -1);
    if (x > -170) return Math.PI / (-x * sine) / gammafn(-x);
    if (x < -185) return 0 * sine;
    let value = gammafn(x + 20);
    for (let k = 19; k >= 0; k--) value /= x + k;
    return value;
  }
  if (x >= 8) {
    if (x > 172) return Infinity;
    // The root of the power is finite, and its exponent exact.
    const root = Math.pow(x, 0.5 * x - 0.25);
    return 2.5066282746310007 * Math.exp(stirling(x)) * (root * Math.exp(-x)) * root;
  }
  if (x < 0.5) return Math.exp(nearTwo(x)) / (x * (1 + x));
  if (x < 1.5) return Math.exp(nearTwo(x - 1)) / x;
  let product = 1;
  let y = x;
  while (y > 2.5) {
    y -= 1;
    product *= y;
  }
  return Math.exp(nearTwo(y - 2)) * product;
}`,
  },
  logbeta: {
    uses: ["lgamma", "gammafn", "stirling"],
    text: ({ of }) => `\
/** log (Γ(p) Γ(q) / Γ(p + q)) for p, q ≥ 0, without the difference of large logarithms. */
function logbeta(p${of("number")}, q${of("number")})${of("number")} {
  const [a, b] = [Math.max(p, q), Math.min(p, q)];
  if (!(b >= 0)) return NaN;
  if (a === Infinity) return b === 0 ? NaN : -Infinity;
  if (b < 1e-17 && a < 8) return Math.log1p(b / a) - Math.log(b);
  const s = a + b;
  if (a < 8) return Math.log(gammafn(a) * (gammafn(b) / gammafn(s)));
  const rest = stirling(a) - stirling(s) - (a - 0.5) * Math.log1p(b / a);
  if (b < 8) return lgamma(b) + (rest + b) - b * Math.log(s);
  return 0.9189385332046727 - 0.5 * Math.log(b) + stirling(b) + rest - b * Math.log1p(a / b);
}`,
  },
  digamma: {
    text: ({ of }) => `\
/** ψ(x), the derivative of log Γ(x); NaN at 0, -1, -2, … */
function digamma(x${of("number")})${of("number")} {
  if (x <= 0) {
    const rest = x - Math.round(x);
    return rest === 0 ? NaN : digamma(1 - x) - Math.PI / Math.tan(Math.PI * rest);
  }
  let [sum, y] = [0, x];
  while (y < 10) {
    sum += 1 / y;
    y += 1;
  }
  const v = 1 / (y * y);
  let p = 0.021092796092796094;
  p = p * v - 0.007575757575757576;
  p = p * v + 0.004166666666666667;
  p = p * v - 0.003968253968253968;
  p = p * v + 0.008333333333333333;
  p = p * v - 0.08333333333333333;
  return Math.log(y) + v * p - 0.5 / y - sum;
}`,
  },
  polygamma: {
    text: ({ of, bang }) => `\
/** B₂ₖ / (2k)!, k = 1, 2, … */
const BERNOULLI = [
  0.08333333333333333, -0.001388888888888889, 3.306878306878307e-5, -8.267195767195768e-7,
  2.08767569878681e-8, -5.284190138687493e-10, 1.3382536530684679e-11, -3.3896802963225827e-13,
];

/** ψ⁽ⁿ⁾(x), the derivative of order n ≥ 1 of ψ; NaN at 0, -1, -2, … and below -10⁵. */
function polygamma(n${of("number")}, x${of("number")})${of("number")} {
  if (x < -1e5 || (x <= 0 && Number.isInteger(x))) return NaN;
  let [sum, y] = [0, x];
  while (y < 12 + n) {
    sum += Math.pow(y, -n - 1);
    y += 1;
  }
  let factorial = 1;
  for (let k = 2; k <= n; k++) factorial *= k;
  let tail = 1 / n + 0.5 / y;
  let power = 1;
  for (let k = 1; k <= BERNOULLI.length; k++) {
    // (2k + n − 1)! / n! / y²ᵏ
    power *= (k === 1 ? n + 1 : (2 * k + n - 1) * (2 * k + n - 2)) / (y * y);
    tail += BERNOULLI[k - 1]${bang} * power;
  }
  const value = factorial * (sum + tail * Math.pow(y, -n));
  return n % 2 === 0 ? -value : value;
}`,
  },
};
