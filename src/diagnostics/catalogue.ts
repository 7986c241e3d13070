/** @file Every diagnostic, one function each, in the order of the stages. */
export * from "./catalogue/syntax.ts";
export * from "./catalogue/names.ts";
export * from "./catalogue/shapes.ts";
export * from "./catalogue/meaning.ts";
export * from "./catalogue/functions.ts";
export * from "./catalogue/files.ts";
