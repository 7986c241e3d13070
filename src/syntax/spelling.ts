/**
 * @file Spellings of one name: `λ` and `lambda`, `W₁`, `W_1` and `W1`, `hₜ` and `h_t`. `canonical` decides which names are
 * the same, `asciiKey` is how a name is called in the generated module, `cutLetters` reads `Wx` as letters.
 */
import { LETTERS, MARKS, SUBSCRIPTS } from "../../grammar/tokens.ts";
import type { Slot, Subscript } from "./ast.ts";
import { plainDigits, plainSubscript, splitSubscript } from "./subscripts.ts";

/** Letters that have a name in English. */
export const LETTER_NAMES: ReadonlyMap<string, string> = new Map(
  (
    "α=alpha β=beta γ=gamma δ=delta ε=epsilon ζ=zeta η=eta θ=theta ι=iota κ=kappa λ=lambda μ=mu ν=nu ξ=xi π=pi ρ=rho " +
    "σ=sigma τ=tau υ=upsilon φ=phi χ=chi ψ=psi ω=omega ς=varsigma ϖ=varpi Γ=Gamma Δ=Delta Θ=Theta Λ=Lambda Ξ=Xi Π=Pi " +
    "Σ=Sigma Φ=Phi Ψ=Psi Ω=Omega ℓ=ell ℏ=hbar ℒ=calL ℋ=calH ℱ=calF ℐ=calI ℛ=calR ℬ=calB ℰ=calE ℳ=calM ∞=inf"
  )
    .split(" ")
    .map((pair) => pair.split("=") as [string, string]),
);

const LETTER_OF: ReadonlyMap<string, string> = new Map(
  Array.from(LETTER_NAMES, ([letter, name]) => [name, letter]),
);

/** Signs and letters that are one to the reader; NFC does Ω, K and Å. */
const FOLDED: ReadonlyMap<string, string> = new Map([
  ["µ", "μ"],
  ["ϵ", "ε"],
  ["ϕ", "φ"],
  ["ϑ", "θ"],
  ["ϱ", "ρ"],
  ["∑", "Σ"],
  ["∏", "Π"],
  ["−", "-"],
  ["′", "'"],
  ["⋅", "·"],
]);

const fold = (word: string): string =>
  ASCII.test(word)
    ? word
    : Array.from(word.normalize("NFC"), (letter) => FOLDED.get(letter) ?? letter).join("");
