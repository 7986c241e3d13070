/** @file `nabla build`: models to modules on disk, or the check that these are fresh, or the text of one stage. */
import type { Stage } from "../compile.ts";
import { visible, visibleLines } from "../diagnostics/visible.ts";
import { type CompiledFile, compileFile, mistakeOfNabla } from "./compile-file.ts";
import { type ExitCode, type Io, reasonOf, worst } from "./io.ts";
import { type ModelFile, STDIN, findModels } from "./models.ts";
import { type Output, planOutputs, SIDECAR } from "./outputs.ts";
import { type Format, type Reporter, reporter } from "./report.ts";
import { holdingSignals } from "./signals.ts";
import { stateOf, writeIfChanged } from "./write.ts";

export interface BuildOptions {
  readonly outDir?: string;
  readonly target: "ts" | "js";
  readonly precision: "f32" | "f64";
  /** Rewrites that are switched off. */
  readonly without: readonly string[];
  /** The sidecar instead of the module. */
  readonly types?: boolean;
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
  const { models, problems } = await findModels(patterns, io);
  for (const problem of problems) report.problem(problem);
  let exit: ExitCode = problems.length > 0 ? 2 : 0;
  if (options.show !== undefined)
    return worst(exit, ...models.map((m) => show(m, models.length > 1, options, io, report)));

  const piped = models.find((model) => model.bytes);
  if (piped) {
    if (models.length > 1 || options.outDir !== undefined || options.check) {
      const reason = "its module goes to standard output: without other models, -o and --check";
      report.problem({ path: STDIN, reason });
      return 2;
    }
    const { exit: compiled, text } = await textOf(piped, options, io, report);
    if (text !== undefined) io.out(text);
    return worst(exit, compiled);
  }

  const ending = options.types ? SIDECAR : options.target;
  const plan = planOutputs(models, { cwd: io.cwd, outDir: options.outDir, ending });
  for (const problem of plan.problems) report.problem(problem);
  if (plan.problems.length > 0) exit = 2;
  for (const output of plan.outputs)
    exit = worst(exit, await buildOne(output, options, io, report));
  return exit;
}

/** What is to be written; undefined when there are errors. */
async function textOf(
  model: ModelFile,
  { target, types, pretty, precision, without }: BuildOptions,
  io: Io,
  report: Reporter,
): Promise<{ readonly exit: ExitCode; readonly text: string | undefined }> {
  const { exit, compiled } = compileFile(model, { target, precision, without }, io, report);
  const code = types ? compiled?.declarations() : compiled?.code;
  if (exit !== 0 || code === undefined) return { exit, text: undefined };
  try {
    // Declarations are pretty as they are: the bundler plugin writes the same bytes.
    return { exit, text: pretty && !types ? await io.compiler.format(code) : code };
  } catch (error) {
    report.problem({ path: model.shown, reason: mistakeOfNabla(error) });
    return { exit: 2, text: undefined };
  }
}

async function buildOne(
  output: Output,
  options: BuildOptions,
  io: Io,
  report: Reporter,
): Promise<ExitCode> {
  const { exit, text } = await textOf(output.model, options, io, report);
  if (text === undefined) return exit;
  try {
    return options.check ? compare(output, text, io) : await write(output, text, io);
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
  { target, precision, without, show: stage }: BuildOptions,
  io: Io,
  report: Reporter,
): ExitCode {
  const { exit, compiled }: CompiledFile = compileFile(
    model,
    { target, precision, without },
    io,
    report,
  );
  const text = compiled?.show(stage!);
  if (text !== undefined) {
    if (several) io.out(`// ${visible(model.shown)}\n`);
    io.out(`${visibleLines(text.trimEnd())}\n`);
  }
  return exit;
}
