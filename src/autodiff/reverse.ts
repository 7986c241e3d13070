/** @file Reverse mode: cotangents from one scalar back to what is asked for, each computed once. */
import { dimNumber, dimSubtract } from "../dim.ts";
import type { Node, Value } from "../graph/node.ts";
import { topological } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import {
  dependence,
  earlierOf,
  roomOf,
  seeing,
  sequence,
  stateOf,
  statesOf,
  type Recurrence,
} from "../graph/recurrence.ts";
import { hasAxis, sameShape, unionAxes, withoutAxis, type Axis } from "../graph/type.ts";
import { leavesOf } from "./forward.ts";
import { fresh } from "./fresh.ts";
import { depth, levelsOf, seenNode, type Level, type Levels } from "./levels.ts";
import { anywhere, carried, either, masked, narrowed, sameLive, type Cotangent } from "./live.ts";

/**
 * ∂y/∂x for every x of `wrt`, shaped as x (of the sum of y where it has free axes that x lacks), or what `seed`, a cotangent of y, is pulled back to; a free axis that only
 * `seed` has stays. Zeros where y does not depend on x.
 * Walks the nodes on a path from y to any of `wrt`, users first; where paths meet, cotangents add up.
 */
export function reverse(
  c: Calculus,
  y: Value,
  wrt: readonly Value[],
  seed?: Value,
): readonly Value[] {
  if (!sameShape(seed?.shape ?? [], y.shape))
    throw new Error("internal: reverse needs a scalar, or a cotangent");
  const order = topological([y]);
  const levels = levelsOf(c, order);
  const path = dependents(order, wrt);
  const cotangents: Cotangents = new Map([
    [y, { value: seed ?? c.number(1), live: undefined, clean: true }],
  ]);
  pull({ c, levels, path }, levels.outer, cotangents);
  return wrt.map((x) => {
    const ct = cotangents.get(x);
    return materialise(c, ct ? masked(c, ct) : c.zeros(x.shape), x);
  });
}

type Cotangents = Map<Value, Cotangent>;

interface Pass {
  readonly c: Calculus;
  readonly levels: Levels;
  readonly path: ReadonlySet<Node>;
}

/** For values that stand further out: the cotangents of a node's results, for its inputs; or one of a value itself. */
type Deferred =
  | { readonly node: Node; readonly cts: readonly (Cotangent | null)[] }
  | {
      readonly to: Value;
      readonly ct: Cotangent;
      /** Along which it is summed where the value lacks them. */
      readonly axes: readonly Axis[];
    };

/** Pulls cotangents back through a level. Returns what its nodes give to values further out. */
function pull(pass: Pass, level: Level, cotangents: Cotangents): readonly Deferred[] {
  const { c, levels, path } = pass;
  const deferred: Deferred[] = [];
  const put = (x: Value, ct: Cotangent): void => {
    const before = cotangents.get(x);
    cotangents.set(x, before ? sum(c, before, ct) : ct);
  };
  const give = (d: Deferred): void => {
    if (distribute(pass, level, d, put)) deferred.push(d);
  };
  const steps = new Map<Level, Pulled>();
  const stepsOf = (state: Node): Pulled => {
    const inner = levels.within(state);
    let made = steps.get(inner);
    if (!made) steps.set(inner, (made = { states: new Map(), inside: new Map() }));
    return made;
  };
  const first = new Map<Level, Node>();
  for (const node of level.nodes)
    if (node.op.recurrence === "state" && !first.has(levels.within(node)))
      first.set(levels.within(node), node);

  for (const node of level.nodes.toReversed()) {
    if (!path.has(node)) continue;
    const cts = node.results.map((r) => cotangents.get(r) ?? null);
    const [ct] = cts;
    if (node.op.recurrence === "seen") {
      const x = node.inputs[0]!;
      const { inside } = stepsOf(node.inputs[1]!.node);
      const before = inside.get(x);
      if (ct) inside.set(x, before ? sum(c, before, ct) : ct);
    } else if (node.op.recurrence === "state") {
      const inner = levels.within(node);
      const given = stepsOf(node);
      if (ct) given.states.set(stateOf(node), masked(c, ct));
      // Users of every state and of every value of a step have been seen when the first of the states is.
      if (first.get(inner) === node) pullBack(pass, inner, given, give);
    } else if (node.inputs.length > 0 && cts.some((x) => x !== null)) give({ node, cts });
  }
  return deferred;
}

