/** @file All of the outside world that a command sees, beside files. */
import type { Compiler } from "./compiler.ts";

export interface Io {
  /** Relative paths start here. */
  readonly cwd: string;
  readonly compiler: Compiler;
  readonly version: string;
  /** Colours on stderr. */
  readonly color: boolean;
  /** Aborted when nobody reads standard output any more. */
  readonly unread: AbortSignal;
  /** All of standard input. */
  stdin(): Promise<Uint8Array>;
  out(text: string): void;
  err(text: string): void;
}

/** 0: well; 1: errors in a model, or stale files; 2: wrong usage, or a file that cannot be read or written. */
export type ExitCode = 0 | 1 | 2;

export const worst = (...codes: readonly ExitCode[]): ExitCode => Math.max(0, ...codes) as ExitCode;

/** A path or an argument that is not what it should be, in words. */
export interface Problem {
  readonly path: string;
  readonly reason: string;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  EEXIST: "a file of this name is in the way",
  ENOSPC: "no space left on the device",
  EDQUOT: "disk quota exceeded",
  EROFS: "the file system is read-only",
  EMFILE: "too many open files",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "too many symbolic links",
  EBUSY: "it is in use",
  ENFILE: "too many open files",
  EFBIG: "the file is too large",
  ERR_INVALID_ARG_VALUE: "a path has no NUL",
  EIO: "input/output error",
};

/** What a failed system call says, without a stack and without paths. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return code === undefined ? error.message : (REASONS[code] ?? code);
}
