/** @file What the parser found, said in the language of the model. */
import type { IRecognitionException, IToken } from "chevrotain";
import * as T from "../../grammar/tokens.ts";
import * as say from "../diagnostics/catalogue/syntax.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/nearest.ts";
import { short } from "./numbers.ts";
import { STATEMENTS_ELSEWHERE } from "../diagnostics/elsewhere.ts";
import { hint } from "./hints.ts";
import { cutLetters } from "./spelling.ts";
import { endOf, spanOf } from "./token.ts";
import { STATEMENTS } from "./words.ts";

/** What a rule that found none of its alternatives wants. */
const WANTED: ReadonlyMap<string, string> = new Map([
  ["statement", "a statement"],
  ["type", "a type like `ℝ^{m×n}`"],
  ["postfix", "`ᵀ`, an exponent or an index"],
  ["exponent", "an exponent: a number, a name or brackets"],
  ["slot", "an index or `:`"],
  ["subscript", "a subscript"],
  ["group", "`:` and a type"],
  ["axis", "`:` and a range"],
  ["case", "`if` and a condition, or `otherwise`"],
  ["update", "a name"],
  ["definition", "`=`"],
]);

export function mistake(error: IRecognitionException, line: readonly IToken[]): Diagnostic {
  const rule = error.context.ruleStack.at(-1) ?? "statement";
  let at = line.indexOf(error.token);
  if (at < 0) at = line.length;
  // With two tokens of lookahead the statement fails as a whole: its first name is right, what follows is not.
  let wanted = wantedBy(error, rule);
  if (rule === "statement" && at === 0 && line[0]!.tokenType === T.Word) {
    at = 1;
    wanted = "`=`";
  }
  const found = line[at];
  const before = line[at - 1];

  const first = line[0]!;
  if (at === 1 && first.tokenType === T.Word && found && isName(found)) {
    const known = nearest(first.image.toLowerCase(), STATEMENTS.keys())[0];
    const same = STATEMENTS.has(first.image.toLowerCase()) ? first.image.toLowerCase() : known;
    const other = STATEMENTS_ELSEWHERE.get(first.image.toLowerCase());
    if (other ?? same ?? !line.some((t) => t.tokenType === T.Equals))
      return say.unknownStatement(spanOf(first), short(first.image), other ?? same);
  }
  const special = found && before && misplaced(found, before, line, at);
  if (special) return special;
  const span = found
    ? spanOf(found)
    : before
      ? { start: endOf(before), end: endOf(before) }
      : spanOf(first);
  const advice =
    found?.tokenType === T.Times && first.tokenType !== T.Declare
      ? { help: "`×` stands in types; write `·`, `⊙` or `*`.", fix: undefined }
      : hint(line, at, wanted);
  return say.expected(
    span,
    wanted,
    before && short(before.image),
    found && (found.tokenType === T.Newline ? "the end of the line" : short(found.image)),
    advice?.help,
    advice?.fix,
  );
}

function wantedBy(error: IRecognitionException, rule: string): string {
  if (error.name === "NoViableAltException" || error.name === "EarlyExitException")
    return WANTED.get(rule) ?? "an expression";
  return error.message;
}

const isName = (t: IToken): boolean => t.tokenType === T.Word || t.tokenType === T.Text;

/** What stands where nothing of its kind can: better named than the list of what could. */
function misplaced(
  found: IToken,
  before: IToken,
  line: readonly IToken[],
  at: number,
): Diagnostic | undefined {
  const type = found.tokenType;
  const next = line[at + 1];
  if (type === T.Equals && before.tokenType === T.Equals)
    return say.equalityIsOneSign({ start: before.startOffset, end: endOf(found) });
  if (type === T.Equals && next?.tokenType === T.Equals && endOf(found) === next.startOffset)
    return say.equalityIsOneSign({ start: found.startOffset, end: endOf(next) });
  if (!ENDS.has(before.tokenType)) return undefined;
  if (type === T.Number) {
    // A word of several letters may be a function (`log 2a`): what is meant is not known.
    const single =
      before.tokenType === T.Word &&
      cutLetters(before.image)?.length === 1 &&
      !ENDS.has(line[at - 2]?.tokenType ?? T.Equals);
    return say.numberNotLeading(
      spanOf(found),
      short(found.image),
      single ? { text: before.image, span: spanOf(before) } : undefined,
    );
  }
  if (type === T.SubWord || type === T.SubNumber || type === T.SubOpen || type === T.SubLetters)
    return say.subscriptNeedsName(spanOf(found), type === T.SubOpen ? "_{…}" : short(found.image));
  if (type === T.Bar || type === T.NormBar) return say.barAfterOperand(spanOf(found), found.image);
  if (POSTFIX.has(type))
    return say.unexpected(
      spanOf(found),
      found.image,
      short(before.image),
      "Put brackets around what it belongs to.",
    );
  return undefined;
}
const POSTFIX = new Set([
  T.Transpose,
  T.Prime,
  T.Inverse,
  T.InverseTranspose,
  T.Superscript,
  T.Hat,
]);

const ENDS = new Set([
  T.Word,
  T.Number,
  T.SubWord,
  T.SubNumber,
  T.SubLetters,
  T.ParenClose,
  T.BlockClose,
  T.BraceClose,
  T.NormBar,
  T.Bar,
  ...POSTFIX,
]);
