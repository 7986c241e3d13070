/**
 * @file Tokens to lines: which line ends end a statement, which bracket belongs to which, how deep it goes. A mistake here
 * costs its own line only. Everything is counted on tokens, so that no text makes a later stage recurse deeply.
 */
import type { IToken } from "chevrotain";
import * as T from "../../grammar/tokens.ts";
import * as say from "../diagnostics/catalogue/syntax.ts";
import type { Report } from "../diagnostics/diagnostic.ts";
import { type Source, placeOf } from "../diagnostics/source.ts";
import { endOf, retag, spanOf } from "./token.ts";
import { looksLikeStatement } from "./words.ts";

export const NESTING_LIMIT = 64;

const LONGEST_STATEMENT = 250_000;

/** The tokens of one statement; `broken` when a mistake in it was reported. */
export interface Line {
  readonly tokens: IToken[];
  broken: boolean;
}

interface Level {
  readonly open: IToken | undefined;
  readonly cases: boolean;
  /** How many signs that reach over what follows (Σ, ∂, ∇) stand since the last `+`. */
  reaching: number;
  /** How many prefix signs, or postfixes of one operand, stand in a row. */
  run: number;
  /** After `^`, until its exponent was read: that belongs to the row. */
  exponent: boolean;
}

const CLOSING = new Map<string, string>([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
  ["_{", "}"],
  ["^{", "}"],
  [".^{", "}"],
]);
const CLOSERS = new Set([T.ParenClose, T.BlockClose, T.BraceClose]);
const POSTFIXES = new Set([T.Prime, T.Transpose, T.Inverse, T.InverseTranspose, T.Superscript]);
const POWERS = new Set([T.Hat, T.DotHat, T.PowerOpen, T.DotPowerOpen]);
const SUBSCRIPTS = new Set([T.SubWord, T.SubNumber, T.SubLetters, T.SubOpen]);
const INFIX = new Set(
  [T.Plus, T.Minus, T.Dot, T.Odot, T.Oslash, T.Otimes, T.Star, T.Slash, T.Equals].concat(
    [T.LessEqual, T.GreaterEqual, T.Unequal, T.Less, T.Greater, T.Assign, T.LeftArrow],
    [T.DotDot, T.Times, T.Tilde],
  ),
);
const REACHING = new Set([T.Reduce, T.Partial, T.Nabla]);
const REACHING_WORD = /[ΣΠ]|^(?:sum|prod|mean|partial|grad|argmin|fixpoint)$/;
const OPERAND_END = new Set([
  T.Word,
  T.Number,
  T.SubWord,
  T.SubNumber,
  T.SubLetters,
  ...POSTFIXES,
  ...CLOSERS,
]);

