/** @file What can be wrong with the meaning of a model whose names are known. */
export * from "./meaning/calls.ts";
export * from "./meaning/indices.ts";
export * from "./meaning/conditions.ts";
export * from "./meaning/declarations.ts";
export * from "./meaning/requests.ts";
