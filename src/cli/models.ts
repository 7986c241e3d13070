/** @file Arguments to model files: paths and globs, read as UTF-8. */
import { type BigIntStats, existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../diagnostics/source.ts";
import { type Io, type Problem, reasonOf } from "./io.ts";

export const EXTENSION = ".nabla";

export interface ModelFile {
  /** Absolute. */
  readonly path: string;
  /** As people see it: relative to where they stand, with `/`. */
  readonly shown: string;
  /** Below an output folder its place is its place below this one: the part of a glob before its first `*`. */
  readonly base?: string;
  /** What standard input held. */
  readonly bytes?: Uint8Array;
}

/** As a pattern, standard input. */
export const STDIN = "-";

/** Patterns and the folder in which they start. */
export interface Patterns {
  readonly patterns: readonly string[];
  readonly from: string;
}

/** Every model that the patterns name, once, in their order; the matches of a glob sorted. */
export async function findModels(
  { patterns, from }: Patterns,
  { cwd, stdin }: Pick<Io, "cwd" | "stdin">,
): Promise<{ readonly models: readonly ModelFile[]; readonly problems: readonly Problem[] }> {
  const models = new Map<string, ModelFile>();
  const problems: Problem[] = [];
  for (const pattern of patterns) {
    if (pattern === STDIN) {
      const path = resolve(cwd, `stdin${EXTENSION}`);
      const shown = basename(path);
      models.set(STDIN, {
        path,
        shown,
        base: cwd,
        bytes: models.get(STDIN)?.bytes ?? (await stdin()),
      });
    } else if (pattern.includes("\0")) {
      problems.push({ path: pattern, reason: "a path has no NUL" });
    } else if (isName(pattern, from)) {
      const path = resolve(from, pattern);
      const reason = whyNotModel(path);
      if (reason === undefined) models.set(path, models.get(path) ?? modelFile(path, cwd));
      else problems.push({ path: pattern, reason });
    } else {
      const matches = await modelsOf(pattern, from);
      if (matches.length === 0) problems.push({ path: pattern, reason: "no model matched" });
      const base = resolve(from, staticBase(pattern));
      for (const path of matches)
        models.set(path, models.get(path) ?? { ...modelFile(path, cwd), base });
    }
  }
  return { models: [...models.values()], problems };
}

/** Also a name that looks like a glob, when its file is there. */
export const isName = (pattern: string, from: string): boolean =>
  !isDynamicPattern(pattern) || existsSync(resolve(from, pattern));

/** `src/models` of `src/models/**` + `/*.nabla`. */
export function staticBase(pattern: string): string {
  const parts = pattern.split("/");
  const dynamic = parts.findIndex((part) => isDynamicPattern(part));
  return (
    parts.slice(0, dynamic < 0 ? -1 : dynamic).join("/") || (pattern.startsWith("/") ? "/" : ".")
  );
}

/** Model files only, not those of installed packages, and not through links to folders. */
async function modelsOf(pattern: string, from: string): Promise<readonly string[]> {
  const found = await glob(pattern, {
    cwd: from,
    absolute: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    ignore: "**/node_modules/**",
  });
  return found
    .map((path) => resolve(path))
    .filter((path) => path.endsWith(EXTENSION))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

/** Why a path is no model file, if it is none. */
export function whyNotModel(path: string): string | undefined {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return `it is a folder; write "${basename(path)}/*${EXTENSION}"`;
    if (!stat.isFile()) return "it is not a regular file";
    return path.endsWith(EXTENSION) ? undefined : `a model file ends in ${EXTENSION}`;
  } catch (error) {
    return reasonOf(error);
  }
}

const modelFile = (path: string, cwd: string): ModelFile => ({
  path,
  shown: showPath(path, cwd),
  base: dirname(path),
});

/** Undefined for whatever reason nothing can be said of it. */
export function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}

/** Another one for every write; its first word is the size. Undefined where there is no file. */
export function stampOf(path: string): string | undefined {
  const stat = statOf(path);
  return stat && `${stat.size} ${stat.ino} ${stat.mtimeNs} ${stat.ctimeNs}`;
}

/** Relative where it lies below `cwd`, with `/` on every system. */
export function showPath(path: string, cwd: string): string {
  const below = relative(cwd, path);
  const inside = below !== "" && !isAbsolute(below) && !below.startsWith(`..${sep}`);
  return (inside ? below : path).split(sep).join("/");
}

/** The compiler sees a file's own name, never its path: output is the same wherever a project lies. */
export const compiledName = (model: ModelFile): string => basename(model.path);

export const MOST_BYTES = 100_000_000;

export const readModel = (model: ModelFile): Source | Problem | Misencoded =>
  model.bytes ? decode(model.shown, model.bytes) : readText(model, MOST_BYTES);

/** The text, without its byte order mark; or why there is none. */
export function readText(
  { path, shown }: Pick<ModelFile, "path" | "shown">,
  most: number,
): Source | Problem | Misencoded {
  try {
    const stat = statSync(path);
    if (stat.size > most) return { path: shown, reason: `it is larger than ${most / 1e6} MB` };
    return decode(shown, readFileSync(path));
  } catch (error) {
    return { path: shown, reason: reasonOf(error) };
  }
}

/** A file whose bytes are not UTF-8. The text has U+FFFD in their place. */
export interface Misencoded {
  readonly source: Source;
  readonly diagnostic: Diagnostic;
}

export function decode(name: string, bytes: Uint8Array): Source | Misencoded {
  try {
    return { name, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return misencoded(name, bytes);
  }
}

function misencoded(name: string, bytes: Uint8Array): Misencoded {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const start = text.length - restAfterValid(text, bytes).length;
  const [first, second] = bytes;
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return {
    source: { name, text },
    diagnostic: {
      code: "not-utf8",
      severity: "error",
      message: `this file is not UTF-8${utf16 ? " but looks like UTF-16" : ""}.`,
      labels: [{ span: { start, end: start + 1 }, text: "the first byte that is not UTF-8" }],
      help: "save the file in UTF-8.",
    },
  };
}

/** The text from the first invalid byte on: there the text, encoded again, departs from the bytes. */
function restAfterValid(text: string, bytes: Uint8Array): string {
  const again = Buffer.from(text, "utf8");
  let at = again.findIndex((byte, i) => byte !== bytes[i]);
  while ((again[at]! & 0xc0) === 0x80) at -= 1;
  return again.subarray(at).toString("utf8");
}
