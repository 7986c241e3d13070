/** @file Characters that are no part of the language: invisible ones, look-alikes, damage, foreign line ends. */
import * as say from "../diagnostics/catalogue/syntax.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { adviceFor } from "./foreign.ts";
import { commandAt } from "./latex.ts";

const NAMES: ReadonlyMap<number, string> = new Map([
  [0x00, "null"],
  [0x07, "bell"],
  [0x08, "backspace"],
  [0x0b, "vertical tab"],
  [0x0c, "form feed"],
  [0x0d, "carriage return without line feed"],
  [0x1b, "escape"],
  [0x7f, "delete"],
  [0x85, "next line"],
  [0xa0, "no-break space"],
  [0xad, "soft hyphen"],
  [0x034f, "combining grapheme joiner"],
  [0x061c, "Arabic letter mark"],
  [0x115f, "Hangul filler"],
  [0x1160, "Hangul filler"],
  [0x17b4, "invisible vowel"],
  [0x17b5, "invisible vowel"],
  [0x180e, "Mongolian vowel separator"],
  [0x200b, "zero-width space"],
  [0x200c, "zero-width non-joiner"],
  [0x200d, "zero-width joiner"],
  [0x200e, "left-to-right mark"],
  [0x200f, "right-to-left mark"],
  [0x2028, "line separator"],
  [0x2029, "paragraph separator"],
  [0x202a, "left-to-right embedding"],
  [0x202b, "right-to-left embedding"],
  [0x202c, "pop directional formatting"],
  [0x202d, "left-to-right override"],
  [0x202e, "right-to-left override"],
  [0x202f, "narrow no-break space"],
  [0x2060, "word joiner"],
  [0x2061, "function application"],
  [0x2062, "invisible times"],
  [0x2063, "invisible separator"],
  [0x2064, "invisible plus"],
  [0x2066, "left-to-right isolate"],
  [0x2067, "right-to-left isolate"],
  [0x2068, "first strong isolate"],
  [0x2069, "pop directional isolate"],
  [0x2800, "blank Braille pattern"],
  [0x3000, "ideographic space"],
  [0x3164, "Hangul filler"],
  [0xfeff, "byte order mark inside the text"],
  [0xffa0, "Hangul filler"],
  [0xfffd, "replacement character"],
]);

const LINE_END = /[\r\u000B\u000C\u0085\u2028\u2029]/;
const BLANK = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/;
const BROKEN = /[\uD800-\uDFFF\uFFFD]/u;
const HIDDEN =
  /[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u2800\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFC\uFFFE\uFFFF\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]/u;

/** What may not stand in a comment either: there only blanks and the style of an emoji are harmless. */
const IN_COMMENT = new RegExp(
  `(?![\\uFE0E\\uFE0F])(?:${HIDDEN.source}|${BROKEN.source}|${LINE_END.source})`,
  "gu",
);

