/** @file `h, c = cell(x)` as two definitions, each of one result of the call, so that whatever reads definitions sees one name. */
import { severalNames } from "../diagnostics/catalogue/functions.ts";
import type { Report } from "../diagnostics/diagnostic.ts";
import type { File, Statement } from "../syntax/ast.ts";

/** What is no call has one value: its line stays as it is, and is reported. */
export function takenApart(file: File, report: Report): File {
  const apart = (s: Statement): readonly Statement[] => {
    if (s.kind === "block-function") return [{ ...s, body: s.body.flatMap(apart) }];
    if (s.kind !== "define" || s.targets.length < 2) return [s];
    const { value } = s;
    if (value.kind === "call")
      return s.targets.map((target, at) => {
        const result = { at, of: s.targets.length };
        return { ...s, targets: [target], value: { ...value, result } };
      });
    report(severalNames(value.span));
    return [s];
  };
  return { ...file, statements: file.statements.flatMap(apart) };
}
