/** @file One exported function: the kernels that compute what it gives. */
import type { Dim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import { recurrenceKey, recurrenceOf } from "../graph/recurrence.ts";
import { at as position, type Buffer, type Loop } from "../kernel/formula.ts";
import type { Entry, Kernel } from "../kernel/kernel.ts";
import { fuse } from "./fuse.ts";
import { instantiation, type Home, type Instantiation, type Positions } from "./instantiate.ts";
import type { Label, Labels } from "./labels.ts";
import { named } from "./loops.ts";
import { loopsFor } from "./probe.ts";
import { isState, type Recurrences } from "./recurrences.ts";
import { copy, schedule, stateParts, type Writing as Naming } from "./schedule.ts";
import { stored } from "./store.ts";

/** A value that a routine gives in an array or number of its own. */
export interface Wanted {
  readonly value: Value;
  readonly home: Home;
  readonly entry: Entry;
  readonly label: Label;
}

export interface Surroundings {
  readonly labels: Labels;
  /** Where leaves are. */
  readonly leaf: (value: Value) => Home | undefined;
  readonly recurrences: Recurrences;
  /** Where the routine keeps what it stores. */
  readonly home: (value: Value) => Home;
  /** What a local of the code should not be called. */
  readonly taken: ReadonlySet<string>;
  /** Nobody reads the buffer after the routine. */
  readonly isScratch: (buffer: Buffer) => boolean;
  readonly span: (value: Value) => Kernel["from"];
  /** Sizes that are not negative: that is checked when they are bound. */
  readonly known: readonly Dim[];
}

/** What makes the elements of one kernel, and names its variables. */
interface Writing {
  readonly make: Instantiation;
  readonly naming: Naming;
}

/**
 * Kernels that put every wanted value into its buffer, and every value of `keep` into its home. What is `given` is in its
 * home already.
 */
export function kernelsOf(
  wanted: readonly Wanted[],
  keep: readonly Value[],
  given: ReadonlySet<Value>,
  around: Surroundings,
): readonly Kernel[] {
  const { labels, leaf, home, recurrences } = around;
  const isGiven = (v: Value): boolean => given.has(v) || leaf(v) !== undefined;
  const order = stored([...wanted.map((w) => w.value), ...keep], isGiven, recurrences);
  const kept = new Set(order);
  const place = (v: Value): Home | undefined =>
    leaf(v) ?? (kept.has(v) || given.has(v) ? home(v) : undefined);
  const axisOf = new Map<Loop, string>();
  const writing = (): Writing => {
    const make = instantiation(place, (v) => labels.of(v)?.key, axisOf);
    const naming = { nameOf: make.nameOf, renewed: make.renewed, known: around.known, axisOf };
    return { make, naming };
  };
  const says = (value: Value): string => labels.equation(value, (v) => kept.has(v) || given.has(v));

  const kernelOf = (value: Value, fixed: Positions): Kernel => {
    const { make, naming } = writing();
    const statements = schedule(value, home(value), make, naming, fixed);
    return { says: says(value), from: around.span(value), statements };
  };
  /** The steps of states that are made together: one loop around the kernels of a step. */
  const recurring = (states: readonly Value[], fixed: Positions): Kernel => {
    const r = recurrenceOf(states[0]!.node);
    const step: Loop = {
      name: r.axis.name,
      extent: r.axis.extent,
      ...(r.backward && { down: true }),
    };
    axisOf.set(step, r.axis.name);
    const inside = new Map([...fixed, [r.axis.key, position(step)] as const]);
    const own = states.map((state, j) => {
      const { make, naming } = writing();
      const parts = stateParts(state, home(state), make, naming, fixed, step);
      // What is stored in the step is in its row of the state already.
      const isThere = kept.has(r.next[j]!) && recurrences.row(r.next[j]!)?.state === state;
      return { state, start: parts.start, next: isThere ? [] : parts.next };
    });
    const body = kernelsIn(recurrenceKey(states[0]!.node), inside);
    const nexts = own.flatMap(({ state, next }, j): readonly Kernel[] =>
      next.length > 0
        ? [{ says: says(r.next[j]!), from: around.span(state), statements: next }]
        : [],
    );
    const passing = (b: Buffer): boolean => around.isScratch(b) && isPassing.has(b);
    const steps = fuse([...body, ...nexts], axisOf, passing, sequential);
    return {
      says: steps.map((k) => k.says).join("; "),
      from: steps[0]?.from,
      statements: [
        ...own.flatMap((s) => s.start),
        { kind: "loop", loop: step, body: steps.flatMap((k) => k.statements) },
      ],
    };
  };
  const isPassing = new Set(
    order.flatMap((v) => (recurrences.passing(v).size > 0 ? [home(v).buffer] : [])),
  );
  const sequential = new Set<Kernel>();
  const done = new Set<Value>();
  const kernelsIn = (recurrence: string | undefined, fixed: Positions): readonly Kernel[] => {
    return order.flatMap((value): readonly Kernel[] => {
      if (done.has(value) || recurrences.within(value) !== recurrence) return [];
      const states = isState(value) ? recurrences.together(value) : [value];
      for (const made of states) done.add(made);
      if (!isState(value)) return [kernelOf(value, fixed)];
      const kernel = recurring(states, fixed);
      sequential.add(kernel);
      return [kernel];
    });
  };
  const all = [
    ...fuse(kernelsIn(undefined, new Map()), axisOf, around.isScratch, sequential),
    ...copies(wanted, place, axisOf, around),
  ];
  const missing = order.find((value) => !done.has(value));
  if (missing) throw new Error(`internal: ${says(missing)} is computed in no step`);
  return all.map((k) => ({ ...k, statements: named(k.statements, axisOf, around.taken) }));
}

/** What is given under two names, or is an argument, is copied. */
function copies(
  wanted: readonly Wanted[],
  place: (value: Value) => Home | undefined,
  axisOf: Map<Loop, string>,
  around: Surroundings,
): readonly Kernel[] {
  return wanted.flatMap(({ value, entry, label, home: own }): readonly Kernel[] => {
    const home = place(value)!;
    if (home.buffer === entry.buffer) return [];
    const loops = loopsFor(own.axes, value.shape);
    own.axes.forEach((a, i) => axisOf.set(loops[i]!, a.name));
    const make = instantiation(place, () => undefined, axisOf);
    const at = loops.map(position);
    const free = new Map(own.axes.map((a, i) => [a.key, at[i]!]));
    const from = make.element(value, at.slice(own.axes.length), free);
    const naming = { nameOf: () => undefined, renewed: () => {}, known: around.known };
    return [
      {
        says: `${label.name} = ${around.labels.of(value)?.name ?? home.buffer.name}`,
        from: around.span(value),
        statements: copy(from, entry.buffer, loops, naming),
      },
    ];
  });
}
