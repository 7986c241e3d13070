/** @file What can be wrong with names: unknown, declared twice, below, in a circle, read in two ways. */
import type { Diagnostic } from "../diagnostic.ts";
import type { Elsewhere } from "../elsewhere.ts";
import type { Span } from "../source.ts";
import { error, replace, warning } from "../make.ts";

const list = (names: readonly string[]): string => names.map((n) => `\`${n}\``).join(", ");
const are = (names: readonly string[]): string =>
  `${list(names)} ${names.length > 1 ? "are" : "is"}`;

/** `declared` and `missing` are the letters of a word that could be a product; `functions` those of them that are functions. */
export const unknownName = (
  span: Span,
  name: string,
  declared: readonly string[],
  missing: readonly string[],
  functions: readonly string[],
  near: readonly string[],
  other?: Elsewhere,
): Diagnostic => {
  const letters =
    declared.length > 0 && missing.length > 0 && declared.length + missing.length <= 3
      ? `: ${are(declared)} declared, ${are(missing)} not`
      : "";
  const [only] = near;
  const suggest =
    only === undefined ? undefined : `Did you mean ${near.map((n) => `\`${n}\``).join(" or ")}?`;
  const isCall =
    functions.length > 0
      ? `${are(functions)} a function and needs a sign or a space before it.`
      : undefined;
  return error("unknown-name", span, `Unknown name \`${name}\`${letters}.`, [], {
    help: isCall ?? other?.help ?? suggest,
    fix: isCall
      ? undefined
      : other
        ? other.name === undefined
          ? undefined
          : replace(span, other.name)
        : near.length === 1
          ? replace(span, only!)
          : undefined,
  });
};

/** A subscript like the t of `h_{t-1}` that is neither index nor sequence. */
export const unknownIndex = (span: Span, name: string): Diagnostic =>
  error("unknown-index", span, `Nothing says what \`${name}\` runs over.`, [], {
    help: `Declare it above: \`index ${name} : n\`, \`seq ${name} : T\` for steps that need the one before, or \`input ${name} : 1..n\` for data.`,
  });

export const declaredBelow = (span: Span, name: string, below: Span): Diagnostic =>
  error(
    "declared-below",
    span,
    `\`${name}\` is used before it is declared.`,
    [{ span: below, text: `\`${name}\` is declared here` }],
    { help: "Only names declared above count: move the declaration up." },
  );

/** The links of a circle, the first one again at its end; a long circle is shown shortened. */
export const definitionCycle = (
  span: Span,
  links: readonly { readonly name: string; readonly span: Span }[],
): Diagnostic => {
  const names = links.map((l) => l.name);
  const shown = names.length > 6 ? [...names.slice(0, 3), "…", ...names.slice(-2)] : names;
  const message =
    names.length === 2
      ? `\`${names[0]}\` is defined by itself.`
      : `These names are defined by each other: ${shown.join(" → ")}.`;
  return error(
    "definition-cycle",
    span,
    message,
    links
      .slice(0, -1)
      .slice(0, 5)
      .map((l) => ({ span: l.span, text: `\`${l.name}\` is defined here` })),
    { help: "A definition uses names above it only." },
  );
};

export const declaredTwice = (span: Span, name: string, before: Span): Diagnostic =>
  error(
    "declared-twice",
    span,
    `\`${name}\` is declared twice.`,
    [{ span: before, text: "first declared here" }],
    { help: "A name has one meaning in a file: choose another one." },
  );

export const sameKey = (
  span: Span,
  name: string,
  other: string,
  before: Span,
  key: string,
): Diagnostic =>
  error(
    "same-key",
    span,
    `\`${name}\` and \`${other}\` would both be called \`${key}\` in the module.`,
    [{ span: before, text: `\`${other}\` is declared here` }],
    { help: "Rename one of them." },
  );

export const shadowsBuiltin = (
  span: Span,
  name: string,
  what: "function" | "constant",
): Diagnostic =>
  warning(
    "shadows-builtin",
    span,
    `\`${name}\` is a built-in ${what}; in this file it is what is declared here.`,
    [],
    { help: "Choose another name if the built-in is wanted too." },
  );

export const alsoCut = (
  span: Span,
  name: string,
  pieces: readonly string[],
  declared: Span,
): Diagnostic =>
  warning(
    "also-cut",
    span,
    `\`${name}\` is one name here, but its letters are declared too: it could be read as \`${pieces.join(" ")}\`.`,
    [{ span: declared, text: `\`${name}\` is declared here` }],
  );

export const longCut = (span: Span, name: string, pieces: readonly string[]): Diagnostic =>
  warning("long-cut", span, `\`${name}\` is read as the product \`${pieces.join(" ")}\`.`, [], {
    help: "Write spaces between the factors.",
    fix: replace(span, pieces.join(" ")),
  });

/** A size that nobody declared. */
export const unknownDim = (
  span: Span,
  name: string,
  near: readonly string[],
  type: string | undefined,
): Diagnostic =>
  error("unknown-dim", span, `No dim is called \`${name}\`.`, [], {
    help:
      type ??
      (near.length > 0
        ? `Did you mean ${near.map((n) => `\`${n}\``).join(" or ")}?`
        : `Declare it above: \`dim ${name}\`, or \`dim ${name} = 10\`.`),
    fix: type === undefined && near.length === 1 ? replace(span, near[0]!) : undefined,
  });

export const notADim = (span: Span, name: string, declared: Span): Diagnostic =>
  error(
    "not-a-dim",
    span,
    `\`${name}\` is no dim, and only dims and numbers are sizes.`,
    [{ span: declared, text: `\`${name}\` is declared here` }],
    { help: "A size is a `dim`; how many examples there are is said by `per`, not in a type." },
  );

export const functionAsValue = (span: Span, name: string): Diagnostic =>
  error("function-as-value", span, `\`${name}\` is a function, and needs its argument here.`, [], {
    help: `Write \`${name}(…)\`.`,
  });

export const notAFunction = (span: Span, name: string, declared: Span | undefined): Diagnostic =>
  error(
    "not-a-function",
    span,
    `\`${name}\` is no function, so the bracket after it can hold only one factor.`,
    declared ? [{ span: declared, text: `\`${name}\` is declared here` }] : [],
    { help: `Entries are \`${name}[i, j]\`; a function is defined as \`${name}(a, b) = …\`.` },
  );

/** `x_1` where only x is declared. */
export const numberBelowName = (
  span: Span,
  name: string,
  base: string,
  number: string,
): Diagnostic =>
  error("number-below-name", span, `No name \`${name}\` is declared.`, [], {
    help:
      number === "0"
        ? `Elements count from 1: the first of \`${base}\` is \`${base}[1]\`.`
        : `The element ${number} of \`${base}\` is \`${base}[${number}]\`.`,
    fix: replace(span, `${base}[${number === "0" ? "1" : number}]`),
  });
