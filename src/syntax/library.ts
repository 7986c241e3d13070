/** @file Files of functions, which models use and which are no models themselves. */
import type { File, Statement } from "./ast.ts";

/** What any file may have. */
export type Shared = Extract<
  Statement,
  { kind: "dim" | "axis" | "declare" | "function" | "block-function" | "use" }
>;

export const isShared = (s: Statement): s is Shared => modelStatement(s) === undefined;

/** How a statement begins that no file but a model may have; undefined for those that any may have. */
export function modelStatement(s: Statement): string | undefined {
  switch (s.kind) {
    case "dim":
    case "function":
    case "block-function":
    case "use":
      return undefined;
    case "axis":
      return s.role === "seq" ? "`seq`" : undefined;
    case "declare":
      return s.role === "const" ? undefined : `\`${s.role}\``;
    case "define":
      return "A definition";
    case "objective":
    case "request":
      return `\`${s.role}\``;
    case "update-all":
      return "`update`";
    default:
      return `\`${s.kind}\``;
  }
}

/** Whether a file only has functions, and what they need: it asks for nothing, and no module is made of it. */
export const isLibrary = ({ statements }: File): boolean =>
  statements.some((s) => s.kind === "function" || s.kind === "block-function") &&
  statements.every(isShared);
