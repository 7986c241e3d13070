/** @file Syntax trees and diagnostics at another place: a file that is used stands behind the others in one text. */

/** Plain data with `by` added to every span in it. Without recursion: trees are deep. */
export function moved<T extends object>(root: T, by: number): T {
  const copies = new Map<object, object>();
  const open: object[] = [];
  const copyOf = (of: object): object => {
    const before = copies.get(of);
    if (before) return before;
    const copy: object = Array.isArray(of) ? [...of] : { ...of };
    copies.set(of, copy);
    open.push(copy);
    return copy;
  };
  const copy = copyOf(root) as T;
  for (let next = open.pop(); next; next = open.pop()) {
    const parts = next as Record<string, unknown>;
    if (typeof parts["start"] === "number" && typeof parts["end"] === "number") {
      parts["start"] += by;
      parts["end"] += by;
    }
    for (const [key, value] of Object.entries(parts))
      if (typeof value === "object" && value !== null) parts[key] = copyOf(value);
  }
  return copy;
}
