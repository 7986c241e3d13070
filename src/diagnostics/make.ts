/** @file How the functions of the catalogue make a diagnostic. */
import type { Diagnostic, Edit, Label } from "./diagnostic.ts";
import type { Span } from "./source.ts";

export interface More {
  readonly help?: string | undefined;
  readonly fix?: Edit | undefined;
}

const make =
  (severity: Diagnostic["severity"]) =>
  (
    code: string,
    at: Span | Label,
    message: string,
    also: readonly Label[] = [],
    { help, fix }: More = {},
  ): Diagnostic => ({
    code,
    severity,
    message,
    labels: ["span" in at ? at : { span: at, text: "" }, ...also],
    ...(help === undefined ? {} : { help }),
    ...(fix === undefined ? {} : { fix }),
  });

export const error = make("error");
export const warning = make("warning");
export const replace = (span: Span, text: string): Edit => ({ span, text });
/** A second place, where there is one. */
export const here = (span: Span | undefined, text: string): readonly Label[] =>
  span ? [{ span, text }] : [];
