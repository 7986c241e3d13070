/** @file The elementwise operators in exact arithmetic, and how near to it emitted code must come. */
import * as b from "../helpers/big.ts";
import {
  add,
  big,
  div,
  exp,
  less,
  log,
  max,
  mul,
  neg,
  ONE,
  sub,
  ZERO,
  type Big,
} from "../helpers/big.ts";
import * as f from "../helpers/big-functions.ts";

export interface Exact {
  readonly f: (...x: readonly Big[]) => Big;
  /** Units in the last place that the value may be off; 4 where nothing is said. */
  readonly ulps?: number;
  /** What the value may be off beside: near a root, or where the exact value has fewer digits. */
  readonly offset?: number;
  /** The same of a derivative; 16 where nothing is said. */
  readonly slopeUlps?: number;
  /** What a derivative may be off beside, in units of the last place of 1: its formula is a difference of such numbers. */
  readonly absolute?: number;
  /** Points that are left to the table of kinks, or that a rounding of an operand decides. */
  readonly except?: (...x: readonly number[]) => boolean;
}

const HALF = big(0.5);
/** 2/√π */
const SLOPE = (): b.Big => div(big(2), b.sqrt(b.pi()));
const TWO = big(2);
const min = (x: Big, y: Big): Big => neg(max(neg(x), neg(y)));
const logSub = (x: Big, y: Big): Big => add(x, log(neg(f.expm1(sub(y, x)))));
/** The part above 0 and the part below. */
const bent =
  (above: (x: Big) => Big, below: (x: Big) => Big) =>
  (x: Big): Big =>
    Number.isNaN(x) ? NaN : less(ZERO, x) ? above(x) : below(x);
const itself = (x: Big): Big => x;
const ALPHA = big(1.6732632423543772);
const SCALE = big(1.0507009873554805);
const even = (x: Big): Big => {
  const down = f.floor(add(x, HALF));
  const half = b.isZero(sub(sub(down, x), HALF));
  return half && !b.isZero(sub(down, mul(TWO, f.floor(div(down, TWO))))) ? sub(down, ONE) : down;
};
const clip = (x: Big, low: Big, high: Big): Big => min(max(x, low), high);
const at =
  (g: (x: Big) => Big): Exact["f"] =>
  (x) =>
    g(x!);
const of =
  (g: (x: Big, y: Big) => Big): Exact["f"] =>
  (x, y) =>
    g(x!, y!);

