/** @file `x_i = y` as an argument: what was read as a name is the left side of a comparison. */
import type { Condition, Expression, Word } from "./ast.ts";

/** The word of an argument's name as an expression: what stands below it is a subscript again. */
export function nameExpression({ text, span }: Word): Expression {
  const at = text.indexOf("_");
  if (at < 0) return { kind: "name", word: { text, span }, span };
  const word: Word = { text: text.slice(0, at), span: { start: span.start, end: span.start + at } };
  const below = { start: span.start + at + 1, end: span.end };
  const plain = text.slice(at + 1);
  const slot: Expression = /^\d+$/.test(plain)
    ? { kind: "number", value: Number(plain), text: plain, span: below }
    : { kind: "name", word: { text: plain, span: below }, span: below };
  return { kind: "name", word, subscript: { slots: [slot], form: "bare", span: below }, span };
}

/** `x = y > 0 and …`: the first relation with one operand more. */
export function compared(first: Expression, c: Condition): Condition {
  const span = { start: first.span.start, end: c.span.end };
  if (c.kind === "relation")
    return { ...c, operands: [first, ...c.operands], signs: ["=", ...c.signs], span };
  if (c.kind === "not") return c;
  return { ...c, operands: [compared(first, c.operands[0]!), ...c.operands.slice(1)], span };
}
