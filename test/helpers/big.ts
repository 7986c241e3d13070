/**
 * @file Numbers of 1400 binary digits with exponents of any size, and the functions that tests need of them: true values,
 * computed by nothing that the compiler uses. What has no true value (0/0, log of −1) is a double: NaN, ∞ or −∞.
 */

/** m · 2^e, m of at most BITS digits; or a double that is not finite. */
export type Big = { readonly m: bigint; readonly e: bigint } | number;

const BITS = 1400n;

export const ZERO: Big = { m: 0n, e: 0n };
export const ONE: Big = { m: 1n, e: 0n };

const length = (m: bigint): bigint => BigInt((m < 0n ? -m : m).toString(16).length * 4);

function rounded(m: bigint, e: bigint, bits = BITS): Big {
  if (m === 0n) return ZERO;
  const extra = length(m) - bits;
  return extra <= 0n ? { m, e } : { m: m >> extra, e: e + extra };
}

/** Every finite double exactly. */
export function big(x: number): Big {
  if (!Number.isFinite(x)) return x;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const m = exponent === 0n ? fraction : fraction | (1n << 52n);
  return { m: bits >> 63n ? -m : m, e: (exponent === 0n ? 1n : exponent) - 1075n };
}

/** 2^k. */
export const twoTo = (k: number): Big => ({ m: 1n, e: BigInt(k) });

export function toNumber(x: Big): number {
  if (typeof x === "number") return x;
  if (x.m === 0n) return 0;
  const extra = length(x.m) - 64n;
  const m = extra > 0n ? x.m >> extra : x.m << -extra;
  const e = x.e + extra;
  if (e > 1000n) return m > 0n ? Infinity : -Infinity;
  if (e < -1150n) return 0;
  const half = Number(e) / 2;
  return Number(m) * 2 ** Math.floor(half) * 2 ** Math.ceil(half);
}

/** The finite ones exactly; where one is not finite, as doubles do it. */
const lift =
  (
    f: (a: { m: bigint; e: bigint }, b: { m: bigint; e: bigint }) => Big,
    g: (a: number, b: number) => number,
  ) =>
  (a: Big, b: Big): Big =>
    typeof a === "number" || typeof b === "number" ? again(g(toNumber(a), toNumber(b))) : f(a, b);
const again = (x: number): Big => (Number.isFinite(x) ? big(x) : x);

export const add = lift(
  (a, b) => {
    if (a.m === 0n) return b;
    if (b.m === 0n) return a;
    const [high, low] = a.e >= b.e ? [a, b] : [b, a];
    const apart = high.e - low.e;
    // Far apart, one of them does not matter.
    if (apart > 3n * BITS + 200n) return high;
    return rounded((high.m << apart) + low.m, low.e);
  },
  (a, b) => a + b,
);
export const neg = (a: Big): Big => (typeof a === "number" ? -a : { m: -a.m, e: a.e });
export const sub = (a: Big, b: Big): Big => add(a, neg(b));
export const mul = lift(
  (a, b) => rounded(a.m * b.m, a.e + b.e),
  (a, b) => a * b,
);
export const div = lift(
  (a, b) => (b.m === 0n ? NaN : rounded((a.m << (2n * BITS)) / b.m, a.e - b.e - 2n * BITS)),
  (a, b) => a / b,
);
export const less = (a: Big, b: Big): boolean => {
  if (typeof a === "number" || typeof b === "number") return toNumber(a) < toNumber(b);
  const d = sub(a, b);
  return typeof d !== "number" && d.m < 0n;
};
export const isZero = (a: Big): boolean => typeof a !== "number" && a.m === 0n;
export const abs = (a: Big): Big => (less(a, ZERO) ? neg(a) : a);
export const max = (a: Big, b: Big): Big =>
  Number.isNaN(a) || Number.isNaN(b) ? NaN : less(a, b) ? b : a;

/** a 2^k. */
const scaled = (a: Big, k: bigint): Big => (typeof a === "number" ? a : { m: a.m, e: a.e + k });

/** log 2 = Σ 1/(k 2^k), to as many digits as are asked for. */
function logTwo(bits: bigint): bigint {
  const known = LOG2.get(bits);
  if (known !== undefined) return known;
  let sum = 0n;
  for (let k = 1n; k <= bits + 8n; k++) sum += (1n << (bits + 8n - k + 8n)) / k;
  const made = sum >> 16n;
  LOG2.set(bits, made);
  return made;
}
const LOG2 = new Map<bigint, bigint>();

