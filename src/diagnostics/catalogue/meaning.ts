/** @file What can be wrong with the meaning of a model whose names are known. */
import type { Diagnostic, Label } from "../diagnostic.ts";
import { error, replace, warning } from "../make.ts";
import type { Span } from "../source.ts";

const here = (span: Span | undefined, text: string): readonly Label[] =>
  span ? [{ span, text }] : [];
const article = (role: string): string => (role === "input" ? "An" : "A");
const some = (count: number, what: string): string =>
  count === 0 ? `no ${what}` : count === 1 ? `one ${what}` : `${count} ${what}s`;

// What this version does not compile yet, by name.

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

// Reach.

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

// Functions.

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

export const unknownArgument = (span: Span, name: string, argument: string): Diagnostic =>
  error("unknown-argument", span, `\`${name}\` has no argument called \`${argument}\`.`);

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

// Indices, batches, index data.

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

// Declarations.

export const typeOfRole = (span: Span, role: string, type: string): Diagnostic =>
  error("type-of-role", span, `${article(role)} ${role} cannot be ${type}.`, [], {
    help: "Parameters are real; inputs are real or index data; ℤ is for constants.",
  });

export const startOfInput = (span: Span): Diagnostic =>
  error("start-of-input", span, "An input has no value of its own: the caller gives it.", [], {
    help: "A value that stays is a `const`, one that is trained a `param`.",
  });

export const drawnConstant = (span: Span): Diagnostic =>
  error("drawn-constant", span, "Only a parameter is drawn at random.");

export const startNotConstant = (span: Span, role: string, name: string): Diagnostic =>
  error(
    "start-not-constant",
    span,
    `The value of a ${role} is made of numbers, but this depends on \`${name}\`.`,
  );

export const unknownInitializer = (span: Span, name: string): Diagnostic =>
  error("unknown-initializer", span, `\`${name}\` is no way to draw a start.`, [], {
    help: "There are `normal(mean, deviation)`, `uniform(a, b)`, `glorot` and `he`.",
  });

export const notWhole = (span: Span, name: string): Diagnostic =>
  error("not-whole", span, `\`${name}\` is in ℤ, but this is not a whole number.`);

// What is asked for.

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
  );

export const outputTwice = (span: Span, name: string, before: Span): Diagnostic =>
  error("output-twice", span, `\`${name}\` is an output twice.`, here(before, "the first time"));

export const outputOfIndexData = (span: Span, name: string): Diagnostic =>
  error("output-of-index-data", span, `\`${name}\` is index data, and outputs are real.`);

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

const KINDS: ReadonlyMap<string, string> = new Map([
  ["dim", "a dim"],
  ["axis", "an index or a batch"],
  ["function", "a function"],
]);

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

export const zeroGradient = (span: Span, of: string, by: string): Diagnostic =>
  warning(
    "zero-gradient",
    span,
    `\`${of}\` does not depend on \`${by}\`: the derivative is zero.`,
    [],
    { help: "Leave the request out if that is meant." },
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
    { help: "Make the range of the index shorter, or guard it: `{ … if i < n` and `otherwise`." },
  );

export const wholeArgument = (span: Span, name: string, from: number): Diagnostic =>
  error(
    "whole-argument",
    span,
    `\`${name}\` is a whole number, ${from} or more, known when the model is compiled.`,
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

export const notACondition = (span: Span, text: string): Diagnostic =>
  error("not-a-condition", span, `\`${text}\` is no condition.`, [], {
    help: `Compare it: \`${text} > 0\`.`,
  });

export const conditionAsValue = (span: Span): Diagnostic =>
  error("condition-as-value", span, "A condition is no value.", [], {
    help: "Choose by it: `where(x > 0, a, b)`, or `{ a if x > 0; b otherwise }`.",
  });

export const casesWithoutOtherwise = (span: Span): Diagnostic =>
  error("cases-without-otherwise", span, "A definition by cases ends with `otherwise`.", [], {
    help: "Give every case but the last a condition, and the last `otherwise`.",
  });

export const oneIndexAtATime = (span: Span, name: string): Diagnostic =>
  error("one-index-at-a-time", span, `\`${name}\` goes along one index, but got several.`, [], {
    help: "A position is one index: take it along each index by itself.",
  });
