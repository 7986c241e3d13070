/** @file A diagnostic as a workflow command of GitHub, which shows it at its line in the review. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Source, placeOf } from "../diagnostics/source.ts";
import { visible } from "../diagnostics/visible.ts";

export function annotationOf(source: Source, diagnostic: Diagnostic): string {
  const { code, severity, message, labels, help } = diagnostic;
  const file = labels[0].source ?? source;
  const start = placeOf(file, labels[0].span.start);
  const end = placeOf(file, labels[0].span.end);
  // Columns are shown only where they are columns of one line.
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const place = { file: file.name, line: start.line, endLine: end.line, ...columns, title: code };
  const notes = labels.flatMap(({ span, text, source: other = source }) => {
    const { line, column } = placeOf(other, span.start);
    const place = `${line}:${column}`;
    return text === "" ? [] : [`${other === file ? place : `${other.name}:${place}`}: ${text}`];
  });
  const helps = help === undefined ? [] : `help: ${help}`.split("\n");
  return annotation(severity, place, [message, ...notes, ...helps].join("\n"));
}

/** Nothing of a stranger ends the command, starts another or becomes one of its properties. */
export function annotation(
  severity: Diagnostic["severity"],
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const place = Object.entries(properties).map(([key, value]) => {
    const text = escaped(visible(String(value)));
    return `${key}=${text.replaceAll(":", "%3A").replaceAll(",", "%2C")}`;
  });
  const lines = message.split("\n").map((line) => escaped(visible(line)));
  return `::${severity} ${place.join(",")}::${lines.join("%0A")}`;
}

/** No line ends are left: `visible` has shown them as escapes. */
const escaped = (text: string): string => text.replaceAll("%", "%25");
