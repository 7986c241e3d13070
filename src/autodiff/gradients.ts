/**
 * @file Gradients of one scalar by several values. A sparse parameter is read by index data alone: its gradient is made of the
 * cotangents of the rows that were read, and is given by rows.
 */
import { dimAdd, dimNumber, dimProduct, type Dim } from "../dim.ts";
import { topological, type Node, type Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import { hasAxis, type Axis } from "../graph/type.ts";
import { reverse } from "./reverse.ts";

/** Something to differentiate by; `sparse`: by its rows. */
export interface Wanted {
  readonly value: Value;
  readonly key: string;
  readonly sparse?: boolean;
}

export interface Found {
  readonly value: Value;
  /** The most rows that can be other than zero, where it is given by rows. */
  readonly rows?: Dim;
}

/** ∂y/∂x for every x. `axes`: the order of free axes in memory. */
export function gradients(
  c: Calculus,
  y: Value,
  wanted: readonly Wanted[],
  axes: readonly Axis[],
): readonly Found[] {
  const reads = wanted.map((x) => (x.sparse ? readsOf(y, x.value) : [x.value]));
  const cts = new Map<Value, Value>();
  const all = reads.flat();
  reverse(c, y, all).forEach((ct, i) => cts.set(all[i]!, ct));
  return wanted.map(({ value, key, sparse }, i) => {
    if (!sparse) return { value: cts.get(value)! };
    const parts = reads[i]!.map((read) => {
      const order = axes.filter((a) => hasAxis(read.node.free, a)).toReversed();
      const closed = (x: Value): Value => order.reduce((v, axis) => c.close(v, 0, axis), x);
      return { values: closed(cts.get(read)!), indices: closed(read.node.inputs[1]!) };
    });
    const rows = parts.map((p) => dimProduct(p.indices.shape)).reduce(dimAdd, dimNumber(0));
    return { value: c.rows(parts, value.shape, key), rows };
  });
}

/** What reads rows of x on the way to y. `resolve` has refused what reads it otherwise. */
function readsOf(y: Value, x: Value): readonly Value[] {
  const readers = topological([y]).filter((node) => node.inputs.includes(x));
  const other = readers.find((node) => !readsRows(node, x));
  if (other) throw new Error(`internal: ${other.op.name} reads a sparse parameter`);
  return readers.map((node) => node.results[0]!);
}

/** Whether a node takes rows of x by index data. */
const readsRows = ({ op, inputs }: Node, x: Value): boolean =>
  op.rows === true && inputs[0] === x && inputs[1] !== x;
