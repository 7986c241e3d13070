/**
 * @file The graph as written broken into simple pieces, as a lecture does before it differentiates: `z = W x + b`,
 * `h = f(z)`, `s = u·h`. A piece is linear, or elementwise, or one operator with a name of its own.
 */
import { topological, type Node, type Value } from "../graph/node.ts";
import { openLeaves } from "../graph/recurrence.ts";
import type { Model } from "../graph/plan.ts";
import { carrying, kindOf, type Kind } from "./kinds.ts";
import { freeName } from "./names.ts";
import { rewritten } from "./rewritten.ts";
import type { Tools } from "./tools.ts";

export interface Piece {
  /** As the model or a lecture calls it. */
  readonly name: string;
  /** As written. */
  readonly value: Value;
  /** What stands for it in other pieces. */
  readonly symbol: Value;
  /** Over the symbols of what it reads. */
  readonly right: Value;
  /** The symbols that it reads through which derivatives are asked. */
  readonly reads: readonly Value[];
  /** `f` of `f(W x + b)`, where the model has it as a function of one number. */
  readonly function?: string;
  readonly kind: Kind;
  /** Whether what is asked depends on it by what is differentiated. */
  readonly isOnPath: boolean;
}

export interface Wanted {
  readonly key: string;
  readonly name: string;
  readonly symbol: Value;
}

export interface Broken {
  /** What is read comes before who reads it; the last is what is differentiated. */
  readonly pieces: readonly Piece[];
  readonly wrt: readonly Wanted[];
  /** What stands for values of the graph as written: leaves and pieces. */
  readonly symbols: ReadonlyMap<Value, Value>;
  /** Symbols through which derivatives are asked. */
  readonly carried: ReadonlySet<Value>;
}

type Named = Pick<Model["definitions"][number], "key" | "name" | "value">;

/** Breaks `y`, a value of the graph as written, into pieces; `wrt` are values of it. */
export function broken(tools: Tools, model: Model, y: Named, wrt: readonly Named[]): Broken {
  const order = topological([y.value]);
  const open = openLeaves(order);
  const path = onPath(order, wrt);
  const isInside = (node: Node): boolean => open.get(node)!.size > 0;
  const definitions = new Map(
    [y, ...model.definitions, ...model.outputs].map((d) => [d.value, d.name]),
  );
  const { cuts, kinds } = cutsOf(tools, order, path, isInside, definitions);
  const taken = new Set([
    ...[...model.leaves, ...model.definitions, ...model.dims, ...model.axes].map((x) => x.name),
    y.name,
  ]);

  const symbols = new Map<Value, Value>();
  for (const leaf of model.leaves) symbols.set(leaf.value, rewritten(tools.c, leaf.value, symbols));
  const asked = new Set(wrt.map((x) => x.value));
  const carried = new Map<Value, Value>();
  for (const [value, symbol] of symbols) if (asked.has(value)) carried.set(symbol, value);
  const pieces: Piece[] = [];
  for (const node of order) {
    const value = node.results.find((x) => cuts.has(x));
    if (!value) continue;
    const name = definitions.get(value) ?? freeName(cuts.get(value)!, taken);
    taken.add(name);
    const right = rewritten(tools.c, value, symbols);
    const below = new Set(topological([right]));
    const reads = [...carried.keys()].filter((s) => below.has(s.node));
    const symbol = symbolOf(tools, name, value);
    symbols.set(value, symbol);
    const isOnPath = path.has(node);
    if (isOnPath) carried.set(symbol, value);
    const f = functionOf(value);
    const isOfOne = f !== undefined && reads.length === 1;
    pieces.push({
      name,
      value,
      symbol,
      right,
      reads,
      kind: kinds.get(node) ?? "plain",
      isOnPath,
      ...(isOfOne && { function: f }),
    });
  }
  const unread = (x: Named): Value => symbolOf(tools, x.name, x.value);
  return {
    pieces,
    wrt: wrt.map((x) => ({ ...x, symbol: symbols.get(x.value) ?? unread(x) })),
    symbols,
    carried: new Set(carried.keys()),
  };
}

