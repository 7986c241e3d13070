/** @file An explanation as Markdown with formulas in LaTeX. */
import type {
  BackwardSteps,
  Explanation,
  Formula,
  GradientStep,
  JacobianFactor,
  Line,
  PieceLine,
  SignalStep,
} from "./explanation.ts";

export function markdown(e: Explanation, title: string): string {
  const path = e.pieces.filter((p) => p.isOnPath);
  const given = e.pieces.filter((p) => !p.isOnPath);
  const names = e.gradients.map((g) => math(g.name)).join(", ");
  return [
    `# ${title}: the gradient of ${math(e.of)} by ${names}`,
    "## Symbols",
    table(
      ["symbol", "is", "shape"],
      e.symbols.map((s) => [math(s.name), s.role, math(s.shape)]),
    ),
    "## Simple pieces",
    "Every line is linear, or elementwise, or one operator: its derivative is known by a rule.",
    ...(given.length > 0 ? [equations(given), "From here on with parameters:"] : []),
    equations(path),
    ...e.pieces.flatMap(steps),
    ...(e.slopes.length > 0 ? ["The slopes of the model's functions:", equations(e.slopes)] : []),
    "## Error signals, from the result down",
    ...(e.signals.length > 0
      ? [
          `The derivative of ${math(e.of)} by each piece, in the shape of the piece. What has a name is computed once, and all that is below uses it.`,
          ...e.signals.map(signal),
        ]
      : [`${math(e.of)} is one piece: the gradients follow at once.`]),
    ...e.recurrences.flatMap(backwardSteps),
    "## Gradients",
    ...e.gradients.flatMap((g) => gradient(g)),
    ...(e.rewrites.length > 0 ? ["## Rewrites", ...rewrites(e)] : []),
    "",
  ].join("\n\n");
}

const math = ({ latex }: Formula): string => `$${latex}$`;

const display = (latex: string): string => `\`\`\`math\n${latex}\n\`\`\``;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((r) => `| ${r.join(" | ")} |`).join("\n");

const equations = (lines: readonly Line[]): string =>
  display(
    [
      "\\begin{aligned}",
      ...lines.map((l) => `${l.left.latex} &= ${l.right.latex} &&\\in ${l.shape.latex} \\\\`),
      "\\end{aligned}",
    ].join("\n"),
  );

function steps({ left, steps: all }: PieceLine): readonly string[] {
  return all.flatMap(({ axis, backward, equations: lines }) => [
    `${math(left)} is made step by step, ${math(axis)} from the ${backward ? "last to the first" : "first to the last"}:`,
    equations(lines),
  ]);
}

function signal(s: SignalStep): string {
  const name = s.name ? ` =: ${s.name.latex}` : "";
  const put =
    s.through.length > 0
      ? [
          `With the equation${s.through.length > 1 ? "s" : ""} of ${s.through.map((n) => `$${n.latex}$`).join(", ")} put in, which makes it shorter:`,
        ]
      : [];
  const shares =
    s.shares.length > 1
      ? [
          `Branches add up: ${s.shares.map((x) => `${math(x.right)} from ${math(x.from)}`).join(", ")}.`,
        ]
      : [];
  return [
    ...put,
    display(`${s.left.latex} = ${s.right.latex}${name} \\quad\\in ${s.shape.latex}`),
    ...shares,
  ].join("\n\n");
}

function backwardSteps({ of, axis, backward, signals, later }: BackwardSteps): readonly string[] {
  const names = later.map((x) => math(x.left)).join(" and ");
  return [
    `### Back through the steps of ${math(of)}`,
    `${math(axis)} goes from the ${backward ? "first to the last" : "last to the first"}. ${names} ${later.length > 1 ? "are" : "is"} what the step before in this order has given, at first 0:`,
    ...signals.map(signal),
    "and on to the next step:",
    equations(later),
  ];
}

function gradient(g: GradientStep): readonly string[] {
  const shares =
    g.shares.length > 1
      ? [
          `Branches add up: ${g.shares.map((x) => `${math(x.right)} from ${math(x.from)}`).join(", ")}.`,
        ]
      : [];
  return [
    `### By ${math(g.name)}`,
    ...(g.chain ? chain(g, g.chain) : []),
    ...shares,
    `In the shape of ${math(g.name)}, from ${g.made.map((x) => `${math(x.name)} $\\in ${x.shape.latex}$`).join(" and ")}:`,
    display(`${g.left.latex} = ${g.right.latex} \\quad\\in ${g.shape.latex}`),
  ];
}

function chain(g: GradientStep, factors: readonly JacobianFactor[]): readonly string[] {
  const sums = g.sums.map((n) => `\\sum_{${n.latex}} `).join("");
  if (factors.length === 1)
    return [
      "In Jacobian form:",
      display(
        `${g.left.latex} = ${sums}\\underbrace{${factors[0]!.form}}_{${factors[0]!.size.latex}}`,
      ),
    ];
  const names = factors.map((f) => f.left.latex).join(" \\cdot ");
  const forms = factors.map((f) => `\\underbrace{${f.form}}_{${f.size.latex}}`).join(" \\cdot ");
  return [
    "By the chain rule, each factor in Jacobian form:",
    display(`${g.left.latex} = ${sums}${names} = ${sums}${forms}`),
    ...(g.before ? reused(g, g.before, factors.at(-1)!) : []),
  ];
}

/** All factors but the last are δ already. */
function reused(
  g: GradientStep,
  { name, size }: NonNullable<GradientStep["before"]>,
  { form, size: last }: JacobianFactor,
): readonly string[] {
  return [
    `All but the last are known: they are ${math(name)}, as a row.`,
    display(
      `${g.left.latex} = ${g.sums.map((n) => `\\sum_{${n.latex}} `).join("")}\\underbrace{${name.latex}^\\top}_{${size.latex}} \\cdot \\underbrace{${form}}_{${last.latex}}`,
    ),
  ];
}

function rewrites(e: Explanation): readonly string[] {
  const lines = e.rewrites.map((r) => `- ${r.rule}: ${math(r.before)} $\\to$ ${math(r.after)}`);
  return ["Identities that made the code shorter or safer:", [...new Set(lines)].join("\n")];
}
