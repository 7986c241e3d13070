/** @file Diagnostics as bundlers take them: a message, a place, a code frame without colours. */
import { resolve } from "node:path";
import type { Problem } from "../cli/io.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderDiagnostic } from "../diagnostics/render.ts";
import { placeOf, type Source } from "../diagnostics/source.ts";
import { visible } from "../diagnostics/visible.ts";
import type { Model } from "./model.ts";

export interface Trouble {
  /** What is wrong: a line for each diagnostic, those after the first with their places. */
  readonly message: string;
  /** The lines of the first. */
  readonly frame?: string;
  /** Where the first is; the column counts from 1. */
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number };
  /** All of it as on a terminal, for a bundler that shows one text. */
  readonly text: string;
}

/** The errors of a model, or all that kept it from being compiled; undefined where there is nothing. */
export function errorsOf(model: Model | Problem): Trouble | undefined {
  if ("reason" in model) {
    const message = `${visible(model.path)}: ${visible(model.reason)}`;
    return { message, text: message };
  }
  if (model.library && model.diagnostics.every((d) => d.severity !== "error")) {
    const message = `${visible(model.source.name)}: it has functions for models, and is none itself`;
    return { message, text: message };
  }
  const [first, ...others] = model.diagnostics.filter((d) => d.severity === "error");
  return first && troubleOf(model, first, others);
}

export const warningsOf = (model: Model): readonly Trouble[] =>
  model.diagnostics.filter((d) => d.severity === "warning").map((d) => troubleOf(model, d, []));

/** More are counted, not shown. */
const MOST_SHOWN = 20;

function troubleOf(
  { path, source }: Model,
  first: Diagnostic,
  others: readonly Diagnostic[],
): Trouble {
  const render = (d: Diagnostic): string => renderDiagnostic(source, d, { color: false }).trimEnd();
  const fileOf = (d: Diagnostic): Source => d.labels[0].source ?? source;
  const place = (d: Diagnostic) => placeOf(fileOf(d), d.labels[0].span.start);
  // Heading, place, an empty line of the gutter; then the source.
  const [heading, , , ...frame] = render(first).split("\n");
  const shown = others.slice(0, MOST_SHOWN - 1);
  const rest = others.length > shown.length ? [`and ${others.length - shown.length} more`] : [];
  const lines = shown.map((d) => {
    const { line, column } = place(d);
    return `${visible(fileOf(d).name)}:${line}:${column}: ${render(d).split("\n", 1)[0]!}`;
  });
  return {
    message: [heading, ...lines, ...rest].join("\n"),
    frame: frame.join("\n"),
    loc: { file: fileOf(first) === source ? path : resolve(fileOf(first).name), ...place(first) },
    text: [...[first, ...shown].map(render), ...rest].join("\n\n"),
  };
}
