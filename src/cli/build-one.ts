/** @file One model to its files. */
import type { CompileOptions } from "../compile.ts";
import { compileFile, mistakeOfNabla } from "./compile-file.ts";
import { type ExitCode, type Io, reasonOf } from "./io.ts";
import type { ModelFile } from "./models.ts";
import type { Output, OutputFile } from "./outputs.ts";
import type { Reporter } from "./report.ts";
import type { Target } from "./settings.ts";
import { holdingSignals } from "./signals.ts";
import type { Used } from "./used.ts";
import { NOT_OURS, type State, stateOf, writeIfChanged } from "./write.ts";

export interface Making {
  readonly target: Target;
  readonly precision: "f32" | "f64";
  /** Rewrites that are switched off. */
  readonly noRewrite: readonly string[];
  /** The sidecar instead of the module. */
  readonly types: boolean;
  readonly prettier: boolean;
  /** Nothing is written. */
  readonly check?: boolean;
  /** Files that nabla did not write are overwritten. */
  readonly force?: boolean;
}

export interface Built {
  readonly exit: ExitCode;
  /** Of the model. */
  readonly errors: number;
  /** As they were found; empty where the model has none to give. */
  readonly files: readonly { readonly shown: string; readonly state: State }[];
  /** Its functions are for other models: there is no module. */
  readonly library: boolean;
  readonly used: readonly Used[];
}

export async function buildOne(
  { model, folder, files }: Output,
  making: Making,
  io: Io,
  report: Reporter,
): Promise<Built> {
  const { exit, errors, texts, ...read } = await textsOf(model, making, io, report);
  if (!texts) return { exit, errors, files: [], ...read };
  const done: { shown: string; state: State }[] = [];
  let at = files[0]!;
  try {
    const states = files.map((file) => stateOf((at = file).path, texts[file.holds]));
    // All or none: types that belong to another module would be worse than old ones.
    const foreign = files.filter((_, i) => states[i] === "foreign" && !making.force);
    for (const { shown } of foreign)
      report.problem({ path: shown, reason: `${NOT_OURS}; --force overwrites it` });
    if (foreign.length > 0) return { exit: 2, errors, files: [], ...read };
    for (const [i, file] of files.entries()) {
      at = file;
      const text = texts[file.holds];
      const write = () => writeIfChanged(file.path, folder, text, { ours: !making.force });
      const state = making.check ? states[i]! : await holdingSignals(write);
      done.push({ shown: file.shown, state: state === "foreign" ? "stale" : state });
    }
  } catch (error) {
    report.problem({ path: at.shown, reason: reasonOf(error) });
    return { exit: 2, errors, files: done, ...read };
  }
  const isStale = making.check && done.some(({ state }) => state !== "same");
  return { exit: isStale ? 1 : 0, errors, files: done, ...read };
}

/** What is to be written; undefined when there are errors. */
export async function textsOf(
  model: ModelFile,
  making: Making,
  io: Io,
  report: Reporter,
): Promise<{
  readonly exit: ExitCode;
  readonly errors: number;
  readonly texts: Readonly<Record<OutputFile["holds"], string>> | undefined;
  readonly library: boolean;
  readonly used: readonly Used[];
}> {
  const { exit, errors, compiled, used } = compileFile(model, compileOptions(making), io, report);
  const code = compiled?.code;
  const library = compiled?.library ?? false;
  if (exit !== 0 || code === undefined) return { exit, errors, texts: undefined, library, used };
  try {
    // Declarations are pretty as they are: the bundler plugin writes the same bytes.
    const types = making.types || making.target !== "ts" ? compiled?.declarations() : undefined;
    const module = making.prettier && !making.types ? await io.compiler.format(code) : code;
    return { exit, errors, texts: { module, types: types ?? "" }, library, used };
  } catch (error) {
    report.problem({ path: model.shown, reason: mistakeOfNabla(error) });
    return { exit: 2, errors, texts: undefined, library, used };
  }
}

export const compileOptions = ({ target, precision, noRewrite }: Making): CompileOptions => ({
  target: target === "ts" ? "ts" : "js",
  precision,
  without: noRewrite,
});
