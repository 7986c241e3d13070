/** @file Unicode subscripts and superscripts, and the plain letters, digits and signs they stand for. */

const SUBSCRIPTS: ReadonlyMap<string, string> = new Map(
  zip("₀₁₂₃₄₅₆₇₈₉₊₋₌ₐₑₒₓₔₕₖₗₘₙₚₛₜᵢᵣᵤᵥᵦᵧᵨᵩᵪⱼ", "0123456789+-=aeoxəhklmnpstiruvβγρφχj"),
);
const SUPERSCRIPTS: ReadonlyMap<string, string> = new Map(
  zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿⁱᵏᵐᵖᵈ", "0123456789-nikmpd"),
);

function zip(from: string, to: string): [string, string][] {
  return Array.from(from, (letter, k) => [letter, to[k]!]);
}

export const isSubscript = (letter: string): boolean => SUBSCRIPTS.has(letter);

/** `ₜ₋₁` → `t-1`. */
export const plainSubscript = (text: string): string =>
  Array.from(text, (letter) => SUBSCRIPTS.get(letter) ?? letter).join("");

/** `⁻¹²` → `-12`. */
export const plainSuperscript = (text: string): string =>
  Array.from(text, (letter) => SUPERSCRIPTS.get(letter) ?? letter).join("");

/** `xₜ₋₁` → `x` and `ₜ₋₁`: the subscripts that end a word. */
export function splitSubscript(word: string): readonly [base: string, subscript: string] {
  let at = word.length;
  while (at > 0 && SUBSCRIPTS.has(word[at - 1]!)) at--;
  return [word.slice(0, at), word.slice(at)];
}
