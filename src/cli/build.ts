/** @file `nabla build`: models to modules on disk, or the check that these are fresh, or the text of one stage. */
import type { Stage } from "../compile.ts";
import { visible, visibleLines } from "../diagnostics/visible.ts";
import { type CompiledFile, compileFile, mistakeOfNabla } from "./compile-file.ts";
import { type ExitCode, type Io, reasonOf, worst } from "./io.ts";
import { type ModelFile, findModels } from "./models.ts";
import { type Output, planOutputs } from "./outputs.ts";
import { type Format, type Reporter, reporter } from "./report.ts";
import { holdingSignals } from "./signals.ts";
import { stateOf, writeIfChanged } from "./write.ts";

export interface BuildOptions {
  readonly outDir?: string;
  readonly target: "ts" | "js";
  readonly check?: boolean;
  /** Prettier. */
  readonly pretty: boolean;
  readonly show?: Stage;
  readonly format: Format;
}

/** Every model is compiled and every diagnostic shown; the good ones are written. */
export async function build(
  patterns: readonly string[],
  options: BuildOptions,
  io: Io,
): Promise<ExitCode> {
  const report = reporter(io, options.format);
  const { models, problems } = await findModels(patterns, io.cwd);
  for (const problem of problems) report.problem(problem);
  let exit: ExitCode = problems.length > 0 ? 2 : 0;
  if (options.show !== undefined)
    return worst(exit, ...models.map((m) => show(m, models.length > 1, options, io, report)));

  const plan = planOutputs(models, { cwd: io.cwd, outDir: options.outDir, target: options.target });
  for (const problem of plan.problems) report.problem(problem);
  if (plan.problems.length > 0) exit = 2;
  for (const output of plan.outputs)
    exit = worst(exit, await buildOne(output, options, io, report));
  return exit;
}

async function buildOne(
  output: Output,
  { target, pretty, check }: BuildOptions,
  io: Io,
  report: Reporter,
): Promise<ExitCode> {
  const { exit, compiled } = compileFile(output.model, { target }, io, report);
  if (exit !== 0 || compiled?.code === undefined) return exit;
  let text: string;
  try {
    text = pretty ? await io.compiler.format(compiled.code) : compiled.code;
  } catch (error) {
    report.problem({ path: output.model.shown, reason: mistakeOfNabla(error) });
    return 2;
  }
  try {
    return check ? compare(output, text, io) : await write(output, text, io);
  } catch (error) {
    report.problem({ path: output.shown, reason: reasonOf(error) });
    return 2;
  }
}

async function write({ folder, path, shown }: Output, text: string, io: Io): Promise<ExitCode> {
  const state = await holdingSignals(() => writeIfChanged(path, folder, text));
  // A line must not begin with a stranger's file name: `::error::` is a command to CI.
  io.out(`${state === "same" ? "unchanged" : "wrote"} ${visible(shown)}\n`);
  return 0;
}

function compare({ path, shown }: Output, text: string, io: Io): ExitCode {
  const state = stateOf(path, text);
  if (state === "same") return 0;
  io.out(`${state}: ${visible(shown)}\n`);
  return 1;
}

/** Stages before the one that failed can be shown too. */
function show(
  model: ModelFile,
  several: boolean,
  { target, show: stage }: BuildOptions,
  io: Io,
  report: Reporter,
): ExitCode {
  const { exit, compiled }: CompiledFile = compileFile(model, { target }, io, report);
  const text = compiled?.show(stage!);
  if (text !== undefined) {
    if (several) io.out(`// ${visible(model.shown)}\n`);
    io.out(`${visibleLines(text.trimEnd())}\n`);
  }
  return exit;
}
