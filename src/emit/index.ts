/** @file What the rest of the compiler uses of `emit`. */
export { declarations, emit } from "./typescript.ts";
export { format } from "./format.ts";
export type { Target } from "./syntax.ts";
