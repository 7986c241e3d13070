/**
 * @file Under which conditions a value was looked at. The branch of a choice that is not taken gets no gradient, even where
 * its own would be infinite: a product with 0 would make NaN of it. So a cotangent inside a branch is any number where the
 * condition fails, and is put to 0 there at the end of the branch.
 */
import type { Value } from "../graph/node.ts";
import type { Calculus, Choice } from "../graph/operator.ts";
import { hasAxis, type Axis } from "../graph/type.ts";

/** All of some choices, or all of some others, …; absent: always. */
export type Live = readonly (readonly Counted[])[];

/** Where it is made of other places: at how many of them it is looked at. Of a number that is pushed the sum is pushed too. */
type Counted = Choice & { readonly count?: Value };

export interface Cotangent {
  readonly value: Value;
  readonly live: Live | undefined;
  /** It is 0 already where it is not live. */
  readonly clean: boolean;
}

/** The cotangent as a number everywhere. */
export function masked(c: Calculus, { value, live, clean }: Cotangent): Value {
  if (live === undefined || clean) return value;
  const zeros = c.zeros(value.shape);
  const [[first, ...more] = [], ...others] = live;
  if (others.length === 0 && more.length === 0 && !first!.holds)
    return c.call("select", first!.truth, zeros, value);
  return c.call("select", truthOf(c, live), value, zeros);
}

/** Live where both are: inside a branch of a choice. */
export const narrowed = (live: Live | undefined, choice: Choice): Live =>
  live === undefined ? [[choice]] : simplified(live.map((all) => narrow(all, choice)));

export const sameLive = (a: Live | undefined, b: Live | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.length === b.length &&
    a.every((x, i) => isSame(x, b[i]!)));

/** Live where either is. */
export function either(a: Live | undefined, b: Live | undefined): Live | undefined {
  if (a === undefined || b === undefined) return undefined;
  const made = simplified([...a, ...b]);
  return made.some((all) => all.length === 0) ? undefined : made;
}

/** Live at any place of some free axes. */
export function anywhere(c: Calculus, live: Live, axes: readonly Axis[]): Live {
  const count = countOf(c, live);
  const own = axes.filter((axis) => hasAxis(count.node.free, axis));
  if (own.length === 0) return live;
  return counted(
    c,
    own.reduce((x, axis) => c.sum(c.close(x, 0, axis), [0]), count),
  );
}

/** Where an input of an operator that moves or adds numbers is looked at: what its vjp makes of the live places. */
export function carried(
  c: Calculus,
  live: Live,
  vjp: (ct: Value) => Value | null | undefined,
): Live | undefined {
  const moved = vjp(countOf(c, live));
  return moved ? counted(c, moved) : undefined;
}

const counted = (c: Calculus, count: Value): Live => [
  [{ truth: c.call("less", c.number(0), count), holds: true, count }],
];

/** More than 0 where it is live, else 0. */
function countOf(c: Calculus, live: Live): Value {
  const [[first, ...more] = [], ...others] = live;
  const isOne = first && more.length === 0 && others.length === 0;
  return (isOne ? first.count : undefined) ?? asNumber(c, truthOf(c, live));
}

function truthOf(c: Calculus, live: Live): Value {
  const one = ({ truth, holds }: Choice): Value => (holds ? truth : c.call("not", truth));
  return live
    .map((all) => all.map(one).reduce((a, b) => c.call("and", a, b)))
    .reduce((a, b) => c.call("or", a, b));
}

const asNumber = (c: Calculus, truth: Value): Value =>
  c.call("select", truth, c.broadcast(c.number(1), truth.shape), c.zeros(truth.shape));

const narrow = (all: readonly Counted[], choice: Choice): readonly Counted[] =>
  all.some((x) => x.truth === choice.truth && x.holds === choice.holds) ? all : [...all, choice];

const isSame = (a: readonly Choice[], b: readonly Choice[]): boolean =>
  a.length === b.length &&
  a.every((x) => b.some((y) => x.truth === y.truth && x.holds === y.holds));

/** Of two that differ in one choice alone, what they have in common. */
function simplified(live: Live): Live {
  const all: (readonly Counted[])[] = [];
  for (let next of live) {
    for (let i = 0; i < all.length; i++) {
      const common = merged(all[i]!, next);
      if (common === undefined) continue;
      next = common;
      all.splice(i, 1);
      i = -1;
    }
    all.push(next);
  }
  return all;
}

function merged(a: readonly Counted[], b: readonly Counted[]): readonly Counted[] | undefined {
  if (isSame(a, b)) return a;
  if (a.length !== b.length) return undefined;
  const differing = a.filter((x) => !b.some((y) => x.truth === y.truth && x.holds === y.holds));
  const [only] = differing;
  if (differing.length !== 1 || !b.some((y) => y.truth === only!.truth)) return undefined;
  return a.filter((x) => x !== only);
}
