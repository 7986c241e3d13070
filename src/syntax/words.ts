/** @file What a word is by where it stands: `loss` before a name begins a statement, elsewhere it is a name. */
import type { IToken, TokenType } from "chevrotain";
import * as T from "../../grammar/tokens.ts";
import { piece, retag } from "./token.ts";

const BEGINS = new Set([T.Word, T.Number, T.ParenOpen, T.NormBar, T.BlockOpen, T.Root, T.Reduce]);
const ENDS = new Set([
  T.Word,
  T.Number,
  T.SubWord,
  T.SubNumber,
  T.SubLetters,
  T.ParenClose,
  T.BlockClose,
  T.BraceClose,
  T.Superscript,
  T.Transpose,
  T.Prime,
  T.Inverse,
  T.InverseTranspose,
]);

/** The words that begin a statement where a name follows. */
export const STATEMENTS: ReadonlyMap<string, TokenType> = new Map([
  ["dim", T.Dims],
  ...["index", "seq", "batch"].map((w) => [w, T.Axis] as const),
  ...["input", "param", "const"].map((w) => [w, T.Declare] as const),
  ["function", T.Function],
  ["derivative", T.Derivative],
  ...["loss", "minimize", "maximize"].map((w) => [w, T.Objective] as const),
  ["output", T.Output],
  ...["grad", "jacobian", "hessian", "hvp", "jvp", "vjp"].map((w) => [w, T.Request] as const),
  ["update", T.Update],
  ["optimizer", T.Optimizer],
  ["use", T.Use],
]);

const RESERVED: ReadonlyMap<string, TokenType> = new Map([
  ["per", T.Per],
  ["wrt", T.Wrt],
  ["if", T.If],
  ["otherwise", T.Otherwise],
  ["until", T.Until],
  ["and", T.And],
  ["or", T.Or],
  ["not", T.Not],
  ["end", T.End],
  ["return", T.Return],
]);
const ATTRIBUTES = new Set(["symmetric", "diag", "lower", "pd", "sparse"]);
const REDUCTIONS = new Set(["sum", "prod", "mean"]);
const SUBS = new Set([T.SubWord, T.SubNumber, T.SubOpen, T.SubLetters]);
/** After the first word of a line these say that it is a name: `loss = 3`. */
const AFTER_NAME = new Set([
  ...SUBS,
  T.Equals,
  T.Comma,
  T.Colon,
  T.Element,
  T.Assign,
  T.LeftArrow,
  T.ParenOpen,
  T.BlockOpen,
  T.IndexOpen,
]);

/** Whether a new statement plainly begins at this token: `param W …`, `y_t = …`, `f(z) = …`. */
export function looksLikeStatement(
  tokens: readonly IToken[],
  at: number,
  mayBeArgument = false,
): boolean {
  const first = tokens[at];
  if (first?.tokenType !== T.Word) return false;
  let next = tokens[at + 1];
  if (STATEMENTS.has(first.image))
    if (next?.tokenType === T.Word || next?.tokenType === T.Text) return true;
  if (first.image === "return") return true;
  if (mayBeArgument) return false;
  let i = at + 1;
  while (next && (next.tokenType === T.SubWord || next.tokenType === T.SubNumber))
    next = tokens[++i];
  if (next?.tokenType === T.SubOpen) {
    i = closing(tokens, i, T.BraceClose);
    next = tokens[i + 1];
  } else if (next?.tokenType === T.ParenOpen) {
    i = closing(tokens, i, T.ParenClose);
    next = tokens[i + 1];
  }
  return next?.tokenType === T.Equals;
}

/** The place of the bracket that closes the one at `from`, within a short way on the line. */
function closing(tokens: readonly IToken[], from: number, type: TokenType): number {
  let depth = 0;
  for (let i = from; i < from + 40 && i < tokens.length; i++) {
    const t = tokens[i]!;
    if (t.tokenType === type) depth--;
    else if (type === T.BraceClose ? t.image.endsWith("{") : t.tokenType === T.ParenOpen) depth++;
    else if (t.tokenType === T.Newline) break;
    if (depth === 0) return i;
  }
  return tokens.length;
}

