/** @file `nabla check`: all diagnostics, nothing written. */
import { compileFile } from "./compile-file.ts";
import { type ExitCode, type Io, worst } from "./io.ts";
import { type Patterns, findModels } from "./models.ts";
import { reporter } from "./report.ts";
import type { Messages } from "./settings.ts";

export async function check(
  patterns: Patterns,
  { format }: { readonly format: Messages },
  io: Io,
): Promise<ExitCode> {
  const report = reporter(io, format);
  const { models, problems } = await findModels(patterns, io);
  for (const problem of problems) report.problem(problem);
  return worst(
    problems.length > 0 ? 2 : 0,
    ...models.map((model) => compileFile(model, {}, io, report).exit),
  );
}
