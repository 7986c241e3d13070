/** @file Did you mean …? Names that are a slip of the finger away, by Damerau–Levenshtein distance. */

const MOST = 5;
const LONGEST = 64;

/**
 * The names nearest to one that is unknown, best first, at most five, at a distance of at most 0.4 of its length.
 * One-letter names are all different in mathematics, `W_1` and `W_2` too: none is near another.
 */
export function nearest(name: string, candidates: Iterable<string>): readonly string[] {
  const letters = [...name];
  if (letters.length > LONGEST || isLetter(name)) return [];
  const limit = Math.floor(0.4 * letters.length);
  const found: { readonly name: string; readonly distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    // UTF-16 units are at most twice the letters: a cheap test before the exact one.
    if (candidate === name || candidate.length > 2 * (letters.length + limit)) continue;
    const other = [...candidate];
    if (Math.abs(other.length - letters.length) > limit || isLetter(candidate)) continue;
    const distance = editDistance(letters, other, limit);
    if (distance <= limit) found.push({ name: candidate, distance });
  }
  return found
    .toSorted((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map((f) => f.name);
}

/** One letter, with or without a mark, a number or a one-letter subscript: `W`, `W₁`, `x_t`. */
const isLetter = (name: string): boolean => /^\P{M}\p{M}*(?:_?[0-9₀-₉]+|_.|[ₐ-ₜᵢ-ᵥ])?$/u.test(name);

/** Insertions, deletions, substitutions and exchanges of neighbours; infinite once it must exceed the limit. */
function editDistance(a: readonly string[], b: readonly string[], limit: number): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? beforeLast[j - 2]! + 1
          : Infinity;
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, substituted, exchanged));
    }
    if (Math.min(...row) > limit && Math.min(...last) > limit) return Infinity;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