/** Names of the file that would be signs if the file did not declare them: Σ, Π, sum, prod, mean, partial, grad. */
export function declaredSigns(tokens: readonly IToken[]): ReadonlySet<string> {
  const declared = new Set<string>();
  for (let i = 0; i < tokens.length; i++) {
    const t = tokens[i]!;
    if (t.tokenType !== T.Word) continue;
    const written = SIGN_NAME.exec(t.image)?.[1];
    const sign = written === "Sigma" ? "Σ" : written === "Pi" ? "Π" : written;
    if (sign === undefined || declared.has(sign)) continue;
    let j = i + 1;
    while (tokens[j]?.tokenType === T.SubWord || tokens[j]?.tokenType === T.SubNumber) j++;
    if (tokens[j]?.tokenType === T.SubOpen) j = closing(tokens, j, T.BraceClose) + 1;
    const next = tokens[j]?.tokenType;
    if (next && NAME_ONLY.has(next)) declared.add(sign);
  }
  return declared;
}
const SIGN_NAME = new RegExp(`^(Σ|Π|Sigma|Pi|sum|prod|mean|partial|grad)[${T.SUBSCRIPTS}]*$`);
/** A sign of a sum is never followed by these. */
const NAME_ONLY = new Set([
  T.Equals,
  T.Colon,
  T.Element,
  T.Comma,
  T.Assign,
  T.LeftArrow,
  T.ParenClose,
]);

/** The tokens of a statement with every word told. */
export function tellWords(
  line: readonly IToken[],
  names: ReadonlySet<string>,
  block: "function" | "optimizer" | undefined,
): IToken[] {
  const out = splitSigns(line, names);
  tellFirst(out, block);
  const first = out[0]!.tokenType;
  const isFrom = (k: number): boolean =>
    k > 0 && out[k]!.image === "from" && !SUBS.has(out[k + 1]?.tokenType ?? T.Word);
  const solves = out.some((t, k) => t.tokenType === T.Word && isFrom(k));
  let typed = false;
  for (let i = 0; i < out.length; i++) {
    const t = out[i]!;
    const last = out[i - 1];
    const next = out[i + 1];
    if (t.tokenType === T.PowerOpen && last?.tokenType === T.Real) typed = true;
    else if (t.tokenType === T.BraceClose) typed = false;
    if (t.tokenType !== T.Word) continue;
    const subscripted = next !== undefined && SUBS.has(next.tokenType);
    const reserved = RESERVED.get(t.image);
    if (reserved && !subscripted) retag(t, reserved);
    else if (REDUCTIONS.has(t.image) && subscripted && !names.has(t.image)) retag(t, T.Reduce);
    else if (t.image === "partial" && !names.has("partial") && startsOperand(next))
      retag(t, T.Partial);
    else if (t.image === "grad" && subscripted && !names.has("grad")) retag(t, T.Nabla);
    else if (solves && subscripted && (t.image === "argmin" || t.image === "fixpoint"))
      retag(t, T.Solve);
    else if (solves && isFrom(i)) retag(t, T.From);
    else if (t.image === "R" && isTypeSign(last) && first !== T.Axis) retag(t, T.Real);
    else if (typed && t.image === "x" && endsOperand(last) && startsOperand(next))
      retag(t, T.Times);
    else if (first === T.Declare && ATTRIBUTES.has(t.image) && isAttribute(last, next))
      retag(t, T.Attribute);
    else if (first === T.Axis && t.image === "checkpoint" && endsOperand(last))
      retag(t, T.Checkpoint);
    else if (first === T.Update && t.image === "all" && next?.image === "by") {
      retag(t, T.All);
      retag(next, T.By);
    } else if (first === T.Optimizer && t.image === "for" && last?.tokenType === T.ParenClose)
      retag(t, T.For);
    else if (first === T.State && t.image === "like" && last?.tokenType === T.Colon)
      retag(t, T.Like);
  }
  return out;
}

