/** @file Concrete tree to syntax tree: expressions. Recurses no deeper than the nesting that `layout` let through. */
import type { CstNode, IToken } from "chevrotain";
import * as T from "../../grammar/tokens.ts";
import * as say from "../diagnostics/catalogue/syntax.ts";
import type { Report } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "../diagnostics/source.ts";
import { compared, nameExpression } from "./compared.ts";
import type * as Ast from "./ast.ts";
import { maybeNode, maybeToken, node, nodes, spanFrom, spanOfNode, token, tokens } from "./cst.ts";
import { letteredSubscript } from "./lettered.ts";
import { numberOf } from "./numbers.ts";
import { checkFactors, checkPower, checkProduct } from "./reach.ts";
import { plainSubscript, plainSuperscript, splitSubscript } from "./subscripts.ts";
import { spanOf } from "./token.ts";

export interface Building {
  readonly source: Source;
  readonly report: Report;
}

const wordOf = (t: IToken): Ast.Word => ({ text: t.image, span: spanOf(t) });

/** A name of several `_` parts is one word. */
export function nameOf(cst: CstNode): Ast.Word {
  const parts = [...tokens(cst, "Word"), ...tokens(cst, "SubWord"), ...tokens(cst, "SubNumber")];
  const text = parts
    .toSorted((a, b) => a.startOffset - b.startOffset)
    .map((t) => t.image)
    .join("");
  return { text, span: spanOfNode(cst) };
}

const SIGNS = new Map<IToken["tokenType"], Ast.InfixSign>([
  [T.Plus, "+"],
  [T.Minus, "-"],
  [T.Dot, "·"],
  [T.Star, "*"],
  [T.Slash, "/"],
  [T.Odot, "⊙"],
  [T.Oslash, "⊘"],
  [T.Otimes, "⊗"],
]);

const RELATIONS = new Map<IToken["tokenType"], Ast.RelationSign>([
  [T.Less, "<"],
  [T.LessEqual, "≤"],
  [T.Greater, ">"],
  [T.GreaterEqual, "≥"],
  [T.Equals, "="],
  [T.Unequal, "≠"],
]);

export function expression(cst: CstNode, b: Building): Ast.Expression {
  return chain(cst, nodes(cst, "product"), product, b);
}

function product(cst: CstNode, b: Building): Ast.Expression {
  const made = chain(cst, nodes(cst, "signed"), signed, b);
  if (made.kind === "infix") checkProduct(made, b);
  return made;
}

function chain(
  cst: CstNode,
  parts: readonly CstNode[],
  build: (part: CstNode, b: Building) => Ast.Expression,
  b: Building,
): Ast.Expression {
  if (parts.length === 1) return build(parts[0]!, b);
  const signs = tokens(cst, "sign").map((t) => ({
    sign: SIGNS.get(t.tokenType)!,
    span: spanOf(t),
  }));
  const operands = parts.map((part) => build(part, b));
  return { kind: "infix", signs, operands, span: spanOfNode(cst) };
}

function signed(cst: CstNode, b: Building): Ast.Expression {
  const factors = nodes(cst, "factor").map((f) => factor(f, b));
  checkFactors(factors, b);
  const first = factors[0]!;
  const end = factors.at(-1)!.span.end;
  let made: Ast.Expression =
    factors.length === 1
      ? first
      : { kind: "implicit", factors, span: { start: first.span.start, end } };
  for (const minus of tokens(cst, "Minus").toReversed())
    made = { kind: "negate", operand: made, span: { start: minus.startOffset, end } };
  return made;
}

function factor(cst: CstNode, b: Building): Ast.Expression {
  const span = spanOfNode(cst);
  const inner = maybeNode(cst, "atom");
  if (inner) return nodes(cst, "postfix").reduce((base, p) => postfix(base, p, b), atom(inner, b));
  if (maybeToken(cst, "Root"))
    return { kind: "root", operand: factor(node(cst, "factor"), b), span };
  const reduced = maybeNode(cst, "reduction");
  if (reduced) return reduction(reduced, b);
  const partial = maybeNode(cst, "partial");
  if (partial) {
    const of = factor(node(partial, "factor"), b);
    return { kind: "partial", of, wrt: target(node(partial, "target"), b), span };
  }
  const nabla = maybeNode(cst, "nabla");
  if (nabla) {
    const wrt = names(token(nabla, "Nabla"), node(nabla, "subscript"), b);
    return { kind: "nabla", wrt, of: factor(node(nabla, "factor"), b), span };
  }
  const solve = node(cst, "solve");
  const [body, from] = nodes(solve, "expression");
  return {
    kind: "solve",
    role: token(solve, "Solve").image === "argmin" ? "argmin" : "fixpoint",
    over: names(token(solve, "Solve"), node(solve, "subscript"), b),
    body: expression(body!, b),
    from: expression(from!, b),
    span,
  };
}

