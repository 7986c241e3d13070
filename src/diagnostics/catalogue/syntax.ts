/** @file What can be wrong with the letters, signs and order of a model: everything `parse` reports. */
import type { Diagnostic, Edit, Label } from "../diagnostic.ts";
import { error as made, replace } from "../make.ts";
import { type Span, joinSpans } from "../source.ts";

interface Word {
  readonly text: string;
  readonly span: Span;
}

interface More {
  readonly also?: Label;
  readonly help?: string | undefined;
  readonly fix?: Edit | undefined;
}

const error = (code: string, span: Span, message: string, more: More = {}): Diagnostic =>
  made(code, span, message, more.also ? [more.also] : [], more);

const insert = (offset: number, text: string): Edit => ({
  span: { start: offset, end: offset },
  text,
});

// Characters.

/** `what` is the character by name, e.g. `U+200B (zero-width space)`. */
export const hiddenCharacter = (span: Span, what: string): Diagnostic =>
  error("hidden-character", span, `There is an invisible character here: ${what}.`, {
    help: "Delete it: what is read and what is compiled must be the same.",
    fix: replace(span, ""),
  });

export const wrongBlank = (span: Span, what: string): Diagnostic =>
  error("wrong-blank", span, `${what} is not a blank of the language.`, {
    help: "Use a space.",
    fix: replace(span, " "),
  });

export const wrongLineEnd = (span: Span, what: string): Diagnostic =>
  error("wrong-line-end", span, `${what} does not end a line.`, {
    help: "Save the file with line ends LF or CRLF.",
    fix: replace(span, "\n"),
  });

export const brokenCharacter = (span: Span, what: string): Diagnostic =>
  error("broken-character", span, `There is half a character here: ${what}.`, {
    help: "The text is damaged: save the file as UTF-8.",
  });

export const lookAlike = (span: Span, shown: string, what: string, plain: string): Diagnostic =>
  error("look-alike", span, `\`${shown}\` (${what}) looks like \`${plain}\` but is not.`, {
    help: `Write \`${plain}\`.`,
    fix: replace(span, plain),
  });

export const unexpectedCharacter = (
  span: Span,
  shown: string,
  what: string,
  help?: string,
  fix?: Edit,
): Diagnostic =>
  error("unexpected-character", span, `\`${shown}\` (${what}) has no meaning here.`, { help, fix });

/** `plain` is what a model writes for it. */
export const latexCommand = (
  span: Span,
  command: string,
  plain: string | undefined,
  help?: string,
): Diagnostic =>
  error(
    "latex-command",
    span,
    `\`${command.trim()}\` is a command of LaTeX, and those are not read.`,
    {
      help:
        help ??
        (plain
          ? `Write \`${plain}\`.`
          : plain === ""
            ? "Leave it out."
            : "Write the sign, or its English name."),
      fix: plain === undefined ? undefined : replace(span, plain),
    },
  );

export const spaceBeforeSubscript = (span: Span, subscript: string, gap: Span): Diagnostic =>
  error("space-before-subscript", span, `\`${subscript}\` must stand directly at its name.`, {
    help: "Delete the space before it.",
    fix: replace(gap, ""),
  });

export const badSubscript = (span: Span, subscript: string): Diagnostic =>
  error("bad-subscript", span, `\`${subscript}\` cannot be read as a subscript.`, {
    help: "Write it in braces: `_{t-1}`, `_{i,j}`.",
  });

export const textNotClosed = (span: Span): Diagnostic =>
  error("text-not-closed", span, 'The closing `"` is missing on this line.', {
    fix: insert(span.end, '"'),
  });

// Numbers.

export const malformedNumber = (span: Span, text: string, write: string): Diagnostic =>
  error("malformed-number", span, `\`${text}\` is not a number of the language.`, { help: write });

export const numberTooLarge = (span: Span, text: string): Diagnostic =>
  error("number-too-large", span, `\`${text}\` is larger than any number, which end at 1.8e308.`);

export const numberTooSmall = (span: Span, text: string): Diagnostic =>
  error("number-too-small", span, `\`${text}\` is so small that it would be 0.`, {
    help: "The smallest number is 5e-324.",
  });

/** `operand` is the single name before it. */
export const numberNotLeading = (span: Span, number: string, operand?: Word): Diagnostic =>
  error("number-not-leading", span, `The number \`${number}\` may only lead a product.`, {
    help: operand
      ? `Write \`${number} ${operand.text}\`.`
      : "Write it first, or put it in brackets.",
    fix: operand && replace(joinSpans(operand.span, span), `${number} ${operand.text}`),
  });

// Limits.

export const nestingTooDeep = (span: Span, limit: number): Diagnostic =>
  error("nesting-too-deep", span, `The nesting is too deep here: at most ${limit} levels.`, {
    help: "Name a part of the expression on a line of its own.",
  });

export const textTooLong = (span: Span, what: string, limit: number): Diagnostic =>
  error("text-too-long", span, `The model is too long: at most ${limit} ${what}.`);

export const nameTooLong = (span: Span, limit: number): Diagnostic =>
  error("name-too-long", span, `This name is too long: at most ${limit} characters.`);

