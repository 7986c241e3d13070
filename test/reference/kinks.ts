/** @file The kinks and special points as a page: the table that is also their test. */
import { SECTIONS, type Answer, type Row } from "../matrix/kinks.ts";

const HEAD = `# Kinks and special points

Written by \`npm run generate\` from the table in \`test/matrix/kinks.ts\`, which is also the test: every row holds on every
target and for both precisions (in single precision to its digits; where more than digits changes, that is a row of its own).

The policy: the subgradient of least norm over the operands that carry gradients. NaN goes in, NaN comes out.
`;

export function kinksPage(): string {
  const sections = SECTIONS.map(({ title, says, rows }) =>
    [`## ${title}`, "", says, "", ...tableOf(rows), ""].join("\n"),
  );
  return [HEAD, ...sections].join("\n");
}

/** Rows that say nothing of derivatives are told in a line. */
function tableOf(rows: readonly Row[]): readonly string[] {
  if (rows.every((r) => r.gradients.length === 0))
    return [rows.map((r) => `\`${r.expression}\` at ${place(r)}`).join(", ") + "."];
  return [
    line(["expression", "at", "value", "derivatives"]),
    line(["---", "---", "---", "---"]),
    ...rows.flatMap((r) => [
      told(r, r, place(r)),
      ...(r.single ? [told(r, r.single, `${place(r)}, in singles`)] : []),
    ]),
  ];
}

const told = (row: Row, { value, gradients }: Answer, at: string): string => {
  const keys = Object.keys(row.at).filter((key) => key !== "c");
  const slopes = gradients.map((g, i) => `∂${keys[i]!} = ${list(g)}`);
  return line([
    `\`${row.expression.replaceAll("|", "\\|")}\``,
    at,
    number(value),
    slopes.join("; "),
  ]);
};
const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const place = ({ at }: Row): string =>
  Object.entries(at)
    .map(([key, x]) => `${key} = ${list(x)}`)
    .join(", ");
const list = (x: readonly number[]): string =>
  x.length === 1 ? number(x[0]!) : `(${x.map(number).join(", ")})`;
const number = (x: number): string =>
  (Object.is(x, -0) ? "−0" : String(x)).replace("Infinity", "∞").replaceAll("-", "−");
