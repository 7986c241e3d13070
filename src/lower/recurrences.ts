/**
 * @file Where the values of recurrences live. A state is an array of rows, those of its start among them: what is read of
 * earlier steps, and what a step makes, are rows of it. What is seen from outside is kept for every step; other values of a
 * step are made anew in each.
 */
import { topological, type Node, type Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import {
  firstRow,
  openLeaves,
  recurrenceKey,
  recurrenceOf,
  rowRead,
  statesOf,
  type Recurrence,
} from "../graph/recurrence.ts";
import type { Dim } from "../dim.ts";

/** One row of a state for each step. */
export interface Row {
  readonly state: Value;
  /** From the step to its row. */
  readonly by: Dim;
  readonly axis: string;
}

export interface Recurrences {
  /** The value whose array a seen value is read from. */
  base(x: Value): Value;
  /** Where a leaf, or what a state is next, lives. */
  row(x: Value): Row | undefined;
  /** Axes along which a value is made anew at each step and not kept. */
  passing(x: Value): ReadonlySet<string>;
  /** The states made together with one, that one included; none for other values. */
  together(x: Value): readonly Value[];
  /** The recurrence whose steps make a value; the innermost. */
  within(x: Value): string | undefined;
  /** The recurrences around the steps that make a value. */
  around(x: Value): ReadonlySet<string>;
}

export const isSeen = (x: Value): boolean => x.node.op.recurrence === "seen";
export const isState = (x: Value): boolean => x.node.op.recurrence === "state";

const NONE: ReadonlySet<string> = new Set();

/** `roots`: all that any routine computes. */
export function recurrences(roots: readonly Value[], c: Calculus): Recurrences {
  const order = topological(roots);
  const open = openLeaves(order);
  const byLeaf = new Map<string, { readonly key: string; readonly r: Recurrence }>();
  const together = new Map<string, readonly Value[]>();
  const rows = new Map<Value, Row>();
  const inside = (node: Node, leaf: string): boolean => open.get(node)?.has(leaf) ?? false;
  for (const node of order) {
    if (node.op.recurrence !== "state" || together.has(recurrenceKey(node))) continue;
    const r = recurrenceOf(node);
    const key = recurrenceKey(node);
    const states = statesOf(c, r);
    together.set(key, states);
    for (const { leaf } of r.reads) {
      if (byLeaf.has(leaf)) throw new Error("internal: two recurrences have one leaf");
      byLeaf.set(leaf, { key, r });
    }
    const { axis } = r;
    r.next.forEach((x, j) => {
      const isOwn = r.reads.some(({ leaf }) => inside(x.node, leaf));
      if (isOwn && x.node.op.recurrence !== "earlier" && !rows.has(x))
        rows.set(x, { state: states[j]!, by: firstRow(r, j), axis: axis.key });
    });
  }
  for (const node of order) {
    const found = node.op.recurrence === "earlier" && byLeaf.get(node.attributes["key"] as string);
    if (!found) continue;
    const { r, key } = found;
    const { state, steps } = r.reads.find((x) => x.leaf === node.attributes["key"])!;
    rows.set(node.results[0]!, {
      state: together.get(key)![state]!,
      by: rowRead(r, state, steps),
      axis: r.axis.key,
    });
  }

  const base = (x: Value): Value => (isSeen(x) ? base(x.node.inputs[0]!) : x);
  const kept = new Map<Value, Set<string>>();
  for (const node of order) {
    if (node.op.recurrence !== "seen") continue;
    const own = base(node.results[0]!);
    const axes = kept.get(own) ?? new Set();
    kept.set(own, axes.add(recurrenceOf(node.inputs[1]!.node).axis.key));
  }

  const around = (x: Value): ReadonlySet<string> => {
    const leaves = open.get(x.node) ?? NONE;
    return leaves.size === 0 ? NONE : new Set([...leaves].map((leaf) => byLeaf.get(leaf)!.key));
  };
  return {
    base,
    row: (x) => rows.get(x),
    passing: (x) => {
      const leaves = [...(open.get(x.node) ?? NONE)];
      const axes = leaves.map((leaf) => byLeaf.get(leaf)!.r.axis.key);
      return new Set(axes.filter((key) => !kept.get(x)?.has(key)));
    },
    together: (x) => (isState(x) ? (together.get(recurrenceKey(x.node)) ?? [x]) : []),
    around,
    within: (x) => {
      const [innermost] = [...around(x)].toSorted(
        (a, b) => around(together.get(b)![0]!).size - around(together.get(a)![0]!).size,
      );
      return innermost;
    },
  };
}
