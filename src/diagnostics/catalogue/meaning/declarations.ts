/** @file What can be wrong with a declaration: its type, its start, its attributes, its use. */
import type { Diagnostic } from "../../diagnostic.ts";
import { initializerElsewhere } from "../../elsewhere.ts";
import { error, replace, warning } from "../../make.ts";
import { nearest } from "../../nearest.ts";
import type { Span } from "../../source.ts";

const article = (role: string): string => (role === "input" ? "An" : "A");

export const typeOfRole = (span: Span, role: string, type: string): Diagnostic =>
  error("type-of-role", span, `${article(role)} ${role} cannot be ${type}.`, [], {
    help: "Parameters are real; inputs are real or index data; ℤ is for constants.",
  });

export const startOfInput = (span: Span): Diagnostic =>
  error("start-of-input", span, "An input has no value of its own: the caller gives it.", [], {
    help: "A value that stays is a `const`, one that is trained a `param`.",
  });

export const drawnConstant = (span: Span): Diagnostic =>
  error("drawn-constant", span, "Only a parameter is drawn at random.", [], {
    help: "Give the constant its value, `= 0.1`, or leave it to the caller: `const c : ℝ^n`.",
  });

export const startNotConstant = (span: Span, role: string, name: string): Diagnostic =>
  error(
    "start-not-constant",
    span,
    `The value of a ${role} is made of numbers, but this depends on \`${name}\`.`,
    [],
    { help: "Write numbers and constants with a value; what depends on more is a definition." },
  );

export const unknownInitializer = (span: Span, name: string): Diagnostic => {
  const other = initializerElsewhere(name);
  const near = nearest(name, ["normal", "uniform", "glorot", "he", "orthogonal"]);
  const write = other ?? (near.length === 1 ? near[0] : undefined);
  return error("unknown-initializer", span, `\`${name}\` is no way to draw a start.`, [], {
    help: other
      ? `Here it is called \`${other}\`.`
      : write
        ? `Did you mean \`${write}\`?`
        : "There are `normal(mean, deviation)`, `uniform(a, b)`, `glorot`, `he` and `orthogonal`; a number is a start with `=`.",
    fix: write === undefined ? undefined : replace(span, write),
  });
};

export const notWhole = (span: Span, name: string): Diagnostic =>
  error("not-whole", span, `\`${name}\` is in ℤ, but this is not a whole number.`, [], {
    help: `Write a whole number, or declare \`${name} : ℝ\`.`,
  });

export const sparseOfRole = (span: Span, role: string): Diagnostic =>
  error(
    "sparse-of-role",
    span,
    `${article(role)} ${role} has no gradient that could be \`sparse\`.`,
    [],
    {
      help: "Leave `sparse` out: it says that the gradient of a parameter has few rows.",
    },
  );

export const sparseWithoutRows = (span: Span, type: string): Diagnostic =>
  error("sparse-without-rows", span, `A parameter in ${type} has no rows that could be few.`, [], {
    help: "Leave `sparse` out: it is for parameters that are read by index data, as in `E[w]`.",
  });

export const sparseReadWhole = (
  span: Span,
  reader: string,
  name: string,
  declared: Span,
): Diagnostic =>
  error(
    "sparse-read-whole",
    span,
    `\`${reader}\` reads more of \`${name}\` than rows by index data, so its gradient is not \`sparse\`.`,
    [{ span: declared, text: `\`${name}\` is \`sparse\`` }],
    {
      help: `Read it only by index data, as in \`${name}[w]\`, or leave \`sparse\` out. A decay of the rows that were used is written over \`${name}[w]\` too.`,
    },
  );

export const unusedName = (span: Span, role: string, name: string): Diagnostic =>
  warning(
    "unused-name",
    span,
    `The ${role} \`${name}\` is used by nothing that the model is asked for.`,
    [],
    { help: "Use it or remove it." },
  );
