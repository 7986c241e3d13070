/** @file What can be wrong with shapes and sizes. */
export * from "./shapes/products.ts";
export * from "./shapes/arguments.ts";
export * from "./shapes/subscripts.ts";
export * from "./shapes/sizes.ts";