export function exp(x: Big, digits = BITS): Big {
  if (typeof x === "number") return again(Math.exp(x));
  if (x.m === 0n) return ONE;
  const high = length(x.m) + x.e;
  if (high < -BITS - 100n) return ONE;
  // x = k log 2 + r, in fixed point.
  const bits = digits + 100n + (high > 0n ? high : 0n);
  const fixed = x.e + bits >= 0n ? x.m << (x.e + bits) : x.m >> -(x.e + bits);
  const ln2 = logTwo((bits / 512n + 1n) * 512n) >> ((bits / 512n + 1n) * 512n - bits);
  const k = fixed / ln2;
  const point = digits + 64n;
  let r = (fixed - k * ln2) >> (bits - point);
  r >>= 24n;
  let sum = 1n << point;
  let term = sum;
  for (let n = 1n; term !== 0n && n < 1000n; n++) {
    term = ((term * r) >> point) / n;
    sum += term;
    if (term === -1n) break;
  }
  for (let i = 0; i < 24; i++) sum = (sum * sum) >> point;
  return rounded(sum, k - point);
}

export function log(x: Big): Big {
  if (typeof x === "number") return again(Math.log(x));
  if (x.m === 0n) return -Infinity;
  if (x.m < 0n) return NaN;
  // x = m 2^e with m in [3/4, 3/2); log m by Halley's steps from a double.
  let e = x.e + BigInt(x.m.toString(2).length);
  let m = scaled(x, -e);
  if (less(m, big(0.75))) [m, e] = [scaled(m, 1n), e - 1n];
  let y = big(Math.log(toNumber(m)));
  for (const digits of [200n, 520n, BITS + 64n]) {
    const p = exp(y, digits);
    y = add(y, div(mul(big(2), sub(m, p)), add(m, p)));
  }
  const whole = rounded(e * logTwo(4096n), -4096n);
  return add(whole, y);
}

export function sqrt(x: Big): Big {
  if (typeof x === "number") return Math.sqrt(x);
  if (x.m < 0n) return NaN;
  if (x.m === 0n) return ZERO;
  const shift = 2n * BITS + ((x.e & 1n) === 0n ? 0n : 1n);
  const n = x.m << shift;
  let r = 1n << (length(n) / 2n + 1n);
  for (;;) {
    const next = (r + n / r) >> 1n;
    if (next >= r) break;
    r = next;
  }
  return rounded(r, (x.e - shift) / 2n);
}

export const sigmoid = (x: Big): Big => div(ONE, add(ONE, exp(neg(x))));
export const softplus = (x: Big): Big => log(add(ONE, exp(x)));
export function tanh(x: Big): Big {
  const e = exp(mul(big(2), x));
  return toNumber(x) === Infinity ? ONE : div(sub(e, ONE), add(e, ONE));
}

/** erf z = 2/√π e^{−z²} Σ 2^k z^{2k+1}/(2k+1)!!; ±1 from 60 on. */
export function erf(z: Big): Big {
  if (typeof z === "number") return Number.isNaN(z) ? NaN : big(Math.sign(z));
  if (less(big(60), abs(z))) return z.m < 0n ? big(-1) : ONE;
  if (z.m === 0n) return ZERO;
  const square = mul(big(2), mul(z, z));
  let term: Big = z;
  let sum: Big = z;
  for (let k = 1; ; k++) {
    term = div(mul(term, square), big(2 * k + 1));
    const next = add(sum, term);
    if (typeof next === "number" || typeof sum === "number") return NaN;
    if (less(abs(term), mul(abs(sum), twoTo(-1390)))) break;
    sum = next;
  }
  return mul(mul(div(big(2), sqrt(pi())), exp(neg(mul(z, z)))), sum);
}

/** π by Machin: 16 arctan(1/5) − 4 arctan(1/239). */
export function pi(): Big {
  const bits = BITS + 64n;
  const arctan = (n: bigint): bigint => {
    let power = (1n << bits) / n;
    let sum = power;
    for (let k = 1n; power !== 0n; k++) {
      power /= n * n;
      sum += (k % 2n === 0n ? power : -power) / (2n * k + 1n);
    }
    return sum;
  };
  PI ??= rounded(16n * arctan(5n) - 4n * arctan(239n), -bits);
  return PI;
}
let PI: Big | undefined;
