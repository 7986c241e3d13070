/**
 * @file A recurrence as a lecture explains it, by one step: its equations, the error signals that go back through them, what
 * a step gives to the one before it, and the gradients, which are sums over all steps.
 */
import type { Axis } from "../graph/type.ts";
import { topological, type Value } from "../graph/node.ts";
import { dependence, firstRow, recurrenceKey, recurrenceOf } from "../graph/recurrence.ts";
import { symbolOf, type Piece } from "./pieces.ts";
import { rewritten } from "./rewritten.ts";
import type { Tools } from "./tools.ts";

export interface Unrolled {
  /** What is made by these steps. */
  readonly of: Piece;
  readonly axis: Axis;
  readonly backward: boolean;
  /** Of one step; `h_{t-1}` is a symbol of its own. */
  readonly pieces: readonly Piece[];
  readonly earlier: readonly Earlier[];
  /** The cotangents of states from outside the recurrence, by the symbols of their pieces. */
  seeds(seed: Value | undefined): ReadonlyMap<Value, Value>;
}

/** A state some steps before; of the first steps the start. */
export interface Earlier {
  readonly symbol: Value;
  /** The piece that is read. */
  readonly state: Piece;
  readonly steps: number;
  /** All rows of the start. */
  readonly start: Value;
}

/**
 * The steps of a piece that is made by one plain recurrence; undefined for others. `symbols`: what stands for values of the
 * graph as written; `carries`: whether derivatives are asked through a symbol.
 */
export function unrolled(
  tools: Tools,
  p: Piece,
  symbols: ReadonlyMap<Value, Value>,
  carries: (symbol: Value) => boolean,
): Unrolled | undefined {
  const { c } = tools;
  const own = p.value.node.inputs[0];
  if (!own || p.value.node.op.name !== "named" || symbols.has(own)) return undefined;
  const below = within(own, symbols);
  const states = below.filter((n) => n.op.recurrence === "state");
  const keys = new Set(states.map(recurrenceKey));
  if (keys.size !== 1 || below.some((n) => n.op.recurrence === "seen")) return undefined;
  const r = recurrenceOf(states[0]!);
  const order = topological(r.next);
  const isInside = dependence(new Set(r.reads.map((x) => x.leaf)));
  const inner = order.filter((n) => n.results.some(isInside));
  if (inner.some((n) => n.op.recurrence === "state" || n.op.recurrence === "seen"))
    return undefined;
  const starts = r.start.map((x) => rewritten(c, x, symbols));
  if (starts.some((x) => topological([x]).some((n) => carries(n.results[0]!)))) return undefined;

  const known = new Map(symbols);
  const leaves = inner.filter((n) => n.op.recurrence === "earlier").map((n) => n.results[0]!);
  // In the graph as written a leaf stands wherever it is read.
  const byKey = new Map<string, Value>();
  for (const leaf of leaves) {
    const { key, name } = leaf.node.attributes as { key: string; name: string };
    const symbol = byKey.get(key) ?? symbolOf(tools, name, leaf);
    byKey.set(key, symbol);
    known.set(leaf, symbol);
  }
  const pieces: Piece[] = [];
  const made = new Map<Value, Piece>();
  const add = (value: Value, name: string): void => {
    const at = `${name}_${r.axis.name}`;
    const right = rewritten(c, value, known);
    const symbol = symbolOf(tools, at, value);
    const read = new Set(topological([right]));
    const steps = [...byKey.values(), ...pieces.map((x) => x.symbol)];
    const reads = [...new Set([...steps, ...[...symbols.values()].filter(carries)])].filter((s) =>
      read.has(s.node),
    );
    const piece = { name: at, value, symbol, right, reads, kind: "own", isOnPath: true } as const;
    pieces.push(piece);
    made.set(value, piece);
    known.set(value, symbol);
  };
  for (const { op, attributes, results } of inner) {
    const [value] = results;
    if (op.name !== "named" || "function" in attributes || made.has(value!)) continue;
    add(value!, attributes["name"] as string);
  }
  r.next.forEach((x, j) => !made.has(x) && add(x, r.names[j]!));
  const earlier = r.reads.map(({ leaf, state, steps }): Earlier | undefined => {
    const symbol = byKey.get(leaf);
    return (
      symbol && {
        symbol,
        state: made.get(r.next[state]!)!,
        steps,
        start: starts[state]!,
      }
    );
  });
  if (earlier.includes(undefined)) return undefined;
  return {
    of: p,
    axis: r.axis,
    backward: r.backward,
    pieces,
    earlier: earlier as readonly Earlier[],
    seeds: (seed) => {
      const rows = new Map(
        states.map((n) => [n.results[0]!, symbolOf(tools, "rows", n.results[0]!)]),
      );
      const right = rewritten(c, own, new Map([...symbols, ...rows]));
      const found = tools.reverse(c, right, [...rows.values()], seed);
      return new Map(
        [...rows.keys()].flatMap((state, i): [Value, Value][] => {
          const j = state.node.attributes["state"] as number;
          const sequence = c.slice(found[i]!, 0, firstRow(r, j), r.axis.extent);
          const ct = c.open(sequence, 0, r.axis);
          return isZero(ct) ? [] : [[made.get(r.next[j]!)!.symbol, ct]];
        }),
      );
    },
  };
}

/** The nodes below a value that no symbol stands for. */
function within(value: Value, symbols: ReadonlyMap<Value, Value>) {
  const seen = new Set([value.node]);
  for (const node of seen) for (const x of node.inputs) if (!symbols.has(x)) seen.add(x.node);
  return [...seen];
}

function isZero({ node }: Value): boolean {
  const [inner] = node.inputs;
  if (node.op.movement && inner) return isZero(inner);
  return node.attributes["value"] === 0;
}
