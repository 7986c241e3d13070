/** @file Derivative rules made wrong, one mistake at a time. */
import { rebuild } from "../../src/graph/builder.ts";
import { topological, type Node, type Value } from "../../src/graph/node.ts";
import type { Calculus, Operator } from "../../src/graph/operator.ts";
import { sameShape } from "../../src/graph/type.ts";

export interface Mutant {
  readonly name: string;
  readonly op: Operator;
}

type Mistake = (c: Calculus, value: Value, node: Node) => Value | null;

const dropFirst: Mistake = (_, v) => without(v, 0);
const dropSecond: Mistake = (_, v) => without(v, 1);

/** Mistakes that can be made in a cotangent or a tangent. Undefined results mean: not here. */
const MISTAKES: readonly (readonly [string, Mistake])[] = [
  ["times 1.001", (c, v) => c.mul(c.number(1.001), v)],
  ["sign flipped", (c, v) => c.neg(v)],
  ["missing", () => null],
  ["first term or factor dropped", dropFirst],
  ["second term or factor dropped", dropSecond],
  ["wrong operand", (c, v, node) => exchanged(c, v, node.inputs[0]!, node.inputs[1])],
  ["result for operand", (c, v, node) => exchanged(c, v, node.inputs[0]!, node.results[0])],
  ["operand for result", (c, v, node) => exchanged(c, v, node.results[0]!, node.inputs[0])],
];

/** All mutants of an operator's two rules; those in which a mistake changes nothing are left out. */
export function mutantsOf(op: Operator): readonly Mutant[] {
  const slots = Array.from({ length: Math.max(...op.examples.map((e) => e.inputs.length)) });
  return MISTAKES.flatMap(([name, mistake]) => [
    ...slots.map((_, i): Mutant => ({
      name: `vjp, input ${i}: ${name}`,
      op: wrongVjp(op, mistake, i),
    })),
    { name: `jvp: ${name}`, op: wrongJvp(op, mistake) },
  ]);
}

/** Whether a mutant's rule ever gave something else than the right one, since it was made. */
export const changed = new WeakSet<Operator>();

function wrongVjp(op: Operator, mistake: Mistake, i: number): Operator {
  const mutant: Operator = {
    ...op,
    vjp: (c, cts, node) => {
      const right: readonly (Value | null)[] = op.vjp(c, cts, node);
      return right.map((v, k) =>
        k === i && v ? spoil(mutant, mistake, c, v, cts, node) : v,
      ) as never;
    },
  };
  return mutant;
}

function wrongJvp(op: Operator, mistake: Mistake): Operator {
  const mutant: Operator = {
    ...op,
    jvp: (c, tangents, node) =>
      op.jvp(c, tangents, node).map((v) => v && spoil(mutant, mistake, c, v, tangents, node)),
  };
  return mutant;
}

/** Not what is only handed through, and not a derivative that is 0 whatever is done to it. */
function spoil(
  mutant: Operator,
  mistake: Mistake,
  c: Calculus,
  right: Value,
  given: readonly (Value | null)[],
  node: Node,
): Value | null {
  const inside = mistake !== dropFirst && mistake !== dropSecond;
  const wrong =
    (given.includes(right) && !inside) || isZero(right) ? right : mistake(c, right, node);
  if (wrong !== right) changed.add(mutant);
  return wrong;
}

function isZero(v: Value): boolean {
  const { node } = v.node.op.name === "broadcast" ? v.node.inputs[0]! : v;
  return node.op.name === "number" && node.attributes["value"] === 0;
}

/** The other operand of the sum or product at the root, where it has the shape of the whole. */
function without(v: Value, dropped: 0 | 1): Value {
  const kept = v.node.inputs[1 - dropped];
  const binary = ["add", "sub", "mul", "div"].includes(v.node.op.name);
  return binary && kept && sameShape(kept.shape, v.shape) ? kept : v;
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
