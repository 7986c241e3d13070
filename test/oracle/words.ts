/** @file Names: which spellings are one name, how a word is cut, and the key that a name has outside. */
import type { Subscript, Word } from "../../src/syntax/ast.ts";

const GREEK: ReadonlyMap<string, string> = new Map(
  (
    "α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi " +
    "ο omicron π pi ρ rho σ sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega " +
    "Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega"
  )
    .split(" ")
    .reduce<[string, string][]>((pairs, w, i, all) => {
      if (i % 2 === 0) pairs.push([w, all[i + 1]!]);
      return pairs;
    }, []),
);
const LOW = "₀₁₂₃₄₅₆₇₈₉₊₋ₐₑₒₓₕₖₗₘₙₚₛₜᵢᵣᵤᵥⱼ";
const PLAIN = "0123456789+-aeoxhklmnpstiruvj";
const FOLDED: ReadonlyMap<string, string> = new Map([
  ["µ", "μ"],
  ["∑", "Σ"],
  ["∏", "Π"],
]);

export const lowered = (text: string): string =>
  Array.from(text, (c) => (LOW.includes(c) ? PLAIN[LOW.indexOf(c)]! : c)).join("");

const spelledOnce = new Map<string, string>();

/** Rule 3: compared in NFC, look-alikes folded, Greek by its name, `W1` ≡ `W_1` ≡ `W₁`, `x_t` ≡ `xₜ`. */
export function canonical(word: string, subscript = ""): string {
  const key = `${word}_${subscript}`;
  const known = spelledOnce.get(key);
  if (known !== undefined) return known;
  const name = spelling(word, subscript);
  if (spelledOnce.size < 10_000) spelledOnce.set(key, name);
  return name;
}

function spelling(word: string, subscript: string): string {
  const [base, low] = splitLow(word.normalize("NFC"));
  const name = Array.from(base, (c) => {
    const folded = FOLDED.get(c) ?? c;
    return GREEK.get(folded) ?? folded;
  }).join("");
  const below = [lowered(low), subscript].filter((s) => s !== "").join("_");
  return below === "" ? name : /^\d+$/.test(below) ? name + below : `${name}_${below}`;
}

/** A word and the Unicode subscripts at its end. */
export function splitLow(word: string): readonly [base: string, low: string] {
  let at = word.length;
  while (at > 0 && LOW.includes(word[at - 1]!)) at--;
  return at === 0 ? [word, ""] : [word.slice(0, at), word.slice(at)];
}

/** The subscript as part of a name: one word, or bare digits. `x_{1}` is an element, never a name. */
export function nameOf(subscript: Subscript | undefined): string | undefined {
  if (subscript === undefined) return "";
  const [slot] = subscript.slots;
  if (subscript.slots.length !== 1 || !slot) return undefined;
  if (slot.kind === "name" && !slot.subscript) return canonical(slot.word.text);
  if (slot.kind === "number" && subscript.form !== "braces") return slot.text;
  return undefined;
}

/** Rule 1 (iii): one letter with the digits, subscripts and marks that follow it, again and again. */
export function cut(text: string): readonly string[] {
  return text.normalize("NFC").match(/\p{L}[\p{Nd}\p{M}₀-₉ₐₑₒₓₕₖₗₘₙₚₛₜᵢᵣᵤᵥⱼ₊₋]*/gu) ?? [];
}

export const wordAt = (text: string, like: Word): Word => ({ text, span: like.span });