/** Undefined when the text is nested too deeply to go on. */
export function layout(
  source: Source,
  tokens: readonly IToken[],
  report: Report,
): readonly Line[] | undefined {
  const lines: Line[] = [];
  const bottom = (): Level => ({
    open: undefined,
    cases: false,
    reaching: 0,
    run: 0,
    exponent: false,
  });
  let levels: Level[] = [bottom()];
  let line: Line = { tokens: [], broken: false };
  let before: IToken | undefined;

  const top = (): Level => levels[levels.length - 1]!;
  const fail = (diagnostic: Parameters<Report>[0]): void => {
    if (!line.broken) report(diagnostic);
    line.broken = true;
  };
  const missing = (level: Level): void => {
    const open = level.open!;
    const at = before ?? open;
    const { line: row, column } = placeOf(source, open.startOffset);
    const after = { start: endOf(at), end: endOf(at) };
    const closing = CLOSING.get(open.image)!;
    fail(say.bracketMissing(after, spanOf(open), open.image, closing, `${row}:${column}`));
  };
  const finish = (): void => {
    if (levels.length > 1) missing(top());
    if (line.tokens.length > LONGEST_STATEMENT)
      fail(
        say.textTooLong(spanOf(line.tokens[0]!), "words and signs in a line", LONGEST_STATEMENT),
      );
    if (line.tokens.length > 0) lines.push(line);
    levels = [bottom()];
    line = { tokens: [], broken: false };
    before = undefined;
  };
  const take = (t: IToken): void => {
    line.tokens.push(t);
    before = t;
  };

  /** Whether the statement goes on after a line end, where the token `next` follows. */
  const goesOn = (next: number): "joined" | "case" | "ends" => {
    const following = tokens[next];
    if (!before || !following) return "ends";
    const inBracket = levels.length > 1;
    const trailing =
      INFIX.has(before.tokenType) ||
      before.tokenType === T.Comma ||
      CLOSING.has(before.image) ||
      (inBracket && before.tokenType === T.Semicolon);
    // A comma or an opening bracket may well stand before `name = …`, an argument.
    const mayBeArgument = before.tokenType === T.Comma || before.tokenType === T.ParenOpen;
    if ((trailing || inBracket) && looksLikeStatement(tokens, next, mayBeArgument)) return "ends";
    if (trailing) return "joined";
    if (inBracket) {
      if (!top().cases || following.tokenType === T.BraceClose) return "joined";
      return isCase(tokens, next) ? "case" : "ends";
    }
    if (!INFIX.has(following.tokenType)) return "ends";
    // The edit must not join over a comment or a blank line.
    const gap = source.text.slice(endOf(before), following.startOffset);
    const join = /^[ \t]*\r?\n[ \t]*$/.test(gap)
      ? { span: { start: endOf(before), end: following.startOffset }, text: " " }
      : undefined;
    report(say.lineBeginsWithSign(spanOf(following), following.image, join));
    return "joined";
  };

  for (let i = 0; i < tokens.length; i++) {
    const t = tokens[i]!;
    const type = t.tokenType;
    const level = top();

    if (type === T.Newline) {
      let next = i + 1;
      while (tokens[next]?.tokenType === T.Newline) next++;
      const how = goesOn(next);
      if (how === "ends") finish();
      else if (how === "case") {
        take(t);
        Object.assign(level, { reaching: 0, run: 0 });
      }
      i = next - 1;
      continue;
    }

    if (type === T.Unknown) line.broken = true;
    const glued = before !== undefined && endOf(before) === t.startOffset;
    const afterOperand = before !== undefined && OPERAND_END.has(before.tokenType);
    if (type === T.BlockOpen && glued && afterOperand) retag(t, T.IndexOpen);
    if (SUBSCRIPTS.has(type) && before && !glued) {
      const gap = { start: endOf(before), end: t.startOffset };
      if (afterOperand || before.tokenType === T.NormBar)
        fail(say.spaceBeforeSubscript(spanOf(t), t.image, gap));
    }

    count(level, t, afterOperand);
    // Levels below the top are at most the limit, so this sum is cheap.
    if (tooDeep(levels)) {
      report(say.nestingTooDeep(spanOf(t), NESTING_LIMIT));
      return undefined;
    }

    if (CLOSING.has(t.image)) {
      const cases = type === T.BraceOpen && !isType(before);
      take(t);
      levels.push({ ...bottom(), open: t, cases });
      continue;
    }
    if (type === T.Word && t.image === "otherwise" && level.cases) {
      take(t);
      levels.pop();
      let next = i + 1;
      while (tokens[next]?.tokenType === T.Newline) next++;
      if (tokens[next]?.tokenType === T.BraceClose) {
        take(tokens[next]!);
        i = next;
      }
      continue;
    }
    if (CLOSERS.has(type)) {
      let at = levels.length - 1;
      while (at > 0 && CLOSING.get(levels[at]!.open!.image) !== t.image) at--;
      if (at === 0) fail(say.bracketStray(spanOf(t), t.image));
      else {
        if (at < levels.length - 1) missing(top());
        levels.length = at;
      }
    }
    take(t);
  }
  finish();
  return lines;
}

/** Counts what nests without brackets: what reaches over its right (Σ, ∂, ∇), prefixes, postfixes. */
function count(level: Level, t: IToken, afterOperand: boolean): void {
  const type = t.tokenType;
  if (REACHING.has(type) || (type === T.Word && REACHING_WORD.test(t.image))) level.reaching++;
  else if (type === T.Root || (type === T.Minus && !afterOperand)) {
    if (!level.exponent) level.run++;
  } else if (POSTFIXES.has(type) || type === T.IndexOpen || POWERS.has(type)) {
    level.run++;
    level.exponent = type === T.Hat || type === T.DotHat;
  } else if (level.exponent) level.exponent = false;
  else if (!CLOSERS.has(type) && !SUBSCRIPTS.has(type)) {
    level.run = 0;
    // Not at a minus: it may lead what a sum reaches over.
    if (type === T.Plus || type === T.Comma || type === T.Semicolon) level.reaching = 0;
  }
}

function tooDeep(levels: readonly Level[]): boolean {
  let depth = levels.length - 1;
  for (const level of levels) depth += level.reaching + Math.max(0, level.run - 1);
  return depth >= NESTING_LIMIT;
}

/** Whether a `{` after this token opens a type, `{0,1}`. */
const isType = (before: IToken | undefined): boolean =>
  before?.tokenType === T.Colon || before?.tokenType === T.Element;

const LONGEST_CASE = 10_000;
/** Whether the line that begins here is a further case: it has an `if` or an `otherwise`. */
function isCase(tokens: readonly IToken[], from: number): boolean {
  let depth = 0;
  for (let i = from; i < tokens.length && i < from + LONGEST_CASE; i++) {
    const t = tokens[i]!;
    if (CLOSING.has(t.image)) depth++;
    else if (CLOSERS.has(t.tokenType)) depth--;
    else if (t.tokenType === T.Newline && depth <= 0) return false;
    else if (t.tokenType === T.Word && (t.image === "if" || t.image === "otherwise")) return true;
  }
  return false;
}
