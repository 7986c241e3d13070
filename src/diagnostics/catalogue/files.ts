/** @file What can be wrong with files that a model uses, and with what they bring. */
import type { Diagnostic } from "../diagnostic.ts";
import { error, replace, warning } from "../make.ts";
import type { Span } from "../source.ts";

// Paths.

export const absolutePath = (span: Span, path: string): Diagnostic =>
  error("absolute-path", span, `\`${path}\` is not a path from this file on.`, [], {
    help: 'Write it relative: `use "./cells.nabla"`.',
  });

export const backslashInPath = (span: Span, path: string): Diagnostic =>
  error("backslash-in-path", span, "Folders in a path are parted by `/`.", [], {
    fix: replace(span, `use "${path.replaceAll("\\", "/")}"`),
  });

export const otherEnding = (span: Span, path: string, ending: string): Diagnostic =>
  error(
    "other-ending",
    span,
    `\`use\` reads model files, and \`${path}\` does not end in ${ending}.`,
  );

export const pathWithoutDot = (span: Span, path: string): Diagnostic =>
  error("path-without-dot", span, "A path begins with `./` or `../`.", [], {
    fix: replace(span, `use "./${path}"`),
  });

// Files.

export const fileMissing = (span: Span, path: string): Diagnostic =>
  error("file-missing", span, `There is no file \`${path}\`.`, [], {
    help: "A path is from the folder of the file that it stands in.",
  });

export const fileOutside = (span: Span, path: string): Diagnostic =>
  error("file-outside", span, `\`${path}\` lies outside of the project.`, [], {
    help: "What a model uses is part of its project: copy the file there.",
  });

export const fileUnreadable = (span: Span, path: string, reason: string): Diagnostic =>
  error("file-unreadable", span, `\`${path}\` cannot be read: ${reason}.`);

/** `paths` begins and ends with the same file. */
export const fileCycle = (span: Span, paths: readonly string[]): Diagnostic =>
  error(
    "file-cycle",
    span,
    paths.length === 2
      ? "A file cannot use itself."
      : `These files use each other: ${paths.join(" → ")}.`,
    [],
    { help: "Put what both need into a third file." },
  );

export const usedTwice = (span: Span, path: string, before: Span): Diagnostic =>
  error("used-twice", span, `\`${path}\` is used already.`, [{ span: before, text: "used here" }]);

export const tooManyFiles = (span: Span, most: number): Diagnostic =>
  error("too-many-files", span, `A model uses at most ${most} files.`);

// What they bring.

/** `what` begins the statement. */
export const belongsToModel = (span: Span, what: string): Diagnostic =>
  error(
    "belongs-to-model",
    span,
    `${what} belongs to a model, and this file is used by others.`,
    [],
    {
      help: "A file that is used has functions, constants with values, dims, indices and batches.",
    },
  );

export const constantWithoutValue = (span: Span, name: string): Diagnostic =>
  error(
    "constant-without-value",
    span,
    `The constant \`${name}\` of a file that is used needs a value.`,
    [],
    { help: "What the caller gives is declared in the model, and handed to functions." },
  );

/** `other` says where else the name is declared. */
export const broughtTwice = (
  span: Span,
  name: string,
  declared: Span,
  other: { readonly span: Span; readonly text: string },
): Diagnostic =>
  error(
    "brought-twice",
    span,
    `\`${name}\` is declared here and in another file.`,
    [{ span: declared, text: `\`${name}\` is brought from here` }, other],
    { help: "Rename one of them: all files of a model share its names." },
  );

export const dimOfTwoFiles = (span: Span, name: string, other: Span): Diagnostic =>
  error(
    "dim-of-two-files",
    span,
    `Two files of one model declare the dim \`${name}\`.`,
    [{ span: other, text: "and here" }],
    { help: "Declare it in one file that the others use, or give it two names." },
  );

export const unusedUse = (span: Span, path: string): Diagnostic =>
  warning("unused-use", span, `Nothing of \`${path}\` is used.`, [], {
    help: "Leave the line out.",
  });
