/**
 * @file A derivation as a value: the pieces, the local error signal δ of each, computed once and fed downward, and the
 * gradients, in the shape convention: a gradient has the shape of what it is by.
 */
import { topological, type Value } from "../graph/node.ts";
import type { Model, Request } from "../graph/plan.ts";
import { chainOf, type Chain } from "./chain.ts";
import { lowered } from "./names.ts";
import { broken, type Piece, type Wanted } from "./pieces.ts";
import { rewritten } from "./rewritten.ts";
import { nameOf, slopesOf, standIn, type Slope } from "./slopes.ts";
import type { Tools } from "./tools.ts";
import { unrolled, type Earlier, type Unrolled } from "./unrolled.ts";

/** `says = right`, over symbols: `∂s/∂z`, `f′(z)`. */
export interface Equation {
  readonly says: string;
  readonly right: Value;
}

/** How the derivative of y by one piece comes about. */
export interface Signal extends Equation {
  readonly of: Piece;
  /** What stands for it further down; it is `right` itself where that is simple. */
  readonly symbol: Value;
  /** The pieces that it comes from, with their share: they add up. */
  readonly shares: readonly Share[];
}

export interface Share {
  readonly from: Piece;
  readonly right: Value;
  /** The pieces whose equations were put in first, because so the derivative is simpler. */
  readonly through: readonly Piece[];
}

/** The gradient by a parameter. */
export interface Gradient extends Equation {
  readonly wrt: Wanted;
  readonly shares: readonly Share[];
  /** ∂y/∂z · ∂z/∂W in Jacobian form, where there is one way from y to it. */
  readonly chain: Chain | undefined;
}

export interface Derivation {
  readonly of: string;
  readonly pieces: readonly Piece[];
  /** f′(z) of functions of the model. */
  readonly slopes: readonly Slope[];
  /** What is nearest to y comes first. */
  readonly signals: readonly Signal[];
  readonly gradients: readonly Gradient[];
  readonly recurrences: readonly Back[];
  /** What values are called: pieces, δ, f′(z). */
  readonly names: ReadonlyMap<Value, string>;
}

/** How the error goes back through the steps of a recurrence. */
export interface Back {
  readonly steps: Unrolled;
  /** Of the pieces of one step; shares of the step after it stand among those of the states. */
  readonly signals: readonly Signal[];
  /** What the next step gives to a state: its share to what it reads of this one; 0 after the last step. */
  readonly later: readonly {
    readonly symbol: Value;
    readonly of: Earlier;
    readonly right: Value;
  }[];
}

type Named = Request["of"];

/**
 * ∂y/∂x for each of `wrt`, values of the graph as written. `beside`: by which it could be differentiated too, so that the
 * pieces do not depend on what is asked.
 */
