/** @file What a module is to compute: symbols, results and derivatives as values of one graph. Between resolve and lower. */
import type { Dim, DimSymbol } from "../dim.ts";
import type { Span } from "../diagnostics/source.ts";
import type { Value } from "./node.ts";
import type { Axis, NumberKind, Shape } from "./type.ts";

/** The start of a parameter as the model has it; initializer arguments are scalar values over constants and dims. */
export type Initial =
  | { readonly kind: "value"; readonly value: Value }
  | {
      readonly kind: "initializer";
      readonly name: "normal" | "uniform" | "glorot" | "he" | "orthogonal";
      readonly arguments: readonly Value[];
    };

/** A leaf of the graph: a parameter (differentiated), an input or a constant (given by the caller; not differentiated). */
export interface Leaf {
  readonly role: "param" | "input" | "const";
  /** As the model writes it. */
  readonly name: string;
  /** Its ASCII spelling, unique in the model. */
  readonly key: string;
  readonly value: Value;
  /** Batches in the order of `per`: the outer axes in memory, before the shape. */
  readonly axes: readonly Axis[];
  readonly shape: Shape;
  /** The indices and seqs that the first axes of the shape are for. */
  readonly family?: readonly Axis[];
  readonly of: NumberKind;
  readonly initial: Initial | undefined;
  /** Its gradient is given by rows: those that index data names. */
  readonly sparse?: boolean;
  readonly span: Span;
}

/** A value under a name of the model. */
export interface Named {
  readonly name: string;
  readonly key: string;
  readonly value: Value;
  readonly span: Span;
}

/** A scalar's derivative of second or higher kind, or a gradient of something that is not the objective. */
export interface Request {
  readonly role: "grad" | "jacobian" | "hessian" | "hvp" | "jvp" | "vjp";
  readonly of: Named;
  readonly wrt: readonly Named[];
  readonly span: Span;
}

/** What `resolve` makes: the graph as written. */
export interface Model {
  readonly name: string;
  readonly dims: readonly DimSymbol[];
  /** In the order of declaration: the memory order of free axes. */
  readonly axes: readonly Axis[];
  readonly leaves: readonly Leaf[];
  /** Definitions in order; their values are `named` nodes. */
  readonly definitions: readonly Named[];
  readonly objective: (Named & { readonly sense: "minimize" | "maximize" }) | undefined;
  readonly outputs: readonly Named[];
  readonly requests: readonly Request[];
  /** Sizes that must not be negative when they are bound: n − 2 where the model reads x[2]. */
  readonly needs?: readonly Dim[];
}

/** A leaf of one derivative alone, shaped as the name that it goes with. */
export interface Direction {
  readonly value: Value;
  readonly axes: readonly Axis[];
  /** What it is shaped as: `w`. */
  readonly as: string;
}

/** What `differentiate` makes and `lower` takes: every value settled, derivatives in place. */
export interface Plan {
  readonly model: Model;
  /** The objective, if any, as a number under its key. */
  readonly objective: Named | undefined;
  readonly outputs: readonly Named[];
  /** What derivatives are asked of, the objective apart, where it is no output: `predict` gives it too. */
  readonly asked: readonly Named[];
  /** Cotangents of parameters and of what `grad` asks for, under the key of the leaf or definition. */
  readonly gradients: readonly Gradient[];
  /** Further exports: `hessian_J_w`, `grad_s_x`. */
  readonly derivatives: readonly {
    readonly name: string;
    readonly says: string;
    readonly result: Named;
    readonly rows?: Dim;
    /** What the caller gives beside params and inputs: of `hvp` and `jvp` a tangent, of `vjp` a cotangent. */
    readonly direction?: Direction;
  }[];
  /** What settled values are called in the model; the first name wins. */
  readonly names: ReadonlyMap<
    Value,
    { readonly name: string; readonly key: string; readonly span: Span }
  >;
  readonly rewrites: readonly Rewrite[];
}

/** `says` is `∂J/∂W`; `rows` is how many rows of it can be other than zero, where only those are given. */
export type Gradient = Named & { readonly says: string; readonly rows?: Dim };

/** An identity that fired, by name. */
export interface Rewrite {
  readonly rule: string;
  readonly before: Value;
  readonly after: Value;
}

/** Extents in memory: free axes before the shape. */
export const memoryExtents = (axes: readonly Axis[], shape: Shape): readonly Dim[] => [
  ...axes.map((a) => a.extent),
  ...shape,
];
