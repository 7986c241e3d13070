/** @file Models of the generator changed as texts: other letters, a line more, a definition inlined. */
import { BUILTINS } from "../builtins.ts";
import { callables } from "../generate/callables.ts";

const WORD = /\p{L}[\p{L}\p{Nd}₀-₉]*/gu;
const PIECE = /\p{L}[\p{Nd}₀-₉]*/gu;
/** A definition's letter with its number. */
const DEFINED = /(?<![\p{L}\p{Nd}])(?:[tvhMP]|β|beta)[\d₀-₉]+/gu;

const LETTERS: Readonly<Record<string, string>> = {
  a: "G",
  b: "Q",
  c: "D",
  s: "Y",
  A: "U",
  B: "H",
  t: "ψ",
  v: "φ",
  h: "ω",
  M: "S",
  P: "V",
};
const ASCII: Readonly<Record<string, string>> = { ψ: "psi", φ: "phi", ω: "omega" };
const KEPT: ReadonlySet<string> = new Set([
  ...[...BUILTINS, ...callables.map((c) => c.name)].flatMap((name) => name.split("_")),
  ..."alpha beta lambda dim index seq batch input param const loss maximize output grad hessian wrt per sparse if otherwise and or not bias pad stride dilation".split(
    " ",
  ),
]);

/** Parameters and definitions under other letters; all other names stay. */
export const respelled = (text: string): string =>
  text.replaceAll(WORD, (word) =>
    KEPT.has(word.replace(/[\d₀-₉]+$/u, "")) || KEPT.has(word)
      ? word
      : word.replaceAll(PIECE, (p) => (LETTERS[p[0]!] ?? p[0]!) + p.slice(1)),
  );

/** The key that a name then has. */
export const respelledKey = (key: string): string => {
  const to = /^\p{L}\d*$/u.test(key) ? LETTERS[key[0]!] : undefined;
  return to === undefined ? key : (ASCII[to] ?? to) + key.slice(1);
};

export const withDeadCode = (text: string): string =>
  text.replace(/^(?=loss|maximize)/mu, "dead = sum(tanh(a)) exp(s) + sum_i a_i\n");

export const eightTimes = (text: string): string =>
  text.replace(/^((?:loss|maximize) J =) (.*)$/mu, "$1 8 ($2)");

/** Every other `a` of the definitions is a parameter of its own. */
export function twoParameters(text: string): string {
  let turn = 0;
  return text
    .split("\n")
    .map((line) => {
      if (line.startsWith("param a ")) return line.replace("param a ", "param Y, a ");
      if (!/ = /u.test(line) || /^(?:dim|const|f\(|g\()/u.test(line)) return line;
      return line.replaceAll(WORD, (word) => (word === "a" && turn++ % 2 === 0 ? "Y" : word));
    })
    .join("\n");
}

/** The first definition that is no family and not asked for, written out where its name stands; undefined without one. */
export function inlined(text: string): string | undefined {
  const lines = text.split("\n");
  const asked = new Set(
    lines.filter((l) => /^(?:output|grad|hessian)/u.test(l)).flatMap((l) => namesIn(l)),
  );
  const at = lines.findIndex((line) => {
    const [head] = line.split(" = ");
    return (
      head !== undefined && namesIn(head)[0] === plainDigits(head) && !asked.has(plainDigits(head))
    );
  });
  if (at === -1) return undefined;
  const sign = lines[at]!.indexOf(" = ");
  const [head, body] = [lines[at]!.slice(0, sign), lines[at]!.slice(sign + 3)];
  return lines
    .toSpliced(at, 1)
    .join("\n")
    .replaceAll(DEFINED, (n) => (plainDigits(n) === plainDigits(head) ? ` (${body})` : n));
}

const namesIn = (line: string): readonly string[] => (line.match(DEFINED) ?? []).map(plainDigits);
const plainDigits = (text: string): string =>
  text.replaceAll(/[₀-₉]/gu, (c) => String("₀₁₂₃₄₅₆₇₈₉".indexOf(c)));
