/** @file The chain of Jacobians from what is differentiated to what it is by, each factor in Jacobian form. */
import type { Dim } from "../dim.ts";
import { dimProduct } from "../dim.ts";
import { topological, type Node, type Value } from "../graph/node.ts";
import { hasAxis } from "../graph/type.ts";
import type { Local, Signal } from "./derivation.ts";
import type { Piece } from "./pieces.ts";
import { slopeBy, type Slope } from "./slopes.ts";
import type { Tools } from "./tools.ts";

/** ∂of/∂by, of its shape: as many rows as `of` has entries, as many columns as `by` has. */
export interface Factor {
  readonly of: Value;
  readonly by: Value;
  readonly rows: Dim;
  readonly columns: Dim;
  /** In LaTeX; `tex` typesets a value. */
  form(tex: (x: Value) => string): string;
}

export interface Chain {
  readonly factors: readonly Factor[];
  /** δ of the last piece but for the last factor: all factors before it, as one row. */
  readonly before: Signal | undefined;
}

interface Known {
  readonly pieces: readonly Piece[];
  readonly slopes: ReadonlyMap<Piece, Slope>;
  readonly locals: ReadonlyMap<Piece, Local>;
  readonly signals: readonly Signal[];
}

/** One way from the last piece to x, without recurrences; undefined where there are more ways, or none. */
export function chainOf(
  tools: Tools,
  { pieces, slopes, locals, signals }: Known,
  x: Value,
): Chain | undefined {
  const bySymbol = new Map(pieces.map((p) => [p.symbol, p]));
  const reaches = new Map<Value, boolean>([[x, true]]);
  const readsOf = (p: Piece): readonly Value[] => (locals.get(p) ?? p).reads;
  for (const p of pieces) {
    const isOn = readsOf(p).some((r) => reaches.get(r) === true);
    reaches.set(p.symbol, isOn || reaches.get(p.symbol) === true);
  }
  const factors: Factor[] = [];
  let at = pieces.at(-1)!;
  for (;;) {
    const ways = readsOf(at).filter((r) => reaches.get(r));
    const [next] = ways;
    if (next === undefined || ways.length > 1) return undefined;
    if (topological([at.right]).some((node) => node.op.recurrence)) return undefined;
    factors.push(factorOf(tools, at, (locals.get(at) ?? at).right, next, slopes.get(at)));
    if (next === x) return { factors, before: signals.find((s) => s.of === at) };
    at = bySymbol.get(next)!;
  }
}

function factorOf(
  tools: Tools,
  p: Piece,
  right: Value,
  by: Value,
  known: Slope | undefined,
): Factor {
  const isScalar = p.symbol.shape.length === 0;
  const isOne = topological([right]).filter((n) => n.inputs.length > 0).length === 1;
  const reduced = by.node.free.some((a) => !hasAxis(p.symbol.node.free, a));
  const slope = known?.symbol ?? (isOne ? undefined : slopeBy(tools, right, by));
  // Of a number the Jacobian is the gradient as a row.
  const gradient =
    isScalar && !slope && (reduced || !isOne) ? tools.reverse(tools.c, right, [by])[0] : undefined;
  const diagonal = (text: string): string =>
    isScalar ? text : text === "1" ? "I" : `\\operatorname{diag}(${text})`;
  return {
    of: p.symbol,
    by,
    rows: dimProduct(p.symbol.shape),
    columns: dimProduct(by.shape),
    form: (tex) =>
      slope
        ? diagonal(tex(slope))
        : gradient
          ? row(gradient, tex(gradient))
          : jacobian(right, by, tex),
  };
}

const row = (x: Value, text: string): string => {
  if (x.shape.length === 0) return text;
  if (x.shape.length === 1) return `${bracketed(text)}^\\top`;
  return `\\operatorname{vec}(${text})^\\top`;
};

/** By the operators' own forms, along all ways through a piece. */
function jacobian(right: Value, by: Value, tex: (x: Value) => string): string {
  const forms = new Map<Node, string>();
  for (const node of topological([right])) {
    if (node === by.node) {
      forms.set(node, by.shape.length === 0 ? "1" : "I");
      continue;
    }
    const below = node.inputs.map((x) => forms.get(x.node));
    if (below.every((f) => f === undefined)) continue;
    const texts = node.inputs.map((x) => bracketed(tex(x)));
    const own = node.op.jacobian(texts, bracketed(tex(node.results[0]!)), node);
    const terms = (own as readonly string[]).flatMap((form, i) =>
      below[i] === undefined ? [] : [product(form, below[i])],
    );
    forms.set(
      node,
      terms.reduce((a, b) => (b.startsWith("-") ? `${a} - ${b.slice(1)}` : `${a} + ${b}`)),
    );
  }
  return forms.get(right.node)!;
}

const ONE = new Set(["1", "I"]);
function product(a: string, b: string): string {
  if (ONE.has(a)) return b;
  if (ONE.has(b)) return a;
  if (a === "-1" || a === "-I") return b.startsWith("-") ? b.slice(1) : `-${bracketedSum(b)}`;
  return `${bracketedSum(a)}\\, ${bracketedSum(b)}`;
}

const outer = (text: string): string => text.replaceAll(/\{[^{}]*\}|\([^()]*\)/gu, "");
/** In brackets where a factor before or after would bind to a part of it. */
const bracketed = (text: string): string => (/[ +\-/]/u.test(outer(text)) ? `(${text})` : text);
const bracketedSum = (text: string): string => (/ [+-] /u.test(outer(text)) ? `(${text})` : text);
