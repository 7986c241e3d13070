/** @file Forward mode: tangents from what is moved to what is asked for. */
import { topological, type Node, type Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import {
  dependence,
  earlierOf,
  roomOf,
  seeing,
  stateOf,
  statesOf,
  type Recurrence,
} from "../graph/recurrence.ts";
import { hasAxis, unionAxes, type Axis } from "../graph/type.ts";
import { fresh } from "./fresh.ts";
import { levelsOf, seenNode, type Level, type Levels } from "./levels.ts";

type Tangents = Map<Value, Value | null>;

/** Tangents of `roots` when the values of `moved` move by theirs; null where a root does not depend on them. */
export function forward(
  c: Calculus,
  moved: ReadonlyMap<Value, Value>,
  roots: readonly Value[],
): readonly (Value | null)[] {
  const levels = levelsOf(c, topological(roots));
  const tangents: Tangents = new Map<Value, Value | null>(moved);
  through(c, levels, levels.outer, tangents, () => null);
  return roots.map((r) => tangents.get(r) ?? null);
}

/** The tangents of a level, in order. `around`: those of the levels around it. */
function through(
  c: Calculus,
  levels: Levels,
  level: Level,
  tangents: Tangents,
  around: (x: Value) => Value | null,
): void {
  const tangent = (x: Value): Value | null => (tangents.has(x) ? tangents.get(x)! : around(x));
  const moving = new Map<Level, Moving>();
  const within = (state: Node): Moving => {
    const inner = levels.within(state);
    let made = moving.get(inner);
    if (made === undefined) moving.set(inner, (made = recurring(c, levels, inner, tangent)));
    return made;
  };
  for (const node of level.nodes) {
    if (node.results.every((r) => tangents.has(r))) continue;
    const put = (values: readonly (Value | null)[]): void =>
      node.results.forEach((r, i) =>
        tangents.set(r, r.node.of === "real" ? (values[i] ?? null) : null),
      );
    const { recurrence } = node.op;
    if (recurrence === "state") put([within(node).states[stateOf(node)]!]);
    else if (recurrence === "seen") put([within(node.inputs[1]!.node).inside(node.inputs[0]!)]);
    else {
      const inputs = node.inputs.map(tangent);
      if (inputs.every((t) => t === null)) put([]);
      else put(node.op.jvp(c, inputs, seenNode(node, level)));
    }
  }
}

/** How a recurrence moves: a recurrence again, linear in its states. */
interface Moving {
  readonly states: readonly (Value | null)[];
  /** The tangent of a value of one step, as it stands outside. */
  inside(x: Value): Value | null;
}

function recurring(
  c: Calculus,
  levels: Levels,
  level: Level,
  around: (x: Value) => Value | null,
): Moving {
  const r = level.recurrence!;
  const leaves = leavesOf(level);
  const starts = r.start.map(around);
  const moves = starts.map((t) => t !== null);
  let axes = unionAxes(...starts.map((t) => t?.node.free ?? []));
  const mark = fresh(c);
  for (;;) {
    const tangents: Tangents = new Map();
    for (const read of r.reads) {
      const leaf = leaves.get(read.leaf);
      if (!leaf || !moves[read.state]) continue;
      const { key, name } = leaf.node.attributes as { key: string; name: string };
      const own = { key: `${key}˙${mark}`, name: `${name}˙`, shape: leaf.shape };
      tangents.set(leaf, earlierOf(c, own, unionAxes(leaf.node.free, axes)));
    }
    through(c, levels, level, tangents, around);
    const next = r.next.map((x) => tangents.get(x) ?? (tangents.has(x) ? null : around(x)));
    const more = unionAxes(...next.map((t, j) => extraAxes(t, leafOf(r, leaves, j), axes, r.axis)));
    const isNew = next.some((t, j) => t !== null && !moves[j]);
    if (!isNew && more.length === 0)
      return made(c, r, level, tangents, next, starts, moves, around);
    next.forEach((t, j) => (moves[j] ||= t !== null));
    axes = unionAxes(axes, more);
  }
}

function made(
  c: Calculus,
  r: Recurrence,
  { nodes }: Level,
  tangents: ReadonlyMap<Value, Value | null>,
  next: readonly (Value | null)[],
  starts: readonly (Value | null)[],
  moves: readonly boolean[],
  around: (x: Value) => Value | null,
): Moving {
  const kept = r.next.flatMap((_, j) => (moves[j] ? [j] : []));
  if (kept.length === 0)
    return { states: r.next.map(() => null), inside: (x) => tangents.get(x) ?? null };
  const zeros = (j: number): Value => c.zeros([roomOf(r, j), ...r.next[j]!.shape]);
  const own: Recurrence = {
    axis: r.axis,
    backward: r.backward,
    names: kept.map((j) => `${r.names[j]}˙`),
    next: kept.map((j) => next[j] ?? c.zeros(r.next[j]!.shape)),
    start: kept.map((j) => starts[j] ?? zeros(j)),
    reads: r.reads.flatMap((read) => {
      const leaf = nodes.find((n) => n.attributes["key"] === read.leaf)?.results[0];
      const moved = leaf && tangents.get(leaf);
      if (!moved) return [];
      return [
        {
          leaf: moved.node.attributes["key"] as string,
          state: kept.indexOf(read.state),
          steps: read.steps,
        },
      ];
    }),
  };
  const states = statesOf(c, own);
  const see = seeing(c, own, dependence(new Set(own.reads.map((x) => x.leaf))));
  return {
    states: r.next.map((_, j) => (moves[j] ? states[kept.indexOf(j)]! : null)),
    inside: (x) => {
      const t = tangents.has(x) ? tangents.get(x)! : around(x);
      return t && see(t);
    },
  };
}

/** The leaves of a recurrence by their keys, as far as they are read. */
export const leavesOf = ({ nodes }: Level): ReadonlyMap<string, Value> =>
  new Map(
    nodes
      .filter((n) => n.op.recurrence === "earlier")
      .map((n) => [n.attributes["key"] as string, n.results[0]!]),
  );

function leafOf(
  r: Recurrence,
  leaves: ReadonlyMap<string, Value>,
  state: number,
): Value | undefined {
  const read = r.reads.find((x) => x.state === state && leaves.has(x.leaf));
  return read && leaves.get(read.leaf);
}

/** Axes that a leaf for a value would need and lacks. */
export const extraAxes = (
  x: Value | null,
  leaf: Value | undefined,
  known: readonly Axis[],
  own: Axis,
): readonly Axis[] =>
  x === null || leaf === undefined
    ? []
    : x.node.free.filter(
        (a) => a.key !== own.key && !hasAxis(leaf.node.free, a) && !hasAxis(known, a),
      );
