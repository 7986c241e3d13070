/** @file What an explanation is made with: calculi and the derivative, handed in, as passes do not import each other. */
import type { Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import type { Rewrite } from "../graph/plan.ts";
import type { Axis } from "../graph/type.ts";

export type Symbols = Calculus & {
  symbol(symbol: {
    name: string;
    key: string;
    shape: Value["shape"];
    axes: readonly Axis[];
    of: Value["node"]["of"];
  }): Value;
};

export interface Tools {
  /** The calculus of the settled graph: it simplifies. */
  readonly c: Symbols;
  /** What `c` has rewritten so far. */
  readonly rewrites: readonly Rewrite[];
  /** The calculus of the graph as written: nothing is simplified or told. */
  readonly plain: Symbols;
  /** The cotangents of values from that of one, shaped as they are; a number's own is 1. */
  reverse(c: Calculus, y: Value, wrt: readonly Value[], seed?: Value): readonly Value[];
}
