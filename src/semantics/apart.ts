/**
 * @file Indices of a caller and of a body that have one name: in f(x) = Σ_i x_i, called as `y_i = f(A_i)`, the i of the
 * sum is not the i of the call. While the body is put in place, the caller's has another key.
 */
import { dimNumber, dimSubtract } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import { hasAxis, unionAxes, type Axis } from "../graph/type.ts";
import type { Builder } from "../operators/index.ts";
import type { Typed } from "./typed.ts";

export interface Apart {
  readonly values: readonly Typed[];
  /** A result with the caller's indices again. */
  restore(x: Value): Value;
}

/** `bound`: the axes that the body binds. A batch is never written, so it is the caller's in a body too. */
export function setApart(c: Builder, args: readonly Typed[], bound: readonly Axis[]): Apart {
  const free = unionAxes(...args.map((x) => x.value.node.free));
  const twins = free
    .filter((axis) => axis.kind !== "batch" && hasAxis(bound, axis))
    .map((axis) => ({ axis, other: renamed(axis, free) }));
  return {
    values: args.map((x) => ({
      ...x,
      value: twins.reduce((v, { axis, other }) => rename(c, v, axis, other), x.value),
    })),
    restore: (x) => twins.reduce((v, { axis, other }) => rename(c, v, other, axis), x),
  };
}

function renamed(axis: Axis, taken: readonly Axis[]): Axis {
  let { key } = axis;
  do key += "'";
  while (taken.some((other) => other.key === key));
  return { ...axis, key, name: `${axis.name}′` };
}

function rename(c: Builder, x: Value, from: Axis, to: Axis): Value {
  if (!hasAxis(x.node.free, from)) return x;
  if (x.node.op.name === "ordinal") return c.ordinal(to);
  const closed = c.close(x, 0, from);
  if (!hasAxis(closed.node.free, to)) return c.open(closed, 0, to);
  // The body speaks of the caller's index itself: both are one from here on.
  const last = dimSubtract(to.extent, dimNumber(1));
  const at = { axes: [to], times: [dimNumber(1)], plus: dimNumber(0), last, clamped: false };
  return c.gather(closed, c.place({ ...at, says: to.name }));
}
