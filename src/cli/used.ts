/** @file Files that a model uses, read from disk: they lie where the command runs, or in the model's own folder. */
import { realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../diagnostics/source.ts";
import type { Refused } from "../syntax/gather.ts";
import {
  type ModelFile,
  MOST_BYTES,
  readText,
  showPath,
  stampOf,
  statOf,
  whyNotModel,
} from "./models.ts";
import { isIn } from "./places.ts";

/** Absolute. */
export const usedPath = (model: Pick<ModelFile, "path">, path: string): string =>
  resolve(dirname(model.path), path);

/** A file as it was before it was read; its stamp is another one after every write. */
export interface Used {
  /** Absolute. */
  readonly path: string;
  readonly stamp: string | undefined;
}

/** `seen` is told each file that is asked for, also one that is not there. */
export function filesOf(
  model: Pick<ModelFile, "path">,
  cwd: string,
  seen: (file: Used) => void = () => {},
): (path: string) => string | Refused | undefined {
  const root = isIn(model.path, cwd) ? cwd : dirname(model.path);
  return (path) => {
    const at = usedPath(model, path);
    seen({ path: at, stamp: stampOf(at) });
    if (!isIn(at, root)) return { outside: true };
    if (!statOf(at)) return undefined;
    // Nor does a link lead out of it.
    if (!isIn(realpathSync(at), realpathSync(root))) return { outside: true };
    const reason = whyNotModel(at);
    if (reason !== undefined) return { reason };
    const read = readText({ path: at, shown: path }, MOST_BYTES);
    if ("reason" in read) return { reason: read.reason };
    return "diagnostic" in read ? { reason: "it is not UTF-8" } : read.text;
  };
}

/** The same with used files called as people see them. */
export function shownFrom(
  model: Pick<ModelFile, "path">,
  cwd: string,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  const shown = new Map<Source, Source>();
  const place = <T extends { readonly source?: Source }>(x: T): T => {
    const { source } = x;
    if (!source) return x;
    const name = showPath(usedPath(model, source.name), cwd);
    const called = shown.get(source) ?? { ...source, name };
    shown.set(source, called);
    return { ...x, source: called };
  };
  return diagnostics.map((d) => {
    const [first, ...rest] = d.labels;
    return {
      ...d,
      labels: [place(first), ...rest.map(place)],
      ...(d.fix && { fix: place(d.fix) }),
    };
  });
}
