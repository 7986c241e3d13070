/**
 * @file Recurrences in the graph. The equations of one step are ordinary nodes; what they read of earlier steps is a leaf,
 * `earlier`. A `state` binds those leaves: it is the sequence that the equations make from a start. `seen` is a value of one
 * step as it stands outside, one for every step.
 */
import { dimAdd, dimNumber, dimSubtract, type Dim } from "../dim.ts";
import { topological, type Node, type Value } from "./node.ts";
import type { Calculus } from "./operator.ts";
import type { Axis } from "./type.ts";

/** A leaf stands for a state some steps earlier, or later where the recurrence runs backward. */
export interface Read {
  readonly leaf: string;
  readonly state: number;
  readonly steps: number;
}

/** States that are made together, step by step along an axis. */
export interface Recurrence {
  readonly axis: Axis;
  /** From the last step to the first. */
  readonly backward: boolean;
  /** Of each state: its value at a step. */
  readonly next: readonly Value[];
  /** Of each state: the rows before the first step (after the last where it runs backward). */
  readonly start: readonly Value[];
  readonly names: readonly string[];
  readonly reads: readonly Read[];
}

/** What a `state` node holds of its recurrence. */
export interface StateAttributes {
  readonly [name: string]: Axis | boolean | number | readonly string[] | readonly number[];
  readonly axis: Axis;
  readonly backward: boolean;
  /** Which of the states it is. */
  readonly state: number;
  readonly names: readonly string[];
  readonly leaves: readonly string[];
  readonly states: readonly number[];
  readonly steps: readonly number[];
}

export function recurrenceOf({ inputs, attributes }: Node): Recurrence {
  const { axis, backward, names, leaves, states, steps } = attributes as StateAttributes;
  const count = inputs.length / 2;
  return {
    axis,
    backward,
    names,
    next: inputs.slice(0, count),
    start: inputs.slice(count),
    reads: leaves.map((leaf, i) => ({ leaf, state: states[i]!, steps: steps[i]! })),
  };
}

/** Equal for the states of one recurrence. */
export function recurrenceKey({ inputs, attributes }: Node): string {
  const { leaves } = attributes as StateAttributes;
  return `${leaves.join()}:${inputs.map((x) => `${x.node.id}.${x.result}`).join()}`;
}

export const stateOf = (node: Node): number => (node.attributes as StateAttributes).state;

/** The leaf that stands for a state at another step; it depends on the axis. */
export const earlierOf = (
  c: Calculus,
  leaf: { readonly key: string; readonly name: string; readonly shape: Value["shape"] },
  axes: readonly Axis[],
): Value => c.apply(c.operator("earlier"), [], { ...leaf, axes });

/** All states of a recurrence, each rows × its shape: the start is among the rows. */
export function statesOf(c: Calculus, r: Recurrence): readonly Value[] {
  const attributes = {
    axis: r.axis,
    backward: r.backward,
    names: r.names,
    leaves: r.reads.map((x) => x.leaf),
    states: r.reads.map((x) => x.state),
    steps: r.reads.map((x) => x.steps),
  };
  const op = c.operator("state");
  return r.next.map((_, state) => c.apply(op, [...r.next, ...r.start], { ...attributes, state }));
}

/** How many rows of a state are its start. */
export const roomOf = (r: Recurrence, state: number): Dim => r.start[state]!.shape[0]!;

/** The row of a state at the first step. */
export const firstRow = (r: Recurrence, state: number): Dim =>
  r.backward ? dimNumber(0) : roomOf(r, state);

/** The row of a state `steps` earlier than the first step; later where it runs backward. */
export const rowRead = (r: Recurrence, state: number, steps: number): Dim =>
  r.backward ? dimNumber(steps) : dimSubtract(roomOf(r, state), dimNumber(steps));

/** A state as it is at every step, or as it was `steps` before. */
export function sequence(c: Calculus, r: Recurrence, state: number, rows: Value, steps = 0): Value {
  const from = steps === 0 ? firstRow(r, state) : rowRead(r, state, steps);
  return c.open(c.slice(rows, 0, from, r.axis.extent), 0, r.axis);
}

/** The rows of a state: those of the start and one for each step. */
export const rowsOf = (r: Recurrence, state: number): Dim =>
  dimAdd(r.axis.extent, roomOf(r, state));

/** For each node the leaves that it depends on and that a state among `order` binds. Inputs come before users. */
export function openLeaves(order: readonly Node[]): ReadonlyMap<Node, ReadonlySet<string>> {
  const bound = new Set(
    order.flatMap((n) =>
      n.op.recurrence === "state" ? (n.attributes as StateAttributes).leaves : [],
    ),
  );
  const open = new Map<Node, ReadonlySet<string>>();
  if (bound.size === 0) {
    for (const node of order) open.set(node, NONE);
    return open;
  }
  for (const node of order) {
    const own = node.op.recurrence === "earlier" ? [node.attributes["key"] as string] : [];
    const below = new Set(own.filter((k) => bound.has(k)));
    for (const x of node.inputs) for (const k of open.get(x.node)!) below.add(k);
    for (const k of boundBy(node)) below.delete(k);
    open.set(node, below.size === 0 ? NONE : below);
  }
  return open;
}

const NONE: ReadonlySet<string> = new Set();

/** The leaves that do not reach through a node. */
function boundBy(node: Node): readonly string[] {
  if (node.op.recurrence === "state") return (node.attributes as StateAttributes).leaves;
  if (node.op.recurrence !== "seen") return [];
  return (node.inputs[1]!.node.attributes as StateAttributes).leaves;
}

/** A value of one step as it stands outside; what it does not depend on stays as it is. */
export function seeing(
  c: Calculus,
  r: Recurrence,
  isInside: (x: Value) => boolean,
): (x: Value) => Value {
  const states = statesOf(c, r);
  const memo = new Map<Value, Value>();
  const reads = new Map(r.reads.map((x) => [x.leaf, x]));
  const see = (x: Value): Value => {
    if (!isInside(x)) return x;
    let made = memo.get(x);
    if (made === undefined) {
      made = fresh(x);
      memo.set(x, made);
    }
    return made;
  };
  const fresh = (x: Value): Value => {
    const { op, inputs, attributes, of } = x.node;
    if (op.recurrence === "earlier") {
      const { state, steps } = reads.get(attributes["key"] as string)!;
      return sequence(c, r, state, states[state]!, steps);
    }
    const state = r.next.indexOf(x);
    if (state >= 0) return sequence(c, r, state, states[state]!);
    // There is no array of truths or whole numbers: they are made again. To move what is seen costs nothing.
    if (of !== "real" || (op.movement && !op.recurrence))
      return c.apply(op, inputs.map(see), attributes).node.results[x.result]!;
    return c.apply(c.operator("seen"), [x, ...states]);
  };
  return see;
}

/** Whether a value depends on any of some leaves, all of one recurrence: not through the states that bind them. */
export function dependence(leaves: ReadonlySet<string>): (x: Value) => boolean {
  const known = new Map<Node, boolean>();
  const visit = (node: Node): boolean => {
    if (node.op.recurrence === "earlier" && leaves.has(node.attributes["key"] as string))
      return true;
    if (boundBy(node).some((leaf) => leaves.has(leaf))) return false;
    return node.inputs.some((x) => known.get(x.node));
  };
  return (x) => {
    if (!known.has(x.node))
      for (const node of topological([x])) if (!known.has(node)) known.set(node, visit(node));
    return known.get(x.node)!;
  };
}
