/** @file Reductions that are made of others: the smallest entry, norms of an order. */
import { normOf } from "../norms.ts";
import { overOwnAxes } from "../reductions.ts";
import type { Entries } from "./entry.ts";

export const reduced: Entries = {
  min: { arity: 1, by: (ctx, [x], f) => overOwnAxes(ctx, f, "min", undefined, x!) },
  norm: {
    arity: 2,
    by: (ctx, [x, p], f) => {
      const order = p!.value.node.attributes["value"];
      return normOf(ctx, x!, typeof order === "number" ? String(order) : "p", f.span);
    },
  },
};
