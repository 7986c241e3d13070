/** @file The built-in functions of one number, and the names of all built-in functions. */
import * as d from "./dual.ts";
import type { Num } from "./dual.ts";

export interface Elementwise {
  readonly f: (x: Num) => Num;
  /** The distance from the nearest kink or end of the domain. */
  readonly near?: (x: number) => number;
}

const itself = (x: number): number => x;

export const ELEMENTWISE: ReadonlyMap<string, Elementwise> = new Map<string, Elementwise>([
  ["exp", { f: d.exp }],
  ["expm1", { f: d.expm1 }],
  ["log", { f: d.log, near: itself }],
  ["log1p", { f: d.log1p, near: (x) => 1 + x }],
  ["sqrt", { f: d.sqrt, near: itself }],
  ["tanh", { f: d.tanh }],
  ["sin", { f: d.sin }],
  ["cos", { f: d.cos }],
  ["sigma", { f: d.sigmoid }],
  ["sigmoid", { f: d.sigmoid }],
  ["logsigmoid", { f: (x) => d.neg(d.softplus(d.neg(x))) }],
  ["softplus", { f: d.softplus }],
  ["relu", { f: d.relu, near: Math.abs }],
  ["abs", { f: d.abs, near: Math.abs }],
  ["sign", { f: (x) => Math.sign(d.plain(x)), near: Math.abs }],
]);

/** Of all own elements, or of an index: `max(x)`, `max_i(x_i)`. */
export const OVER = new Set(["sum", "mean", "prod", "max", "min", "lse", "logsumexp"]);
/** Of a vector, or of an index, with as many results. */
export const ALONG = new Set(["softmax", "log_softmax"]);

export const BUILTINS: ReadonlySet<string> = new Set([
  ...ELEMENTWISE.keys(),
  ...OVER,
  ...ALONG,
  ..."pow vec norm dot outer zeros ones eye stop".split(" "),
]);
