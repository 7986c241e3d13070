/** @file `nabla gradcheck`: one line a parameter. */
import { visible } from "../diagnostics/visible.ts";
import { compileFile, mistakeOfNabla } from "./compile-file.ts";
import { type Checked, type Gradcheck, Unable, gradcheck } from "./gradcheck.ts";
import type { ExitCode, Io } from "./io.ts";
import { findModels } from "./models.ts";
import { reporter } from "./report.ts";

export interface GradcheckCommandOptions {
  readonly sizes: ReadonlyMap<string, number>;
  readonly seed: number;
}

export async function gradcheckCommand(
  file: string,
  options: GradcheckCommandOptions,
  io: Io,
): Promise<ExitCode> {
  const report = reporter(io, "text");
  const { models, problems } = await findModels({ patterns: [file], from: io.cwd }, io);
  const [model, another] = models;
  for (const problem of problems) report.problem(problem);
  if (another) report.problem({ path: file, reason: "gradcheck takes one model" });
  if (!model || another) return 2;
  const { exit, compiled } = compileFile(model, { target: "js" }, io, report);
  if (compiled?.library && exit === 0) {
    report.problem({ path: model.shown, reason: "it has functions for models, and no loss" });
    return 2;
  }
  if (!compiled?.code || !compiled.signature) return exit;
  try {
    const result = await gradcheck(compiled.code, compiled.signature, options);
    io.out(showGradcheck(result));
    return verdict(result);
  } catch (error) {
    const reason = error instanceof Unable ? error.message : mistakeOfNabla(error);
    report.problem({ path: model.shown, reason });
    return 2;
  }
}

/** A run that compared nothing has not succeeded. */
const verdict = ({ parameters }: Gradcheck): ExitCode =>
  parameters.some((p) => p.verdict === "wrong") || !parameters.some((p) => p.verdict === "right")
    ? 1
    : 0;

export function showGradcheck({ sizes, seed, parameters }: Gradcheck): string {
  const width = Math.max(...parameters.map((p) => p.key.length), 0);
  const lines = parameters.map((p) => `${visible(p.key).padEnd(width)}  ${showChecked(p)}`);
  const count = (v: Checked["verdict"]): number => parameters.filter((p) => p.verdict === v).length;
  const bound = [...sizes].map(([name, size]) => `${visible(name)}=${size}`).join(" ") || "none";
  lines.push(
    `${count("right")} right, ${count("wrong")} wrong, ${count("not checked")} not checked ` +
      `(seed ${seed}; open sizes: ${bound})`,
  );
  return `${lines.join("\n")}\n`;
}

function showChecked(p: Checked): string {
  const verdict = p.verdict === "wrong" ? "WRONG" : p.verdict;
  if (p.reason !== undefined) return `${verdict}: ${p.reason}`;
  const entries = p.entries === p.of ? `all ${p.of}` : `${p.entries} of ${p.of}, chosen at random`;
  const kinks = p.kinks > 0 ? `; ${p.kinks} at a kink left out` : "";
  const there =
    p.verdict === "wrong"
      ? `; at [${p.at}] the module says ${p.emitted}, the differences ${p.expected}`
      : "";
  return `${verdict}  error ${p.error.toExponential(1)}  (entries: ${entries}${kinks}${there})`;
}
