/** @file What a run has to say on stderr: diagnostics and problems with files, for people, as JSON lines, or for GitHub. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { jsonDiagnostic, printJson } from "../diagnostics/json.ts";
import { renderDiagnostic } from "../diagnostics/render.ts";
import type { Source } from "../diagnostics/source.ts";
import { visible } from "../diagnostics/visible.ts";
import { annotation, annotationOf } from "./github.ts";
import type { Io, Problem } from "./io.ts";
import type { Messages } from "./settings.ts";

export interface Reporter {
  diagnostics(source: Source, diagnostics: readonly Diagnostic[]): void;
  problem(problem: Problem): void;
}

/** More are counted, not shown. */
const MOST_SHOWN = 100;

export function reporter(io: Io, format: Messages): Reporter {
  switch (format) {
    case "text":
      return textReporter(io);
    case "json":
      return jsonReporter(io);
    case "github":
      return githubReporter(io);
  }
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

function githubReporter(io: Io): Reporter {
  return {
    diagnostics(source, diagnostics) {
      for (const d of diagnostics) io.err(`${annotationOf(source, d)}\n`);
    },
    problem({ path, reason }) {
      io.err(`${annotation("error", { file: path }, reason)}\n`);
    },
  };
}
