/** @file Buffers for what routines store and give. */
import { dimProduct, type Dim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import { memoryExtents, type Named } from "../graph/plan.ts";
import { hasAxis, type Axis } from "../graph/type.ts";
import type { Buffer } from "../kernel/formula.ts";
import type { Entry } from "../kernel/kernel.ts";
import type { Home } from "./instantiate.ts";
import type { Label } from "./labels.ts";
import type { Row } from "./recurrences.ts";
import type { Wanted } from "./routine.ts";
import { isLeaf, type Survey } from "./survey.ts";

/** The buffers of routines that go together: what one leaves, another may read. */
export interface Rooms {
  /** Where a stored value is kept. */
  home(value: Value): Home;
  /**
   * A result in a buffer of its own. That is the home of the value too, unless it has one, is an argument, or is `copied`:
   * no two arrays handed out share memory. `order`: of its free axes, where it is not that of memory. `rows`: only so many
   * rows are kept.
   */
  give(
    result: Named,
    label: Label,
    form: Entry["form"],
    copied: boolean,
    order?: readonly Axis[],
    rows?: Dim,
  ): Wanted;
}

/** `results` collects the buffers that are handed out. */
export function rooms({ axes, flat, labels, recurrences }: Survey, results: Set<Buffer>): Rooms {
  const homes = new Map<Value, Home>();
  const make = (value: Value, key: string, isFlat: boolean, order = axes): Home => {
    const passing = recurrences.passing(value);
    const own = order.filter((a) => hasAxis(value.node.free, a) && !passing.has(a.key));
    const shape = isFlat ? [dimProduct(value.shape)] : value.shape;
    return {
      buffer: { name: key, extents: memoryExtents(own, shape), of: "real" },
      axes: own,
      flat: isFlat ? value.shape : undefined,
    };
  };
  const home = (value: Value): Home => {
    let found = homes.get(value);
    if (found === undefined) {
      const row = recurrences.row(value);
      found = row ? rowOf(row) : make(value, labels.stored(value).key, flat.has(value));
      homes.set(value, found);
    }
    return found;
  };
  const rowOf = ({ state, by, axis }: Row): Home => ({ ...home(state), row: { axis, by } });
  const give: Rooms["give"] = ({ value, key }, label, form, copied, order, rows) => {
    const whole = make(value, label.key, false, order);
    const own = rows ? { ...whole, buffer: { ...whole.buffer, rows } } : whole;
    results.add(own.buffer);
    if (!isLeaf(value) && !copied && !homes.has(value)) homes.set(value, own);
    return {
      value,
      label,
      home: own,
      entry: { key, says: label.name, buffer: own.buffer, form: rows ? "rows" : form },
    };
  };
  return { home, give };
}

/** A number where it has no axes at all. */
export const formOf = ({ shape, node }: Value): Entry["form"] =>
  shape.length + node.free.length === 0 ? "number" : "array";
