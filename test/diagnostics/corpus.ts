/** @file The recorded bad models: every one in a file, beside what is said of it. What these use is in folders `used`. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { renderDiagnostic } from "../../src/diagnostics/render.ts";
import { compile, type Compiled, type Files } from "../../src/index.ts";

/** A model for a message, with as many mistakes as it takes to see all its forms. */
export const FIXTURES = join(import.meta.dirname, "fixtures");
/** A model as a person may write it, with one mistake. */
export const MISTAKES = join(import.meta.dirname, "mistakes");

export interface Recorded {
  readonly file: string;
  readonly text: string;
}

export function recorded(folder: string): readonly Recorded[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".nabla") && !file.includes("/used/"))
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
}

/** As a host may answer: some files lie outside, some cannot be read. */
export const filesIn =
  (folder: string): Files =>
  (path) => {
    if (path.startsWith("..")) return { outside: true };
    if (path.endsWith("locked.nabla")) return { reason: "permission denied" };
    const file = join(folder, path);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };

export const compiled = (folder: string, { file, text }: Recorded): Compiled =>
  compile({ name: file, text }, { files: filesIn(folder) });

/** All that is said of a model, as the command line prints it. */
export const said = ({ file, text }: Recorded, of: Compiled): string =>
  of.diagnostics.map((d) => renderDiagnostic({ name: file, text }, d, { color: false })).join("\n");
