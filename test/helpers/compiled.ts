/** @file A model's text as a live module, or an exception with what is wrong. */
import { compile } from "../../src/compile.ts";
import { loadModule, type Loaded } from "./load.ts";

export function code(text: string): string {
  const { code, diagnostics } = compile({ name: "model.nabla", text }, { target: "js" });
  if (code === undefined) throw new Error(diagnostics.map((d) => d.message).join("\n"));
  return code;
}

export const live = (text: string): Promise<Loaded> => loadModule(code(text));
