/** @file What can be wrong with recurrences: no start, both ways, itself at the same step. */
import type { Diagnostic } from "../diagnostic.ts";
import type { Span } from "../source.ts";
import { error } from "../make.ts";

/** `read` is what the equation reads, as it is written; `boundary` the line that would start it. */
export const recurrenceWithoutStart = (
  at: Span,
  read: string,
  name: string,
  boundary: string,
  defined: Span,
): Diagnostic =>
  error(
    "recurrence-without-start",
    { span: at, text: "there is nothing before the first step" },
    `\`${read}\` has no start: \`${boundary}\` is not defined.`,
    [{ span: defined, text: `\`${name}\` is defined step by step here` }],
    { help: `Add a line \`${boundary} = …\`, or read it only where there is one (\`if\`).` },
  );

export const recurrenceBothWays = (at: Span, seq: string, other: Span): Diagnostic =>
  error(
    "recurrence-both-ways",
    { span: at, text: "this goes one way" },
    `The recurrence runs both ways along \`${seq}\`: it reads earlier steps and later ones.`,
    [{ span: other, text: "this goes the other way" }],
    { help: "Make two recurrences of it, one for each direction." },
  );

/** The names need each other within one step. */
export const recurrenceSameStep = (
  at: Span,
  names: readonly string[],
  places: readonly Span[],
): Diagnostic =>
  error(
    "recurrence-same-step",
    at,
    names.length === 1
      ? `\`${names[0]}\` needs itself at the same step.`
      : `These need each other at the same step: ${names.map((n) => `\`${n}\``).join(", ")}.`,
    places
      .slice(0, 5)
      .map((span, i) => ({ span, text: `\`${names[i]}\` is defined here` }))
      .filter(({ span }) => span.start !== at.start),
    { help: "A step is made from earlier steps: read one of them at `t-1`." },
  );

/** A subscript inside a recurrence that names no step at a fixed distance. */
export const stepNotFixed = (at: Span, read: string, seq: string, defined: Span): Diagnostic =>
  error(
    "step-not-fixed",
    { span: at, text: `not \`${seq}\`, and not a number of steps from it` },
    `\`${read}\` stands in the recurrence that makes it, and may be read a fixed number of steps away only.`,
    [{ span: defined, text: "defined step by step here" }],
    {
      help: `Write \`${seq}-1\`, \`${seq}-2\` … for earlier steps, or \`${seq}+1\` … for later ones.`,
    },
  );

export const sequenceInsideItself = (
  at: Span,
  name: string,
  seq: string,
  defined: Span,
): Diagnostic =>
  error(
    "sequence-inside-itself",
    at,
    `\`${name}\` is not complete while its steps are made.`,
    [{ span: defined, text: "defined step by step here" }],
    { help: `Give it its step: \`${name}_{${seq}-1}\`.` },
  );

export const boundaryInside = (
  at: Span,
  boundary: string,
  seq: string,
  range: string,
  defined: Span,
): Diagnostic =>
  error(
    "boundary-inside",
    { span: at, text: "a step, not before the first or after the last" },
    `\`${boundary}\` is no boundary: \`${seq}\` runs over ${range}.`,
    [{ span: defined, text: "this defines every step" }],
  );

export const boundaryOfOtherShape = (
  at: Span,
  boundary: string,
  shape: string,
  step: string,
  defined: Span,
): Diagnostic =>
  error(
    "boundary-of-other-shape",
    { span: at, text: shape },
    `\`${boundary}\` is ${shape}, its steps are ${step}.`,
    [{ span: defined, text: step }],
  );

/** A name of a recurrence, read before the last of its lines. */
export const recurrenceIncomplete = (at: Span, name: string, last: Span): Diagnostic =>
  error(
    "recurrence-incomplete",
    at,
    `\`${name}\` is used before its recurrence is complete.`,
    [{ span: last, text: "the last line of the recurrence" }],
    { help: "Move this line below it." },
  );
