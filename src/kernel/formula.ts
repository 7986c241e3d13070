/**
 * @file One element of a tensor, as structure. An operator says how an element of its result comes from elements of its
 * inputs; all targets are made from that. Elements are shared objects: what stands twice in a formula is one object.
 */
import { dimAdd, dimMultiply, dimNumber, type Dim } from "../dim.ts";

/** A loop variable, from 0 to extent − 1. Each is its own object. */
export interface Loop {
  /** What it would like to be called. */
  readonly name: string;
  readonly extent: Dim;
  /** From extent − 1 to 0. */
  readonly down?: boolean;
}

/** A position: an affine combination of loops, a quotient or remainder (reshape), or an integer read from a buffer (gather). */
export type Index =
  | { readonly kind: "loop"; readonly loop: Loop }
  | {
      readonly kind: "affine";
      readonly terms: readonly { readonly index: Index; readonly times: Dim }[];
      readonly plus: Dim;
    }
  | { readonly kind: "quotient" | "remainder"; readonly of: Index; readonly by: Dim }
  | { readonly kind: "value"; readonly value: Element; readonly minus: Dim };

/** The closed set that every target prints. A comparison gives a truth, `select(truth, a, b)` takes one. */
export type ScalarOp =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "neg"
  | "max"
  | "min"
  | "abs"
  | "sign"
  | "sqrt"
  | "exp"
  | "log"
  | "log1p"
  | "expm1"
  | "tanh"
  | "sigmoid"
  | "softplus"
  | "pow"
  | "log2"
  | "log10"
  | "cbrt"
  | "sin"
  | "cos"
  | "tan"
  | "asin"
  | "acos"
  | "atan"
  | "sinh"
  | "cosh"
  | "asinh"
  | "acosh"
  | "atanh"
  | "floor"
  | "ceil"
  | "atan2"
  | "round"
  | "mod"
  | "erf"
  | "erfc"
  | "normcdf"
  | "erfinv"
  | "erfcx"
  | "erfcxExcess"
  | "logErfc"
  | "logNormcdf"
  | "gammafn"
  | "logbeta"
  | "lgamma"
  | "digamma"
  | "polygamma"
  | "less"
  | "lessEqual"
  | "equal"
  | "and"
  | "or"
  | "not"
  | "select";

/** How a reduction puts its elements together. */
export type Fold = "sum" | "product" | "max";

export type Element =
  | { readonly kind: "number"; readonly value: number }
  /** A size as a number: the N of a mean. */
  | { readonly kind: "size"; readonly dim: Dim }
  /** A position as a number. */
  | { readonly kind: "position"; readonly index: Index; readonly plus: Dim }
  | { readonly kind: "load"; readonly from: Buffer; readonly at: readonly Index[] }
  | { readonly kind: "call"; readonly op: ScalarOp; readonly args: readonly Element[] }
  /** A variable of the kernel; only in statements, where `reduce` no longer stands. */
  | { readonly kind: "local"; readonly local: Local }
  | {
      readonly kind: "reduce";
      readonly by: Fold;
      readonly loop: Loop;
      readonly body: Element;
    }
  /** `otherwise` where the index is outside [from, to); `then` is never evaluated there. */
  | {
      readonly kind: "when";
      readonly index: Index;
      readonly from: Dim;
      readonly to: Dim;
      readonly then: Element;
      readonly otherwise: Element;
    };

/** A variable of a kernel. Each is its own object. */
export interface Local {
  /** What it would like to be called. */
  readonly name: string;
  readonly of: "real" | "integer" | "truth";
}

/** Named storage, row-major over `extents`. */
export interface Buffer {
  readonly name: string;
  readonly extents: readonly Dim[];
  readonly of: "real" | "integer";
  /** Only rows that something is added to are kept, and they are at most so many. It is cleared and added to, not read. */
  readonly rows?: Dim;
}

/**
 * How an operator's definition reads an input: the element at the given positions of the input's own shape, all free axes
 * as they are, except those in `bind`, which are put at the given position (how `close` turns a free axis into shape).
 */
export type Access = (at: readonly Index[], bind?: ReadonlyMap<string, Index>) => Element;

/** The position of a free axis, by its key (how `open` turns shape into a free axis). */
export type Here = (axisKey: string) => Index;

/** A part of a pushed result: for every position of the loops, `value` goes to `to` (in the result's own shape). */
export interface Piece {
  readonly loops: readonly Loop[];
  readonly to: readonly Index[];
  readonly value: Element;
  readonly mode: "set" | "add";
}

/**
 * Exactly one of: pull one element; push pieces into zeros; go step by step, each reading what the result holds already.
 * Operators given by parts are expanded before this.
 */
export type Definition =
  | { readonly by: "element"; element(at: readonly Index[]): Element }
  | { readonly by: "pieces"; pieces(): readonly Piece[] }
  /** Pieces in the order of their loops; together they set every element once. */
  | { readonly by: "steps"; steps(own: Access): readonly Piece[] };

/* ---- makers, with the folding that never changes a value ---- */

export const number = (value: number): Element => ({ kind: "number", value });
export const call = (op: ScalarOp, ...args: readonly Element[]): Element => ({
  kind: "call",
  op,
  args,
});
export const at = (loop: Loop): Index => ({ kind: "loop", loop });
export const loopOver = (name: string, extent: Dim): Loop => ({ name, extent });

/** Zero where there is nothing: a product with it is nothing, whatever the other factor. */
export const nothing: Element = number(0);

/** Σ times·index + plus, flat: sums inside are written out, one index stands once, and i + 0 is i. */
export function affine(
  terms: readonly { readonly index: Index; readonly times: Dim }[],
  plus: Dim,
): Index {
  const flat: { readonly index: Index; readonly times: Dim }[] = [];
  let rest = plus;
  const put = (index: Index, times: Dim): void => {
    if (index.kind === "affine") {
      for (const t of index.terms) put(t.index, dimMultiply(times, t.times));
      rest = dimAdd(rest, dimMultiply(times, index.plus));
      return;
    }
    const same = flat.findIndex((t) => isSame(t.index, index));
    if (same < 0) flat.push({ index, times });
    else flat[same] = { index, times: dimAdd(flat[same]!.times, times) };
  };
  for (const t of terms) put(t.index, t.times);
  const left = flat.filter((t) => t.times.key !== ZERO.key);
  const [only] = left;
  const isPlain = left.length === 1 && only!.times.key === ONE.key && rest.key === ZERO.key;
  return isPlain ? only!.index : { kind: "affine", terms: left, plus: rest };
}

/** index + by. */
export const shifted = (index: Index, by: Dim): Index => affine([{ index, times: ONE }], by);

const ZERO = dimNumber(0);
const ONE = dimNumber(1);
const isSame = (a: Index, b: Index): boolean =>
  a === b || (a.kind === "loop" && b.kind === "loop" && a.loop === b.loop);

/** Σ, Π or max over a new loop. */
export function reduceOver(
  by: Fold,
  name: string,
  extent: Dim,
  body: (i: Index) => Element,
): Element {
  const loop = loopOver(name, extent);
  return { kind: "reduce", by, loop, body: body(at(loop)) };
}
