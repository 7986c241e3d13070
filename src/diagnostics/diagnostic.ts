/** @file A diagnostic as plain data. */
import type { Source, Span } from "./source.ts";

export interface Label {
  readonly span: Span;
  /** What stands there, e.g. `ℝ^n, declared at 3:9`; empty for the bare place. */
  readonly text: string;
  /** The file, where it is another than the model. */
  readonly source?: Source;
}

export interface Edit {
  readonly span: Span;
  readonly text: string;
  /** The file, where it is another than the model. */
  readonly source?: Source;
}

export interface Diagnostic {
  /** The name of its function in the catalogue; stable, never reused. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** One sentence in the words and notation of the model. */
  readonly message: string;
  /** First the place, then where the conflict comes from. Never empty. */
  readonly labels: readonly [Label, ...Label[]];
  readonly help?: string;
  /** The one sensible edit, where there is one. */
  readonly fix?: Edit;
}

/** Where stages hand over what they find. */
export type Report = (diagnostic: Diagnostic) => void;
