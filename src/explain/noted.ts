/** @file Values in the model's notation, as long as they are: a derivation leaves nothing out. */
import type { Value } from "../graph/node.ts";
import { notate } from "../graph/notation.ts";

export const noted = (x: Value, nameOf: (x: Value) => string | undefined): string =>
  notate(x, nameOf, { depth: 40, length: 1000 });
