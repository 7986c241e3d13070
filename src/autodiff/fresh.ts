/** @file Names for leaves that no other leaf of a graph has. They stand in keys, never in a module. */
import type { Calculus } from "../graph/operator.ts";

const counts = new WeakMap<Calculus["apply"], number>();

/** Each graph counts its own: the same model gets the same names. */
export function fresh({ apply }: Calculus): string {
  const count = counts.get(apply) ?? 0;
  counts.set(apply, count + 1);
  return String(count);
}