function tellFirst(line: readonly IToken[], block: "function" | "optimizer" | undefined): void {
  const [first, second] = line;
  if (first?.tokenType !== T.Word) return;
  if (second && AFTER_NAME.has(second.tokenType)) return;
  if (second && INFIX_AFTER.has(second.tokenType)) return;
  const type = STATEMENTS.get(first.image);
  if (type) retag(first, type);
  else if (block === "optimizer" && first.image === "state") retag(first, T.State);
}
const INFIX_AFTER = new Set([T.Plus, T.Minus, T.Dot, T.Star, T.Slash, T.Odot, T.Hat]);

/** `Σᵢxᵢ` and `meanₙ` are one word for the lexer: here the sign is cut off. */
function splitSigns(line: readonly IToken[], names: ReadonlySet<string>): IToken[] {
  const out: IToken[] = [];
  let assigned = STATEMENTS.get(line[0]!.image) === T.Axis;
  for (const t of line) {
    // `x<-3` after an `=` compares.
    if (t.tokenType === T.LeftArrow) {
      if (assigned) out.push(piece(t, 0, 1, T.Less), piece(t, 1, 2, T.Minus));
      else out.push(piece(t, 0, 2, T.Assign));
      assigned = true;
      continue;
    }
    if (t.tokenType === T.Equals || t.tokenType === T.Assign) assigned = true;
    if (t.tokenType !== T.Word || !MAY_HOLD_SIGN.test(t.image)) {
      out.push(t);
      continue;
    }
    const word = WORD_SIGN.exec(t.image);
    if (word && !names.has(word[1]!)) {
      out.push(piece(t, 0, word[1]!.length, T.Word));
      out.push(piece(t, word[1]!.length, t.image.length, T.SubLetters));
      continue;
    }
    let from = 0;
    for (const found of t.image.matchAll(SIGN)) {
      const at = found.index;
      const end = at + found[0].length;
      if (names.has(found[0][0]!) || /[0-9]/.test(t.image[end] ?? "")) continue;
      if (at > from) out.push(piece(t, from, at, T.Word));
      out.push(piece(t, at, at + 1, T.Reduce));
      if (end > at + 1) out.push(piece(t, at + 1, end, T.SubLetters));
      from = end;
    }
    if (from === 0) out.push(t);
    else if (from < t.image.length) out.push(piece(t, from, t.image.length, T.Word));
  }
  return out;
}
const MAY_HOLD_SIGN = new RegExp(`[ΣΠ]|^(?:sum|prod|mean)[${T.SUBSCRIPTS}]`);
const WORD_SIGN = new RegExp(`^(sum|prod|mean)[${T.SUBSCRIPTS}]+$`);
const SIGN = new RegExp(`[ΣΠ][${T.SUBSCRIPTS}]*`, "g");

const isTypeSign = (t: IToken | undefined): boolean =>
  t?.tokenType === T.Colon || t?.tokenType === T.Element;

const startsOperand = (t: IToken | undefined): boolean =>
  t !== undefined && BEGINS.has(t.tokenType);

const endsOperand = (t: IToken | undefined): boolean => t !== undefined && ENDS.has(t.tokenType);

/** After a type, a `per` name or an attribute; before another, a value, a comma or the end. */
function isAttribute(last: IToken | undefined, next: IToken | undefined): boolean {
  const after = endsOperand(last) || last?.tokenType === T.Real || last?.tokenType === T.Attribute;
  const type = next?.tokenType;
  return (
    after &&
    (type === undefined ||
      type === T.Comma ||
      type === T.Equals ||
      type === T.Tilde ||
      (type === T.Word && (ATTRIBUTES.has(next!.image) || next!.image === "per")))
  );
}
