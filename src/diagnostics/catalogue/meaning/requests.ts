/** @file What can be wrong with what a model is asked for: objective, outputs, derivatives. */
import type { Diagnostic, Label } from "../../diagnostic.ts";
import { error, here, warning } from "../../make.ts";
import type { Span } from "../../source.ts";

export const nothingAsked = (span: Span): Diagnostic =>
  error("nothing-asked", span, "The model asks for nothing.", [], {
    help: "Write a `loss`, an `output` or a derivative such as `grad s wrt x`.",
  });

export const secondObjective = (span: Span, before: Span): Diagnostic =>
  error("second-objective", span, "A model has one objective.", here(before, "the first one"), {
    help: "Add them up in one loss, or make one an output.",
  });

export const notAScalar = (span: Span, role: string, name: string, type: string): Diagnostic =>
  error("not-a-scalar", span, `\`${role}\` needs a real number, but \`${name}\` is ${type}.`, [], {
    help: "Reduce it to a number first: `sum(…)`, `‖…‖²`, `mean_n …`.",
  });

export const perExample = (span: Span, role: string, name: string, batch: string): Diagnostic =>
  error(
    "per-example",
    span,
    `\`${role}\` needs one number, but \`${name}\` has one for each \`${batch}\`.`,
    [],
    {
      help: `Write \`mean_${batch} …\` or \`Σ_${batch} …\`.`,
    },
  );

export const outputOfParameter = (span: Span, name: string, declared: Span): Diagnostic =>
  error(
    "output-of-parameter",
    span,
    `\`${name}\` is a parameter: the caller has it already.`,
    here(declared, `\`${name}\` is declared here`),
    { help: `Leave it out; a copy is \`output copy = ${name}\`.` },
  );

export const outputTwice = (span: Span, name: string, before: Span): Diagnostic =>
  error("output-twice", span, `\`${name}\` is an output twice.`, here(before, "the first time"));

export const outputOfIndexData = (span: Span, name: string): Diagnostic =>
  error("output-of-index-data", span, `\`${name}\` is index data, and outputs are real.`, [], {
    help: "Leave it out: the caller has what it hands in.",
  });

export const notAValue = (
  span: Span,
  role: string,
  name: string,
  kind: string,
  declared: Span,
): Diagnostic =>
  error(
    "not-a-value",
    span,
    `\`${role}\` needs the name of a value, but \`${name}\` is ${KINDS.get(kind) ?? "none"}.`,
    here(declared, `\`${name}\` is declared here`),
  );

export const wrtIndexData = (span: Span, name: string, declared: Label): Diagnostic =>
  error("wrt-index-data", span, `\`${name}\` is index data, and nothing is differentiated by it.`, [
    declared,
  ]);

export const wrtNumber = (span: Span, name: string, declared: Span): Diagnostic =>
  error(
    "wrt-number",
    span,
    `\`${name}\` is a constant with a value, and nothing is differentiated by it.`,
    here(declared, `\`${name}\` is declared here`),
    {
      help: "Without a value it is given by the caller, and can stand here.",
    },
  );

export const notReal = (span: Span, name: string, type: string): Diagnostic =>
  error("not-real", span, `\`${name}\` is ${type}, which has no derivative.`);

export const coupledExamples = (
  span: Span,
  role: string,
  of: string,
  name: string,
  batch: string,
): Diagnostic =>
  error(
    "coupled-examples",
    span,
    `\`${of}\` depends on \`${name}\` of several \`${batch}\` at once, so its ${role} has no block for each \`${batch}\`.`,
    [],
    {
      help:
        role === "hessian"
          ? "Take it by a parameter, or ask for `grad`."
          : `Take it of a value per \`${batch}\` that depends on its own example alone, or ask for \`grad\`.`,
    },
  );

export const zeroGradient = (span: Span, of: string, by: string): Diagnostic =>
  warning(
    "zero-gradient",
    span,
    `\`${of}\` does not depend on \`${by}\`: the derivative is zero.`,
    [],
    { help: "Leave the request out if that is meant." },
  );

/** A parameter with the gradient zero; `isRead`: by the objective, which is flat along it. */
export const trainedByNothing = (
  parameter: Named,
  objective: Named,
  isRead: boolean,
): Diagnostic => {
  const [w, J] = [`\`${parameter.name}\``, `\`${objective.name}\``];
  return warning(
    "trained-by-nothing",
    parameter.span,
    isRead
      ? `The gradient of ${J} by ${w} is zero everywhere: training never changes ${w}.`
      : `${J} does not depend on ${w}: training never changes it.`,
    [{ span: objective.span, text: `${J} is defined here` }],
    {
      help: isRead
        ? "What rounds, compares, picks a position or cancels has no slope: write it smoothly."
        : `Use ${w} in ${J}, or declare it as \`input\` or \`const\`.`,
    },
  );
};

interface Named {
  readonly name: string;
  readonly span: Span;
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ["dim", "a dim"],
  ["axis", "an index or a batch"],
  ["function", "a function"],
]);
