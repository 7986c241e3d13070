/** @file `nabla explain` and `nabla graph`: how the gradients of a model come about, as a page or a picture. */
import { basename, dirname, resolve } from "node:path";
import type { ExplainedAs } from "../compile.ts";
import { compileFile } from "./compile-file.ts";
import type { ExitCode, Io } from "./io.ts";
import { findModels, readModel } from "./models.ts";
import { reporter } from "./report.ts";
import { WriteError, writeIfChanged } from "./write.ts";

export interface ExplainOptions {
  readonly of?: string;
  readonly wrt?: readonly string[];
  readonly format: ExplainedAs | "svg";
  /** A file; standard output when absent or `-`. */
  readonly out?: string;
}

export async function explainCommand(
  file: string,
  { of, wrt, format, out = "-" }: ExplainOptions,
  io: Io,
): Promise<ExitCode> {
  const report = reporter(io, "text");
  const problem = (path: string, reason: string): ExitCode => {
    report.problem({ path, reason });
    return 2;
  };
  const { models, problems } = await findModels({ patterns: [file], from: io.cwd }, io);
  const [model, another] = models;
  for (const found of problems) report.problem(found);
  if (another) return problem(file, "explain takes one model");
  if (!model) return 2;
  const { exit, compiled } = compileFile(model, {}, io, report);
  if (!compiled || exit !== 0) return exit;
  if (compiled.library) return problem(model.shown, "it has functions for models, and no loss");
  const explained = compiled.explain({ ...(of !== undefined && { of }), ...(wrt && { wrt }) });
  if (typeof explained === "string") return problem(model.shown, explained);
  if (!explained) return 1;
  const read = readModel(model);
  const code = format === "html" ? await io.compiler.format(compiled.code ?? "") : "";
  const beside = { model: "text" in read ? read.text : "", code };
  const title = basename(model.shown, ".nabla");
  const form = format === "svg" ? "dot" : format;
  const printed = io.compiler.explanationAs(explained, form, title, beside);
  const text = format === "svg" ? await drawn(printed) : printed;
  if (out === "-") {
    io.out(text);
    return 0;
  }
  const path = resolve(io.cwd, out);
  try {
    writeIfChanged(path, dirname(path), text);
  } catch (error) {
    if (error instanceof WriteError) return problem(out, error.message);
    throw error;
  }
  io.err(`wrote ${out}\n`);
  return 0;
}

/** Laid out by Graphviz; loaded only where a picture is drawn. */
async function drawn(graph: string): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  return (await instance()).renderString(graph, { format: "svg" });
}
