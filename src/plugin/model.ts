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
import { filesOf, shownFrom, usedPath } from "../cli/used.ts";
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
  /** It has functions for other models: there is no module, and no error. */
  readonly library: boolean;
  /** What was found at the paths of its `use`, from its folder on. */
  readonly used: ReadonlyMap<string, ReturnType<Reader>>;
}

type Reader = ReturnType<typeof filesOf>;

export interface Loader {
  load(path: string): Promise<Model | Problem>;
  /** The models that were loaded from a file, or that use it. */
  models(file: string): readonly string[];
}

/** Compiles a file, once for each text: client and server of a page import the same model. */
export function modelLoader({ precision }: Settings): Loader {
  const last = new Map<string, Model>();
  const load = async (path: string): Promise<Model | Problem> => {
    const cwd = process.cwd();
    const file = { path, shown: showPath(path, cwd) };
    const read = await readSettled(file);
    if ("reason" in read) return read;
    if ("diagnostic" in read) return misread(path, read);
    const before = last.get(path);
    const files = filesOf(file, cwd);
    if (before?.source.text === read.text && isAsBefore(before, files)) return before;
    try {
      const used = new Map<string, ReturnType<Reader>>();
      const reading: Reader = (asked) => {
        const found = files(asked);
        used.set(asked, found);
        return found;
      };
      const source = { name: compiledName(file), text: read.text };
      const options = { target: "js", precision, files: reading } as const;
      const { code, diagnostics, declarations, library } = compile(source, options);
      const types = declarations();
      const module =
        code === undefined || types === undefined ? undefined : { code, declarations: types };
      const shown = shownFrom(file, cwd, diagnostics);
      const model = { path, source: read, diagnostics: shown, module, library, used };
      last.set(path, model);
      return model;
    } catch (error) {
      return { path: file.shown, reason: mistakeOfNabla(error) };
    }
  };
  const uses = (model: Model, file: string): boolean =>
    model.path === file || usedBy(model).includes(file);
  return {
    load,
    models: (file) => [...last.values()].filter((m) => uses(m, file)).map((m) => m.path),
  };
}

const misread = (path: string, { source, diagnostic }: Misencoded): Model => ({
  path,
  source,
  diagnostics: [diagnostic],
  module: undefined,
  library: false,
  used: new Map(),
});

const isAsBefore = ({ used }: Model, files: Reader): boolean =>
  [...used].every(([path, found]) => JSON.stringify(files(path)) === JSON.stringify(found));

/** Absolute paths of the files that a model uses. */
export const usedBy = (model: Model): readonly string[] =>
  [...model.used.keys()].map((path) => usedPath(model, path));

/** An editor may have emptied the file, to write it in a moment. */
async function readSettled(file: ModelFile): Promise<Source | Problem | Misencoded> {
  const read = readModel(file);
  if (!("text" in read) || read.text !== "") return read;
  await sleep(50);
  return readModel(file);
}
