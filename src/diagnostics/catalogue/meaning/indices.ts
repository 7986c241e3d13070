/** @file What can be wrong with indices, batches and index data. */
import type { Diagnostic, Label } from "../../diagnostic.ts";
import { error, here, replace } from "../../make.ts";
import type { Span } from "../../source.ts";

export const indexDataInArithmetic = (span: Span, name: string, data: Label): Diagnostic =>
  error(
    "index-data-in-arithmetic",
    data.span.start === span.start ? data : span,
    `\`${name}\` is index data: it selects entries and has no arithmetic.`,
    [],
    {
      help: `Use it as a subscript, as in \`p_${/^\p{L}$/u.test(name) ? name : "y"}\`.`,
    },
  );

export const notASubscript = (span: Span, text: string, type: string): Diagnostic =>
  error(
    "not-a-subscript",
    { span, text: type },
    `\`${text}\` is no subscript: it is neither an index, nor index data, nor a whole constant.`,
    [],
    {
      help: "Data that selects is declared with its range: `input y : 0..k-1`, or `1..k` to count from 1.",
    },
  );

export const notAnIndex = (
  span: Span,
  sign: string,
  name: string,
  declared: Span | undefined,
): Diagnostic =>
  error(
    "not-an-index",
    span,
    `\`${sign}\` needs an index or a batch, but \`${name}\` is none.`,
    here(declared, `\`${name}\` is declared here`),
    { help: `Declare one, \`index i : n\`, or write bounds: \`Σ_{i=1}^{n}\`.` },
  );

export const perNeedsBatch = (span: Span, name: string, declared: Span | undefined): Diagnostic =>
  error(
    "per-needs-batch",
    span,
    declared
      ? `\`per\` needs a batch, but \`${name}\` is none.`
      : `No batch is called \`${name}\`.`,
    here(declared, `\`${name}\` is declared here`),
    { help: `Declare it: \`batch ${name} : N\`.` },
  );

export const perOfRole = (span: Span, role: string): Diagnostic =>
  error(
    "per-of-role",
    span,
    `A ${role} is the same for every example: only an input is \`per\` a batch.`,
    [],
    {
      help: "Leave `per` out, or declare it as `input`; one value for each of a few is a family: `b_i`.",
    },
  );

export const perExampleAlready = (span: Span, batch: string, name: string): Diagnostic =>
  error("per-example-already", span, `\`${name}\` stands for a single \`${batch}\` already.`, [], {
    help: `Write it without \`${batch}\`.`,
  });

/** `family` is the target with all its indices; absent where the name must stand alone. */
export const indexLeftOpen = (
  span: Span,
  name: string,
  open: readonly string[],
  family: string | undefined,
): Diagnostic =>
  error(
    "index-left-open",
    span,
    `\`${name}\` depends on ${open.map((o) => `\`${o}\``).join(" and ")}, which its name does not say.`,
    [],
    family === undefined
      ? { help: `Sum over it: \`Σ_${open[0]!} …\`.` }
      : {
          help: `Write \`${family} = …\`, or sum over \`${open[0]!}\`.`,
          fix: replace(span, family),
        },
  );

/** `grad J wrt w_1`: only whole names. */
export const partOfValue = (span: Span, role: string, name: string): Diagnostic =>
  error(
    "part-of-value",
    span,
    `\`${role}\` is by whole names, but this is a part of \`${name}\`.`,
    [],
    {
      help: `Write \`${name}\`.`,
    },
  );

export const notAffine = (span: Span): Diagnostic =>
  error(
    "not-affine",
    span,
    "A subscript is a sum of indices and sizes, each times a whole number or a size.",
    [],
    { help: "Put what is computed otherwise into index data: an input with a range." },
  );

export const mixedBases = (span: Span, one: string, other: string): Diagnostic =>
  error(
    "mixed-bases",
    span,
    `\`${one}\` counts from 0 and \`${other}\` from 1, so what they mean together is not clear.`,
    [],
    { help: "Declare both from 0 or both from 1." },
  );

export const subscriptOutside = (
  span: Span,
  written: string,
  size: string,
  label: Label,
): Diagnostic =>
  error(
    "subscript-outside",
    span,
    `\`${written}\` leaves the axis: there are ${size} places.`,
    [label],
    {
      help: /^-\d+$/.test(written)
        ? `Places count from 1: the last one is \`[${size.split(" = ")[0]!}]\`.`
        : "Make the range of the index shorter, or guard it: `{ … if i < n` and `otherwise`.",
    },
  );

export const oneIndexAtATime = (span: Span, name: string): Diagnostic =>
  error("one-index-at-a-time", span, `\`${name}\` goes along one index, but got several.`, [], {
    help: "A position is one index: take it along each index by itself.",
  });