export const EXACT: Readonly<Record<string, Exact>> = {
  add: { f: of(add), ulps: 1 },
  sub: { f: of(sub), ulps: 1 },
  mul: { f: of(mul), ulps: 1 },
  div: { f: of(div), ulps: 1, except: (_, y) => y === 0 },
  neg: { f: at(neg), ulps: 0 },
  abs: { f: at(b.abs), ulps: 0 },
  sign: { f: at(f.sign), ulps: 0 },
  max: { f: of(max), ulps: 0 },
  min: { f: of(min), ulps: 0 },
  sqrt: { f: at(b.sqrt), ulps: 1 },
  square: { f: at(f.square), ulps: 1 },
  // x^(p − 1): p − 1 is rounded, and |log x| is up to 745; from 2⁵³ on every double is even. NaN⁰ is 1.
  pow: {
    f: of(f.pow),
    slopeUlps: 1024,
    except: (x, p) =>
      (x === 0 && p! < 0) || (x! < 0 && Math.abs(p!) > 2 ** 53) || (Number.isNaN(x) && p === 0),
  },
  cbrt: { f: at(f.cbrt) },
  hypot: { f: of(f.hypot) },
  exp: { f: at(exp) },
  log: { f: at(log) },
  log1p: { f: at(f.log1p) },
  expm1: { f: at(f.expm1) },
  log2: { f: at((x) => div(log(x), log(TWO))) },
  log10: { f: at((x) => div(log(x), log(big(10)))) },
  log1mexp: { f: at((x) => log(neg(f.expm1(x)))) },
  logaddexp: {
    f: of((x, y) =>
      less(x, y) ? add(y, f.log1p(exp(sub(x, y)))) : add(x, f.log1p(exp(sub(y, x)))),
    ),
  },
  logsubexp: { f: of(logSub) },
  xlogx: { f: at((x) => (b.isZero(x) ? ZERO : mul(x, log(x)))) },
  sin: { f: at(f.sin) },
  cos: { f: at(f.cos) },
  tan: { f: at(f.tan) },
  asin: { f: at(f.asin) },
  acos: { f: at(f.acos) },
  atan: { f: at(f.atan) },
  // On the cut the sign of a zero decides.
  atan2: { f: of(f.atan2), except: (y, x) => y === 0 && x! <= 0 },
  sinh: { f: at(f.sinh) },
  cosh: { f: at(f.cosh) },
  sech: { f: at((x) => div(ONE, f.cosh(x))) },
  asinh: { f: at(f.asinh) },
  acosh: { f: at(f.acosh) },
  atanh: { f: at(f.atanh) },
  floor: { f: at(f.floor), ulps: 0 },
  ceil: { f: at((x) => neg(f.floor(neg(x)))), ulps: 0 },
  round: { f: at(even), ulps: 0 },
  mod: { f: of(f.mod), except: (x, y) => x === 0 || !(Math.abs(x! / y!) < 2 ** 50) },
  erf: { f: at(b.erf) },
  erfc: { f: at(f.erfc) },
  normcdf: { f: at(f.normcdf) },
  lgamma: { f: at(f.lgamma), offset: 2 ** -600 },
  // Near its root at 1.46 what is left of larger terms.
  digamma: { f: at((x) => f.polygamma(0, x)), offset: 2e-15 },
  erfinv: { f: at(f.erfinv) },
  erfcx: { f: at(f.erfcx), absolute: 8 },
  erfcx_inverse: { f: at((x) => div(ONE, f.erfcx(x))), ulps: 32 },
  erfcx_excess: {
    f: at((x) => sub(div(SLOPE(), f.erfcx(x)), add(x, x))),
    ulps: 24,
    absolute: 16,
    except: (x) => Math.abs(x!) > 1e100,
  },
  log_erfc: { f: at(f.logErfc) },
  log_normcdf: { f: at((x) => log(f.normcdf(x))) },
  // Its slope is Γψ, and ψ has roots.
  gammafn: { f: at(f.gammafn), absolute: 8, except: (x) => x === 0 },
  logbeta: { f: of(f.logbeta), offset: 2e-15, absolute: 8 },
  logit: { f: at((p) => log(div(p, sub(ONE, p)))), except: (p) => p === 1 },
  tanh: { f: at(f.tanh), absolute: 1 },
  sigmoid: { f: at(b.sigmoid), absolute: 1 },
  softplus: { f: at(f.softplus) },
  logsigmoid: { f: at((x) => neg(f.softplus(neg(x)))) },
  relu: { f: at((x) => max(x, ZERO)), ulps: 0 },
  leaky_relu: { f: at(bent(itself, (x) => mul(big(0.01), x))) },
  elu: { f: at(bent(itself, f.expm1)) },
  selu: {
    f: at(
      bent(
        (x) => mul(SCALE, x),
        (x) => mul(mul(SCALE, ALPHA), f.expm1(x)),
      ),
    ),
  },
  gelu: { f: at((x) => mul(x, f.normcdf(x))) },
  silu: { f: at((x) => mul(x, b.sigmoid(x))) },
  mish: { f: at((x) => mul(x, f.tanh(f.softplus(x)))) },
  hardtanh: { f: at((x) => clip(x, big(-1), ONE)), ulps: 0 },
  clamp: { f: (x, low, high) => clip(x!, low!, high!), ulps: 0 },
  huber: {
    f: of((r, d) =>
      less(d, b.abs(r)) ? mul(d, sub(b.abs(r), mul(HALF, d))) : mul(HALF, mul(r, r)),
    ),
    except: (_, d) => d! < 0,
  },
  hinge: {
    f: of((s, y) => max(ZERO, sub(ONE, mul(y, s)))),
    except: (s, y) => Math.abs(1 - s! * y!) < 2 ** -40,
  },
  log_ratio: { f: of((p, q) => log(div(p, q))), except: (p, q) => p! < 0 || q! <= 0 },
};
