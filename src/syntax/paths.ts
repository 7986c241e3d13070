/** @file Paths after `use`: relative to the file that uses, with `/` on every system. */
import * as say from "../diagnostics/catalogue/files.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";

const ENDING = ".nabla";

export function whyNotPath(path: string, span: Span): Diagnostic | undefined {
  if (/^(?:[/\\]|[A-Za-z][A-Za-z+.-]*:)/.test(path)) return say.absolutePath(span, path);
  if (path.includes("\\")) return say.backslashInPath(span, path);
  if (!path.endsWith(ENDING)) return say.otherEnding(span, path, ENDING);
  return /^\.\.?\//.test(path) ? undefined : say.pathWithoutDot(span, path);
}

/** `models/gru.nabla` and `../cells.nabla` → `cells.nabla`; above the first folder `..` stays. */
export function inFolderOf(from: string, path: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    const up = part === ".." && parts.length > 0 && parts.at(-1) !== "..";
    if (up) parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}
