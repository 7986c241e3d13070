/** @file The compiler as the command line has it, for tests of what it writes. */
import type { Compiler } from "../../src/cli/compiler.ts";
import { compile, explanationAs, format, formatModel, REWRITES, STAGES } from "../../src/index.ts";

export const realCompiler: Compiler = {
  compile,
  format,
  formatModel,
  explanationAs,
  stages: STAGES,
  rewrites: REWRITES,
};
