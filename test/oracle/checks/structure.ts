/** @file The text of the module: the same bytes twice, also from the formatted model. */
import { compile } from "../../../src/compile.ts";
import { formatModel } from "../../../src/syntax/format.ts";
import { Disagreement } from "../numbers.ts";
import type { Trial } from "../trial.ts";

export function structure({ text, code }: Trial): void {
  const again = compiled(text);
  if (again !== code) throw new Disagreement("compiled twice, the bytes differ");
  for (const style of ["written", "unicode", "ascii"] as const) {
    const formatted = formatModel(text, style).text;
    if (formatted === undefined) throw new Disagreement(`not formatted as ${style}`);
    if (formatModel(formatted, style).text !== formatted)
      throw new Disagreement(`formatted twice as ${style}, the text changes`);
    if (withoutComments(compiled(formatted)) !== withoutComments(code))
      throw new Disagreement(`formatted as ${style}, the module changes`);
  }
}

function compiled(text: string): string {
  const { code, diagnostics } = compile({ name: "model.nabla", text }, { target: "js" });
  if (code === undefined) throw new Disagreement(diagnostics.map((d) => d.message).join("\n"));
  return code;
}

const withoutComments = (code: string): string => code.replaceAll(/\/\/.*|\/\*[^]*?\*\//gu, "");
