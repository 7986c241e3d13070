/** @file The first errors only: nobody reads more, and after many the rest are echoes. */
import { tooManyErrors } from "./catalogue/syntax.ts";
import type { Report } from "./diagnostic.ts";

const MOST = 100;

/** Hands over at most so many diagnostics; the last one says that there are more errors. */
export function limit(report: Report): Report & { full(): boolean } {
  let told = 0;
  let errors = 0;
  const limited: Report = (diagnostic) => {
    const isError = diagnostic.severity === "error";
    if (isError) errors++;
    if (told >= MOST || (!isError && told >= MOST - 1)) return;
    const isLast = isError && told === MOST - 1;
    told++;
    report(isLast ? tooManyErrors(diagnostic.labels[0].span, errors - 1) : diagnostic);
  };
  return Object.assign(limited, { full: () => told >= MOST });
}
