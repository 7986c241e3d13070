/** @file Text of strangers on a terminal: everything is seen as what it is, nothing acts, and its width is known. */

/** One code point as it is shown. */
export interface Cell {
  readonly text: string;
  /** Columns on a terminal. */
  readonly width: number;
  /** UTF-16 units in the source. */
  readonly units: number;
}

/** Controls, every space but the plain one, lone surrogates, and what leaves no mark or turns the direction of text. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u;
const MARK = /[\p{Mn}\p{Me}]/u;
const EMOJI = /\p{Emoji_Presentation}/u;
/** East Asian wide and fullwidth blocks. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1b000, 0x1b2ff],
  [0x20000, 0x3fffd],
];

/** The code point at an offset. Tabs are four columns. A second `#` is escaped: `##[…]` and `##vso[…]` are commands to CI. */
export function cellAt(text: string, offset: number): Cell {
  const code = text.codePointAt(offset)!;
  const units = code > 0xffff ? 2 : 1;
  if (code === 0x09) return { text: "    ", width: 4, units };
  const hash = code === 0x23 && text[offset - 1] === "#";
  if (code > 0x20 && code < 0x7f && !hash) return { text: text[offset]!, width: 1, units };
  const char = String.fromCodePoint(code);
  if (hash || HIDDEN.test(char)) {
    const escaped = `\\u{${code.toString(16)}}`;
    return { text: escaped, width: escaped.length, units };
  }
  return { text: char, width: widthOf(code, char), units };
}

function widthOf(code: number, char: string): number {
  if (code < 0x300) return 1;
  if (MARK.test(char)) return 0;
  return EMOJI.test(char) || WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

const LONGEST = 1000;

/** A text with nothing hidden and nothing that acts, on one line, cut when very long. */
export function visible(text: string, longest = LONGEST): string {
  const shown: string[] = [];
  let at = 0;
  while (at < text.length && at < longest) {
    const cell = cellAt(text, at);
    shown.push(cell.text);
    at += cell.units;
  }
  return shown.join("") + (at < text.length ? "…" : "");
}

/** Lines of any length, each visible; one that begins with `::` would be a command to CI. */
export const visibleLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => visible(line, Infinity).replace(/^(\s*):(?=:)/, "$1\\u{3a}"))
    .join("\n");
