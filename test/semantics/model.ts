/** @file Text to the graph as written, with everything that is said on the way. */
import { derivativesIn } from "../../src/autodiff/inside.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { limit } from "../../src/diagnostics/limit.ts";
import { renderDiagnostic } from "../../src/diagnostics/render.ts";
import type { Source } from "../../src/diagnostics/source.ts";
import { inFiles } from "../../src/diagnostics/texts.ts";
import type { Model } from "../../src/graph/plan.ts";
import { settled, written, type Builder } from "../../src/operators/index.ts";
import { resolve } from "../../src/semantics/resolve.ts";
import { gather, type Files } from "../../src/syntax/gather.ts";

export interface Read {
  readonly source: Source;
  readonly c: Builder;
  readonly model: Model | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function read(text: string, name = "model.nabla", files: Files = {}): Read {
  const source = { name, text };
  const diagnostics: Diagnostic[] = [];
  const report = limit((d) => void diagnostics.push(d));
  const c = written();
  const { texts, file, uses } = gather(source, files, report);
  const parsed = diagnostics.every((d) => d.severity !== "error");
  const model =
    file && parsed
      ? resolve({ texts, file, uses }, c, derivativesIn(c, settled()), report)
      : undefined;
  return { source, c, model, diagnostics: diagnostics.map((d) => inFiles(texts, d)) };
}

/** All that is said of a text, as the command line prints it. */
export const said = ({ source, diagnostics }: Read): string =>
  diagnostics.map((d) => renderDiagnostic(source, d, { color: false })).join("\n");

/** The codes, in order. */
export const codes = (text: string): readonly string[] => read(text).diagnostics.map((d) => d.code);
