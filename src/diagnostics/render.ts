/** @file A diagnostic for people: message, place, code frame, help and fix. No line of it begins with text of the model. */
import type { Diagnostic, Edit } from "./diagnostic.ts";
import { type Row, framesOf } from "./frame.ts";
import { type Source, placeOf, textAt } from "./source.ts";
import { visible } from "./visible.ts";

export interface RenderOptions {
  readonly color: boolean;
  /** The most columns of a source line that are shown; 100 when absent. */
  readonly width?: number;
}

export function renderDiagnostic(
  source: Source,
  diagnostic: Diagnostic,
  options: RenderOptions,
): string {
  const { code, severity, message, labels, help, fix } = diagnostic;
  const paint = options.color ? painted : plain;
  const at = labels[0].source ?? source;
  const rows = framesOf(source, labels, options.width ?? 100);
  const margin = Math.max(1, ...rows.filter((r) => r.of === "source").map((r) => r.gutter.length));
  const gutter = (text: string): string => paint("gutter", `${text.padEnd(margin)} |`);
  const { line, column } = placeOf(at, labels[0].span.start);
  const arrow = (sign: string): string => paint("gutter", `${" ".repeat(margin)}${sign}`);
  const heading = paint(severity, `${severity}[${visible(code)}]`);
  const note = (name: string, text: string): string =>
    `${" ".repeat(margin + 1)}${paint("gutter", "=")} ${paint("heading", `${name}:`)} ${text}`;

  const lines = [
    `${heading}${paint("heading", `: ${visible(message)}`)}`,
    `${arrow("-->")} ${visible(at.name)}:${line}:${column}`,
    gutter(""),
    ...rows.map((row) => renderRow(row, severity, gutter, arrow, paint)),
  ];
  if (help !== undefined) {
    const [first, ...more] = help.split("\n").map((part) => visible(part));
    lines.push(note("help", first!), ...more.map((part) => `${gutter("")}       ${part}`));
  }
  if (fix) lines.push(note("fix", fixText(fix.source ?? source, fix)));
  return `${lines.join("\n")}\n`;
}

function renderRow(
  row: Row,
  severity: Diagnostic["severity"],
  gutter: (text: string) => string,
  arrow: (sign: string) => string,
  paint: Paint,
): string {
  if (row.of === "gap") return paint("gutter", row.gutter);
  if (row.of === "file") return `${arrow(":::")} ${visible(row.text)}`;
  if (row.of === "source") return `${gutter(row.gutter)} ${row.text}`.trimEnd();
  return `${gutter("")} ${paint(row.of === "primary" ? severity : "gutter", row.text)}`;
}

const WORST_QUOTE = 80;

function fixText(source: Source, { span, text }: Edit): string {
  const old = textAt(source, span);
  const { line, column } = placeOf(source, span.start);
  if (old.length > WORST_QUOTE || text.length > WORST_QUOTE)
    return `at ${line}:${column}, write \`${visible(text)}\``;
  if (old === "") return `insert \`${visible(text)}\` at ${line}:${column}`;
  if (text === "") return `remove \`${visible(old)}\` at ${line}:${column}`;
  return `write \`${visible(text)}\` instead of \`${visible(old)}\` at ${line}:${column}`;
}

type Style = Diagnostic["severity"] | "gutter" | "heading";
type Paint = (style: Style, text: string) => string;

const STYLES: Readonly<Record<Style, string>> = {
  error: "1;31",
  warning: "1;33",
  gutter: "1;34",
  heading: "1",
};
const painted: Paint = (style, text) => `\u001b[${STYLES[style]}m${text}\u001b[0m`;
const plain: Paint = (_, text) => text;
