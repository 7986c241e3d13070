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

/** `ₜ₋₁` → `t-1`. */
export const plainSubscript = (text: string): string =>
  Array.from(text, (letter) => SUBSCRIPTS.get(letter) ?? letter).join("");

/** `W₁x` → `W1x`: subscript digits directly after a letter are digits. Those in `hₜ₋₁` are not. */
export const plainDigits = (word: string): string =>
  word.replaceAll(/(?<![₀-ₜᵢ-ᵪⱼ])[₀-₉]+/g, plainSubscript);

/** `⁻¹²` → `-12`. */
export const plainSuperscript = (text: string): string =>
  Array.from(text, (letter) => SUPERSCRIPTS.get(letter) ?? letter).join("");

/** `xₜ₋₁` → `x` and `ₜ₋₁`: the subscript that ends a word. Digits before it are the name's: `z₁ₜ` → `z₁` and `ₜ`. */
export function splitSubscript(word: string): readonly [base: string, subscript: string] {
  let at = word.length;
  while (at > 0 && SUBSCRIPTS.has(word[at - 1]!)) at--;
  const digits = /^[₀-₉]+(?=[^₀-₉₊₋₌])/.exec(word.slice(at));
  if (digits) at += digits[0].length;
  return [word.slice(0, at), word.slice(at)];
}

/** Whether a run of subscripts can be read: `₁`, `ᵢⱼ`, `ₜ₋₁`, `₁ₜ`, `₋₁`. */
export const isReadable = (run: string): boolean =>
  /^(?:\d*\p{L}+|\d*\p{L}[+-](?:\p{L}|\d+)|\d+|-(?:\d+|\p{L})|\d+[+-](?:\p{L}|\d+))$/u.test(
    plainSubscript(run),
  );
