/** @file `nabla build`: models to modules on disk, or the check that these are fresh, or the text of one stage. */
import type { Stage } from "../compile.ts";
import { visible, visibleLines } from "../diagnostics/visible.ts";
import { buildOne, compileOptions, type Making, textsOf } from "./build-one.ts";
import { compileFile } from "./compile-file.ts";
import { type ExitCode, type Io, worst } from "./io.ts";
import { type ModelFile, type Patterns, STDIN, findModels } from "./models.ts";
import { planOutputs } from "./outputs.ts";
import { type Reporter, reporter } from "./report.ts";
import type { Messages } from "./settings.ts";

export interface BuildOptions extends Making {
  /** Absolute: a folder or a file. `-` is standard output. */
  readonly out?: string | undefined;
  readonly show?: Stage;
  readonly format: Messages;
}

/** Every model is compiled and every diagnostic shown; the good ones are written. */
export async function build(patterns: Patterns, options: BuildOptions, io: Io): Promise<ExitCode> {
  const report = reporter(io, options.format);
  const { models, problems } = await findModels(patterns, io);
  for (const problem of problems) report.problem(problem);
  let exit: ExitCode = problems.length > 0 ? 2 : 0;
  if (options.show !== undefined)
    return worst(exit, ...models.map((m) => show(m, models.length > 1, options, io, report)));

  const { out } = options;
  if (out === STDIN || (out === undefined && models.some((model) => model.bytes)))
    return worst(exit, await print(models, options, io, report));
  const plan = planOutputs(models, { ...options, out, cwd: io.cwd });
  for (const problem of plan.problems) report.problem(problem);
  if (plan.problems.length > 0) exit = 2;
  for (const output of plan.outputs) {
    const built = await buildOne(output, options, io, report);
    exit = worst(exit, built.exit);
    if (built.library && built.exit === 0 && !options.check)
      io.out(`no module of ${visible(output.model.shown)}: it has functions for models\n`);
    for (const { state, shown } of built.files) {
      // A line must not begin with a stranger's file name: `::error::` is a command to CI.
      if (!options.check) io.out(`${state === "same" ? "unchanged" : "wrote"} ${visible(shown)}\n`);
      else if (state !== "same") io.out(`${state}: ${visible(shown)}\n`);
    }
  }
  return exit;
}

/** One module to standard output. */
async function print(
  models: readonly ModelFile[],
  options: BuildOptions,
  io: Io,
  report: Reporter,
): Promise<ExitCode> {
  const [model] = models;
  if (models.length > 1 || options.check) {
    const reason = "its module goes to standard output: without other models and --check";
    report.problem({ path: STDIN, reason });
    return 2;
  }
  if (!model) return 2;
  const { exit, texts } = await textsOf(model, options, io, report);
  if (texts) io.out(texts[options.types ? "types" : "module"]);
  return exit;
}

/** Stages before the one that failed can be shown too. */
function show(
  model: ModelFile,
  several: boolean,
  options: BuildOptions,
  io: Io,
  report: Reporter,
): ExitCode {
  const { exit, compiled } = compileFile(model, compileOptions(options), io, report);
  const text = compiled?.show(options.show!);
  if (text !== undefined) {
    if (several) io.out(`// ${visible(model.shown)}\n`);
    io.out(`${visibleLines(text.trimEnd())}\n`);
  }
  return exit;
}
