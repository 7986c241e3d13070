/** @file The operators as a page: everything on it comes from the operators themselves. */
import { dimNumber, showDim, type Dim } from "../../src/dim.ts";
import type { Node, Value } from "../../src/graph/node.ts";
import { notate } from "../../src/graph/notation.ts";
import type { Example, Operator } from "../../src/graph/operator.ts";
import { showShape } from "../../src/graph/show.ts";
import { isMismatch, type Shape } from "../../src/graph/type.ts";
import { families, settled, type Builder } from "../../src/operators/index.ts";

const HEAD = `# Operators

Written by \`npm run generate\` from the operators in \`src/operators/\`; what is said here is what the compiler does.

Each operator is one object: notation, shape rule, definition, derivatives, LaTeX, examples, kinks. \`test/operators/laws.test.ts\`
holds for every one of them, on its own examples: the definition gives what a plain loop gives, also at the special points;
its vjp agrees with differences; ⟨δ, jvp(ẋ)⟩ = ⟨vjp(δ), ẋ⟩; cotangents have the shapes of the inputs; an axis of a batch equals
one call for each of its examples; at a kink the derivative is the one in the table.

"Backwards" is the cotangent of each input from δ, the cotangent of the result, in the notation of the language; y is the
result. Derivatives stand in Jacobian form.
`;

/** The whole page. */
export function operatorsPage(): string {
  const contents = families.map(
    ([name, all]) =>
      `- [${title(name)}](#${name.replaceAll(" ", "-")}): ${all.map((op) => `\`${op.name}\``).join(" ")}`,
  );
  const sections = families.map(
    ([name, all]) => `## ${title(name)}\n\n${all.map((op) => entry(op)).join("\n")}`,
  );
  return [HEAD, ...contents, "", ...sections].join("\n");
}

const title = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

function entry(op: Operator): string {
  const parts = [`### ${op.name}`, "", written(op), ""];
  const example = op.examples.find((e) => !e.special && e.inputs[0]!.shape.length === 1);
  const shown = example ?? op.examples[0];
  if (shown) parts.push(...about(op, shown));
  return parts.join("\n");
}

function written(op: Operator): string {
  const { notation, aliases = [] } = op;
  const count = { leaf: 0, unary: 1, binary: 2, ternary: 3, any: 2 }[op.arity];
  const inputs = names(count).join(", ");
  const forms: string[] = [];
  if (notation && "infix" in notation) forms.push(`a ${notation.infix} b`);
  if (notation && "postfix" in notation) forms.push(`x${notation.postfix}`);
  if (notation && "call" in notation)
    forms.push(notation.call === "-" ? "-x" : `${notation.call}(${inputs})`);
  for (const alias of aliases) forms.push(`${alias}(${inputs})`);
  const kind = op.elementwise
    ? "elementwise"
    : op.movement
      ? "moves entries"
      : op.expand
        ? "made of parts"
        : "";
  if (op.arity === "leaf") return "A leaf of the graph.";
  const say = forms.length > 0 ? forms.map((f) => `\`${f}\``).join(", ") : "Not written by name";
  return kind === "" ? `${say}.` : `${say}; ${kind}.`;
}

function about(op: Operator, example: Example): readonly string[] {
  const c = settled();
  const { inputs, result } = applied(c, op, example);
  const own = result.node.op === op ? result : undefined;
  const symbols = inputs.map((x) => x.node.attributes["name"] as string);
  const lines = op.elementwise ? [] : [`- Shapes: ${shapesOf(op)}`];
  const node = (own?.node ?? {
    op,
    inputs,
    attributes: example.attributes ?? {},
    results: [result],
  }) as Node<never>;
  lines.push(`- Value: ${math(op.latex(symbols as never, node))}`);
  const jacobian = op.jacobian(symbols as never, "y", node) as readonly string[];
  const partials = jacobian.flatMap((d, i) =>
    example.inputs[i] && !example.inputs[i].index && !example.inputs[i].truth
      ? [math(`\\partial y/\\partial ${symbols[i]} = ${d}`)]
      : [],
  );
  if (partials.length > 0 && !isTruth(op, example))
    lines.push(`- Derivative: ${partials.join(", ")}`);
  const backwards = own && !isTruth(op, example) ? cotangents(c, op, own, inputs) : [];
  if (backwards.length > 0) lines.push(`- Backwards: ${backwards.join(", ")}`);
  if (op.accuracy) lines.push(`- Accuracy: ${op.accuracy}`);
  const special = op.examples.filter((e) => e.special);
  const points = special.reduce((n, e) => n + (op.elementwise ? e.inputs[0]!.shape[0]! : 1), 0);
  const tried = op.examples.length - special.length;
  lines.push(
    `- Tried on ${plural(tried, "example")}${points > 0 ? ` and ${plural(points, "special point")}` : ""}`,
  );
  return [...lines, "", ...kinks(op, symbols)];
}

