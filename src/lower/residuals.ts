/** @file What the backward pass keeps of the forward pass: primal values that cotangents read. */
import type { Value } from "../graph/node.ts";
import { isOfPositions, probe } from "./probe.ts";
import { isSeen } from "./recurrences.ts";
import { needed } from "./store.ts";

/** Arithmetic on what is kept anyway is done again. */
const A_FEW_FLOPS = 2;

/**
 * Going up from the gradients, the first primal values that are in memory after the forward pass, or that are not worth
 * computing again. Movement is gone through; so is a little arithmetic on values that are in memory already.
 */
export function residuals(
  gradients: readonly Value[],
  primal: ReadonlySet<Value>,
  inMemory: ReadonlySet<Value>,
  isLeaf: (value: Value) => boolean,
  base: (value: Value) => Value,
): ReadonlySet<Value> {
  const kept = new Set<Value>();
  const free = (v: Value): boolean => {
    if (isLeaf(v) || inMemory.has(v) || isOfPositions(v)) return true;
    const { cost, pieces, reduces, sites } = probe(v);
    return cost === 0 && !pieces && !reduces && sites.every((s) => free(s.input));
  };
  const isAgain = (v: Value): boolean => {
    if (inMemory.has(v) || isSeen(v)) return false;
    const { cost, reduces, pieces, sites } = probe(v);
    if (reduces || pieces) return false;
    if (v.node.of === "truth") return true;
    return cost === 0 || (cost <= A_FEW_FLOPS && sites.every((s) => free(s.input)));
  };
  needed(gradients, (v) => {
    if (isLeaf(v)) return true;
    // A value of a step is there where the steps are, also where nothing but a derivative asks for it.
    const isThere = isSeen(v) ? primal.has(v.node.inputs[1]!) : primal.has(v);
    if (!isThere || isAgain(v)) return false;
    kept.add(base(v));
    return true;
  });
  return kept;
}
