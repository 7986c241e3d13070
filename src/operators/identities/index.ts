/** @file All rules, in the order in which they are tried at one root. */
import type { Identity } from "../../graph/builder.ts";
import type { Calculus } from "../../graph/operator.ts";
import { axisRules } from "./axes.ts";
import { diagonalRules } from "./diagonals.ts";
import { exponentialRules } from "./exponentials.ts";
import { inverseRules } from "./inverses.ts";
import { logarithmRules } from "./logarithms.ts";
import type { Rule } from "./match.ts";
import { partRules } from "./parts.ts";
import { powerRules } from "./powers.ts";
import { productRules } from "./products.ts";
import { signRules } from "./signs.ts";

/** Rules by what they are about. */
export const ruleFamilies: readonly (readonly [name: string, rules: readonly Rule[]])[] = [
  ["logarithms", logarithmRules],
  ["exponentials", exponentialRules],
  ["powers", powerRules],
  ["numbers and signs", signRules],
  ["products", productRules],
  ["diagonals", diagonalRules],
  ["inverses", inverseRules],
  ["parts", partRules],
  ["axes", axisRules],
];

export const rules: readonly Rule[] = ruleFamilies.flatMap(([, of]) => of);

export const identities: readonly Identity<Calculus>[] = rules.flatMap((r) => r.identities);

export { accumulate } from "./accumulate.ts";
export type { Rule } from "./match.ts";