/** Cotangents to the inputs that stand at a level; whether others stand further out. */
function distribute(
  { c, levels, path }: Pass,
  level: Level,
  d: Deferred,
  put: (x: Value, ct: Cotangent) => void,
): boolean {
  if ("to" in d) {
    if (levels.of(d.to.node) !== level) return true;
    put(d.to, sumFree(c, d.ct, d.axes, d.to));
    return false;
  }
  const { node, cts } = d;
  const own = levels.of(node);
  const wanted = node.inputs.map((x) => x.node.of === "real" && path.has(x.node));
  const places = node.inputs.map((x) => levels.of(x.node));
  if (places.some((place, i) => wanted[i] && place === level)) {
    const rules: Calculus = { ...c, carries: (x) => path.has(own.unseen(x).node) };
    const axes = unionAxes(...node.inputs.map((x) => x.node.free));
    through(rules, cts, seenNode(node, own)).forEach((ct, i) => {
      const input = node.inputs[i]!;
      if (ct === null || !wanted[i] || places[i] !== level) return;
      const summed = sumFree(c, ct, axes, input);
      if (!sameShape(summed.value.shape, input.shape))
        throw new Error(`internal: vjp of ${node.op.name} gives another shape for input ${i}`);
      put(input, summed);
    });
  }
  return places.some((place, i) => wanted[i] && depth(place) < depth(level));
}

/** What is known of a recurrence before it is gone through: cotangents of its states and of values of its steps. */
interface Pulled {
  readonly states: Map<number, Value>;
  readonly inside: Cotangents;
}

/**
 * Backpropagation through time: the cotangents of what each step reads of earlier ones are a recurrence the other way. What
 * its steps give to values outside is computed outside, from the cotangents as sequences.
 */
function pullBack(pass: Pass, level: Level, given: Pulled, give: (d: Deferred) => void): void {
  if (given.states.size + given.inside.size === 0) return;
  const { c, levels } = pass;
  const r = level.recurrence!;
  const leaves = leavesOf(level);
  const mark = fresh(c);
  const active = new Map<number, readonly Axis[]>();
  const plain = (value: Value): Cotangent => ({ value, live: undefined, clean: true });

  for (;;) {
    const later = new Map(
      [...active].map(([k, axes]): [number, Value] => {
        const { leaf, state } = r.reads[k]!;
        const name = `∂${r.names[state]}`;
        const { shape } = r.next[state]!;
        return [k, earlierOf(c, { key: `${leaf}∂${mark}`, name, shape }, axes)];
      }),
    );
    const cotangents: Cotangents = new Map(given.inside);
    const outside: Deferred[] = [];
    r.next.forEach((x, state) => {
      const rows = given.states.get(state);
      const own = rows ? [sequence(c, r, state, rows)] : [];
      const back = [...later].flatMap(([k, leaf]) => (r.reads[k]!.state === state ? [leaf] : []));
      const [one, ...more] = [...own, ...back];
      if (!one) return;
      const ct = plain(more.reduce((a, b) => c.accumulate(a, b), one));
      if (levels.of(x.node) !== level) {
        outside.push({ to: x, ct, axes: axesOf(r, state) });
        return;
      }
      const before = cotangents.get(x);
      const summed = sumFree(c, ct, axesOf(r, state), x);
      cotangents.set(x, before ? sum(c, before, summed) : summed);
    });
    const deferred = pull(pass, level, cotangents);
    const found = r.reads.map(({ leaf }) => {
      const ct = leaves.get(leaf) && cotangents.get(leaves.get(leaf)!);
      return ct ? masked(c, ct) : null;
    });
    let isNew = false;
    found.forEach((ct, k) => {
      if (!ct) return;
      const axes = unionAxes(
        active.get(k) ?? leaves.get(r.reads[k]!.leaf)!.node.free,
        ct.node.free,
      );
      if (active.get(k)?.length !== axes.length) isNew = true;
      active.set(k, axes);
    });
    if (isNew) continue;

    const kept = [...active.keys()];
    const back: Recurrence = {
      axis: r.axis,
      backward: !r.backward,
      names: kept.map((k) => `∂${r.names[r.reads[k]!.state]}`),
      next: kept.map((k) => found[k]!),
      start: kept.map((k) => {
        const { state, steps } = r.reads[k]!;
        return c.zeros([dimNumber(steps), ...r.next[state]!.shape]);
      }),
      reads: kept.map((k, i) => ({
        leaf: `${r.reads[k]!.leaf}∂${mark}`,
        state: i,
        steps: r.reads[k]!.steps,
      })),
    };
    const states = kept.length > 0 ? statesOf(c, back) : [];
    const see =
      kept.length > 0
        ? seeing(c, back, dependence(new Set(back.reads.map((x) => x.leaf))))
        : (x: Value): Value => x;
    const seenCt = (ct: Cotangent): Cotangent => plain(see(masked(c, ct)));
    for (const d of [...outside, ...deferred])
      give(
        "to" in d
          ? { ...d, ct: seenCt(d.ct), axes: unionAxes(d.axes, [r.axis]) }
          : { ...d, cts: d.cts.map((ct) => ct && seenCt(ct)) },
      );
    r.start.forEach((to, state) => {
      const ct = startCotangent(c, r, state, given.states.get(state), kept, states);
      const axes = withoutAxis(axesOf(r, state), r.axis);
      if (ct && pass.path.has(to.node)) give({ to, ct: plain(ct), axes });
    });
    return;
  }
}