const ASCII = /^[\w']*$/;

/** Equal for two words exactly when they are the same name: `canonical("lambda1") === canonical("λ₁")`. */
export function canonical(word: string): string {
  if (LATIN_LETTER.test(word)) return word;
  const [first, ...parts] = word.split("_");
  if (parts.length > 0)
    return joined(canonical(first!), parts.map((part) => canonical(part)).join("_"));
  const [base, letters] = splitSubscript(fold(word));
  const below = plainSubscript(letters);
  // `Aᵢⱼ` is `A_{i,j}`.
  const slots = /^\p{L}+$/u.test(below) ? Array.from(below).join(",") : below;
  return joined(plainDigits(letterOf(base)), slots);
}

const LATIN_LETTER = /^[A-Za-z]\d*$/;

/** The same for a word with its subscript: `W_1` is `W₁`, `h_t` is `hₜ`; `x_{1}` is an element, and no name of its own. */
export function canonicalName(word: string, subscript?: Subscript): string {
  const name = canonical(word);
  if (!subscript) return name;
  const [only] = subscript.slots;
  if (subscript.slots.length === 1 && only!.kind === "number")
    return subscript.form === "braces" ? `${name}_{${only.text}}` : joined(name, only.text);
  return joined(name, subscript.slots.map((slot) => slotText(slot)).join(","));
}

/** `W` and `1` → `W1`; `h` and `t` → `h_t`; `W1` and `2` → `W1_2`. */
function joined(base: string, subscript: string): string {
  if (subscript === "") return base;
  return /^\d+$/.test(subscript) && !/[\d_]$/.test(base) && !base.includes("_")
    ? base + subscript
    : `${base}_${subscript}`;
}

/** `lambda`, `lambda1` → `λ`, `λ1`: only where the whole word is a letter's name. */
function letterOf(word: string): string {
  const [, name, digits] = WHOLE.exec(word) ?? [];
  const letter = name === undefined ? undefined : LETTER_OF.get(name);
  return letter === undefined ? word : letter + digits!;
}
const WHOLE = new RegExp(`^([A-Za-z]+)([0-9${SUBSCRIPTS}]*)$`);

function slotText(slot: Slot): string {
  switch (slot.kind) {
    case "whole":
      return ":";
    case "number":
      return String(slot.value);
    case "name":
      return canonicalName(slot.word.text, slot.subscript);
    case "negate":
      return `-${slotText(slot.operand)}`;
    case "bracket":
      return `(${slotText(slot.inner)})`;
    case "implicit":
      return slot.factors.map((f) => slotText(f)).join(" ");
    case "infix":
      return slot.operands.map((o, k) => (slot.signs[k - 1]?.sign ?? "") + slotText(o)).join("");
    default:
      return "…";
  }
}

const MARK_NAMES: ReadonlyMap<string, string> = new Map([
  ["\u0300", "grave"],
  ["\u0301", "acute"],
  ["\u0302", "hat"],
  ["\u0303", "tilde"],
  ["\u0304", "bar"],
  ["\u0305", "overline"],
  ["\u0306", "breve"],
  ["\u0307", "dot"],
  ["\u0308", "ddot"],
  ["\u030A", "ring"],
  ["\u030C", "check"],
  ["\u0327", "cedilla"],
  ["\u0331", "underline"],
  ["\u20D7", "vec"],
  ["'", "prime"],
]);

/** The public name: `λ` → `lambda`, `W₁` and `W_1` → `W1`, `hₜ` → `h_t`, `W_Q` → `W_Q`, `x̂` → `x_hat`. */
export function asciiKey(word: string, subscript?: Subscript): string {
  const name = canonicalName(word, subscript);
  const [base, ...below] = name.split("_");
  return [base!, ...below]
    .map((part) => asciiPart(part))
    .filter((part) => part !== "")
    .join("_");
}

const SIGN_NAMES: ReadonlyMap<string, string> = new Map([
  ["+", "plus"],
  ["-", "minus"],
  ["·", "times"],
  ["*", "times"],
  ["/", "over"],
  [":", "all"],
]);

function asciiPart(part: string): string {
  let out = "";
  for (const letter of part.normalize("NFD")) {
    const sign = SIGN_NAMES.get(letter);
    const mark = MARK_NAMES.get(letter);
    if (/[A-Za-z0-9]/.test(letter)) out += letter;
    else if (LETTER_NAMES.has(letter)) out += LETTER_NAMES.get(letter)!;
    else if (mark !== undefined) out += `_${mark}`;
    else if (sign !== undefined) out += sign;
    else if (/[, ]/.test(letter)) out += "_";
    else if (/[(){}]/.test(letter)) continue;
    else if (plainSubscript(letter) !== letter) out += `_${asciiPart(plainSubscript(letter))}`;
    else out += `u${letter.codePointAt(0)!.toString(16)}`;
  }
  return out;
}

const PIECE = new RegExp(`[${LETTERS}∞][${MARKS}${SUBSCRIPTS}0-9]*`, "g");

/**
 * The letters of a word, each with the marks, digits and subscripts that follow: `W₁x` → `W₁`, `x`. Undefined for what is
 * no word of letters.
 */
export function cutLetters(word: string): string[] | undefined {
  const pieces: string[] = [];
  let at = 0;
  for (const found of word.matchAll(PIECE)) {
    if (found.index !== at) return undefined;
    pieces.push(found[0]);
    at += found[0].length;
  }
  return at === word.length && at > 0 ? pieces : undefined;
}
