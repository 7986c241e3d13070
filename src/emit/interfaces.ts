/** @file The types of the module, and `shapes`, which says them in numbers. */
import type { Dim } from "../dim.ts";
import type { Argument, Entry } from "../kernel/kernel.ts";
import { printFunction, printInterface } from "./function.ts";
import { comment, property, quote } from "./literals.ts";
import { Scope } from "./names.ts";
import { typeOfEntry, type Plan } from "./plan.ts";
import { modelName, openNames, sizesLine, sizesParameter } from "./size-text.ts";
import { resizableKeys, Sizes } from "./sizes.ts";
import type { Field, Syntax } from "./syntax.ts";

const fieldOf =
  (syntax: Syntax) =>
  (a: Argument | Entry): Field => ({
    key: a.key,
    type: typeOfEntry(a, syntax),
    says: comment(a.says),
  });

export function printInterfaces(plan: Plan): readonly string[] {
  const { program, syntax } = plan;
  const field = fieldOf(syntax);
  const open = openNames(program);
  const resizable = new Set(resizableKeys(program));
  const results: Readonly<Record<ResultKind, readonly [string, string]>> = {
    values: ["Values", "What forward computes. It belongs to the workspace."],
    gradients: ["Gradients", "Shaped as the parameters. They belong to the workspace."],
    outputs: ["Outputs", "What predict computes. It belongs to the workspace."],
  };
  const interfaces = [
    printInterface(
      "Params",
      ["Parameters: flat arrays, row-major."],
      program.params.map(field),
      syntax,
    ),
    printInterface(
      "Inputs",
      ["Inputs and constants: flat arrays, row-major, and numbers."],
      program.inputs.map(field),
      syntax,
    ),
    ...RESULTS.flatMap((kind) => {
      const entries = resultOf(plan, kind);
      const [name, says] = results[kind];
      return entries ? [printInterface(name, [says], entries.map(field), syntax)] : [];
    }),
    ...(plan.tables.length > 0 ? [printInterface("Rows", ...rowsInterface(syntax), syntax)] : []),
    printInterface(
      "Sizes",
      ["Sizes that the model leaves open."],
      open.map((key) => ({
        key,
        type: "number",
        ...(resizable.has(key) ? { says: "In a workspace: a capacity; resize changes it." } : {}),
      })),
      syntax,
    ),
    printInterface(
      "Workspace",
      ["Storage for calls; see workspace."],
      [
        { key: "model", type: quote(modelName(program)) },
        { key: "sizes", type: "Sizes", says: "The present ones." },
      ],
      syntax,
    ),
    printInterface("Shapes", ["The shape of every array."], shapeFields(plan), syntax),
  ];
  return interfaces.flatMap((lines) => [...lines, ""]);
}

const rowsInterface = ({ real }: Syntax): readonly [readonly string[], readonly Field[]] => [
  ["A gradient by the rows that were read; all others are zero."],
  [
    { key: "count", type: "number", says: "How many there are." },
    {
      key: "rows",
      type: "Int32Array",
      says: "Their numbers, counted from 0, in the order of their first use; what lies behind them is of no meaning.",
    },
    { key: "values", type: real, says: "Their values, one row after the other." },
  ],
];

type ResultKind = "values" | "gradients" | "outputs";
const RESULTS: readonly ResultKind[] = ["values", "gradients", "outputs"];

function resultOf(plan: Plan, kind: ResultKind): readonly Entry[] | undefined {
  return plan.objects.find((o) => o.name === kind)?.entries;
}

function shapeFields(plan: Plan): readonly Field[] {
  const shape = (type: string): string => `Readonly<Record<keyof ${type}, readonly number[]>>`;
  const { params, inputs } = plan.program;
  const empty = "Readonly<Record<string, never>>";
  return [
    { key: "params", type: params.length > 0 ? shape("Params") : empty },
    { key: "inputs", type: inputs.length > 0 ? shape("Inputs") : empty },
    ...RESULTS.flatMap((kind) => {
      const entries = resultOf(plan, kind);
      const type = `${kind[0]!.toUpperCase()}${kind.slice(1)}`;
      return entries ? [{ key: kind, type: entries.length > 0 ? shape(type) : empty }] : [];
    }),
    ...singles(plan).map(([key]) => ({ key, type: "readonly number[]" })),
  ];
}

/** What routines give that is neither values, outputs nor gradients: under the name of the routine. */
const singles = ({ program }: Plan): readonly (readonly [string, Entry])[] =>
  program.routines.flatMap(({ name, gives }) =>
    gives.kind === "one" ? [[name, gives.entry] as const] : [],
  );

export function printShapes(plan: Plan): readonly string[] {
  const { program } = plan;
  const sizes = new Sizes(program, plan.fixed, new Scope(plan.scope));
  const shape = (extents: readonly Dim[]): string =>
    `[${extents.map((e) => sizes.text(e).text).join(", ")}]`;
  const group = (name: string, list: readonly (Argument | Entry)[]): readonly string[] =>
    list.length === 0
      ? [`  ${name}: {},`]
      : [
          `  ${name}: {`,
          ...list.map((a) => `    ${property(a.key)}: ${shape(a.buffer.extents)},`),
          "  },",
        ];
  const object = [
    "return {",
    ...group("params", program.params),
    ...group("inputs", program.inputs),
    ...RESULTS.flatMap((kind) => {
      const entries = resultOf(plan, kind);
      return entries ? group(kind, entries) : [];
    }),
    ...singles(plan).map(([key, { buffer }]) => `  ${property(key)}: ${shape(buffer.extents)},`),
    "};",
  ];
  const derived = sizes.derived();
  const open = sizesLine(sizes, "checkSizes(sizes)");
  return printFunction(
    {
      name: "shapes",
      exported: true,
      says: ["The shape of every array; that of a number is []."],
      parameters: [sizesParameter(program)],
      returns: "Shapes",
      body: [...(open.length > 0 ? open : ["checkSizes(sizes);"]), ...derived, ...object],
    },
    plan.syntax,
  );
}
