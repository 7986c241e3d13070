/** @file Parameters that training never changes: the objective does not depend on them, or is flat in them. */
import { topological, type Node, type Value } from "../graph/node.ts";
import type { Leaf, Named, Plan } from "../graph/plan.ts";

export interface Vanishing {
  readonly parameter: Leaf;
  readonly objective: Named;
  /** The objective reads it, yet has no slope along it. */
  readonly isRead: boolean;
}

/** Of the parameters that something in the model reads. */
export function vanishing({ model, gradients }: Plan): readonly Vanishing[] {
  const { objective, outputs, requests } = model;
  if (!objective) return [];
  const below = new Set(topological([objective.value]));
  const others = [...outputs, ...requests.flatMap((r) => [r.of, ...r.wrt])];
  const read = new Set(topological(others.map((x) => x.value)));
  const zero = zeros(gradients.map((g) => g.value));
  const flat = new Set(gradients.filter((g) => zero.has(g.value.node)).map((g) => g.key));
  return model.leaves
    .filter((leaf) => leaf.role === "param" && flat.has(leaf.key))
    .map((parameter) => ({ parameter, objective, isRead: below.has(parameter.value.node) }))
    .filter(({ parameter, isRead }) => isRead || read.has(parameter.value.node));
}

/** Nodes that are zero whatever the parameters are, as far as that is plain: 0, moved, added up, or times something. */
function zeros(values: readonly Value[]): ReadonlySet<Node> {
  const found = new Set<Node>();
  const isZero = ({ node }: Value): boolean => found.has(node);
  for (const node of topological(values)) {
    const { op, inputs, attributes } = node;
    const isProduct = op.name === "mul" || op.name === "contract";
    const keeps = op.movement ?? op.adds ?? KEEPING.has(op.name);
    if (op.name === "number" && attributes["value"] === 0) found.add(node);
    else if (isProduct && inputs.some(isZero)) found.add(node);
    else if (keeps && inputs.length > 0 && inputs.every(isZero)) found.add(node);
  }
  return found;
}

const KEEPING: ReadonlySet<string> = new Set(["broadcast", "neg", "add", "sub"]);
