/** @file Where modules go, and that no two go to one place. */
import { basename, dirname, join, relative } from "node:path";
import type { Problem } from "./io.ts";
import { EXTENSION, type ModelFile, showPath, statOf } from "./models.ts";
import type { Target } from "./settings.ts";

/** What becomes of one model. */
export interface Output {
  readonly model: ModelFile;
  /** The output folder: `-o`, or the model's own. */
  readonly folder: string;
  readonly files: readonly OutputFile[];
}

export interface OutputFile {
  readonly holds: "module" | "types";
  readonly path: string;
  readonly shown: string;
}

/** TypeScript takes `model.d.nabla.ts` for the types of `import … from "./model.nabla"`. */
export const SIDECAR = "d.nabla.ts";

/** The endings of what a target writes. The first is that of a file named by `-o`. */
const WRITTEN: Readonly<
  Record<Target | "types", readonly (readonly [string, OutputFile["holds"]])[]>
> = {
  ts: [["ts", "module"]],
  js: [
    ["js", "module"],
    ["d.ts", "types"],
  ],
  mjs: [
    ["mjs", "module"],
    ["d.mts", "types"],
  ],
  types: [[SIDECAR, "types"]],
};

export interface OutputOptions {
  readonly cwd: string;
  /** Absolute: a folder, or the file of one model. */
  readonly out: string | undefined;
  readonly target: Target;
  /** The sidecar instead of the module. */
  readonly types: boolean;
}

export function planOutputs(
  models: readonly ModelFile[],
  { cwd, out, target, types }: OutputOptions,
): { readonly outputs: readonly Output[]; readonly problems: readonly Problem[] } {
  const written = WRITTEN[types ? "types" : target];
  const ending = `.${written[0]![0]}`;
  const file = out !== undefined && isFile(out) ? out : undefined;
  const reason = whyNotThere(models, file, ending);
  if (reason !== undefined)
    return { outputs: [], problems: [{ path: showPath(out ?? cwd, cwd), reason }] };
  const outputs = models.map((model): Output => {
    const stem = file?.slice(0, -ending.length) ?? stemOf(model, out);
    const files = written.map(([end, holds]) => {
      const path = `${stem}.${end}`;
      return { holds, path, shown: showPath(path, cwd) };
    });
    const folder = file === undefined ? (out ?? dirname(model.path)) : dirname(file);
    return { model, folder, files };
  });
  return apart(outputs);
}

function whyNotThere(
  models: readonly ModelFile[],
  file: string | undefined,
  ending: string,
): string | undefined {
  if (file === undefined)
    return models.some((model) => model.bytes)
      ? "a folder, but what is read from standard input has no name; name a file"
      : undefined;
  if (models.length > 1) return "several models cannot go to one file; name a folder";
  return file.endsWith(ending) ? undefined : `this target's file ends in ${ending}`;
}

/** The path of the module without its ending. A glob's sub-folders are kept below the output folder. */
function stemOf(model: ModelFile, out: string | undefined): string {
  const home = dirname(model.path);
  const folder = out === undefined ? home : join(out, relative(model.base ?? home, home));
  return join(folder, basename(model.path, EXTENSION));
}

const isFile = (out: string): boolean =>
  /[^/\\]\.[cm]?[jt]s$/iu.test(out) && !statOf(out)?.isDirectory();

/** Models that would be written to one place are refused, all of them. */
function apart(all: readonly Output[]): {
  readonly outputs: readonly Output[];
  readonly problems: readonly Problem[];
} {
  const groups = new Map<string, Set<Output>>();
  for (const output of all)
    for (const { path } of output.files)
      groups.set(placeKey(path), (groups.get(placeKey(path)) ?? new Set()).add(output));
  const refused = new Set<Output>();
  const problems: Problem[] = [];
  for (const [key, group] of groups) {
    if (group.size < 2) continue;
    const outputs = [...group];
    if (!outputs.every((output) => refused.has(output))) {
      const names = outputs.map((output) => output.model.shown).join(" and ");
      const { shown } = outputs[0]!.files.find(({ path }) => placeKey(path) === key)!;
      problems.push({ path: shown, reason: `${names} would both be written there` });
    }
    for (const output of outputs) refused.add(output);
  }
  return { outputs: all.filter((output) => !refused.has(output)), problems };
}

/** Equal where some file system takes two paths for one: upper and lower case, composed and decomposed letters. */
const placeKey = (path: string): string => path.normalize("NFC").toLowerCase();