export const symbolOf = ({ c }: Tools, name: string, { shape, node }: Value): Value =>
  c.symbol({ name, key: `${name} of an explanation`, shape, axes: node.free, of: node.of });

/** The nodes between what is differentiated and what it is differentiated by. */
function onPath(order: readonly Node[], wrt: readonly Named[]): ReadonlySet<Node> {
  const path = new Set(wrt.map((x) => x.value.node));
  for (const node of order)
    if (node.of === "real" && node.inputs.some((x) => path.has(x.node))) path.add(node);
  return path;
}

/** Values that get a name, with the name they would like. */
function cutsOf(
  tools: Tools,
  order: readonly Node[],
  path: ReadonlySet<Node>,
  isInside: (node: Node) => boolean,
  definitions: ReadonlyMap<Value, string>,
): { readonly cuts: ReadonlyMap<Value, string>; readonly kinds: ReadonlyMap<Node, Kind> } {
  const cuts = new Map<Value, string>();
  const kinds = new Map<Node, Kind>();
  const kind = (x: Value): Kind => (cuts.has(x) ? "plain" : (kinds.get(x.node) ?? "plain"));
  const users = new Map<Value, number>();
  const cut = (x: Value, wish?: string): void => {
    const at = source(x, path);
    const { op } = at.node;
    if (op.recurrence) return;
    if (op.arity === "leaf" || isInside(at.node) || !path.has(at.node) || cuts.has(at)) return;
    const own = kind(at);
    if (own === "plain" && op.movement) return;
    cuts.set(at, wish ?? { linear: "z", elementwise: "h", own: "a", plain: "v" }[own]);
  };
  for (const node of order) {
    if (isInside(node)) continue;
    const below = carrying(node, path);
    for (const x of below) users.set(x, (users.get(x) ?? 0) + 1);
    const f = callOf(node);
    if (f?.parameters.length === 1) nameArgument(node, f.parameters[0]!);
    if (path.has(node)) {
      const own = kindOf(tools, node, path, kind);
      for (const x of below) {
        const its = kind(x);
        if (its === "plain" || (node.op.name === "named" && own === its)) continue;
        const isMixed = own !== its && !node.op.movement;
        if (isMixed || own === "own" || its === "own" || users.get(x)! > 1) cut(x);
      }
      kinds.set(node, kindOf(tools, node, path, kind));
    }
    for (const x of node.results) if (definitions.has(x)) cuts.set(x, definitions.get(x)!);
  }
  return { cuts, kinds };

  /** What an elementwise function is called with has the name of its parameter. */
  function nameArgument(call: Node, parameter: string): void {
    const inner = topological(call.inputs).filter((n) => path.has(n) && !isInside(n));
    const fresh = inner.filter((n) => cuts.has(n.results[0]!) && !definitions.has(n.results[0]!));
    const [last] = fresh.slice(-1);
    const isArgument = last && cuts.get(last.results[0]!) === "z";
    if (isArgument) cuts.set(last.results[0]!, parameter);
  }
}

/** Below what only shows numbers in another shape. */
function source(x: Value, path: ReadonlySet<Node>): Value {
  let at = x;
  while (at.node.op.movement && at.node.op.name !== "named" && !at.node.op.recurrence) {
    const [next] = carrying(at.node, path);
    if (!next) break;
    at = next;
  }
  return at;
}

interface Call {
  readonly function: string;
  readonly parameters: readonly string[];
}

/** The function of the model whose call has this value. */
function callOf({ op, attributes }: Node): Call | undefined {
  const { function: of, parameters } = attributes;
  return op.name === "named" && of !== undefined
    ? { function: of as string, parameters: parameters as readonly string[] }
    : undefined;
}

const functionOf = ({ node }: Value): string | undefined =>
  (callOf(node) ?? (node.inputs[0] && callOf(node.inputs[0].node)))?.function;
