/**
 * @file The syntax tree: a model as written. Nothing is resolved here: `Wx` is one word, `f(x)` is a call or a product,
 * `A^T` a power. Every node has its span; names keep their spelling. Spellings of one sign are one `sign`.
 */
import type { Span } from "../diagnostics/source.ts";

export interface File {
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly span: Span;
}

/** `// text`, with the slashes. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
}

/** A word as written (`W₁x`, `h_T`, `λ`). `text` is exactly what stands in the source, without subscript braces. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

/**
 * A declared or defined name with its subscript: `w_j`, `β_{i,k}`, `S_ij`, `xₜ`. For `W_Q` the word is `W`, the subscript
 * one slot holding the name `Q`: whether it is a family or a plain name is for resolution.
 */
export interface Target {
  readonly name: Word;
  readonly subscript?: Subscript;
  readonly span: Span;
}

export interface Subscript {
  readonly slots: readonly Slot[];
  /** `_j`, `_{i,k}`, `ᵢ`: a bare word or number, braces, or Unicode subscript letters or digits. */
  readonly form: "bare" | "braces" | "unicode";
  readonly span: Span;
}

/** One position of a subscript or index: an expression, or `:` for the whole axis. */
export type Slot = Expression | { readonly kind: "whole"; readonly span: Span };

export type Statement =
  | {
      readonly kind: "dim";
      readonly dims: readonly { readonly name: Word; readonly value?: Expression }[];
      readonly span: Span;
    }
  | {
      readonly kind: "axis";
      readonly role: "index" | "seq" | "batch";
      readonly names: readonly Word[];
      readonly range: Range;
      readonly until?: Condition;
      readonly checkpoint?: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "declare";
      readonly role: "input" | "param" | "const";
      readonly groups: readonly Group[];
      readonly span: Span;
    }
  | {
      readonly kind: "define";
      readonly targets: readonly TypedTarget[];
      readonly value: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "function";
      readonly name: Word;
      readonly parameters: readonly Word[];
      readonly value: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "block-function";
      readonly name: Word;
      readonly parameters: readonly Word[];
      readonly body: readonly Statement[];
      readonly results: readonly Expression[];
      readonly span: Span;
    }
  | {
      readonly kind: "derivative";
      readonly name: Word;
      readonly parameters: readonly Word[];
      readonly value: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "objective";
      readonly role: "loss" | "minimize" | "maximize";
      readonly name: Target;
      readonly value: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "output";
      readonly items: readonly { readonly name: Target; readonly value?: Expression }[];
      readonly span: Span;
    }
  | {
      readonly kind: "request";
      readonly role: "grad" | "jacobian" | "hessian" | "hvp" | "jvp" | "vjp";
      readonly of: Target;
      readonly wrt: readonly Target[];
      readonly span: Span;
    }
  | {
      readonly kind: "update";
      readonly name: Target;
      readonly value: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "update-all";
      readonly by: Word;
      readonly arguments: readonly Argument[];
      readonly span: Span;
    }
  /** `optimizer adam(α = 1e-3) for θ, g`, its states and its assignments. */
  | {
      readonly kind: "optimizer";
      readonly name: Word;
      readonly arguments: readonly Argument[];
      readonly names: readonly Word[];
      readonly states: readonly OptimizerState[];
      readonly body: readonly { readonly name: Target; readonly value: Expression }[];
      readonly span: Span;
    }
  | { readonly kind: "use"; readonly path: string; readonly span: Span };

/** `state m : like θ = 0`. */
export interface OptimizerState {
  readonly name: Word;
  readonly like: Word;
  readonly start: Expression;
}

export interface TypedTarget {
  readonly target: Target;
  readonly type?: Type;
}

/** `W₁, W₂ : ℝ^{h×d} per n sparse ~ he`. */
export interface Group {
  readonly targets: readonly Target[];
  readonly type: Type;
  readonly per: readonly Word[];
  readonly attributes: readonly {
    readonly name: "symmetric" | "diag" | "lower" | "pd" | "sparse";
    readonly span: Span;
  }[];
  readonly start?:
    | { readonly kind: "value"; readonly value: Expression }
    | {
        readonly kind: "initializer";
        readonly name: Word;
        readonly arguments: readonly Argument[];
        readonly span: Span;
      };
  readonly span: Span;
}

/** `5` and `N` count from 1 (`from` is absent); `0..V-1`. Bounds are expressions over dims. */
export interface Range {
  readonly from?: Expression;
  readonly to: Expression;
  readonly span: Span;
}

export type Type =
  | { readonly kind: "real"; readonly shape: readonly Expression[]; readonly span: Span } // ℝ, ℝ^d, ℝ^{m×n}
  | { readonly kind: "integer"; readonly span: Span } // ℤ
  | { readonly kind: "range"; readonly range: Range; readonly span: Span } // 0..V-1
  | { readonly kind: "bit"; readonly span: Span }; // {0,1}

/** `name = value` or `value`. */
export interface Argument {
  readonly name?: Word;
  readonly value: Expression;
  readonly span: Span;
}