export function derivation(
  tools: Tools,
  model: Model,
  y: Named,
  wrt: readonly Named[],
  beside: readonly Named[] = [],
): Derivation {
  const { c } = tools;
  const basis = [...new Map([...wrt, ...beside].map((x) => [x.value, x])).values()];
  const { pieces, wrt: all, symbols, carried } = broken(tools, model, y, basis);
  const wanted = all.slice(0, wrt.length);
  const top = pieces.at(-1)!;
  const slopes = slopesOf(tools, pieces);
  const rule = localRule(tools, pieces, slopes, new Set(wanted.map((x) => x.symbol)));
  const shares = new Map<Value, readonly Share[]>();
  const total = (x: Value): Value | undefined =>
    shares
      .get(x)
      ?.map((s) => s.right)
      .reduce((a, b) => c.accumulate(a, b));

  const recurrences: Back[] = [];
  const signals: Signal[] = [];
  const locals = new Map<Piece, Local>();
  const passed = new Set<Piece>();
  for (const p of pieces.toReversed()) {
    if (!p.isOnPath || passed.has(p)) continue;
    const right = p === top ? undefined : total(p.symbol);
    if (p !== top && !right) continue;
    const says = `∂${y.name}/∂${p.name}`;
    const symbol = right && (isSimple(right) ? right : standIn(tools, says, right));
    if (right) signals.push({ says, right, of: p, symbol: symbol!, shares: shares.get(p.symbol)! });
    const steps = unrolled(tools, p, symbols, (s) => carried.has(s));
    if (steps) {
      const { back, shares: found } = throughSteps(tools, steps, symbol, y.name);
      recurrences.push(back);
      for (const [x, value] of found)
        shares.set(x, [...(shares.get(x) ?? []), { from: p, right: value, through: [] }]);
      continue;
    }
    const local = rule(p, symbol);
    locals.set(p, local);
    local.through.forEach((inner) => passed.add(inner));
    local.reads.forEach((x, i) => {
      const share = { from: p, right: local.values[i]!, through: local.through };
      shares.set(x, [...(shares.get(x) ?? []), share]);
    });
  }
  const below = reaching(pieces, wanted);
  const used = signals.filter((s) => below.has(s.of.symbol));
  return {
    of: y.name,
    pieces,
    slopes: [...slopes.values()],
    signals: used,
    gradients: wanted.map((x) => ({
      says: `∂${y.name}/∂${x.name}`,
      wrt: x,
      right: total(x.symbol) ?? c.zeros(x.symbol.shape),
      shares: shares.get(x.symbol) ?? [],
      chain: chainOf(tools, { pieces, slopes, locals, signals }, x.symbol),
    })),
    recurrences,
    names: namesOf(pieces, slopes, used, recurrences),
  };
}

/** Back through the pieces of one step; the shares of what stands outside are sums over the steps. */
function throughSteps(
  tools: Tools,
  steps: Unrolled,
  seed: Value | undefined,
  y: string,
): { readonly back: Back; readonly shares: ReadonlyMap<Value, Value> } {
  const { c } = tools;
  const shares = new Map<Value, readonly Share[]>();
  const give = (x: Value, share: Share): void =>
    void shares.set(x, [...(shares.get(x) ?? []), share]);
  for (const [x, right] of steps.seeds(seed)) give(x, { from: steps.of, right, through: [] });
  const next = steps.earlier.map((of) => {
    const name = `λ_${of.state.name.slice(0, of.state.name.lastIndexOf("_"))}`;
    const symbol = standIn(tools, name, of.symbol);
    give(of.state.symbol, { from: of.state, right: symbol, through: [] });
    return { symbol, of };
  });
  const signals: Signal[] = [];
  const total = (x: Value): Value | undefined =>
    shares
      .get(x)
      ?.map((s) => s.right)
      .reduce((a, b) => c.accumulate(a, b));
  for (const p of steps.pieces.toReversed()) {
    const right = total(p.symbol);
    if (!right) continue;
    const says = `∂${y}/∂${p.name}`;
    const symbol = isSimple(right) ? right : standIn(tools, says, right);
    signals.push({ says, right, of: p, symbol, shares: shares.get(p.symbol)! });
    tools
      .reverse(c, p.right, p.reads, symbol)
      .forEach((value, i) => give(p.reads[i]!, { from: p, right: value, through: [] }));
  }
  const own = new Set([...steps.pieces, ...steps.earlier].map((p) => p.symbol));
  const outside = [...shares.keys()].filter((x) => !own.has(x));
  return {
    back: {
      steps,
      signals,
      later: next.map(({ symbol, of }) => ({
        symbol,
        of,
        right: total(of.symbol) ?? c.zeros(of.symbol.shape),
      })),
    },
    shares: new Map(outside.map((x) => [x, total(x)!])),
  };
}

/** The symbols of what depends on any of `wanted`. */
function reaching(pieces: readonly Piece[], wanted: readonly Wanted[]): ReadonlySet<Value> {
  const found = new Set(wanted.map((x) => x.symbol));
  for (const p of pieces) if (p.reads.some((x) => found.has(x))) found.add(p.symbol);
  return found;
}

