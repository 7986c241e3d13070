/** @file A failing model made small: statements dropped, expressions replaced by their parts, as long as it fails alike. */
import type { File } from "../../src/syntax/ast.ts";
import { parsed } from "../helpers/parsed.ts";
import type { Sized } from "./trial.ts";

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** `failure` tells how a model fails, or undefined where it does not. Ends after `most` tries. */
export function shrink(
  model: Sized,
  failure: (model: Sized) => string | undefined,
  most = 600,
): Sized {
  const alike = failure(model);
  let best = model;
  let tries = 0;
  const better = (next: Sized): boolean => {
    if (++tries > most || failure(next) !== alike) return false;
    best = next;
    return true;
  };
  for (let again = true; again && tries < most;) {
    again = false;
    let list = edits(best.text);
    for (let i = 0; i < list.length && tries < most; i++) {
      const { text } = best;
      const edit = list[i]!;
      const next = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
      if (next.length >= text.length || !better({ ...best, text: next })) continue;
      again = true;
      list = edits(best.text);
      i = Math.max(-1, i - 4);
    }
    for (const [name, size] of Object.entries(best.sizes))
      if (size > 1 && better({ ...best, sizes: { ...best.sizes, [name]: size - 1 } })) again = true;
  }
  return best;
}

interface Spanned {
  readonly kind: string;
  readonly span: { readonly start: number; readonly end: number };
}

/** What may be left out, the largest first: later statements before earlier ones. */
function edits(text: string): readonly Edit[] {
  let file: File;
  try {
    file = parsed(text);
  } catch {
    return [];
  }
  const list: Edit[] = [];
  for (const { span } of file.statements.toReversed()) {
    const end = text.indexOf("\n", span.end);
    list.push({ from: span.start, to: end === -1 ? text.length : end + 1, text: "" });
  }
  for (const part of text.matchAll(/, ?\p{L}\w*(?=[ ,:\n])|\p{L}\w*, ?/gu))
    list.push({ from: part.index, to: part.index + part[0].length, text: "" });
  const visit = (node: unknown, above: readonly Spanned[]): void => {
    if (Array.isArray(node)) {
      for (const n of node) visit(n, above);
      return;
    }
    if (typeof node !== "object" || node === null) return;
    const { kind, span } = node as Partial<Spanned>;
    const isExpression = kind !== undefined && span !== undefined && EXPRESSIONS.has(kind);
    const here = isExpression ? (node as Spanned) : undefined;
    if (here) {
      const own = text.slice(here.span.start, here.span.end);
      for (const a of above) {
        const whole = { from: a.span.start, to: a.span.end };
        list.push({ ...whole, text: own }, { ...whole, text: `(${own})` });
      }
      if (own.length > 1) list.push({ from: here.span.start, to: here.span.end, text: "1" });
    }
    for (const [key, child] of Object.entries(node))
      if (key !== "span") visit(child, here ? [...above.slice(-3), here] : above);
  };
  visit(file.statements, []);
  return list.toSorted((a, b) => b.to - b.from - b.text.length - (a.to - a.from - a.text.length));
}

const EXPRESSIONS: ReadonlySet<string> = new Set(
  "number bracket negate infix name call implicit power transpose index reduction norm absolute root block cases".split(
    " ",
  ),
);
