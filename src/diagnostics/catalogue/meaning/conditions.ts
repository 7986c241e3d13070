/** @file What can be wrong with conditions and cases. */
import type { Diagnostic } from "../../diagnostic.ts";
import { error } from "../../make.ts";
import type { Span } from "../../source.ts";

export const notACondition = (span: Span, text: string): Diagnostic =>
  error("not-a-condition", span, `\`${text}\` is no condition.`, [], {
    help: `Compare it: \`${text} > 0\`.`,
  });

export const conditionAsValue = (span: Span): Diagnostic =>
  error("condition-as-value", span, "A condition is no value.", [], {
    help: "Choose by it: `where(x > 0, a, b)`, or `{ a if x > 0; b otherwise }`.",
  });

export const casesWithoutOtherwise = (span: Span): Diagnostic =>
  error("cases-without-otherwise", span, "A definition by cases ends with `otherwise`.", [], {
    help: "Give every case but the last a condition, and the last `otherwise`.",
  });
