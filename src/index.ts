/** @file The public API. */
export {
  compile,
  explanationAs,
  REWRITES,
  STAGES,
  type Asked,
  type Compiled,
  type CompileOptions,
  type ExplainedAs,
  type Explanation,
  type Stage,
} from "./compile.ts";
export type { Diagnostic, Edit, Label } from "./diagnostics/diagnostic.ts";
export type { Source, Span } from "./diagnostics/source.ts";
export { renderDiagnostic } from "./diagnostics/render.ts";
export type { Signature, SignatureArgument } from "./signature.ts";
export type { Files, Refused } from "./syntax/gather.ts";
export { formatModel, type FormatStyle } from "./syntax/format.ts";
export { format } from "./emit/format.ts";
