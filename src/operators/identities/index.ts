/** @file All identities, in the order in which they are tried at one root. */
import { axisRules } from "./axes.ts";
import type { Rule } from "./match.ts";
import { productRules } from "./products.ts";
import { signRules } from "./signs.ts";
import { stabilityRules } from "./stability.ts";

export const identities: readonly Rule[] = [
  ...stabilityRules,
  ...signRules,
  ...productRules,
  ...axisRules,
];
export { accumulate } from "./accumulate.ts";
