/** @file One model file through the compiler, with all it has to say reported. */
import type { Compiled, CompileOptions } from "../compile.ts";
import type { ExitCode, Io } from "./io.ts";
import { type ModelFile, compiledName, readModel } from "./models.ts";
import type { Reporter } from "./report.ts";
import { filesOf, shownFrom, type Used } from "./used.ts";

export interface CompiledFile {
  readonly exit: ExitCode;
  readonly errors: number;
  /** Undefined when there was nothing to compile. */
  readonly compiled: Compiled | undefined;
  readonly used: readonly Used[];
}

export function compileFile(
  model: ModelFile,
  options: CompileOptions,
  io: Io,
  report: Reporter,
): CompiledFile {
  const used: Used[] = [];
  const read = readModel(model);
  if ("reason" in read) {
    report.problem(read);
    return { exit: 2, errors: 0, compiled: undefined, used };
  }
  if ("diagnostic" in read) {
    report.diagnostics(read.source, [read.diagnostic]);
    return { exit: 1, errors: 1, compiled: undefined, used };
  }
  try {
    const source = { name: compiledName(model), text: read.text };
    const files = filesOf(model, io.cwd, (file) => used.push(file));
    const compiled = io.compiler.compile(source, { ...options, files });
    report.diagnostics(read, shownFrom(model, io.cwd, compiled.diagnostics));
    const errors = compiled.diagnostics.filter((d) => d.severity === "error").length;
    return { exit: errors > 0 ? 1 : 0, errors, compiled, used };
  } catch (error) {
    report.problem({ path: model.shown, reason: mistakeOfNabla(error) });
    return { exit: 2, errors: 0, compiled: undefined, used };
  }
}

/** The compiler never throws for a model; when it does, the mistake is its own. */
export const mistakeOfNabla = (error: unknown): string =>
  `a mistake in nabla itself, please report it: ${error instanceof Error ? error.message : String(error)}`;
