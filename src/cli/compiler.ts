/** @file What the command line needs of the compiler, as a value: tests bring their own. */
import type { Compiled, CompileOptions, explanationAs, Stage } from "../compile.ts";
import type { formatModel } from "../syntax/format.ts";
import type { Source } from "../diagnostics/source.ts";

export interface Compiler {
  /** What `Compiled.show` knows, in the order in which it comes to be. */
  readonly stages: readonly Stage[];
  /** The names that `CompileOptions.without` knows. */
  readonly rewrites: readonly string[];
  compile(source: Source, options?: CompileOptions): Compiled;
  format(code: string): Promise<string>;
  formatModel: typeof formatModel;
  explanationAs: typeof explanationAs;
}
