/** @file Modules on disk: old or new, never half; nothing is touched that has not changed. */
import { randomBytes } from "node:crypto";
import * as nodeFs from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { reasonOf } from "./io.ts";

/** The system calls of one write, so that a test can let each of them fail. */
export type FileSystem = Pick<
  typeof nodeFs,
  | "accessSync"
  | "chmodSync"
  | "closeSync"
  | "fsyncSync"
  | "lstatSync"
  | "mkdirSync"
  | "openSync"
  | "readFileSync"
  | "realpathSync"
  | "renameSync"
  | "rmSync"
  | "writeFileSync"
>;

export type State = "same" | "stale" | "missing";

/** How a file compares with the text it should have. Throws when it cannot be read. */
export function stateOf(path: string, text: string, fs: FileSystem = nodeFs): State {
  if (!fs.lstatSync(path, { throwIfNoEntry: false })) return "missing";
  return fs.readFileSync(path).equals(Buffer.from(text, "utf8")) ? "same" : "stale";
}

/**
 * Brings a file in or below `folder` to this text. The text goes to a new file beside it, which takes its name when all of it
 * is on disk. The calls are synchronous, so that signals can be held while they run. Throws `WriteError`.
 */
export function writeIfChanged(
  path: string,
  folder: string,
  text: string,
  fs: FileSystem = nodeFs,
): State {
  try {
    const home = homeOf(path, folder, fs);
    const target = targetOf(path, home, fs);
    const state = stateOf(target, text, fs);
    if (state === "same") return state;
    if (state === "stale") fs.accessSync(target, nodeFs.constants.W_OK);
    replace(target, text, state === "stale" ? fs.lstatSync(target).mode : undefined, fs);
    return state;
  } catch (error) {
    throw error instanceof WriteError ? error : new WriteError(reasonOf(error));
  }
}

/** Its message is the reason, in words. */
export class WriteError extends Error {}

/** The folder of the file, made where it is missing. Below the output folder no link leads a write astray. */
function homeOf(path: string, folder: string, fs: FileSystem): string {
  fs.mkdirSync(folder, { recursive: true });
  const top = fs.realpathSync(folder);
  let home = top;
  for (const part of relative(folder, dirname(path)).split(sep)) {
    if (part === "") continue;
    home = join(home, part);
    fs.mkdirSync(home, { recursive: true });
    home = fs.realpathSync(home);
    if (isOutside(home, top))
      throw new WriteError("a symbolic link on the way leads out of the output folder");
  }
  return home;
}

function isOutside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
}

/** The file itself where the path is a link; it must lie in the folder too. */
function targetOf(path: string, home: string, fs: FileSystem): string {
  const stat = fs.lstatSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) throw new WriteError("it is a folder");
  if (!stat?.isSymbolicLink()) return join(home, basename(path));
  const target = fs.realpathSync(path);
  if (isOutside(target, home))
    throw new WriteError("it is a symbolic link that leads out of the output folder");
  if (!fs.lstatSync(target).isFile()) throw new WriteError("it links to what is not a file");
  return target;
}

function replace(target: string, text: string, mode: number | undefined, fs: FileSystem): void {
  const temporary = join(dirname(target), `.nabla-${randomBytes(8).toString("hex")}.tmp`);
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = nodeFs.constants;
  // O_NOFOLLOW is undefined on Windows.
  const file = fs.openSync(temporary, O_WRONLY | O_CREAT | O_EXCL | (O_NOFOLLOW ?? 0), 0o666);
  try {
    try {
      fs.writeFileSync(file, text, "utf8");
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
    if (mode !== undefined) fs.chmodSync(temporary, mode & 0o7777);
    fs.renameSync(temporary, target);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}
