/** @file What can be wrong with calls: how far a function reaches, what it takes, what cannot be compiled yet. */
import type { Diagnostic, Label } from "../../diagnostic.ts";
import { error, here, replace } from "../../make.ts";
import { nearest } from "../../nearest.ts";
import type { Span } from "../../source.ts";

const some = (count: number, what: string): string =>
  count === 0 ? `no ${what}` : count === 1 ? `one ${what}` : `${count} ${what}s`;

export const unsupported = (span: Span, what: string): Diagnostic =>
  error(
    "unsupported",
    span,
    `${what} is part of the language, but this version cannot compile it yet.`,
    [],
    { help: "Leave it out, or write it with what there is." },
  );

export const unsupportedBuiltin = (span: Span, name: string): Diagnostic =>
  error(
    "unsupported-builtin",
    span,
    `\`${name}\` is a built-in that this version cannot compile yet.`,
    [],
    { help: "Write it with the built-ins there are, or leave it out." },
  );

export const bareFunctionReach = (
  span: Span,
  written: string,
  first: string,
  second: string,
): Diagnostic =>
  error(
    "bare-function-reach",
    span,
    `How far a function reaches is not clear in \`${written}\`.`,
    [],
    {
      help: `Write \`${first}\` or \`${second}\`.`,
    },
  );

export const divisionBeforeProduct = (span: Span, first: string, second: string): Diagnostic =>
  error(
    "division-before-product",
    span,
    "A `/` before factors side by side can be read in two ways.",
    [],
    {
      help: `Write \`${first}\` or \`${second}\`.`,
    },
  );

export const mixedSigns = (span: Span, signs: readonly string[], tensor: Label): Diagnostic =>
  error(
    "mixed-signs",
    span,
    `${[...new Set(signs)].map((s) => `\`${s}\``).join(" and ")} in a row are for numbers alone.`,
    [tensor],
    { help: "Write brackets." },
  );

export const operandMissing = (span: Span, name: string): Diagnostic =>
  error("operand-missing", span, `\`${name}\` is a function, and its operand is missing.`, [], {
    help: `Write \`${name}(…)\`.`,
  });

export const functionWithExponent = (span: Span, name: string, sign: string): Diagnostic =>
  error("function-with-exponent", span, `\`${name}${sign}\` has two readings.`, [], {
    help:
      sign === "⁻¹"
        ? `Write \`1/${name}(x)\`, or the inverse function by its name.`
        : `Write \`(${name}(x))${sign}\`.`,
  });

export const wrongArity = (
  span: Span,
  name: string,
  takes: number,
  got: number,
  declared: Span | undefined,
): Diagnostic =>
  error(
    "wrong-arity",
    span,
    `\`${name}\` takes ${some(takes, "argument")}, but got ${some(got, "argument")}.`,
    here(declared, `\`${name}\` is defined here`),
    { help: "Give it as many arguments as it has parameters." },
  );

/** `names` are those that it has. */
export const unknownArgument = (
  span: Span,
  name: string,
  argument: string,
  names: readonly string[] = [],
): Diagnostic => {
  const inside = names.filter((n) => argument.startsWith(n));
  const near = inside.length > 0 ? inside : nearest(argument, names);
  const has = names.map((n) => `\`${n}\``).join(", ");
  return error(
    "unknown-argument",
    span,
    `\`${name}\` has no argument called \`${argument}\`.`,
    [],
    {
      help: AXES.has(argument)
        ? `An axis is said by an index below the name: \`${name}_j A_{i,j}\`; a batch is \`mean_n\`, \`Σ_n\`.`
        : near.length > 0
          ? `Did you mean ${near.map((n) => `\`${n}\``).join(" or ")}?`
          : names.length > 0
            ? `Its arguments are called ${has}.`
            : `Give its arguments in their order, without names: \`${name}(…)\`.`,
      fix: near.length === 1 ? replace(span, near[0]!) : undefined,
    },
  );
};

/** What libraries call the axis of a reduction. */
const AXES: ReadonlySet<string> = new Set(["axis", "axes", "dim", "keepdims", "keepdim"]);

export const functionWithSubscript = (
  span: Span,
  name: string,
  declared: Span | undefined,
): Diagnostic =>
  error(
    "function-with-subscript",
    span,
    `\`${name}\` is a function that takes no subscript.`,
    here(declared, `\`${name}\` is defined here`),
    {
      help: `The subscript belongs to the argument, \`${name}(x_i)\`, or to the bracket: \`(${name}(x))[i]\`.`,
    },
  );

export const recursiveFunction = (span: Span, name: string, declared: Span): Diagnostic =>
  error(
    "recursive-function",
    span,
    `\`${name}\` calls itself.`,
    here(declared, `\`${name}\` is defined here`),
    {
      help: "A function is put in place of its call; it cannot hold itself.",
    },
  );

export const primeOfSeveral = (span: Span, name: string, got: number): Diagnostic =>
  error(
    "prime-of-several",
    span,
    `\`${name}′\` is for a function of one argument, but got ${some(got, "argument")}.`,
    [],
    {
      help: `By one of its arguments it is \`∂s/∂x\`, with \`s = ${name}(…)\` on a line of its own.`,
    },
  );

export const primeNotElementwise = (span: Span, name: string): Diagnostic =>
  error("prime-not-elementwise", span, `\`${name}′\` needs an elementwise function.`, [], {
    help: `Each entry of \`${name}(z)\` must come from the same entry of z.`,
  });

export const nestedTooDeep = (span: Span): Diagnostic =>
  error("nested-too-deep", span, "Expressions and calls are nested too deep here.", [], {
    help: "Name a part of it on a line of its own.",
  });

export const tooManyCalls = (span: Span, name: string, most: number): Diagnostic =>
  error(
    "too-many-calls",
    span,
    `The functions of this model unfold to more than ${most} calls.`,
    [],
    {
      help: `Name a value of \`${name}\` that is used several times.`,
    },
  );

export const wholeArgument = (span: Span, name: string, from: number): Diagnostic =>
  error(
    "whole-argument",
    span,
    `\`${name}\` is a whole number, ${from} or more, known when the model is compiled.`,
    [],
    { help: "Write the number, or a `dim` with a value." },
  );
