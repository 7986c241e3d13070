/**
 * @file Where the nodes of a graph stand: outside, or in one step of a recurrence, which may stand in a step of another. What
 * is differentiated in a step reads the values of the step as they stand outside: they are there when derivatives are made.
 */
import type { Node, Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import {
  dependence,
  openLeaves,
  recurrenceKey,
  recurrenceOf,
  seeing,
  type Recurrence,
} from "../graph/recurrence.ts";

export interface Level {
  /** Undefined outside of all recurrences. */
  readonly recurrence: Recurrence | undefined;
  readonly parent: Level | undefined;
  /** Its own nodes, inputs first; not those of recurrences in it. */
  readonly nodes: readonly Node[];
  /** A value of this level, or of one around it, as it stands outside of all. */
  see(x: Value): Value;
  /** The value that `see` made it from. */
  unseen(x: Value): Value;
}

export interface Levels {
  readonly outer: Level;
  /** Where a node stands. */
  of(node: Node): Level;
  /** The steps of the recurrence that a state belongs to. */
  within(state: Node): Level;
}

export function levelsOf(c: Calculus, order: readonly Node[]): Levels {
  const open = openLeaves(order);
  const outside = order.filter((n) => open.get(n)!.size === 0);
  const outer: Level = {
    recurrence: undefined,
    parent: undefined,
    nodes: outside,
    see: (x) => x,
    unseen: (x) => x,
  };
  const levels = new Map<string, Level>();
  const byLeaf = new Map<string, Level>();
  const isOuter = new Set(outside);

  const of = (node: Node): Level => {
    if (isOuter.has(node)) return outer;
    let innermost = outer;
    for (const leaf of open.get(node) ?? []) {
      const level = byLeaf.get(leaf)!;
      if (depth(level) > depth(innermost)) innermost = level;
    }
    return innermost;
  };

  // Users first: a recurrence around another comes before it.
  for (const node of order.toReversed()) {
    if (node.op.recurrence !== "state" || levels.has(recurrenceKey(node))) continue;
    const r = recurrenceOf(node);
    const parent = of(node);
    const own = new Set(r.reads.map((x) => x.leaf));
    const back = new Map<Value, Value>();
    const see = seeing(c, r, dependence(own));
    const level: Level = {
      recurrence: r,
      parent,
      nodes: [],
      see: (x) => {
        const seen = parent.see(see(x));
        back.set(seen, x);
        return seen;
      },
      unseen: (x) => back.get(x) ?? x,
    };
    levels.set(recurrenceKey(node), level);
    for (const leaf of own) byLeaf.set(leaf, level);
  }
  for (const node of order) {
    const level = of(node);
    if (level !== outer) (level.nodes as Node[]).push(node);
  }
  return { outer, of, within: (state) => levels.get(recurrenceKey(state))! };
}

/** How many recurrences it stands in. */
export function depth(level: Level): number {
  let count = 0;
  for (let l = level.parent; l !== undefined; l = l.parent) count++;
  return count;
}

/** A node as its rules see it: inputs and results as they stand outside. */
export const seenNode = (node: Node, { see, recurrence }: Level): Node =>
  recurrence ? { ...node, inputs: node.inputs.map(see), results: node.results.map(see) } : node;
