/** @file Where modules go, and that no two go to one place. */
import { basename, dirname, join, relative, resolve } from "node:path";
import type { Problem } from "./io.ts";
import { EXTENSION, type ModelFile, showPath } from "./models.ts";

export interface Output {
  readonly model: ModelFile;
  /** The output folder: `-o`, or the model's own. */
  readonly folder: string;
  readonly path: string;
  readonly shown: string;
}

/** TypeScript takes `model.d.nabla.ts` for the types of `import … from "./model.nabla"`. */
export const SIDECAR = "d.nabla.ts";

export interface OutputOptions {
  readonly cwd: string;
  readonly outDir: string | undefined;
  readonly ending: "ts" | "js" | typeof SIDECAR;
}

export function planOutputs(
  models: readonly ModelFile[],
  { cwd, outDir, ending }: OutputOptions,
): { readonly outputs: readonly Output[]; readonly problems: readonly Problem[] } {
  const byPath = new Map<string, Output[]>();
  for (const model of models) {
    const home = dirname(model.path);
    const folder = outDir === undefined ? home : resolve(cwd, outDir);
    const place = outDir === undefined ? "" : relative(model.base ?? home, home);
    const path = join(folder, place, `${basename(model.path, EXTENSION)}.${ending}`);
    const output = { model, folder, path, shown: showPath(path, cwd) };
    byPath.set(placeKey(path), [...(byPath.get(placeKey(path)) ?? []), output]);
  }
  const outputs: Output[] = [];
  const problems: Problem[] = [];
  for (const group of byPath.values()) {
    const [first, second] = group;
    if (first && second) {
      const names = group.map((o) => o.model.shown).join(" and ");
      problems.push({ path: first.shown, reason: `${names} would both be written there` });
    } else if (first) outputs.push(first);
  }
  return { outputs, problems };
}

/** Equal where some file system takes two paths for one: upper and lower case, composed and decomposed letters. */
const placeKey = (path: string): string => path.normalize("NFC").toLowerCase();
