/** @file Small things about tokens: where they stand, what they are. */
import type { IToken, TokenType } from "chevrotain";
import type { Span } from "../diagnostics/source.ts";

export const endOf = (t: IToken): number => t.startOffset + t.image.length;

export const spanOf = (t: IToken): Span => ({ start: t.startOffset, end: endOf(t) });

export function retag(t: IToken, type: TokenType): void {
  t.tokenType = type;
  t.tokenTypeIdx = type.tokenTypeIdx!;
}

/** A part of a token as a token of its own. */
export function piece(t: IToken, from: number, to: number, type: TokenType): IToken {
  return {
    ...t,
    image: t.image.slice(from, to),
    startOffset: t.startOffset + from,
    endOffset: t.startOffset + to - 1,
    tokenType: type,
    tokenTypeIdx: type.tokenTypeIdx!,
  };
}
