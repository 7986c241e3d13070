/** @file A model's text as a syntax tree, or an exception with what is wrong. */
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { File } from "../../src/syntax/ast.ts";
import { parse } from "../../src/syntax/parse.ts";

export function parsed(text: string): File {
  const found: Diagnostic[] = [];
  const file = parse({ name: "model.nabla", text }, (d) => found.push(d));
  const errors = found.filter((d) => d.severity === "error");
  if (!file || errors.length > 0) throw new Error(errors.map((d) => d.message).join("\n"));
  return file;
}
