/** @file What a form of an expression is: a text for a shape, out of smaller expressions. */
import type { Making, Shape } from "./making.ts";
import type { Level, Phrase } from "./phrase.ts";

export type Sub = (shape: Shape, inside?: Partial<Making>) => Phrase;
/** Undefined where the form does not fit. */
export type Form = (shape: Shape, making: Making, sub: Sub) => Phrase | undefined;

export const made = (text: string, level: Level, ...from: readonly Phrase[]): Phrase => ({
  text,
  level,
  batch: from.reduce((all, f) => all | f.batch, 0),
});