/** The subscript of `∇` or `argmin`: names only. */
function names(sign: IToken, below: CstNode, b: Building): Ast.Subscript {
  const made = subscript(below, b);
  if (made.slots.some((s) => s.kind !== "name")) b.report(say.namesBelow(made.span, sign.image));
  return made;
}

const ROLES = new Map<string, "sum" | "product" | "mean">([
  ["Σ", "sum"],
  ["∑", "sum"],
  ["sum", "sum"],
  ["Π", "product"],
  ["∏", "product"],
  ["prod", "product"],
  ["mean", "mean"],
]);

function reduction(cst: CstNode, b: Building): Ast.Expression {
  const sign = token(cst, "Reduce");
  const below = maybeNode(cst, "subscript");
  const above = maybeNode(cst, "power");
  if (!below) b.report(say.reductionNeedsIndex(spanOf(sign), sign.image));
  const to = above && exponent(above, b);
  return {
    kind: "reduction",
    role: ROLES.get(sign.image)!,
    word: wordOf(sign),
    over: below ? binders(below, to, sign, b) : [],
    body: product(node(cst, "product"), b),
    span: spanOfNode(cst),
  };
}

function binders(
  cst: CstNode,
  to: Ast.Expression | undefined,
  sign: IToken,
  b: Building,
): readonly Ast.Binder[] {
  const letters = maybeToken(cst, "SubLetters");
  if (letters) {
    const [names, from] = plainSubscript(letters.image).split("=");
    const start = letters.startOffset;
    if (from !== undefined && /^\d+$/.test(from) && names!.length === 1) {
      const name = { text: names!, span: { start, end: start + 1 } };
      const at = { start: start + 2, end: start + 2 + from.length };
      const value: Ast.Expression = { kind: "number", value: Number(from), text: from, span: at };
      return [{ name, from: value, ...(to && { to }), span: spanOf(letters) }];
    }
    if (from === undefined && to === undefined && /^\p{L}+$/u.test(names!))
      return Array.from(names!, (text, k) => {
        const span = { start: start + k, end: start + k + 1 };
        return { name: { text, span }, span };
      });
    b.report(say.badIndex(spanOf(letters), sign.image));
    return [];
  }
  const made: Ast.Binder[] = [];
  const slots = nodes(cst, "slot");
  if (slots.length === 0) {
    const { slots: bare, span } = subscript(cst, b);
    const [slot] = bare;
    if (slot?.kind === "name") made.push({ name: slot.word, span });
    else b.report(say.badIndex(span, sign.image));
  }
  for (const slot of slots) {
    const span = spanOfNode(slot);
    const name = maybeNode(slot, "expression");
    const read = name && expression(name, b);
    if (read?.kind !== "name" || read.subscript) {
      b.report(say.badIndex(span, sign.image));
      continue;
    }
    const bounds = maybeNode(slot, "range");
    if (!bounds) {
      made.push({ name: read.word, span });
      continue;
    }
    const read2 = range(bounds, b);
    // `i=1` with `^{n}`, or `i=1..n`.
    made.push(
      read2.from
        ? { name: read.word, from: read2.from, to: read2.to, span }
        : { name: read.word, from: read2.to, ...(to && { to }), span },
    );
  }
  const bounded = made.filter((m) => m.from !== undefined);
  if (bounded.some((m) => m.to === undefined) || (to && (made.length > 1 || bounded.length === 0)))
    b.report(say.badIndex(spanOfNode(cst), sign.image));
  return made;
}

export function range(cst: CstNode, b: Building): Ast.Range {
  const [first, second] = nodes(cst, "expression").map((e) => expression(e, b));
  const span = spanOfNode(cst);
  return second ? { from: first!, to: second, span } : { to: first!, span };
}