const plural = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

const isTruth = (op: Operator, example: Example): boolean =>
  op.of?.(example.inputs.map(() => "real") as never, example.attributes ?? ({} as never)) ===
  "truth";

/** What each input gets of δ. */
function cotangents(
  c: Builder,
  op: Operator,
  y: Value,
  inputs: readonly Value[],
): readonly string[] {
  const δ = c.symbol({ name: "δ", key: "delta", shape: y.shape, axes: [], of: "real" });
  const cts = op.vjp(c, [δ], y.node as Node<never>) as readonly (Value | null)[];
  const nameOf = (x: Value): string | undefined =>
    x === y ? "y" : x.node.op.name === "symbol" ? (x.node.attributes["name"] as string) : undefined;
  return cts.flatMap((ct, i) =>
    ct === null || inputs[i]!.node.of !== "real"
      ? []
      : [
          `\`δ_${inputs[i]!.node.attributes["name"] as string} = ${nameOf(ct) ?? notate(ct, nameOf)}\``,
        ],
  );
}

function kinks(op: Operator, symbols: readonly string[]): readonly string[] {
  if (!op.kinks || op.kinks.length === 0) return [];
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    row([`kink at ${symbols.join(", ")}`, ...symbols.map((s) => `∂y/∂${s}`)]),
    row(["---", ...symbols.map(() => "---")]),
    ...op.kinks.map((k) => row([k.at.map(number).join(", "), ...k.partials.map(number)])),
    "",
  ];
}

const number = (x: number): string =>
  Object.is(x, -0) ? "−0" : String(x).replace("Infinity", "∞").replace("-", "−");

/** Up to four of the examples, and what is asked where a shape does not fit. */
function shapesOf(op: Operator): string {
  const rule = op.shapes.bind(op) as (
    inputs: readonly Shape[],
    a: unknown,
  ) => readonly Shape[] | { mismatch: string };
  const seen = new Map<string, string>();
  for (const e of op.examples) {
    const inputs = e.inputs.map((i) => i.shape.map((n) => dimNumber(n)));
    const result = rule(inputs, e.attributes ?? {});
    if (isMismatch(result)) continue;
    const index = (i: number): string => (e.inputs[i]!.index ? ` of indices` : "");
    const from = inputs.map((s, i) => showShape(s) + index(i)).join(", ");
    const attributes = shownAttributes(e);
    const key = `${from}${attributes}`;
    if (!e.special || seen.size === 0)
      seen.set(key, `${from} → ${showShape(result[0]!)}${attributes}`);
  }
  const shown = [...seen.values()].slice(0, 4).map((s) => `\`${s}\``);
  const asked = mismatches(op, rule);
  return `${shown.join("; ")}${asked.length > 0 ? `. Asks for ${asked.join("; ")}` : ""}`;
}

function mismatches(
  op: Operator,
  rule: (inputs: readonly Shape[], a: unknown) => readonly Shape[] | { mismatch: string },
): readonly string[] {
  const tries = [[], [5], [7, 11], [2, 3, 4]].map((s) => s.map((n) => dimNumber(n)));
  const attributes = op.examples[0]?.attributes ?? {};
  const count = op.examples[0]?.inputs.length ?? 0;
  const found = new Set<string>();
  const visit = (inputs: readonly Shape[]): void => {
    if (inputs.length < count) return tries.forEach((s) => visit([...inputs, s]));
    const result = rule(inputs, attributes);
    if (isMismatch(result)) found.add(result.mismatch);
  };
  if (count > 0 && count < 4) visit([]);
  return [...found];
}

function shownAttributes({ attributes }: Example): string {
  const shown = Object.entries(attributes ?? {}).flatMap(([key, value]) => {
    if (typeof value === "number" || typeof value === "string") return [`${key} ${value}`];
    if (Array.isArray(value)) return [`${key} ${value.map(text).join(" ")}`];
    return [`${key} ${text(value)}`];
  });
  return shown.length === 0 ? "" : ` (${shown.join(", ")})`;
}

function text(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  if ("name" in value) return String(value.name);
  return "terms" in value ? showDim(value as Dim) : "…";
}

const names = (count: number): readonly string[] =>
  count === 1 ? ["x"] : ["a", "b", "c", "d", "e", "f", "g", "h"].slice(0, count);

function applied(c: Builder, op: Operator, example: Example) {
  const called = names(example.inputs.length);
  const inputs = example.inputs.map((input, i) =>
    c.symbol({
      name: called[i]!,
      key: called[i]!,
      shape: input.shape.map((n) => dimNumber(n)),
      axes: [],
      of: input.index
        ? { from: dimNumber(input.range![0]), to: dimNumber(input.range![1]) }
        : input.truth
          ? "truth"
          : "real",
    }),
  );
  return { inputs, result: c.apply(op, inputs, example.attributes) };
}

const math = (latex: string): string => `$${latex}$`;
