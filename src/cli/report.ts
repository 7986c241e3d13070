/** @file What a run has to say on stderr: diagnostics and problems with files, for people or as JSON lines. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { jsonDiagnostic, printJson } from "../diagnostics/json.ts";
import { renderDiagnostic } from "../diagnostics/render.ts";
import type { Source } from "../diagnostics/source.ts";
import { visible } from "../diagnostics/visible.ts";
import type { Io, Problem } from "./io.ts";

export type Format = "text" | "json";

export interface Reporter {
  diagnostics(source: Source, diagnostics: readonly Diagnostic[]): void;
  problem(problem: Problem): void;
}

/** More are counted, not shown. */
const MOST_SHOWN = 100;

export function reporter(io: Io, format: Format): Reporter {
  return format === "json" ? jsonReporter(io) : textReporter(io);
}

function textReporter(io: Io): Reporter {
  return {
    diagnostics(source, diagnostics) {
      for (const diagnostic of diagnostics.slice(0, MOST_SHOWN))
        io.err(`${renderDiagnostic(source, diagnostic, { color: io.color })}\n`);
      const rest = diagnostics.length - MOST_SHOWN;
      if (rest > 0) io.err(`nabla: ${visible(source.name)}: and ${rest} more.\n`);
    },
    problem({ path, reason }) {
      io.err(`nabla: ${visible(path)}: ${visible(reason)}\n`);
    },
  };
}

function jsonReporter(io: Io): Reporter {
  return {
    diagnostics(source, diagnostics) {
      for (const d of diagnostics) io.err(`${printJson(jsonDiagnostic(source, d))}\n`);
    },
    problem({ path, reason }) {
      const line = { file: path, code: "file", severity: "error", message: reason, labels: [] };
      io.err(`${printJson(line)}\n`);
    },
  };
}

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((d) => d.severity === "error");
