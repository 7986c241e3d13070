/** @file How long a model may be: checked before any work, because memory grows with its tokens. */
import * as say from "../diagnostics/catalogue/syntax.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

const MOST_CHARACTERS = 16_000_000;
const MOST_SIGNS = 1_000_000;

const [SPACE, SLASH, NEWLINE] = [32, 47, 10];

export function excess(text: string): Diagnostic | undefined {
  const end = { start: text.length, end: text.length };
  if (text.length > MOST_CHARACTERS) return say.textTooLong(end, "characters", MOST_CHARACTERS);
  if (text.length <= MOST_SIGNS) return undefined;
  let signs = 0;
  let inWord = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === SLASH && text.charCodeAt(i + 1) === SLASH) {
      const next = text.indexOf("\n", i);
      i = next < 0 ? text.length : next;
      signs++;
      inWord = false;
    } else if (isWord(code)) {
      if (!inWord) signs++;
      inWord = true;
    } else {
      inWord = false;
      if (code !== SPACE && code !== NEWLINE) signs++;
    }
    if (signs > MOST_SIGNS)
      return say.textTooLong({ start: i, end: i }, "words and signs", MOST_SIGNS);
  }
  return undefined;
}

/** ASCII letters, digits and `_`; other letters count as signs. */
const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code === 95;
