/** @file Reading the concrete tree of Chevrotain: children by name, places. */
import type { CstNode, IToken } from "chevrotain";
import type { Span } from "../diagnostics/source.ts";
import { endOf } from "./token.ts";

/** Only sentences without a mistake are built, so a child that the grammar demands is there. */
export function node(parent: CstNode, name: string): CstNode {
  const found = maybeNode(parent, name);
  if (!found) throw new Error(`internal: ${parent.name} has no ${name}`);
  return found;
}

export const maybeNode = (parent: CstNode, name: string): CstNode | undefined =>
  parent.children[name]?.[0] as CstNode | undefined;

export const nodes = (parent: CstNode, name: string): readonly CstNode[] =>
  (parent.children[name] ?? []) as CstNode[];

export function token(parent: CstNode, name: string): IToken {
  const found = maybeToken(parent, name);
  if (!found) throw new Error(`internal: ${parent.name} has no ${name}`);
  return found;
}

export const maybeToken = (parent: CstNode, name: string): IToken | undefined =>
  parent.children[name]?.[0] as IToken | undefined;

export const tokens = (parent: CstNode, name: string): readonly IToken[] =>
  (parent.children[name] ?? []) as IToken[];

export function spanOfNode(of: CstNode): Span {
  const location = of.location!;
  return { start: location.startOffset, end: location.endOffset! + 1 };
}

export const spanFrom = (start: number, last: Span | IToken): Span => ({
  start,
  end: "image" in last ? endOf(last) : last.end,
});
