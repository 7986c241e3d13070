/** @file A model's text and the files it uses, to syntax trees: each file is read once. */
import * as say from "../diagnostics/catalogue/files.ts";
import type { Report } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "../diagnostics/source.ts";
import { textsOf, withFile, type Texts } from "../diagnostics/texts.ts";
import type { File, Statement } from "./ast.ts";
import { moved } from "./moved.ts";
import { parse } from "./parse.ts";
import { inFolderOf, whyNotPath } from "./paths.ts";

/**
 * Where `use` finds the text of a file: by its path from the folder of the model on, `cells.nabla` or `../cells.nabla`.
 * Undefined where there is none.
 */
export type Files =
  Readonly<Record<string, string>> | ((path: string) => string | Refused | undefined);

/** Why a path has no text: it leads out of the project, or what the system says. */
export type Refused = { readonly outside: true } | { readonly reason: string };

export interface UsedFile {
  readonly path: string;
  readonly file: File;
}

type Use = Statement & { kind: "use" };

/** What each `use` brings; those that bring nothing were reported. */
export type Uses = ReadonlyMap<Statement, UsedFile>;

export interface Gathered {
  /** The text in which the trees have their places. */
  readonly texts: Texts;
  /** Undefined where the model is too long or nested too deeply. */
  readonly file: File | undefined;
  readonly uses: Uses;
  /** Every path that was asked for, found or not. */
  readonly paths: readonly string[];
}

const MOST_FILES = 100;

export function gather(model: Source, files: Files, report: Report): Gathered {
  let texts = textsOf(model);
  const uses = new Map<Statement, UsedFile>();
  const known = new Map<string, UsedFile | undefined>();
  const read = reader(files);

  const follow = (file: File, path: string, chain: readonly string[], tell: Report): void => {
    const before = new Map<string, Span>();
    for (const s of file.statements) {
      if (s.kind !== "use") continue;
      const wrong = whyNotPath(s.path, s.span);
      if (wrong) {
        tell(wrong);
        continue;
      }
      const to = inFolderOf(path, s.path);
      const first = before.get(to);
      before.set(to, first ?? s.span);
      if (first) tell(say.usedTwice(s.span, s.path, first));
      else if (chain.includes(to))
        tell(say.fileCycle(s.span, [...chain.slice(chain.indexOf(to)), to]));
      else {
        const used = known.has(to) ? known.get(to) : open(s, to, chain, tell);
        if (used) uses.set(s, used);
      }
    }
  };

  const open = (
    s: Use,
    path: string,
    chain: readonly string[],
    tell: Report,
  ): UsedFile | undefined => {
    known.set(path, undefined);
    const text = known.size > MOST_FILES ? undefined : read(path);
    if (typeof text !== "string") {
      if (known.size > MOST_FILES) tell(say.tooManyFiles(s.span, MOST_FILES));
      else if (text === undefined) tell(say.fileMissing(s.span, s.path));
      else if ("outside" in text) tell(say.fileOutside(s.span, s.path));
      else tell(say.fileUnreadable(s.span, s.path, text.reason));
      return undefined;
    }
    const source = { name: path, text };
    const joined = withFile(texts, source);
    texts = joined.texts;
    const inside = usedAt(s.span, tell);
    const parsed = parse(source, (d) => inside(moved(d, joined.start)));
    if (!parsed) return undefined;
    const used = { path, file: moved(parsed, joined.start) };
    known.set(path, used);
    follow(used.file, path, [...chain, path], inside);
    return used;
  };

  const file = parse(model, report);
  if (file) follow(file, model.name, [model.name], report);
  return { texts, file, uses, paths: [...known.keys()] };
}

/** A mistake in a file that is used is also shown where it is used. */
export const usedAt =
  (use: Span, report: Report): Report =>
  (d) =>
    report({ ...d, labels: [...d.labels, { span: use, text: "used here" }] });

const reader = (files: Files): ((path: string) => string | Refused | undefined) =>
  typeof files === "function"
    ? files
    : (path) => {
        if (path.startsWith("../")) return { outside: true };
        return Object.hasOwn(files, path) ? files[path] : undefined;
      };
