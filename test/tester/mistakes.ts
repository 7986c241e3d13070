/** @file Mistakes that can be made in the formula of a cotangent or a tangent. */
import { rebuild } from "../../src/graph/builder.ts";
import { topological, type Node, type Value } from "../../src/graph/node.ts";
import type { Calculus, Operator } from "../../src/graph/operator.ts";
import { sameShape } from "../../src/graph/type.ts";
import { dimNumber, dimProduct } from "../../src/dim.ts";

export interface Mistake {
  readonly name: string;
  /** Right in value, wrong in its own derivative. */
  readonly later?: true;
  /** The formula with the mistake in it; the formula itself where it cannot be made there. Null is a derivative of 0. */
  make(c: Calculus, formula: Value, node: Node): Value | null;
}

/** How many places of a formula each mistake is tried at. */
const PLACES = [0, 1, 2, 3, 4, 5];

export const MISTAKES: readonly Mistake[] = [
  { name: "times 1.001", make: (c, v) => c.mul(c.number(1.001), v) },
  { name: "sign flipped", make: (c, v) => c.neg(v) },
  { name: "missing", make: () => null },
  { name: "transposed", make: (c, v) => transposed(c, v) },
  {
    name: "result for operand",
    make: (c, v, node) => exchanged(c, v, node.inputs[0]!, node.results[0]),
  },
  {
    name: "operand for result",
    make: (c, v, node) => exchanged(c, v, node.results[0]!, node.inputs[0]),
  },
  {
    name: "second operand for first",
    make: (c, v, node) => exchanged(c, v, node.inputs[0]!, node.inputs[1]),
  },
  {
    name: "first operand for second",
    make: (c, v, node) => (node.inputs[1] ? exchanged(c, v, node.inputs[1], node.inputs[0]) : v),
  },
  ...PLACES.flatMap((k): readonly Mistake[] => [
    {
      name: `first term or factor dropped at ${k}`,
      make: (c, v, node) => dropped(c, v, node, k, 0),
    },
    {
      name: `second term or factor dropped at ${k}`,
      make: (c, v, node) => dropped(c, v, node, k, 1),
    },
  ]),
  ...PLACES.slice(0, 2).map((k): Mistake => ({
    name: `one entry for the sum at ${k}`,
    make: (c, v, node) => unsummed(c, v, node, k),
  })),
  {
    name: "second order: times 1.001",
    later: true,
    make: (c, v) =>
      c.apply(
        later((d, ct) => d.mul(d.number(1.001), ct)),
        [v],
      ),
  },
  {
    name: "second order: sign flipped",
    later: true,
    make: (c, v) =>
      c.apply(
        later((d, ct) => d.neg(ct)),
        [v],
      ),
  },
  {
    name: "second order: missing",
    later: true,
    make: (c, v) =>
      c.apply(
        later(() => null),
        [v],
      ),
  },
];

/** The nodes of a formula above the operands and the result of what it is the derivative of, the root first. */
function above(v: Value, node: Node): readonly Node[] {
  const given = new Set([...topological(node.inputs), node]);
  return topological([v])
    .filter((n) => !given.has(n) && n.inputs.length > 0)
    .toReversed();
}

/** The formula with one of its nodes replaced. */
function replaced(
  c: Calculus,
  v: Value,
  at: Node,
  by: (node: Node, inputs: readonly Value[]) => Value,
): Value {
  const below = new Set(topological(at.inputs));
  return rebuild([v], (node, inputs) => {
    if (node === at) return [by(node, inputs)];
    return below.has(node) ? node.results : [c.apply(node.op, inputs, node.attributes)];
  }).get(v)!;
}

const BINARY = new Set(["add", "sub", "mul", "div", "select", "and", "max", "min"]);

/** The k-th sum, product, quotient … without one of its operands. */
function dropped(c: Calculus, v: Value, node: Node, k: number, operand: 0 | 1): Value {
  const all = above(v, node).filter((n) => BINARY.has(n.op.name) && kept(n, operand) !== undefined);
  const at = all[k];
  return at ? replaced(c, v, at, (n) => kept(n, operand)!) : v;
}
function kept(n: Node, dropped: 0 | 1): Value | undefined {
  const inputs = n.op.name === "select" ? n.inputs.slice(1) : n.inputs;
  const other = inputs[1 - dropped];
  return other && sameShape(other.shape, n.results[0]!.shape) && other.node.of === n.of
    ? other
    : undefined;
}

/** The k-th sum over shape axes reads its first entry only. */
function unsummed(c: Calculus, v: Value, node: Node, k: number): Value {
  const at = above(v, node).filter((n) => n.op.name === "sum")[k];
  return at
    ? replaced(c, v, at, (n, [x]) => {
        const first = (n.attributes["positions"] as readonly number[]).reduce(
          (y, p) => c.slice(y, p, dimNumber(0), dimNumber(1)),
          x!,
        );
        return c.reshape(first, n.results[0]!.shape);
      })
    : v;
}

/** The entries in the order of the transposed matrix. */
function transposed(c: Calculus, v: Value): Value {
  if (v.shape.length < 2) return v;
  const order = v.shape.map((_, k) => v.shape.length - 1 - k);
  const flat = c.reshape(c.permute(v, order), [dimProduct(v.shape)]);
  return c.reshape(flat, v.shape);
}

/** The formula with one primal value in the place of another. */
function exchanged(c: Calculus, v: Value, from: Value, to: Value | undefined): Value {
  if (!to || from === to || !sameShape(from.shape, to.shape)) return v;
  if (to.node.of !== from.node.of || !topological([v]).includes(from.node)) return v;
  const below = new Set(topological([to]));
  const map = rebuild([v], (node, inputs) => {
    if (node === from.node) return node.results.map(() => to);
    if (below.has(node)) return node.results;
    return [c.apply(node.op, inputs, node.attributes)];
  });
  return map.get(v)!;
}

/** The same value, with a wrong derivative. */
function later(wrong: (c: Calculus, ct: Value) => Value | null): Operator<"unary"> {
  return {
    name: "later",
    arity: "unary",
    elementwise: true,
    shapes: ([x]) => [x],
    define: ([x]) => ({ by: "element", element: (at) => x(at) }),
    vjp: (c, [ct]) => [ct ? wrong(c, ct) : null],
    jvp: (c, [t]) => [t ? wrong(c, t) : null],
    latex: ([x]) => x,
    jacobian: () => ["I"],
    reference: ([x]) => [x],
    examples: [],
  };
}
