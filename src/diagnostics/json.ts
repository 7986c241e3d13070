/** @file A diagnostic for tools: plain data with lines and columns, printed on one line. */
import type { Diagnostic, Edit } from "./diagnostic.ts";
import { type Place, type Source, type Span, placeOf } from "./source.ts";

export interface JsonPlace extends Place {
  /** Where it is another than that of the diagnostic. */
  readonly file?: string;
  readonly span: Span;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface JsonDiagnostic {
  readonly file: string;
  readonly code: string;
  readonly severity: Diagnostic["severity"];
  readonly message: string;
  readonly labels: readonly (JsonPlace & { readonly text: string })[];
  readonly help?: string;
  readonly fix?: JsonPlace & { readonly text: string };
}

export function jsonDiagnostic(source: Source, diagnostic: Diagnostic): JsonDiagnostic {
  const { code, severity, message, labels, help, fix } = diagnostic;
  const file = (labels[0].source ?? source).name;
  const placed = ({ span, text, source: other }: Edit): JsonPlace & { readonly text: string } => {
    const of = other ?? source;
    const { line, column } = placeOf(of, span.start);
    const end = placeOf(of, span.end);
    const where = of.name === file ? {} : { file: of.name };
    return { ...where, line, column, endLine: end.line, endColumn: end.column, span, text };
  };
  return {
    file,
    code,
    severity,
    message,
    labels: labels.map(placed),
    ...(help === undefined ? {} : { help }),
    ...(fix === undefined ? {} : { fix: placed(fix) }),
  };
}

/** JSON in ASCII on one line. A second `#` is escaped: `##[…]` anywhere in a line is a command to CI. */
export const printJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[^ -~]|(?<=#)#/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
