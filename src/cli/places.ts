/** @file Where a watch has to look: the folders in which a model may come to be. */
import { realpathSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { EXTENSION, type ModelFile, type Patterns, isName, staticBase } from "./models.ts";

export interface Place {
  readonly folder: string;
  /** With all folders in it. */
  readonly deep: boolean;
}

export interface Places {
  readonly places: readonly Place[];
  readonly config: string;
  readonly cwd: string;
}

/** Links are followed here: a change behind one is a change. */
export function placesOf(
  { patterns, from }: Patterns,
  models: readonly ModelFile[],
  used: readonly string[],
  { config, cwd }: Pick<Places, "config" | "cwd">,
): Places {
  const named = patterns.map((pattern): Place => {
    if (isName(pattern, from)) return { folder: dirname(resolve(from, pattern)), deep: false };
    const base = staticBase(pattern);
    const rest = pattern.slice(base === "." ? 0 : base.length + 1);
    return { folder: resolve(from, base), deep: rest.includes("/") };
  });
  const beside = used.map((path): Place => ({ folder: dirname(path), deep: false }));
  const linked = [...models.map(({ path }) => path), ...used]
    .map((path) => [path, real(path)] as const)
    .filter(([path, there]) => path !== there)
    .map(([, there]): Place => ({ folder: dirname(there), deep: false }));
  const behind = named.map(({ folder, deep }) => ({ folder: real(folder), deep }));
  const all = [...named, ...beside, ...linked, ...behind];
  const places = new Map(all.map((place) => [`${place.deep} ${place.folder}`, place]));
  return { places: [...places.values()], config, cwd };
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Whether something at a path concerns a watch: a model, or a folder on the way to one. */
export function concerns({ places, config }: Places, path: string, isFile: boolean): boolean {
  if (path === config) return true;
  return places.some(({ folder, deep }) => {
    if (isIn(folder, path)) return true;
    if (!isIn(path, folder)) return false;
    const parts = relative(folder, path).split(sep);
    if (!deep) return parts.length === 1 && path.endsWith(EXTENSION);
    if (parts.some((part) => part === "node_modules" || part === ".git")) return false;
    return !isFile || path.endsWith(EXTENSION);
  });
}

export const isIn = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
