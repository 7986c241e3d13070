/** @file Numbers: the double a literal stands for, and what is wrong with one that stands for none. */
import type { IToken } from "chevrotain";
import * as say from "../diagnostics/catalogue/syntax.ts";
import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import { spanOf } from "./token.ts";

const FRACTIONS: ReadonlyMap<string, number> = new Map([
  ["½", 1 / 2],
  ["⅓", 1 / 3],
  ["⅔", 2 / 3],
  ["¼", 1 / 4],
  ["¾", 3 / 4],
  ["⅛", 1 / 8],
]);

export function numberOf(t: IToken, report: Report): number {
  const value = FRACTIONS.get(t.image) ?? Number(t.image);
  if (value === Infinity) report(say.numberTooLarge(spanOf(t), short(t.image)));
  const mantissa = /^[0.]*/.exec(t.image)![0];
  if (value === 0 && /[1-9]/.test(t.image[mantissa.length] ?? ""))
    report(say.numberTooSmall(spanOf(t), short(t.image)));
  return value;
}

export function malformed(t: IToken): Diagnostic {
  const text = t.image;
  const plain = text.replaceAll("_", "");
  let write = "A number is written like `12`, `0.5` or `1e-3`.";
  if (/^0[xXbBoO]/.test(text)) write = "Numbers are decimal.";
  else if (/^\d+(?:\.\d+)?E/.test(text))
    write = `Write \`${short(text.replace("E", "e"))}\` for a power of ten, \`${short(text.replace("E", " E"))}\` for a product.`;
  else if (/^\.\d+$/.test(text)) write = `Write \`0${short(text)}\`.`;
  else if (/^\d+\.$/.test(text)) write = `Write \`${short(text.slice(0, -1))}\`.`;
  else if (/^\d+_[\d_]*$/.test(text)) write = `Write \`${short(plain)}\`.`;
  else if (/^0\d+$/.test(text)) write = `Write \`${short(text.replace(/^0+(?=\d)/, ""))}\`.`;
  return say.malformedNumber(spanOf(t), short(text), write);
}

/** At most forty characters of a text. */
export const short = (text: string): string =>
  text.length <= 40 ? text : `${text.slice(0, 24)}…${text.slice(-12)}`;
