/** @file A derivation in words and formulas, ready to be printed: no graph is left in it. */
import { dimProduct, showDim, type Dim } from "../dim.ts";
import { topological, type Value } from "../graph/node.ts";
import { noted } from "./noted.ts";
import type { Model, Rewrite } from "../graph/plan.ts";
import { showType } from "../graph/show.ts";
import { hasAxis, unionAxes } from "../graph/type.ts";
import type { Factor } from "./chain.ts";
import type { Derivation, Share } from "./derivation.ts";
import { stepsOf } from "./steps.ts";
import { derivativeTex, tex } from "./typeset.ts";

/** A formula as the language writes it, and as LaTeX. */
export interface Formula {
  readonly text: string;
  readonly latex: string;
}

/** `left = right`, and the shape of both. */
export interface Line {
  readonly left: Formula;
  readonly right: Formula;
  readonly shape: Formula;
}

export interface JacobianFactor {
  /** ∂h/∂z */
  readonly left: Formula;
  /** In Jacobian form, LaTeX. */
  readonly form: string;
  /** `m × n`: entries of what is differentiated by entries of what it is by. */
  readonly size: Formula;
}

/** What one piece gives: the shares of several add up. */
export interface ShareOf {
  readonly from: Formula;
  readonly right: Formula;
}

/** What is made step by step has the equations of one step. */
export interface PieceLine extends Line {
  /** The names that it is made of. */
  readonly reads: readonly Formula[];
  readonly isOnPath: boolean;
  readonly steps: readonly {
    readonly axis: Formula;
    readonly backward: boolean;
    readonly equations: readonly Line[];
  }[];
}

export interface SignalStep extends Line {
  /** The piece that it is the derivative by. */
  readonly of: Formula;
  /** δ, where it has a name: what is fed downward. */
  readonly name: Formula | undefined;
  /** Equations that were put in first. */
  readonly through: readonly Formula[];
  readonly shares: readonly ShareOf[];
}

export interface BackwardSteps {
  readonly of: Formula;
  readonly axis: Formula;
  readonly backward: boolean;
  readonly signals: readonly SignalStep[];
  /** What the step after it gives to a state. */
  readonly later: readonly Line[];
}

export interface GradientStep extends Line {
  readonly name: Formula;
  readonly key: string;
  /** Where there is one way down to it: the factors in Jacobian form, from the top. */
  readonly chain: readonly JacobianFactor[] | undefined;
  /** Along which the product is summed: n, where the factors are per n and the gradient is not. */
  readonly sums: readonly Formula[];
  /** δ, which is the product of all factors before the last; and its shape as a row. */
  readonly before: { readonly name: Formula; readonly size: Formula } | undefined;
  /** The names that the gradient is made of, with their shapes: what dictates its form. */
  readonly made: readonly { readonly name: Formula; readonly shape: Formula }[];
  readonly shares: readonly ShareOf[];
}

export interface Explanation {
  readonly of: Formula;
  readonly symbols: readonly {
    readonly name: Formula;
    readonly role: string;
    readonly shape: Formula;
  }[];
  readonly pieces: readonly PieceLine[];
  readonly slopes: readonly Line[];
  readonly signals: readonly SignalStep[];
  /** How the error goes back through the steps of each recurrence. */
  readonly recurrences: readonly BackwardSteps[];
  readonly gradients: readonly GradientStep[];
  readonly rewrites: readonly {
    readonly rule: string;
    readonly before: Formula;
    readonly after: Formula;
  }[];
}