export const tooManyErrors = (span: Span, limit: number): Diagnostic =>
  error("too-many-errors", span, `There are more than ${limit} errors; the rest is not shown.`);

// Brackets and lines.

/** `at` is where the closing one was missed, `place` that of the opening one, as `3:9`. */
export const bracketMissing = (
  at: Span,
  open: Span,
  opening: string,
  closing: string,
  place: string,
): Diagnostic =>
  error("bracket-missing", at, `\`${closing}\` is missing; the \`${opening}\` is at ${place}.`, {
    also: { span: open, text: `\`${opening}\` is not closed` },
  });

export const bracketStray = (span: Span, closing: string): Diagnostic =>
  error("bracket-stray", span, `This \`${closing}\` closes nothing.`, {
    help: "Delete it, or write the opening one.",
  });

export const lineBeginsWithSign = (span: Span, sign: string, join?: Edit): Diagnostic =>
  error("line-begins-with-sign", span, `A line cannot begin with \`${sign}\`.`, {
    help: `Join it to the line before, or end that line with \`${sign}\`.`,
    fix: join,
  });

export const blockNotClosed = (span: Span, what: string): Diagnostic =>
  error("block-not-closed", span, `The \`end\` of this ${what} is missing.`, {
    help: "Write `end` on a line of its own.",
  });

export const outsideBlock = (span: Span, word: string, block: string): Diagnostic =>
  error("outside-block", span, `\`${word}\` stands outside of a ${block}.`);

export const notInBlock = (span: Span, block: string, what: string): Diagnostic =>
  error("not-in-block", span, `This cannot stand in a ${block}.`, {
    help: `Its lines are ${what}.`,
  });

export const resultMissing = (span: Span): Diagnostic =>
  error("result-missing", span, "A function needs a line `return …` before its `end`.");

// Sentences.

/** `after` is the token before, `found` the one that stands instead, absent at the line's end. */
export const expected = (
  span: Span,
  what: string,
  after: string | undefined,
  found: string | undefined,
  help?: string,
  fix?: Edit,
): Diagnostic =>
  error(
    "expected",
    span,
    `Expected ${what}${after === undefined ? "" : ` after \`${after}\``}${
      found === undefined ? "" : `, but found \`${found}\``
    }.`,
    { help, fix },
  );

export const unexpected = (span: Span, found: string, after: string, help?: string): Diagnostic =>
  error("unexpected", span, `\`${found}\` cannot stand after \`${after}\`.`, { help });

/** `known` is the word to write, or a sentence. */
export const unknownStatement = (span: Span, word: string, known?: string): Diagnostic => {
  const isWord = known !== undefined && !known.includes(" ");
  return error("unknown-statement", span, `\`${word}\` begins no statement.`, {
    help: isWord
      ? `Write \`${known}\`.`
      : (known ?? "A definition is written `name = expression`."),
    fix: isWord ? replace(span, known) : undefined,
  });
};

export const equalityIsOneSign = (span: Span): Diagnostic =>
  error("equality-is-one-sign", span, "Equality is written `=`.", { fix: replace(span, "=") });

export const subscriptNeedsName = (span: Span, subscript: string): Diagnostic =>
  error(
    "subscript-needs-name",
    span,
    `\`${subscript}\` is a subscript, and only a name or a norm has one.`,
    {
      help: "An element of an expression is `(…)[i]`.",
    },
  );

export const barAfterOperand = (span: Span, bar: string): Diagnostic =>
  error("bar-after-operand", span, `\`${bar}\` cannot stand directly after an operand.`, {
    help:
      bar === "|" ? "Write `abs(x)`, or `· |x|`." : "Write a space between two bars, or brackets.",
  });

// Reach: what two readers would read in two ways.

export const twoReadings = (
  span: Span,
  written: string,
  readings: readonly [string, string],
): Diagnostic =>
  error("two-readings", span, `\`${written}\` can be read in two ways.`, {
    help: `Write \`${readings[0]}\` or \`${readings[1]}\`.`,
  });

export const reductionNeedsIndex = (span: Span, word: string): Diagnostic =>
  error("reduction-needs-index", span, `\`${word}\` needs an index.`, {
    help: `Write \`${word}_i\` with a declared index, or \`${word}_{i=1}^{n}\`.`,
  });

export const badIndex = (span: Span, word: string): Diagnostic =>
  error("bad-index", span, `\`${word}\` needs names of indices below it.`, {
    help: `Write \`${word}_i\`, \`${word}_{i,j}\` or \`${word}_{i=1..n}\`.`,
  });

export const namesBelow = (span: Span, word: string): Diagnostic =>
  error("names-below", span, `\`${word}\` needs the names of values below it.`, {
    help: `Write \`${word}_W\` or \`${word}_{W,b}\`.`,
  });

export const rangeInSubscript = (span: Span): Diagnostic =>
  error("range-in-subscript", span, "Only a sum or product has bounds in its subscript.");

export const badType = (span: Span, help: string): Diagnostic =>
  error("bad-type", span, "This is not a type.", { help });

export const arrowOutsideUpdate = (span: Span): Diagnostic =>
  error("arrow-outside-update", span, "`←` assigns in an `update` only.", {
    help: "A definition is written with `=`.",
    fix: replace(span, "="),
  });