/** The free axes of a state at a step: those of what it becomes and of what it starts from. */
const axesOf = (r: Recurrence, state: number): readonly Axis[] =>
  unionAxes(r.next[state]!.node.free, r.start[state]!.node.free, [r.axis]);

/** Of the rows of a start: from who reads the sequence there, and from the first steps, which read it. */
function startCotangent(
  c: Calculus,
  r: Recurrence,
  state: number,
  rows: Value | undefined,
  kept: readonly number[],
  states: readonly Value[],
): Value | undefined {
  const room = roomOf(r, state);
  const zero = dimNumber(0);
  const own = rows ? [c.slice(rows, 0, r.backward ? r.axis.extent : zero, room)] : [];
  const read = kept.flatMap((k, i) => {
    const { steps, state: of } = r.reads[k]!;
    if (of !== state) return [];
    const count = dimNumber(steps);
    const part = c.slice(states[i]!, 0, r.backward ? r.axis.extent : zero, count);
    return [c.pad(part, 0, r.backward ? zero : dimSubtract(room, count), room)];
  });
  const all = [...own, ...read];
  return all.length === 0 ? undefined : all.reduce((a, b) => c.accumulate(a, b));
}

/** Cotangents of the inputs of a node. Inside a branch of a choice they are any number where it is not taken. */
function through(
  c: Calculus,
  cts: readonly (Cotangent | null)[],
  node: Node,
): readonly (Cotangent | null)[] {
  const { op } = node;
  const [ct] = cts;
  if (op.takes && ct)
    return op
      .takes(node.inputs)
      .map(
        (choice) => choice && { value: ct.value, live: narrowed(ct.live, choice), clean: false },
      );
  const inside = op.elementwise === true && ct ? ct : undefined;
  const given = inside ? [inside.value] : cts.map((x) => x && masked(c, x));
  const vjp = op.vjp(c, given, node);
  return vjp.map((value, i) => {
    if (value === null) return null;
    if (inside) {
      const clean = inside.clean && (op.tame === true || value === inside.value);
      return { ...inside, value, clean };
    }
    const live =
      ct?.live && (op.movement || op.adds)
        ? carried(c, ct.live, (x) => op.vjp(c, [x], node)[i])
        : undefined;
    return { value, live, clean: true };
  });
}

/** Where paths meet. */
function sum(c: Calculus, a: Cotangent, b: Cotangent): Cotangent {
  if (sameLive(a.live, b.live))
    return { value: c.accumulate(a.value, b.value), live: a.live, clean: a.clean && b.clean };
  const value = c.accumulate(masked(c, a), masked(c, b));
  return { value, live: either(a.live, b.live), clean: true };
}

/**
 * The only place where broadcasting is transposed: a free axis of the rule that the input lacks is summed. Where the
 * cotangent lacks it too, the sum is a product with its extent.
 */
function sumFree(c: Calculus, ct: Cotangent, axes: readonly Axis[], input: Value): Cotangent {
  const extra = axes.filter((a) => !hasAxis(input.node.free, a));
  if (extra.length === 0) return ct;
  const own = masked(c, ct);
  const value = extra.reduce((x, axis) => c.sum(c.close(x, 0, axis), [0]), own);
  return { value, live: ct.live && anywhere(c, ct.live, extra), clean: true };
}

/** A cotangent that is constant along a free axis of its primal gets that axis: it is handed out. */
function materialise(c: Calculus, ct: Value, x: Value): Value {
  return x.node.free.reduce((value, axis) => c.repeat(value, axis), ct);
}

/**
 * The nodes of `order` that depend on any of `wrt`, those included. What a recurrence reads of earlier steps depends on all
 * that its states are made of.
 */
function dependents(order: readonly Node[], wrt: readonly Value[]): ReadonlySet<Node> {
  const path = new Set<Node>(wrt.map((x) => x.node));
  const leaves = order.filter((node) => node.op.recurrence === "earlier");
  const states = order.filter((node) => node.op.recurrence === "state");
  for (;;) {
    for (const node of order) if (node.inputs.some((x) => path.has(x.node))) path.add(node);
    const read = new Set(
      states.flatMap((node) => (path.has(node) ? (node.attributes["leaves"] as string[]) : [])),
    );
    const reached = leaves.filter(
      (node) => !path.has(node) && read.has(node.attributes["key"] as string),
    );
    if (reached.length === 0) return path;
    for (const node of reached) path.add(node);
  }
}