/** A base with what follows it: sign, exponent or index. */
function postfix(base: Ast.Expression, cst: CstNode, b: Building): Ast.Expression {
  const span = { start: base.span.start, end: spanOfNode(cst).end };
  const above = maybeNode(cst, "power");
  if (above) {
    const made: Ast.Expression = {
      kind: "power",
      base,
      exponent: exponent(above, b),
      elementwise: Boolean(maybeToken(above, "DotHat") ?? maybeToken(above, "DotPowerOpen")),
      superscript: maybeToken(above, "Superscript") !== undefined,
      span,
    };
    checkPower(made, b);
    return made;
  }
  if (maybeToken(cst, "IndexOpen"))
    return { kind: "index", base, slots: nodes(cst, "slot").map((s) => slot(s, b)), span };
  if (maybeToken(cst, "Inverse") ?? maybeToken(cst, "InverseTranspose")) {
    const made: Ast.Expression = { kind: "inverse", operand: base, span };
    checkPower(made, b);
    if (maybeToken(cst, "Inverse")) return made;
    return { kind: "transpose", operand: made, sign: "ᵀ", span };
  }
  return { kind: "transpose", operand: base, sign: maybeToken(cst, "Prime") ? "′" : "ᵀ", span };
}

function exponent(cst: CstNode, b: Building): Ast.Expression {
  const raised = maybeToken(cst, "Superscript");
  if (raised) return superscript(raised);
  const bare = maybeNode(cst, "exponent");
  if (!bare) return expression(node(cst, "expression"), b);
  const minus = maybeToken(bare, "Minus");
  const root = maybeToken(bare, "Root");
  const { end } = spanOfNode(bare);
  let made = simple(bare, b);
  if (root) made = { kind: "root", operand: made, span: { start: root.startOffset, end } };
  if (minus) made = { kind: "negate", operand: made, span: { start: minus.startOffset, end } };
  return made;
}

function superscript(t: IToken): Ast.Expression {
  const plain = plainSuperscript(t.image);
  const digits = plain.replace("-", "");
  const span = { start: t.startOffset + plain.length - digits.length, end: spanOf(t).end };
  const made: Ast.Expression = /^\d/.test(digits)
    ? { kind: "number", value: Number(digits), text: digits, span }
    : { kind: "name", word: { text: digits, span }, span };
  return digits === plain ? made : { kind: "negate", operand: made, span: spanOf(t) };
}

/** A number, a name or a bracket. */
function simple(cst: CstNode, b: Building): Ast.Expression {
  const number = maybeToken(cst, "Number");
  if (number) {
    const value = numberOf(number, b.report);
    return { kind: "number", value, text: number.image, span: spanOf(number) };
  }
  const word = maybeToken(cst, "Word");
  if (word) return name(word, maybeNode(cst, "subscript"), b);
  const span = spanFrom(token(cst, "ParenOpen").startOffset, token(cst, "ParenClose"));
  return { kind: "bracket", inner: expression(node(cst, "expression"), b), span };
}

/** Functions that are read with a subscript: `softmaxⱼ` is `softmax_j`, not a product of letters. */
const SUBSCRIPTED = new Set(
  "softmax logsumexp lse max min argmax argmin var std cumsum".split(" "),
);

function name(
  word: IToken,
  below: CstNode | undefined,
  b: Building,
): Extract<Ast.Expression, { kind: "name" }> {
  const { start } = spanOf(word);
  if (below) {
    const sub = subscript(below, b);
    return { kind: "name", word: wordOf(word), subscript: sub, span: spanFrom(start, sub.span) };
  }
  const [base, letters] = splitSubscript(word.image);
  if (letters !== "" && SUBSCRIPTED.has(base)) {
    const at = start + base.length;
    return {
      kind: "name",
      word: { text: base, span: { start, end: at } },
      subscript: letteredSubscript(letters, at),
      span: spanOf(word),
    };
  }
  return { kind: "name", word: wordOf(word), span: spanOf(word) };
}

