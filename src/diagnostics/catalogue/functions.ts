/** @file What can be wrong with functions of a model, their bodies and their calls. */
import type { Diagnostic } from "../diagnostic.ts";
import { error, warning } from "../make.ts";
import type { Span } from "../source.ts";

const some = (count: number, what: string): string =>
  count === 1 ? `one ${what}` : `${count} ${what}s`;

/** `wanted` names stand before `=`, one anywhere else; the function has `has` results. */
export const otherResults = (
  span: Span,
  name: string,
  wanted: number,
  has: number,
  declared?: Span,
): Diagnostic =>
  error(
    "other-results",
    span,
    wanted === 1
      ? `\`${name}\` has ${some(has, "result")}, but one is wanted here.`
      : `\`${name}\` has ${some(has, "result")}, but ${some(wanted, "name")} stand before \`=\`.`,
    declared ? [{ span: declared, text: `\`${name}\` is defined here` }] : [],
    {
      help:
        has === 1
          ? `Write one name: \`a = ${name}(…)\`.`
          : `Write as many names: \`${["a", "b", "c"].slice(0, has).join(", ")}${has > 3 ? ", …" : ""} = ${name}(…)\`.`,
    },
  );

export const severalNames = (span: Span): Diagnostic =>
  error("several-names", span, "Only the results of a function go to several names.", [], {
    help: "Write a line for each name, or `a, b = f(…)` where f returns two values.",
  });

export const argumentAfterNamed = (span: Span, named: Span): Diagnostic =>
  error(
    "argument-after-named",
    span,
    "After an argument with a name the others need names too.",
    [{ span: named, text: "the first with a name" }],
    { help: "Arguments without names come first." },
  );

export const argumentTwice = (span: Span, name: string, argument: string): Diagnostic =>
  error("argument-twice", span, `\`${name}\` gets its argument \`${argument}\` twice.`);

export const hidesOuter = (span: Span, name: string, outer: Span): Diagnostic =>
  warning(
    "hides-outer",
    span,
    `In this function \`${name}\` is another than outside.`,
    [{ span: outer, text: `\`${name}\` outside` }],
    { help: "Choose another name for the line of the function." },
  );

export const unusedLocal = (span: Span, name: string): Diagnostic =>
  warning("unused-local", span, `No line below reads \`${name}\` in this function.`, [], {
    help: "Use it or remove it.",
  });
