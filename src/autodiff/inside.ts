/** @file Derivatives in expressions: what `f′`, `∂y/∂x` and `∇_x y` come to, in the graph as written. */
import type { Dim } from "../dim.ts";
import { rebuild } from "../graph/builder.ts";
import type { Node, Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import { forward } from "./forward.ts";
import { jacobian } from "./higher.ts";
import { reverse } from "./reverse.ts";

type WithEye = Calculus & { eye(extent: Dim): Value };

/** `c` makes the graph as written, `s` the settled one: what is differentiated is settled first, as the objective is. */
export function derivativesIn(c: WithEye, s: WithEye) {
  /** What stands below leaves and below names that are asked for stays as it is. */
  const settled = (y: Value, isKept: (node: Node) => boolean): Value =>
    rebuild([y], (node, inputs) => {
      const isLeaf = node.op.arity === "leaf" && node.op.define === undefined;
      if (isLeaf || (node.op.name === "named" && isKept(node))) return node.results;
      return node.op.name === "named"
        ? inputs
        : s.apply(node.op, inputs, node.attributes).node.results;
    }).get(y)!;
  return {
    /** Of an elementwise y by a value it is made of: the tangent of y for tangent 1 of x. */
    along: (y: Value, x: Value): Value =>
      forward(c, new Map([[x, c.broadcast(c.number(1), x.shape)]]), [y])[0] ?? c.zeros(y.shape),
    /** ∂y/∂x of one number, in x's shape. `isKept`: names that something is differentiated by. */
    byGradient: (y: Value, x: Value, isKept: (node: Node) => boolean): Value =>
      reverse(s, settled(y, isKept), [x])[0]!,
    /** ∂y/∂x, shape(y) × shape(x); below free axes that both have, the diagonal blocks. */
    byJacobian: (y: Value, x: Value, isKept: (node: Node) => boolean): Value =>
      jacobian(s, settled(y, isKept), x),
  };
}