function atom(cst: CstNode, b: Building): Ast.Expression {
  const span = spanOfNode(cst);
  const called = maybeNode(cst, "arguments");
  if (called) {
    const {
      word,
      subscript: sub,
      span: at,
    } = name(token(cst, "Word"), maybeNode(cst, "subscript"), b);
    const primes = tokens(cst, "Prime");
    const before = primes.length > 0 ? spanOf(primes.at(-1)!).end : at.end;
    return {
      kind: "call",
      word,
      ...(sub && { subscript: sub }),
      primes: primes.length,
      arguments: callArguments(called, b),
      spaced: before < spanOfNode(called).start,
      span,
    };
  }
  const [bar] = tokens(cst, "NormBar");
  if (bar) {
    const operand = expression(node(cst, "expression"), b);
    const below = maybeNode(cst, "subscript");
    return { kind: "norm", operand, ...(below && { subscript: subscript(below, b) }), span };
  }
  if (maybeToken(cst, "Bar"))
    return { kind: "absolute", operand: expression(node(cst, "expression"), b), span };
  const block = maybeNode(cst, "block");
  if (block) {
    const rows = nodes(block, "row").map((row) =>
      nodes(row, "expression").map((e) => expression(e, b)),
    );
    return { kind: "block", rows, span };
  }
  const cases = maybeNode(cst, "cases");
  if (cases) return { kind: "cases", cases: nodes(cases, "case").map((c) => one(c, b)), span };
  return simple(cst, b);
}

function one(
  cst: CstNode,
  b: Building,
): { readonly value: Ast.Expression; readonly condition?: Ast.Condition } {
  const value = expression(node(cst, "expression"), b);
  const when = maybeNode(cst, "condition");
  return when ? { value, condition: condition(when, b) } : { value };
}

export const callArguments = (cst: CstNode, b: Building): readonly Ast.Argument[] =>
  nodes(cst, "argument").map((argument) => {
    const span = spanOfNode(argument);
    const found = maybeNode(argument, "name");
    const name = found && nameOf(found);
    const made = condition(node(argument, "condition"), b);
    if (made.kind === "relation" && made.signs.length === 0)
      return { ...(name && { name }), value: made.operands[0]!, span };
    const whole = name ? compared(nameExpression(name), made) : made;
    return { value: { kind: "condition", condition: whole, span }, span };
  });

export function condition(cst: CstNode, b: Building): Ast.Condition {
  return several("or", cst, nodes(cst, "conjunction"), (part) =>
    several("and", part, nodes(part, "relation"), (r) => relation(r, b)),
  );
}

function several(
  kind: "and" | "or",
  cst: CstNode,
  parts: readonly CstNode[],
  build: (part: CstNode) => Ast.Condition,
): Ast.Condition {
  if (parts.length === 1) return build(parts[0]!);
  return { kind, operands: parts.map((part) => build(part)), span: spanOfNode(cst) };
}

function relation(cst: CstNode, b: Building): Ast.Condition {
  const not = maybeToken(cst, "Not");
  const operands = nodes(cst, "expression").map((e) => expression(e, b));
  const signs = tokens(cst, "sign").map((t) => RELATIONS.get(t.tokenType)!);
  const span = spanFrom(operands[0]!.span.start, operands.at(-1)!.span);
  const made: Ast.Condition = { kind: "relation", operands, signs, span };
  return not ? { kind: "not", operand: made, span: spanOfNode(cst) } : made;
}

export function target(cst: CstNode, b: Building): Ast.Target {
  const below = maybeNode(cst, "subscript");
  const word = wordOf(token(cst, "Word"));
  return { name: word, ...(below && { subscript: subscript(below, b) }), span: spanOfNode(cst) };
}

function subscript(cst: CstNode, b: Building): Ast.Subscript {
  const span = spanOfNode(cst);
  const letters = maybeToken(cst, "SubLetters");
  if (letters) {
    if (letters.image.includes("₌")) b.report(say.rangeInSubscript(span));
    return letteredSubscript(letters.image, letters.startOffset);
  }
  const inBraces = nodes(cst, "slot");
  if (inBraces.length > 0) return { slots: inBraces.map((s) => slot(s, b)), form: "braces", span };
  // Several `_word` are one subscript.
  const text = tokens(cst, "part")
    .map((t) => t.image)
    .join("")
    .slice(1);
  const at: Span = { start: span.start + 1, end: span.end };
  const digits = /^\d+$/.test(text);
  const bare: Ast.Slot = digits
    ? { kind: "number", value: Number(text), text, span: at }
    : { kind: "name", word: { text, span: at }, span: at };
  return { slots: [bare], form: "bare", span };
}

function slot(cst: CstNode, b: Building): Ast.Slot {
  if (maybeToken(cst, "Colon")) return { kind: "whole", span: spanOfNode(cst) };
  if (maybeNode(cst, "range")) b.report(say.rangeInSubscript(spanOfNode(cst)));
  return expression(node(cst, "expression"), b);
}
