/** @file `sparse`: a parameter of which only rows are read by index data, so that its gradient has few rows. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import { topological, type Node } from "../graph/node.ts";
import type { Leaf, Named } from "../graph/plan.ts";
import type { Context } from "./context.ts";

/** Reports the first of `values`, in their order, that reads a sparse parameter otherwise. */
export function checkSparse(ctx: Context, leaves: readonly Leaf[], values: readonly Named[]): void {
  const sparse = leaves.filter((leaf) => leaf.sparse);
  if (sparse.length === 0) return;
  const nodes = topological(values.map((x) => x.value));
  for (const leaf of sparse) {
    const culprit = nodes.find((node) => readsOtherwise(node, leaf));
    const reader =
      culprit && values.find((x) => topological([x.value]).some((node) => node === culprit));
    if (reader) ctx.report(meaning.sparseReadWhole(reader.span, reader.name, leaf.name, leaf.span));
  }
}

const readsOtherwise = ({ op, inputs }: Node, { value }: Leaf): boolean =>
  inputs.includes(value) && !(op.rows === true && inputs[0] === value && inputs[1] !== value);
