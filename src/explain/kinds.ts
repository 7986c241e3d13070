/** @file What a node is to a reader: linear work, elementwise work, an operator by its own name, or a view of numbers. */
import { topological, type Node, type Value } from "../graph/node.ts";
import type { Tools } from "./tools.ts";

export type Kind = "linear" | "elementwise" | "own" | "plain";

/** The inputs of a node that derivatives are asked through. */
export const carrying = (node: Node, path: ReadonlySet<Node>): readonly Value[] =>
  node.inputs.filter((x) => path.has(x.node));

/** Of one node, when its inputs are of these kinds. */
export function kindOf(
  tools: Tools,
  node: Node,
  path: ReadonlySet<Node>,
  kind: (x: Value) => Kind,
): Kind {
  const { op } = node;
  const below = carrying(node, path).map(kind);
  if (op.recurrence) return "own";
  if (op.arity === "leaf" || below.length === 0) return "plain";
  if (op.movement) return below[0]!;
  const linear = isLinear(tools, node, path);
  if (!op.elementwise) return linear ? "linear" : "own";
  if (!linear || carrying(node, path).length > 1 + Number(isSum(tools, node, path)))
    return "elementwise";
  return below.includes("linear") ? "linear" : below.includes("own") ? "plain" : below[0]!;
}

/** By each of its inputs alone: its tangent does not depend on that input. */
const isLinear = (tools: Tools, node: Node, path: ReadonlySet<Node>): boolean =>
  node.inputs.every((x, i) => !path.has(x.node) || !moves(tools, node, i).has(x.node));

/** By all of its inputs together. */
const isSum = (tools: Tools, node: Node, path: ReadonlySet<Node>): boolean =>
  node.inputs.every((x, i) => {
    if (!path.has(x.node)) return true;
    const below = moves(tools, node, i);
    return node.inputs.every((y) => !path.has(y.node) || !below.has(y.node));
  });

/** What the tangent of a node is made of when only its ith input moves. */
function moves({ plain }: Tools, { op, inputs, ...node }: Node, i: number): ReadonlySet<Node> {
  const { shape, node: own } = inputs[i]!;
  const tangent = plain.symbol({
    name: "v",
    key: "v of an explanation",
    shape,
    axes: own.free,
    of: "real",
  });
  const tangents = inputs.map((_, k) => (k === i ? tangent : null));
  const made = op.jvp(plain, tangents, { op, inputs, ...node });
  return new Set(topological(made.filter((x) => x !== null)));
}
