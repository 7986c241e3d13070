/** @file TypeScript and JavaScript from one printer: the places where a type may stand. */

export type Target = "ts" | "js";

/** Each gives its text for TypeScript, and nothing for JavaScript. */
export interface Syntax {
  readonly ts: boolean;
  /** `: type` */
  of(type: string): string;
  /** ` as type` */
  as(type: string): string;
  /** Text that only TypeScript has. */
  only(text: string): string;
  /** `!` after an indexed load. */
  readonly bang: string;
}

export function syntaxOf(target: Target): Syntax {
  const ts = target === "ts";
  const only = (text: string): string => (ts ? text : "");
  return { ts, only, of: (t) => only(`: ${t}`), as: (t) => only(` as ${t}`), bang: only("!") };
}

export interface Field {
  readonly key: string;
  readonly type: string;
  readonly says?: string;
}

export const indent = (lines: readonly string[]): string[] =>
  lines.map((l) => (l === "" ? "" : `  ${l}`));
