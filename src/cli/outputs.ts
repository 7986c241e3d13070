/** @file Where modules go, and that no two go to one place. */
import { basename, dirname, join, resolve } from "node:path";
import type { Problem } from "./io.ts";
import { EXTENSION, type ModelFile, showPath } from "./models.ts";

export interface Output {
  readonly model: ModelFile;
  /** The output folder: `-o`, or the model's own. */
  readonly folder: string;
  readonly path: string;
  readonly shown: string;
}

export interface OutputOptions {
  readonly cwd: string;
  readonly outDir: string | undefined;
  readonly target: "ts" | "js";
}

export function planOutputs(
  models: readonly ModelFile[],
  { cwd, outDir, target }: OutputOptions,
): { readonly outputs: readonly Output[]; readonly problems: readonly Problem[] } {
  const byPath = new Map<string, Output[]>();
  for (const model of models) {
    const folder = outDir === undefined ? dirname(model.path) : resolve(cwd, outDir);
    const path = join(folder, `${basename(model.path, EXTENSION)}.${target}`);
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
