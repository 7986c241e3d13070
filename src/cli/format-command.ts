/** @file `nabla format`: models laid out, in place or to standard output. */
import { dirname } from "node:path";
import { visible } from "../diagnostics/visible.ts";
import type { FormatStyle } from "../syntax/format.ts";
import { mistakeOfNabla } from "./compile-file.ts";
import { type ExitCode, type Io, worst } from "./io.ts";
import { type ModelFile, type Patterns, findModels, readModel } from "./models.ts";
import { type Reporter, reporter } from "./report.ts";
import type { Messages } from "./settings.ts";
import { holdingSignals } from "./signals.ts";
import { WriteError, stateOf, writeIfChanged } from "./write.ts";

export interface FormatOptions {
  readonly style: FormatStyle;
  readonly check: boolean;
  readonly format: Messages;
}

export async function formatCommand(
  patterns: Patterns,
  options: FormatOptions,
  io: Io,
): Promise<ExitCode> {
  const report = reporter(io, options.format);
  const { models, problems } = await findModels(patterns, io);
  for (const problem of problems) report.problem(problem);
  let exit: ExitCode = problems.length > 0 ? 2 : 0;
  for (const model of models) exit = worst(exit, await formatOne(model, options, io, report));
  return exit;
}

/** A model with mistakes in its syntax is left alone. */
async function formatOne(
  model: ModelFile,
  { style, check }: FormatOptions,
  io: Io,
  report: Reporter,
): Promise<ExitCode> {
  const read = readModel(model);
  if ("reason" in read) {
    report.problem(read);
    return 2;
  }
  if ("diagnostic" in read) {
    report.diagnostics(read.source, [read.diagnostic]);
    return 1;
  }
  try {
    const { text, diagnostics } = io.compiler.formatModel(read.text, style);
    if (text === undefined) {
      report.diagnostics(read, diagnostics);
      return 1;
    }
    if (check) return compare(model, read.text, text, io);
    if (model.bytes) io.out(text);
    else await write(model, text, io);
    return 0;
  } catch (error) {
    const reason = error instanceof WriteError ? error.message : mistakeOfNabla(error);
    report.problem({ path: model.shown, reason });
    return 2;
  }
}

async function write({ path, shown }: ModelFile, text: string, io: Io): Promise<void> {
  const state = await holdingSignals(() => writeIfChanged(path, dirname(path), text));
  if (state !== "same") io.out(`formatted ${visible(shown)}\n`);
}

function compare(
  { path, shown, bytes }: ModelFile,
  before: string,
  text: string,
  io: Io,
): ExitCode {
  const same = bytes ? before === text : stateOf(path, text) === "same";
  if (!same) io.out(`not formatted: ${visible(shown)}\n`);
  return same ? 0 : 1;
}
