/** @file What every rule of resolution is handed. */
import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";
import { showPlace, type Texts } from "../diagnostics/texts.ts";
import type { Dim } from "../dim.ts";
import type { Axis } from "../graph/type.ts";
import type { Node, Value } from "../graph/node.ts";
import type { Builder } from "../operators/index.ts";
import type { Entity, Scope } from "./scope.ts";
import type { Outlook } from "./outlook.ts";
import { typeOf, type Typed } from "./typed.ts";

export interface Context {
  /** Of the model and the files it uses: spans are places in it. */
  readonly source: Texts;
  /** Set behind keys of indices of a file that is used: they are others than those of the model. */
  readonly mark: string;
  readonly c: Builder;
  readonly report: Report;
  readonly scope: Scope;
  /** What the file declares further below. */
  readonly outlook: Outlook;
  /** Parameters of a function, bound indices: seen before declared names. */
  readonly locals: ReadonlyMap<string, Entity>;
  /** Only names declared before this one are seen: the body of a function sees what was above it. */
  readonly limit: number;
  /** Where indices may stand in an expression of dims: what they are there. */
  readonly indexValue?: (axis: Axis) => Dim;
  /** What a guard around the expression ensures is not negative, over positions of indices; see affine.ts. */
  readonly guards?: readonly Dim[];
  readonly derivatives: Derivatives;
  readonly effort: Effort;
  /** Axes bound by a sum alone, in the order in which they came. */
  readonly boundAxes: Axis[];
  /** Sizes that must not be negative, which is known only when they are bound. */
  readonly needs: Dim[];
}

/** What differentiates the graph as written. */
export interface Derivatives {
  /** Of an elementwise y by a value it is made of: the tangent of y for tangent 1 of x. */
  along(y: Value, x: Value): Value;
  /** ∂y/∂x of one number, in x's shape. `isKept`: names that something is differentiated by. */
  byGradient(y: Value, x: Value, isKept: (node: Node) => boolean): Value;
  /** ∂y/∂x, shape(y) × shape(x); below free axes that both have, the diagonal blocks. */
  byJacobian(y: Value, x: Value, isKept: (node: Node) => boolean): Value;
}

/** Guards against models that unfold without end. */
export interface Effort {
  depth: number;
  calls: number;
  names: number;
  cuts: number;
  readonly mostCalls: number;
}

/** What is said of a name once, however often the name stands there. */
const OF_NAMES = new Set(["unknown-name", "unknown-dim", "declared-below"]);

/** Says each mistake once, however often its place is read. */
export function once(report: Report): Report {
  const said = new Set<string>();
  return (diagnostic: Diagnostic) => {
    const { start, end } = diagnostic.labels[0].span;
    const { code, message } = diagnostic;
    const key = OF_NAMES.has(code) ? message : `${code}@${start}-${end}`;
    if (said.has(key)) return;
    said.add(key);
    report(diagnostic);
  };
}

/** `ℝ^n, declared at 3:9`, or `ℝ^m, because W : ℝ^{m×d}`. */
export function because(ctx: Context, x: Typed): string {
  const { origin } = x;
  if (origin === undefined) return typeOf(x);
  if (origin.bare) return `${typeOf(x)}, ${origin.how} at ${showPlace(ctx.source, origin.span)}`;
  return origin.type === ""
    ? typeOf(x)
    : `${typeOf(x)}, because ${origin.name} : ${origin.type} (${showPlace(ctx.source, origin.span)})`;
}

/** The label of an operand: where it stands, its shape, and where that comes from. */
export const shapeLabel = (ctx: Context, x: Typed): { span: Span; text: string } => ({
  span: x.span,
  text: because(ctx, x),
});
