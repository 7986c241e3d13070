/** @file What can be wrong with sizes and ranges, and with declared shapes. */
import type { Diagnostic, Label } from "../../diagnostic.ts";
import { error } from "../../make.ts";
import type { Span } from "../../source.ts";

/** `place` is the declared type. */
export const startOfOtherShape = (
  type: string,
  declared: string,
  place: Span,
  operand: Label,
): Diagnostic =>
  error("start-of-other-shape", operand, `The value is ${type}, but ${declared} is declared.`, [
    { span: place, text: declared },
  ]);

export const definedOfOtherType = (
  type: string,
  declared: string,
  place: Span,
  operand: Label,
): Diagnostic =>
  error("defined-of-other-type", operand, `The value is ${type}, but ${declared} is declared.`, [
    { span: place, text: declared },
  ]);

export const badSize = (span: Span, value: number, most: number): Diagnostic =>
  error("bad-size", span, `A size is a whole number from 1 to ${most}, but this is ${value}.`, [], {
    help:
      value === -1
        ? "No size is left to be found: write it, with dims such as `m n`."
        : "Write it as a whole number, or as a dim that is given when the module runs: `dim n`.",
  });

export const notASize = (span: Span): Diagnostic =>
  error("not-a-size", span, "A size is a polynomial of dims and whole numbers.", [], {
    help: "It is made with +, -, products, whole powers, and division without remainder.",
  });

export const sizeTooLong = (span: Span): Diagnostic =>
  error("size-too-long", span, "This size is too long, with every definition put in.", [], {
    help: "Declare a dim of its own for it.",
  });

export const emptyRange = (span: Span, from: string, to: string): Diagnostic =>
  error("empty-range", span, `There is no whole number from ${from} to ${to}.`, [], {
    help: "A range begins with the smaller number: `1..n`.",
  });

export const tooManyAxes = (span: Span, axes: number, most: number): Diagnostic =>
  error("too-many-axes", span, `${axes} axes are too many: at most ${most}.`, [], {
    help: "Join some of them: `m n` entries along one axis.",
  });

export const tooManyEntries = (span: Span, entries: number, most: number): Diagnostic =>
  error(
    "too-many-entries",
    span,
    `An array of ${entries} entries is too large: at most ${most}.`,
    [],
    {
      help: "Take smaller sizes, or a product of two smaller matrices.",
    },
  );