/** Letters that look like a Latin one, below it. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    A: "АΑꓮ",
    B: "ВΒꓐ",
    C: "СϹᏟ",
    D: "ᎠꓓᗞᎠ",
    E: "ЕΕꓰ",
    F: "Ϝꓝ",
    G: "Ԍꓖ",
    H: "НΗꓧ",
    I: "ІΙӀ",
    J: "ЈͿ",
    K: "КΚ",
    L: "ᏞꓡⅬ",
    M: "МΜϺ",
    N: "ΝꓠՆ",
    O: "ОΟՕ",
    P: "РΡ",
    Q: "Ԛ",
    S: "ЅՏ",
    T: "ТΤ",
    U: "ՍꓴՍ",
    V: "ѴᏙ",
    W: "Ԝ",
    X: "ХΧ",
    Y: "УΥҮ",
    Z: "ΖᏃ",
    a: "аɑ",
    c: "сϲ",
    d: "ԁ",
    e: "еҽ",
    f: "ƒſ",
    g: "ɡց",
    h: "һհ",
    i: "іıɩ",
    j: "јϳ",
    k: "ĸ",
    l: "ӏǀ",
    n: "ոռ",
    o: "оοօ",
    p: "рρ",
    q: "ԛգ",
    r: "гᴦ",
    s: "ѕꜱ",
    u: "սʋᴜ",
    v: "ѵᴠ",
    w: "ԝա",
    x: "хᕽ",
    y: "уүʏ",
    z: "ᴢ",
    "'": "’‘ʹʼ´",
    "-": "–—‐‑‒―﹣",
    "·": "•∙‧・",
    "*": "∗✱",
    "/": "∕⁄",
    "|": "∣ǀ❘",
    "‖": "∥",
    "=": "≔꞊",
    "~": "∼〜",
    ":": "∶",
    ᵀ: "⊤ᵗ",
    "∈": "∊ϵ",
  }).flatMap(([plain, alike]) => Array.from(alike, (letter) => [letter, plain] as const)),
);

const HELP: ReadonlyMap<string, string> = new Map([
  ["÷", "Write `/`."],
  ["#", "A comment begins with `//`."],
  ["%", "A comment begins with `//`."],
  ["!", "Write `not`, or `≠`."],
  ["″", "Write `′′`."],
  ["_", "A subscript stands directly between a name and a word, a number or `{`."],
  [".", "A number is written like `0.5`; elementwise signs are `.*`, `./` and `.^`."],
  ["∫", "Integrals are not part of the language."],
  ["“", 'A text stands between `"`.'],
  ["”", 'A text stands between `"`.'],
]);

/** Sets of numbers that are no types. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ["ℂ", "Numbers are real: write the parts as two values."],
  ["ℕ", "Whole numbers are `ℤ` for a constant, a range such as `0..9` for data."],
  ["ℚ", "Numbers are real: write `ℝ`."],
]);

/** The diagnostic for what stands at `offset`, where no token begins. */
export function wrongCharacter(text: string, offset: number): Diagnostic {
  const code = text.codePointAt(offset)!;
  const letter = String.fromCodePoint(code);
  const span = { start: offset, end: offset + letter.length };
  const what = nameOf(code);
  if (LINE_END.test(letter)) return say.wrongLineEnd(span, what);
  if (BLANK.test(letter)) return say.wrongBlank(span, what);
  if (BROKEN.test(letter)) return say.brokenCharacter(span, what);
  if (HIDDEN.test(letter)) return say.hiddenCharacter(span, what);
  const type = TYPES.get(letter);
  if (type !== undefined) return say.unexpectedCharacter(span, letter, what, type);
  const plain = LOOK_ALIKES.get(letter) ?? compatible(letter);
  if (plain !== undefined) return say.lookAlike(span, letter, what, plain);
  if (letter === "\\") return commandAt(text, offset);
  const advice = adviceFor(text, offset) ?? { help: HELP.get(letter), fix: undefined };
  return say.unexpectedCharacter(span, letter, what, advice.help, advice.fix);
}

/** Places in a comment or a quoted text where something is hidden. */
export function* hiddenIn(text: string): Generator<number> {
  for (const found of text.matchAll(IN_COMMENT)) yield found.index;
}

export const isLineEnd = (letter: string): boolean => LINE_END.test(letter);

/** Fullwidth and mathematical letters and digits: what they would be in plain text. */
function compatible(letter: string): string | undefined {
  const plain = letter.normalize("NFKC");
  return plain !== letter && /^[!-~\u0391-\u03C9]$/.test(plain) ? plain : undefined;
}

/** `U+200B (zero-width space)`. */
function nameOf(code: number): string {
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const name = NAMES.get(code) ?? kind(code);
  return name === undefined ? hex : `${hex} (${name})`;
}

function kind(code: number): string | undefined {
  const letter = String.fromCodePoint(code);
  if (code >= 0xd800 && code <= 0xdfff) return "half of a surrogate pair";
  if (code >= 0xe0000 && code <= 0xe0fff) return "tag character";
  if ((code >= 0xfe00 && code <= 0xfe0f) || (code >= 0x180b && code <= 0x180f))
    return "variation selector";
  if (/\p{Script=Cyrillic}/u.test(letter)) return "Cyrillic letter";
  if (/\p{Script=Greek}/u.test(letter)) return "Greek letter";
  if (code >= 0xff01 && code <= 0xff5e) return "fullwidth character";
  if (code >= 0x1d400 && code <= 0x1d7ff) return "mathematical letter";
  if (/\p{Cc}/u.test(letter)) return "control character";
  return undefined;
}
