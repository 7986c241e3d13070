/** @file Derivatives in expressions: what `f′`, `∂y/∂x` and `∇_x y` come to, in the graph as written. */
import type { Dim } from "../dim.ts";
import { rebuild } from "../graph/builder.ts";
import { topological, type Node, type Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import { recurrenceKey } from "../graph/recurrence.ts";
import { forward } from "./forward.ts";
import { jacobian } from "./higher.ts";
import { reverse } from "./reverse.ts";

type WithEye = Calculus & { eye(extent: Dim): Value };

/** `c` makes the graph as written, `s` the settled one: what is differentiated is settled first, as the objective is. */
export function derivativesIn(c: WithEye, s: WithEye) {
  /** What stands below leaves and below names that are asked for stays as it is. */
  const settled = (y: Value, isKept: (node: Node) => boolean): Value => {
    const isCut = (node: Node): boolean => node.op.name === "named" && isKept(node);
    const whole = recurrencesBelow(topological([y]).filter(isCut));
    return rebuild([y], (node, inputs) => {
      const isLeaf = node.op.arity === "leaf" && node.op.define === undefined;
      const state = node.op.recurrence === "seen" ? node.inputs[1]!.node : node;
      const isWhole = state.op.recurrence === "state" && whole.has(recurrenceKey(state));
      if (isLeaf || isWhole || isCut(node)) return node.results;
      return node.op.name === "named"
        ? inputs
        : s.apply(node.op, inputs, node.attributes).node.results;
    }).get(y)!;
  };
  return {
    /** Of an elementwise y by a value it is made of: the tangent of y for tangent 1 of x. */
    along: (y: Value, x: Value): Value =>
      forward(c, new Map([[x, c.broadcast(c.number(1), x.shape)]]), [y])[0] ?? c.zeros(y.shape),
    /** ∂y/∂x of a number, in x's shape; y is summed over free axes that x lacks. `isKept`: names that something is differentiated by. */
    byGradient: (y: Value, x: Value, isKept: (node: Node) => boolean): Value =>
      reverse(s, settled(y, isKept), [x])[0]!,
    /** ∂y/∂x, shape(y) × shape(x); below free axes that both have, the diagonal blocks. */
    byJacobian: (y: Value, x: Value, isKept: (node: Node) => boolean): Value =>
      jacobian(s, settled(y, isKept), x),
  };
}

/** Recurrences that stand below some nodes. A settled one beside one as it was written would be two of the same states. */
const recurrencesBelow = (nodes: readonly Node[]): ReadonlySet<string> =>
  new Set(
    topological(nodes.flatMap((node) => node.results))
      .filter((node) => node.op.recurrence === "state")
      .map(recurrenceKey),
  );
