/** @file Text to tokens. What is no token is reported and stands in the stream as `Unknown`: its line is broken. */
import type { IToken, Lexer } from "chevrotain";
import * as T from "../../grammar/tokens.ts";
import * as say from "../diagnostics/catalogue/syntax.ts";
import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import type { Source } from "../diagnostics/source.ts";
import type { Comment } from "./ast.ts";
import { hiddenIn, isLineEnd, wrongCharacter } from "./characters.ts";
import { malformed } from "./numbers.ts";
import { isReadable } from "./subscripts.ts";
import { endOf, retag, spanOf } from "./token.ts";

const LONGEST_NAME = 200;

const NAMES = new Set([T.Word, T.SubWord, T.SubNumber, T.SubLetters, T.Superscript]);

const SUBSCRIPTED = new Set([T.Word, T.SubWord, T.SubLetters]);
const LEADING_ZERO = new Map([
  [T.SubNumber, /^_0\d/],
  [T.Superscript, /^⁻?⁰[⁰¹²³⁴⁵⁶⁷⁸⁹]/],
]);

let lexer: Lexer | undefined;

export interface Lexed {
  readonly tokens: readonly IToken[];
  readonly comments: readonly Comment[];
}

export function lex({ text }: Source, report: Report): Lexed {
  lexer ??= T.createLexer();
  // A byte order mark at the start is no part of the text; its place is kept.
  const lexed = lexer.tokenize(text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text);
  const found: Diagnostic[] = [];
  const unknown: IToken[] = [];
  const once = new Set<string>();
  const note = (diagnostic: Diagnostic): void => {
    const { code, message } = diagnostic;
    // A whole file with foreign line ends or in a foreign encoding is one mistake.
    if (code === "wrong-line-end" || code === "broken-character" || message.includes("(null)")) {
      if (once.has(message)) return;
      once.add(message);
    }
    found.push(diagnostic);
  };

  for (const { offset, length } of lexed.errors) {
    const image = text.slice(offset, offset + length);
    const type = isLineEnd(image[0]!) ? T.Newline : T.Unknown;
    unknown.push({
      image,
      startOffset: offset,
      endOffset: offset + length - 1,
      tokenType: type,
      tokenTypeIdx: type.tokenTypeIdx!,
    });
    note(wrongCharacter(text, offset));
  }
  for (const t of lexed.tokens) {
    t.endOffset = endOf(t) - 1; // the lexer gives starts only
    const wrong = check(t, text, note);
    if (wrong) retag(t, T.Unknown);
  }
  const comments = lexed.groups["comments"] ?? [];
  for (const t of comments)
    for (const at of hiddenIn(t.image)) note(wrongCharacter(text, t.startOffset + at));

  for (const diagnostic of oneOfALine(found, text)) report(diagnostic);
  return {
    tokens: merge(lexed.tokens, unknown),
    comments: comments.map((t) => ({ text: t.image, span: spanOf(t) })),
  };
}

/** In the order of the text; of the signs without meaning the first of each line: it is seldom alone. */
function* oneOfALine(found: readonly Diagnostic[], text: string): Generator<Diagnostic> {
  let told = -1;
  for (const d of found.toSorted((a, b) => a.labels[0].span.start - b.labels[0].span.start)) {
    if (d.code === "unexpected-character" || d.code === "latex-command") {
      const { start } = d.labels[0].span;
      if (start < told) continue;
      const end = text.indexOf("\n", start);
      told = end < 0 ? text.length : end;
    }
    yield d;
  }
}

function check(t: IToken, text: string, note: Report): boolean {
  if (t.tokenType === T.BadNumber) note(malformed(t));
  else if (t.tokenType === T.Text) {
    const hidden = [...hiddenIn(t.image)];
    for (const at of hidden) note(wrongCharacter(text, t.startOffset + at));
    const open = t.image.length < 2 || !t.image.endsWith('"');
    if (open) note(say.textNotClosed(spanOf(t)));
    return open || hidden.length > 0;
  } else if (NAMES.has(t.tokenType) && t.image.length > LONGEST_NAME)
    note(say.nameTooLong(spanOf(t), LONGEST_NAME));
  else if (LEADING_ZERO.get(t.tokenType)?.test(t.image)) note(malformed(t));
  else if (SUBSCRIPTED.has(t.tokenType)) {
    const run = unreadable(t.image);
    if (!run) return false;
    const start = t.startOffset + run.index;
    note(say.badSubscript({ start, end: start + run[0].length }, run[0]));
  } else return false;
  return true;
}

const RUN = new RegExp(`[${T.SUBSCRIPTS}]+`, "g");

/** The first run of subscripts that says nothing. Below a sum, `ₖ₌₁` does. */
function unreadable(image: string): RegExpExecArray | undefined {
  const sum = /[ΣΠ]|^(?:sum|prod|mean)[₀-ₜᵢ-ᵪⱼ]|^[₀-ₜᵢ-ᵪⱼ]/.test(image);
  for (const run of image.matchAll(RUN)) {
    const bound = sum && /^[^₊₋₌]₌[₀-₉]+$/.test(run[0]);
    if (!bound && !isReadable(run[0])) return run;
  }
  return undefined;
}

/** Both in the order of the text. */
function merge(some: readonly IToken[], others: readonly IToken[]): readonly IToken[] {
  if (others.length === 0) return some;
  const out: IToken[] = [];
  let k = 0;
  for (const t of some) {
    while (k < others.length && others[k]!.startOffset < t.startOffset) out.push(others[k++]!);
    out.push(t);
  }
  return out.concat(others.slice(k));
}
