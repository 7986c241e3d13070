/** @file What can be wrong with the shape that a subscript is written on. */
import type { Diagnostic, Label } from "../../diagnostic.ts";
import { error } from "../../make.ts";
import type { Span } from "../../source.ts";

export const tooManySubscripts = (
  span: Span,
  axes: number,
  subscripts: number,
  operand: Label,
): Diagnostic =>
  error(
    "too-many-subscripts",
    span,
    `${subscripts === 1 ? "A subscript" : `${subscripts} subscripts`} on a value with ${axes === 0 ? "no axis" : axes === 1 ? "one axis" : `${axes} axes`}.`,
    [operand],
    { help: "Leave out what is too much: a subscript fixes one axis." },
  );

export const indexOfOtherExtent = (
  span: Span,
  index: string,
  runs: string,
  extent: string,
  operand: Label,
): Diagnostic =>
  error(
    "index-of-other-extent",
    span,
    `\`${index}\` has ${runs} values, but the axis has ${extent}.`,
    [operand],
    {
      help: "Declare an index over the size of this axis, or write the subscripts in the order of the axes.",
    },
  );

export const dataOfOtherRange = (
  span: Span,
  data: string,
  range: string,
  extent: string,
  operand: Label,
): Diagnostic =>
  error(
    "data-of-other-range",
    span,
    `\`${data}\` is data from ${range}, but the axis has ${extent} entries.`,
    [operand],
    { help: "Over k entries data is `0..k-1`, or `1..k` where it counts from 1." },
  );

export const elementOutside = (
  span: Span,
  number: number,
  extent: string,
  operand: Label,
): Diagnostic =>
  error(
    "element-outside",
    span,
    `There is no element ${number}: the axis has ${extent}, counted from 1.`,
    [operand],
    { help: `The first element is \`[1]\`, the last one \`[${extent.split(" = ")[0]}]\`.` },
  );
