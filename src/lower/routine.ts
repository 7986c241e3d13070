/** @file One exported function: the kernels that compute what it gives. */
import type { Dim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import { at as position, type Buffer, type Loop } from "../kernel/formula.ts";
import type { Entry, Kernel } from "../kernel/kernel.ts";
import { fuse } from "./fuse.ts";
import { instantiation, type Home } from "./instantiate.ts";
import type { Label, Labels } from "./labels.ts";
import { named } from "./loops.ts";
import { loopsFor } from "./probe.ts";
import { copy, schedule } from "./schedule.ts";
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
  const { labels, leaf, home } = around;
  const isGiven = (v: Value): boolean => given.has(v) || leaf(v) !== undefined;
  const order = stored([...wanted.map((w) => w.value), ...keep], isGiven);
  const kept = new Set(order);
  const place = (v: Value): Home | undefined =>
    leaf(v) ?? (kept.has(v) || given.has(v) ? home(v) : undefined);
  const axisOf = new Map<Loop, string>();
  const kernels = order.map((value): Kernel => {
    const make = instantiation(place, (v) => labels.of(v)?.key, axisOf);
    const naming = { nameOf: make.nameOf, renewed: make.renewed, known: around.known };
    return {
      says: labels.equation(value, (v) => kept.has(v) || given.has(v)),
      from: around.span(value),
      statements: schedule(value, home(value), make, { ...naming, axisOf }),
    };
  });
  const all = [
    ...fuse(kernels, axisOf, around.isScratch),
    ...copies(wanted, place, axisOf, around),
  ];
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
