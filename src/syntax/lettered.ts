/** @file Subscripts in Unicode letters as subscripts of the tree: `₁`, `ᵢⱼ`, `ₜ₋₁`. */
import type { Expression, Subscript, Word } from "./ast.ts";
import { plainSubscript, splitSubscript } from "./subscripts.ts";

/** `ᵢⱼ` has two slots, `ₜ₋₁` one. */
export function letteredSubscript(text: string, start: number): Subscript {
  const plain = plainSubscript(text);
  const span = { start, end: start + text.length };
  const form = "unicode";
  const shifted = /^(\p{L}|\d+)([+-])(\p{L}|\d+)$/u.exec(plain);
  if (shifted) {
    const [, left, sign, right] = shifted as unknown as [string, string, "+" | "-", string];
    const at = { start: start + left.length, end: start + left.length + 1 };
    const operands = [leaf(left, start), leaf(right, at.end)];
    return { slots: [{ kind: "infix", signs: [{ sign, span: at }], operands, span }], form, span };
  }
  const back = /^-(\p{L}|\d+)$/u.exec(plain);
  if (back)
    return { slots: [{ kind: "negate", operand: leaf(back[1]!, start + 1), span }], form, span };
  const slots = /^\p{L}+$/u.test(plain)
    ? Array.from(plain, (letter, k) => leaf(letter, start + k))
    : [leaf(plain, start)];
  return { slots, form, span };
}

function leaf(text: string, start: number): Expression {
  const span = { start, end: start + text.length };
  return /^\d+$/.test(text)
    ? { kind: "number", value: Number(text), text, span }
    : { kind: "name", word: { text, span }, span };
}

/** A word without the subscripts that end it, and those as a subscript: `xₜ₋₁` → `x` and `t - 1`. */
export function splitWord(word: Word): { readonly base: Word; readonly subscript?: Subscript } {
  const [base, letters] = splitSubscript(word.text);
  if (letters === "" || base === "") return { base: word };
  const at = word.span.start + base.length;
  return {
    base: { text: base, span: { start: word.span.start, end: at } },
    subscript: letteredSubscript(letters, at),
  };
}
