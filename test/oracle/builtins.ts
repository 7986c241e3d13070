/** @file The built-in functions of one number, and the names of all built-in functions. */
import { OF_VALUES } from "./composed.ts";
import * as d from "./dual.ts";
import type { Num } from "./dual.ts";

export interface Elementwise {
  readonly f: (x: Num) => Num;
  /** The distance from the nearest kink or end of the domain. */
  readonly near?: (x: number) => number;
}

const itself = (x: number): number => x;

const whole = (x: number): number => Math.abs(x - Math.round(x));
const inside = (x: number): number => 1 - Math.abs(x);
const everywhere = (f: (x: Num) => Num): Elementwise => ({ f });
const bentAt0 = (f: (x: Num) => Num): Elementwise => ({ f, near: Math.abs });
const above0 = (f: (x: Num) => Num): Elementwise => ({ f, near: itself });

export const ELEMENTWISE: ReadonlyMap<string, Elementwise> = new Map<string, Elementwise>([
  ["exp", everywhere(d.exp)],
  ["expm1", everywhere(d.expm1)],
  ["log", above0(d.log)],
  ["log2", above0(d.log2)],
  ["log10", above0(d.log10)],
  ["log1mexp", { f: d.log1mexp, near: (x) => -x }],
  ["xlogx", above0(d.xlogx)],
  ["log1p", { f: d.log1p, near: (x) => 1 + x }],
  ["sqrt", above0(d.sqrt)],
  ["cbrt", bentAt0(d.cbrt)],
  ["square", everywhere((x) => d.mul(x, x))],
  ["sin", everywhere(d.sin)],
  ["cos", everywhere(d.cos)],
  ["tan", { f: d.tan, near: (x) => Math.abs(Math.cos(x)) }],
  ["asin", { f: d.asin, near: inside }],
  ["acos", { f: d.acos, near: inside }],
  ["atan", everywhere(d.atan)],
  ["sinh", everywhere(d.sinh)],
  ["cosh", everywhere(d.cosh)],
  ["tanh", everywhere(d.tanh)],
  ["sech", everywhere((x) => d.div(1, d.cosh(x)))],
  ["asinh", everywhere(d.asinh)],
  ["acosh", { f: d.acosh, near: (x) => x - 1 }],
  ["atanh", { f: d.atanh, near: inside }],
  ["floor", { f: d.floor, near: whole }],
  ["ceil", { f: d.ceil, near: whole }],
  ["round", { f: d.round, near: (x) => whole(x - 0.5) }],
  ["lgamma", above0(d.lgamma)],
  ["digamma", above0(d.digamma)],
  ["trigamma", above0(d.trigamma)],
  ["erf", everywhere(d.erf)],
  ["erfc", everywhere(d.erfc)],
  ["normcdf", everywhere(d.normcdf)],
  ["erfinv", { f: d.erfinv, near: inside }],
  ["erfcx", everywhere(d.erfcx)],
  ["log_erfc", everywhere(d.logErfc)],
  ["log_normcdf", everywhere(d.logNormcdf)],
  ["gammafn", above0(d.gammafn)],
  ["logit", { f: d.logit, near: (x) => Math.min(x, 1 - x) }],
  ["sigma", everywhere(d.sigmoid)],
  ["sigmoid", everywhere(d.sigmoid)],
  ["logsigmoid", everywhere((x) => d.neg(d.softplus(d.neg(x))))],
  ["softplus", everywhere(d.softplus)],
  ["relu", bentAt0(d.relu)],
  ["leaky_relu", bentAt0(d.leakyRelu)],
  ["elu", bentAt0(d.elu)],
  ["selu", bentAt0(d.selu)],
  ["gelu", everywhere(d.gelu)],
  ["silu", everywhere(d.silu)],
  ["mish", everywhere(d.mish)],
  ["hardtanh", { f: d.hardtanh, near: (x) => Math.abs(Math.abs(x) - 1) }],
  ["abs", bentAt0(d.abs)],
  ["sign", { f: (x) => Math.sign(d.plain(x)), near: Math.abs }],
]);

export interface Pairwise {
  readonly f: (a: Num, b: Num) => Num;
  readonly near?: (a: number, b: number) => number;
}

/** Of two numbers, both literal or of one shape. */
export const PAIRWISE: ReadonlyMap<string, Pairwise> = new Map<string, Pairwise>([
  ["max", { f: d.max, near: (a, b) => Math.abs(a - b) }],
  ["min", { f: d.min, near: (a, b) => Math.abs(a - b) }],
  ["pow", { f: d.pow, near: (a, b) => (Number.isInteger(b) && b >= 0 ? Infinity : a) }],
  ["hypot", { f: d.hypot, near: Math.hypot }],
  ["atan2", { f: d.atan2, near: Math.hypot }],
  ["logbeta", { f: d.logbeta, near: Math.min }],
  ["betafn", { f: (a, b) => d.exp(d.logbeta(a, b)), near: Math.min }],
  ["log_student", { f: d.logStudentT, near: (_, v) => v }],
  ["logaddexp", { f: d.logaddexp }],
  ["logsubexp", { f: d.logsubexp, near: (a, b) => a - b }],
  ["hinge", { f: d.hinge, near: (s, y) => Math.abs(1 - y * s) }],
  ["mod", { f: d.mod, near: (a, b) => Math.min(Math.abs(b), whole(a / b)) }],
]);

/** Of all own elements, or of an index: `max(x)`, `max_i(x_i)`. */
export const OVER = new Set([
  "sum",
  "mean",
  "prod",
  "max",
  "min",
  "lse",
  "logsumexp",
  "var",
  "std",
]);
/** Of a vector, or of an index, with as many results. */
export const ALONG = new Set(["softmax", "log_softmax", "cumsum"]);

export const BUILTINS: ReadonlySet<string> = new Set([
  ...ELEMENTWISE.keys(),
  ...OVER,
  ...ALONG,
  ...PAIRWISE.keys(),
  ...OF_VALUES.keys(),
  ..."where vec norm dot outer zeros ones eye stop".split(" "),
]);