export function explanation(d: Derivation, model: Model, fired: readonly Rewrite[]): Explanation {
  const nameOf = (x: Value): string | undefined => d.names.get(x);
  const formula = (x: Value): Formula => {
    const isName = x.node.inputs.length === 0 ? nameOf(x) : undefined;
    return said(isName ?? noted(x, nameOf));
  };
  const typeset = (x: Value): string => tex(nameOf(x) ?? noted(x, nameOf));
  const shares = (all: readonly Share[]): readonly ShareOf[] =>
    all.map((s) => ({ from: said(s.from.name), right: formula(s.right) }));
  const factor = (f: Factor): JacobianFactor => ({
    left: derivative(`∂${nameOf(f.of)}/∂${nameOf(f.by) ?? noted(f.by, nameOf)}`),
    form: f.form(typeset),
    size: said(`${size(f.rows)} × ${size(f.columns)}`),
  });
  const before = (chain: Derivation["gradients"][number]["chain"]): GradientStep["before"] => {
    const { of, symbol, right } = chain?.before ?? {};
    if (!of || !symbol || symbol === right || chain!.factors.length < 2) return undefined;
    return { name: said(nameOf(symbol)!), size: said(`1 × ${size(dimProduct(of.symbol.shape))}`) };
  };
  const signal = (s: Derivation["signals"][number]): SignalStep => ({
    of: said(s.of.name),
    left: derivative(s.says),
    right: formula(s.right),
    shape: shape(s.right),
    name: s.symbol === s.right ? undefined : said(nameOf(s.symbol)!),
    through: s.shares.flatMap((x) => x.through.map((p) => said(p.name))),
    shares: shares(s.shares),
  });
  const steps = (p: Derivation["pieces"][number]): PieceLine["steps"] => {
    const made = new Set(
      topological([p.right]).flatMap(({ op, attributes }) =>
        op.recurrence === "state" ? [(attributes["names"] as readonly string[]).join()] : [],
      ),
    );
    return stepsOf(p.value, (names) => made.has(names.join())).map(({ axis, ...s }) => ({
      axis: said(axis),
      backward: s.backward,
      equations: s.equations.map((x) => ({
        left: said(x.left),
        right: said(x.right),
        shape: shape(x.value),
      })),
    }));
  };
  const sums = ({ chain, wrt }: Derivation["gradients"][number]): readonly Formula[] =>
    unionAxes(...(chain?.factors ?? []).map((f) => f.of.node.free))
      .filter((axis) => !hasAxis(wrt.symbol.node.free, axis))
      .map((axis) => said(axis.name));
  const namesIn = (x: Value): GradientStep["made"] => {
    const seen = new Set([x]);
    for (const at of seen)
      if (at === x || nameOf(at) === undefined) for (const below of at.node.inputs) seen.add(below);
    return [...seen].flatMap((at) => {
      const own = at.node.op.name === "symbol" ? noted(at, nameOf) : undefined;
      const name = at === x && own === undefined ? undefined : (nameOf(at) ?? own);
      return name === undefined ? [] : [{ name: said(name), shape: shape(at) }];
    });
  };
  return {
    of: said(d.of),
    symbols: model.leaves.map((leaf) => ({
      name: said(leaf.name),
      role: { param: "parameter", input: "input", const: "constant" }[leaf.role],
      shape: shape(leaf.value),
    })),
    pieces: d.pieces.map((p) => {
      const made = steps(p);
      const argument = p.reads[0] && nameOf(p.reads[0]);
      return {
        left: said(p.name),
        right: made[0]
          ? said(`(${p.name}_${made[0].axis.text})_${made[0].axis.text}`)
          : withFunction(formula(p.right), p.function, argument),
        shape: shape(p.symbol),
        isOnPath: p.isOnPath,
        steps: made,
        reads: namesIn(p.right).map((x) => x.name),
      };
    }),
    slopes: d.slopes.map((s) => ({
      left: said(s.says),
      right: formula(s.right),
      shape: shape(s.right),
    })),
    signals: d.signals.map(signal),
    recurrences: d.recurrences.map(({ steps: all, signals, later }) => ({
      of: said(all.of.name),
      axis: said(all.axis.name),
      backward: all.backward,
      signals: signals.map(signal),
      later: later.map((x) => ({
        left: said(nameOf(x.symbol)!),
        right: formula(x.right),
        shape: shape(x.right),
      })),
    })),
    gradients: d.gradients.map((g) => ({
      left: derivative(g.says),
      right: formula(g.right),
      shape: shape(g.right),
      name: said(g.wrt.name),
      key: g.wrt.key,
      chain: g.chain?.factors.map(factor),
      sums: sums(g),
      before: before(g.chain),
      made: namesIn(g.right),
      shares: shares(g.shares),
    })),
    rewrites: told(fired, nameOf),
  };
}

const said = (text: string): Formula => ({ text, latex: tex(text) });
const derivative = (text: string): Formula => ({ text, latex: derivativeTex(text) });

/** Each once; not what only moves signs and units about, and nothing too long to be read. */
function told(
  fired: readonly Rewrite[],
  nameOf: (x: Value) => string | undefined,
): Explanation["rewrites"] {
  const found = new Map<string, Explanation["rewrites"][number]>();
  for (const { rule, before, after } of fired) {
    if (before.node.inputs.some(isUnit)) continue;
    const [from, to] = [noted(before, nameOf), nameOf(after) ?? noted(after, nameOf)];
    const key = `${rule}: ${from} → ${to}`;
    if (key.includes("…") || key.includes("|")) continue;
    found.set(key, { rule, before: said(from), after: said(to) });
  }
  return [...found.values()];
}

/** 0 and 1 fall away wherever they come up. */
function isUnit({ node }: Value): boolean {
  const [inner] = node.inputs;
  if (node.op.movement && inner) return isUnit(inner);
  return [0, 1, -1].includes(node.attributes["value"] as number);
}

/** `ℝ^{m×n} per n`. */
function shape(x: Value): Formula {
  const text = showType(x);
  const [own, per] = text.replace(/\^(\w+)/u, "^{$1}").split(" per ") as [string, string?];
  return { text, latex: tex(own) + (per ? `\\text{ per } ${tex(per)}` : "") };
}

/** A product with its factors apart: `m n`. */
function size(dim: Dim): string {
  const [only, more] = dim.terms;
  if (!only || more || only.coefficient.denominator !== 1n)
    return more ? `(${showDim(dim)})` : showDim(dim);
  const { numerator } = only.coefficient;
  const factors = only.factors.map((f) => f.name);
  return (numerator === 1n && factors.length > 0 ? "" : String(numerator)) + factors.join(" ");
}

/** `f(z) = σ(z)`: by the name of the function first. */
function withFunction(f: Formula, of: string | undefined, argument: string | undefined): Formula {
  if (of === undefined || argument === undefined) return f;
  const call = said(`${of}(${argument})`);
  return { text: `${call.text} = ${f.text}`, latex: `${call.latex} = ${f.latex}` };
}
