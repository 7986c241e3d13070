/** @file The graph as text: one line a node, inputs before users. */
import { showDim } from "../dim.ts";
import { topological, type Attribute, type Node, type Value } from "./node.ts";
import { notate } from "./notation.ts";
import type { Model, Named, Plan } from "./plan.ts";
import type { Shape } from "./type.ts";

/** `%3 = tanh(%2) : ℝ^m per n`. */
export function showGraph(
  roots: readonly Named[],
  nameOf: (x: Value) => string | undefined = () => undefined,
): string {
  const numbers = new Map<Node, number>();
  const lines = topological(roots.map((r) => r.value)).map((node) => {
    numbers.set(node, numbers.size + 1);
    const inputs = node.inputs.map((x) => `%${numbers.get(x.node)}`).join(", ");
    const attributes = Object.entries(node.attributes).map(([k, v]) => `${k}=${showAttribute(v)}`);
    const name = nameOf(node.results[0]!);
    return `%${numbers.get(node)} = ${node.op.name}(${[inputs, ...attributes].filter((t) => t !== "").join("; ")}) : ${showType(node.results[0]!)}${name ? `   // ${name}` : ""}`;
  });
  return [...lines, ...roots.map((r) => `${r.name} = %${numbers.get(r.value.node)}`), ""].join(
    "\n",
  );
}

/** The graph as written: every definition is a cut. */
export const showModel = (model: Model): string =>
  showGraph([
    ...model.definitions,
    ...(model.objective ? [model.objective] : []),
    ...model.outputs,
  ]);

/** The settled graph with the derivatives in it. */
export const showPlan = (plan: Plan): string =>
  showGraph(
    [
      ...(plan.objective ? [plan.objective] : []),
      ...plan.outputs,
      ...plan.gradients.map((g) => ({ ...g, name: g.says })),
      ...plan.derivatives.map((d) => ({ ...d.result, name: d.says })),
    ],
    (x) => plan.names.get(x)?.name,
  );

/** `log-sigmoid: log(σ(s)) → -softplus(-s)`, each once. */
export function showRewrites(plan: Plan): string {
  const nameOf = (x: Value): string | undefined => plan.names.get(x)?.name;
  const lines = plan.rewrites.map(
    (r) => `${r.rule}: ${notate(r.before, nameOf)} → ${nameOf(r.after) ?? notate(r.after, nameOf)}`,
  );
  return [...new Set(lines), ""].join("\n");
}

/** `ℝ^{m×n} per n`, `0..V-1`. */
export function showType({ node, shape }: Value): string {
  const free = node.free.length > 0 ? ` per ${node.free.map((a) => a.name).join(", ")}` : "";
  if (node.of === "truth") return `truth${shape.length > 0 ? `^${showExtents(shape)}` : ""}${free}`;
  if (node.of !== "real")
    return `${showDim(node.of.from)}..${showDim(node.of.to)}${shape.length > 0 ? ` (${showExtents(shape)})` : ""}${free}`;
  return showShape(shape) + free;
}

/** `ℝ`, `ℝ^n`, `ℝ^{m×n}`. */
export const showShape = (shape: Shape): string =>
  shape.length === 0 ? "ℝ" : `ℝ^${showExtents(shape)}`;

function showExtents(shape: Shape): string {
  const texts = shape.map(showDim);
  return texts.length === 1 && /^(\w|\p{L})+$/u.test(texts[0]!)
    ? texts[0]!
    : `{${texts.join("×")}}`;
}

function showAttribute(attribute: Attribute): string {
  if (Array.isArray(attribute))
    return `[${attribute.map((a: Attribute) => showAttribute(a)).join(" ")}]`;
  if (typeof attribute !== "object") return String(attribute);
  if ("terms" in attribute) return showDim(attribute);
  return "name" in attribute ? attribute.name : "…";
}