/** δ where there is one, δ₁, δ₂ … where there are more; what is simple needs no name. */
function namesOf(
  pieces: readonly Piece[],
  slopes: ReadonlyMap<Piece, Slope>,
  signals: readonly Signal[],
  recurrences: readonly Back[],
): Derivation["names"] {
  const names = new Map<Value, string>();
  for (const p of pieces) {
    names.set(p.symbol, p.name);
    if (p.right.node.inputs.length > 0 && !names.has(p.right)) names.set(p.right, p.name);
  }
  for (const slope of slopes.values()) names.set(slope.symbol, slope.says);
  for (const { steps, later } of recurrences) {
    for (const p of steps.pieces) {
      names.set(p.symbol, p.name);
      names.set(p.right, p.name);
    }
    for (const { symbol } of steps.earlier) names.set(symbol, nameOf(symbol));
    for (const { symbol } of later) names.set(symbol, nameOf(symbol));
  }
  const deltas = [...signals, ...recurrences.flatMap((r) => r.signals)].filter(
    (s) => s.symbol !== s.right,
  );
  deltas.forEach((s, i) => names.set(s.symbol, deltas.length === 1 ? "δ" : `δ${lowered(i + 1)}`));
  return names;
}

/** What a piece gives to what it reads. */
export interface Local {
  /** The piece, with the equations of others put in. */
  readonly right: Value;
  readonly reads: readonly Value[];
  /** The cotangents of what is read. */
  readonly values: readonly Value[];
  readonly through: readonly Piece[];
}

/**
 * The cotangents of what a piece reads from that of the piece. Where the derivative is shorter with the equations of what
 * it alone reads put in (a logarithm of a σ), they are put in.
 */
function localRule(
  { c, reverse }: Tools,
  pieces: readonly Piece[],
  slopes: ReadonlyMap<Piece, Slope>,
  asked: ReadonlySet<Value>,
): (p: Piece, seed: Value | undefined) => Local {
  const bySymbol = new Map(pieces.map((p) => [p.symbol, p]));
  const users = new Map<Value, number>();
  for (const p of pieces) for (const x of p.reads) users.set(x, (users.get(x) ?? 0) + 1);
  return (p, seed) => {
    const slope = slopes.get(p);
    if (slope) {
      const value = seed ? c.mul(seed, slope.symbol) : slope.symbol;
      return { right: p.right, reads: p.reads, values: [value], through: [] };
    }
    const { right, reads: all } = p;
    let best: Local = { right, reads: all, values: reverse(c, right, all, seed), through: [] };
    for (const x of p.kind === "linear" ? [] : p.reads) {
      const inner = bySymbol.get(x);
      if (!inner || users.get(x)! > 1 || asked.has(x)) continue;
      if (slopes.has(inner) || inner.kind === "linear") continue;
      const joined = rewritten(c, best.right, new Map([[x, inner.right]]));
      const reads = [...new Set([...best.reads.filter((r) => r !== x), ...inner.reads])];
      const values = reverse(c, joined, reads, seed);
      const own = best.values[best.reads.indexOf(x)]!;
      const apart = [...best.values, ...reverse(c, inner.right, inner.reads, own)];
      if (work(values) >= work(apart)) continue;
      best = { right: joined, reads, values, through: [...best.through, inner] };
    }
    return best;
  };
}

/** How much a reader has to read. */
const work = (values: readonly Value[]): number =>
  topological(values).filter((n) => n.inputs.length > 0 && !n.op.movement).length;

/** A name or a number, also in another shape, or made of numbers and sizes alone: it needs no name of its own. */
const isSimple = (x: Value): boolean =>
  work([x]) === 0 || topological([x]).every(({ op }) => op.name !== "symbol");