export type InfixSign = "+" | "-" | "·" | "*" | "/" | "⊙" | "⊘" | "⊗";
export type RelationSign = "<" | "≤" | ">" | "≥" | "=" | "≠";

export type Expression =
  /** `text` is the number as written; `½` too. */
  | { readonly kind: "number"; readonly value: number; readonly text: string; readonly span: Span }
  /** A word, with or without subscript, not yet cut. A word before a bracket is a `call`. */
  | {
      readonly kind: "name";
      readonly word: Word;
      readonly subscript?: Subscript;
      readonly span: Span;
    }
  /** `f(x, y = 2)` or `u (x + 1)`: resolution decides between call and product. The callee may be `f′`, `f_1`, `softmax_j`. */
  | {
      readonly kind: "call";
      readonly word: Word;
      readonly subscript?: Subscript;
      readonly primes: number;
      readonly arguments: readonly Argument[];
      /** A space stood before the bracket. */
      readonly spaced: boolean;
      /** In `h, c = f(x)`, taken apart by resolution: which of how many results. */
      readonly result?: { readonly at: number; readonly of: number };
      readonly span: Span;
    }
  /** `a + b + c`, `a · b / c`: a chain of one level, read to the left. signs[i] stands before operands[i + 1]. */
  | {
      readonly kind: "infix";
      readonly signs: readonly { readonly sign: InfixSign; readonly span: Span }[];
      readonly operands: readonly Expression[];
      readonly span: Span;
    }
  | { readonly kind: "negate"; readonly operand: Expression; readonly span: Span }
  /** `2 W x`: two or more factors side by side. A bare function name (`log p`) is a factor here; resolution gives it its operand. */
  | { readonly kind: "implicit"; readonly factors: readonly Expression[]; readonly span: Span }
  | {
      readonly kind: "power";
      readonly base: Expression;
      readonly exponent: Expression;
      readonly elementwise: boolean;
      readonly superscript: boolean;
      readonly span: Span;
    }
  /** `xᵀ`, `x'`, and `f′` without a bracket: resolution decides. */
  | {
      readonly kind: "transpose";
      readonly operand: Expression;
      readonly sign: "ᵀ" | "′";
      readonly span: Span;
    }
  | { readonly kind: "inverse"; readonly operand: Expression; readonly span: Span } // A⁻¹
  | {
      readonly kind: "index";
      readonly base: Expression;
      readonly slots: readonly Slot[];
      readonly span: Span;
    } // x[1], A[i,:]
  /** `Σ_i x_i`, `prod_{k=1}^{n} …`, `sum_{i=1..n} …`: reaches to the next + or −. */
  | {
      readonly kind: "reduction";
      readonly role: "sum" | "product" | "mean";
      /** The sign or word as written. */
      readonly word: Word;
      readonly over: readonly Binder[];
      readonly body: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "norm";
      readonly operand: Expression;
      readonly subscript?: Subscript;
      readonly span: Span;
    } // ‖x‖_p
  | { readonly kind: "absolute"; readonly operand: Expression; readonly span: Span } // |x|
  | { readonly kind: "root"; readonly operand: Expression; readonly span: Span } // √x
  /** `[a; b]`, `[A, B; C, D]`: rows of blocks. */
  | {
      readonly kind: "block";
      readonly rows: readonly (readonly Expression[])[];
      readonly span: Span;
    }
  | {
      readonly kind: "cases";
      readonly cases: readonly { readonly value: Expression; readonly condition?: Condition }[];
      readonly span: Span;
    }
  /** `∂s/∂W`. */
  | { readonly kind: "partial"; readonly of: Expression; readonly wrt: Target; readonly span: Span }
  /** `∇_W s`, `grad_W s`. */
  | {
      readonly kind: "nabla";
      readonly wrt: Subscript;
      readonly of: Expression;
      readonly span: Span;
    }
  /** `argmin_z g from z0`, `fixpoint_z g from z0`. */
  | {
      readonly kind: "solve";
      readonly role: "argmin" | "fixpoint";
      readonly over: Subscript;
      readonly body: Expression;
      readonly from: Expression;
      readonly span: Span;
    }
  /** `x > 0 and y ≤ 1` as an argument; `x = 0` alone is read as an argument with a name. */
  | { readonly kind: "condition"; readonly condition: Condition; readonly span: Span }
  /** `(x)`: kept, because brackets end the reach of a function. */
  | { readonly kind: "bracket"; readonly inner: Expression; readonly span: Span };

/** `i`, `i,j` (one binder each) or `k=1..n`. */
export interface Binder {
  readonly name: Word;
  readonly from?: Expression;
  readonly to?: Expression;
  readonly span: Span;
}

export type Condition =
  | {
      readonly kind: "relation";
      readonly operands: readonly Expression[];
      readonly signs: readonly RelationSign[];
      readonly span: Span;
    }
  | { readonly kind: "not"; readonly operand: Condition; readonly span: Span }
  | { readonly kind: "and" | "or"; readonly operands: readonly Condition[]; readonly span: Span };
