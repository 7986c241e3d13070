/** @file The loop IR that every target prints. No decision is left: the order of statements is the order of work. */
import type { Dim, DimSymbol } from "../dim.ts";
import type { Buffer, Element, Fold, Index, Local, Loop } from "./formula.ts";

export type Statement =
  | { readonly kind: "loop"; readonly loop: Loop; readonly body: readonly Statement[] }
  | {
      readonly kind: "let";
      readonly local: Local;
      readonly value: Element;
      readonly mutable: boolean;
    }
  /** local += value, local *= value, or local = max(local, value) with NaN kept. */
  | {
      readonly kind: "accumulate";
      readonly local: Local;
      readonly by: Fold;
      readonly value: Element;
    }
  | {
      readonly kind: "store";
      readonly to: Buffer;
      readonly at: readonly Index[];
      readonly value: Element;
      readonly mode: "set" | "add";
    }
  | { readonly kind: "fill"; readonly to: Buffer; readonly value: number }
  /** `then` where from ≤ index < to. */
  | {
      readonly kind: "inside";
      readonly index: Index;
      readonly from: Dim;
      readonly to: Dim;
      readonly then: readonly Statement[];
      readonly otherwise: readonly Statement[];
    };

/** One loop nest, or a few that make one value. */
export interface Kernel {
  /** The equation in the model's notation: `h = tanh(W x + b)`, `∂J/∂W = Σ_n δ_n x_nᵀ`. One line, safe to stand in a comment. */
  readonly says: string;
  /** Where the model says it. */
  readonly from: { readonly start: number; readonly end: number } | undefined;
  readonly statements: readonly Statement[];
}

/** An array or number that the caller gives. */
export interface Argument {
  /** Its key in Params or Inputs: the ASCII spelling. */
  readonly key: string;
  /** As the model writes it, with its type: `W : ℝ^{m×n}`. */
  readonly says: string;
  readonly buffer: Buffer;
  /** A scalar input or constant without free axes is a number, everything else an array. A scalar param is an array of length 1. */
  readonly form: "array" | "number";
  /** Index data lies in [from, to]; reading subtracts `from`. */
  readonly range: { readonly from: Dim; readonly to: Dim } | undefined;
}

/** How `initialize` fills a parameter. */
export type Start =
  | { readonly kind: "constant"; readonly value: number }
  | {
      readonly kind: "normal";
      readonly mean: number | Element;
      readonly deviation: number | Element;
    }
  | { readonly kind: "uniform"; readonly from: number | Element; readonly to: number | Element }
  /** Glorot & Bengio 2010, eq. 16: uniform in ±√(6/(fanIn + fanOut)). */
  | { readonly kind: "glorot"; readonly fanIn: Dim; readonly fanOut: Dim }
  /** He et al. 2015, eq. 10: normal with deviation √(2/fanIn). */
  | { readonly kind: "he"; readonly fanIn: Dim }
  /** Saxe et al. 2013: orthonormal rows, or columns where those are fewer. */
  | { readonly kind: "orthogonal"; readonly rows: Dim; readonly columns: Dim };

export interface Parameter extends Argument {
  readonly start: Start;
}

/** A named result: an array that the workspace owns, or a number (a loss, a scalar output). */
export interface Entry {
  readonly key: string;
  /** What it is: `J = mean_n L`, `∂J/∂W`. */
  readonly says: string;
  readonly buffer: Buffer;
  /** `rows`: the rows that are not zero, with their numbers. */
  readonly form: "array" | "number" | "rows";
}

/** Storage that belongs to the workspace. Buffers with one slot share memory: they are never alive together. */
export interface Storage {
  readonly buffer: Buffer;
  /** Arrays handed out, what `backward` reads from `forward`, and scratch. */
  readonly role: "result" | "residual" | "temporary";
  /** Storages with equal slots share one array of equal length. */
  readonly slot: number;
}

/** One exported function over params, inputs and workspace. */
export interface Routine {
  readonly name: string;
  /** Its documentation, one sentence. */
  readonly says: string;
  readonly params: readonly Argument[];
  readonly inputs: readonly Argument[];
  /** An array beside them: the vector of a product with a derivative. */
  readonly direction?: Argument;
  readonly kernels: readonly Kernel[];
  readonly gives:
    | { readonly kind: "values" | "outputs" | "gradients"; readonly entries: readonly Entry[] }
    | {
        readonly kind: "both";
        readonly values: readonly Entry[];
        readonly gradients: readonly Entry[];
      }
    | { readonly kind: "one"; readonly entry: Entry };
  /** forward keeps residuals; backward needs them; every other routine that overwrites a residual spoils them. */
  readonly residuals: "keeps" | "needs" | "spoils" | "leaves";
}

/** All that a target prints. */
export interface Program {
  /** The model file's name. */
  readonly name: string;
  /** Every dim of the model in order, fixed ones too. */
  readonly dims: readonly DimSymbol[];
  /** Dims that only count a batch or sequence: `resize` may change them. The other open dims are fixed by `workspace`. */
  readonly resizable: readonly string[];
  /** Sizes that must not be negative, checked when sizes are bound. */
  readonly needs?: readonly Dim[];
  readonly params: readonly Parameter[];
  readonly inputs: readonly Argument[];
  readonly storage: readonly Storage[];
  readonly routines: readonly Routine[];
}
