/** @file What stands in an exponential, also below an axis that is closed. */
import type { Value } from "../../graph/node.ts";
import type { Calculus } from "../../graph/operator.ts";
import type { Axis } from "../../graph/type.ts";
import { by, inside } from "./match.ts";

/** u of exp(u), and of exp(u_i) where the index i is closed. */
export function exponents(c: Calculus, x: Value): Value | undefined {
  const closed = by<{ [name: string]: number | Axis; position: number; axis: Axis }>(x, "close");
  const u = inside(closed?.inputs[0], "exp");
  if (!closed) return inside(x, "exp");
  return u && c.close(u, closed.attributes.position, closed.attributes.axis);
}

/** Whether the maximum was taken out already: by its author, or by an operator that is being written out. */
export function shifted(u: Value): boolean {
  // Signs may have moved: −b − m is −(b + m).
  const terms: [term: Value, subtracted: boolean][] = [[u, false]];
  for (let next = terms.pop(); next; next = terms.pop()) {
    const [{ node }, subtracted] = next;
    const [a, b] = node.inputs;
    switch (node.op.name) {
      case "select":
      case "maximum":
        if (subtracted) return true;
        break;
      case "broadcast":
      case "expandAxis":
        terms.push([a!, subtracted]);
        break;
      case "neg":
        terms.push([a!, !subtracted]);
        break;
      case "add":
        terms.push([a!, subtracted], [b!, subtracted]);
        break;
      case "sub":
        terms.push([a!, subtracted], [b!, !subtracted]);
        break;
    }
  }
  return false;
}
