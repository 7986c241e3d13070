/** @file A model file, read and compiled for a bundler. */
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { mistakeOfNabla } from "../cli/compile-file.ts";
import {
  compiledName,
  type Misencoded,
  type ModelFile,
  readModel,
  showPath,
} from "../cli/models.ts";
import type { Problem } from "../cli/io.ts";
import { compile } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../diagnostics/source.ts";
import type { Settings } from "./options.ts";

export interface Module {
  readonly code: string;
  readonly declarations: string;
}

/** A file as it is now. */
export interface Model {
  readonly path: string;
  /** Its name is the path as people see it. */
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined when there are errors. */
  readonly module: Module | undefined;
}

/** Compiles a file, once for each text: client and server of a page import the same model. */
export function modelLoader({ precision }: Settings): (path: string) => Promise<Model | Problem> {
  const last = new Map<string, Model>();
  return async (path) => {
    const file = { path, shown: showPath(path, process.cwd()) };
    const read = await readSettled(file);
    if ("reason" in read) return read;
    if ("diagnostic" in read)
      return { path, source: read.source, diagnostics: [read.diagnostic], module: undefined };
    const before = last.get(path);
    if (before?.source.text === read.text) return before;
    try {
      const source = { name: compiledName(file), text: read.text };
      const { code, diagnostics, declarations } = compile(source, { target: "js", precision });
      const types = declarations();
      const module =
        code === undefined || types === undefined ? undefined : { code, declarations: types };
      const model = { path, source: read, diagnostics, module };
      last.set(path, model);
      return model;
    } catch (error) {
      return { path: file.shown, reason: mistakeOfNabla(error) };
    }
  };
}

/** An editor may have emptied the file, to write it in a moment. */
async function readSettled(file: ModelFile): Promise<Source | Problem | Misencoded> {
  const read = readModel(file);
  if (!("text" in read) || read.text !== "") return read;
  await sleep(50);
  return readModel(file);
}
