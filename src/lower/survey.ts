/** @file What lowering has to know of a plan before it stores anything: arguments, memory order, residuals, names. */
import type { Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import type { Gradient, Named, Plan } from "../graph/plan.ts";
import { unionAxes, type Axis } from "../graph/type.ts";
import { argumentsOf, type Arguments } from "./arguments.ts";
import { expansion } from "./expand.ts";
import { labelling, type Label, type Labels } from "./labels.ts";
import { recurrences, type Recurrences } from "./recurrences.ts";
import { residuals } from "./residuals.ts";
import { reshaped } from "./reshape.ts";
import { needed, stored } from "./store.ts";

export interface Survey {
  readonly plan: Plan;
  readonly given: Arguments;
  /** The order of free axes in memory: batches first, then sequences and indices, each as the model declares them. */
  readonly axes: readonly Axis[];
  /** Values that are read through a reshape. */
  readonly flat: ReadonlySet<Value>;
  /** What the objective and the outputs are made of, leaves too. */
  readonly isPrimal: (value: Value) => boolean;
  readonly residuals: ReadonlySet<Value>;
  readonly recurrences: Recurrences;
  readonly labels: Labels;
  readonly gradientLabel: (gradient: Gradient) => Label;
  /** Names that a local of the code should not hide. */
  readonly taken: ReadonlySet<string>;
}

export const isLeaf = (value: Value): boolean => value.node.op.define === undefined;

export function survey(written: Plan, c: Calculus): Survey {
  const plan = expanded(written, c);
  const { model, objective, outputs, gradients, derivatives, names } = plan;
  const primalRoots = [...(objective ? [objective] : []), ...outputs].map((n) => n.value);
  const gradientRoots = gradients.map((g) => g.value);
  const roots = [...primalRoots, ...gradientRoots, ...derivatives.map((d) => d.result.value)];
  const graph = needed([...roots, ...plan.asked.map((n) => n.value)], () => false);
  const leaves = new Map(graph.filter(isLeaf).map((v) => [names.get(v)?.key, v]));
  const axes = unionAxes([...model.axes, ...graph.flatMap((v) => v.node.free)]);

  const loops = recurrences([...roots, ...plan.asked.map((n) => n.value)], c);
  const own = needed(primalRoots, isLeaf);
  const primal = new Set(needed([...primalRoots, ...own.flatMap(loops.together)], isLeaf));
  const isPrimal = (v: Value): boolean => primal.has(v) || isLeaf(v);
  const inMemory = new Set(stored(primalRoots, isLeaf, loops));
  const kept = residuals(gradientRoots, primal, inMemory, isLeaf, loops.base);

  const gradientLabel = ({ says, key }: Gradient): Label => ({ name: says, key: `d_${key}` });
  const results = new Map<Value, Label>();
  const call = (value: Value, label: Label): void => {
    if (!isPrimal(value) && !results.has(value)) results.set(value, label);
  };
  for (const g of gradients) call(g.value, gradientLabel(g));
  for (const d of derivatives) call(d.result.value, { name: d.says, key: d.name });
  const isOld = (v: Value): boolean => isPrimal(v) || kept.has(v);
  const cotangents = cotangentsOf(gradientRoots, isOld, names, results, loops);
  return {
    plan,
    given: argumentsOf(model, expansion(c), (leaf) => leaves.get(leaf.key)),
    axes: [...axes.filter((a) => a.kind === "batch"), ...axes.filter((a) => a.kind !== "batch")],
    flat: reshaped(graph),
    isPrimal,
    residuals: kept,
    recurrences: loops,
    labels: labelling(names, results, cotangents),
    gradientLabel,
    taken: new Set([
      ...model.dims.map((d) => d.name),
      ...axes.map((a) => a.name),
      ...model.leaves.map((l) => l.key),
      ...[...names.values()].map((n) => n.key),
    ]),
  };
}

/** Stored cotangents without a name, or with one and read by others: δ₁, δ₂, … */
function cotangentsOf(
  gradients: readonly Value[],
  isGiven: (v: Value) => boolean,
  names: ReadonlyMap<Value, Label>,
  results: ReadonlyMap<Value, Label>,
  loops: Recurrences,
): readonly Value[] {
  const read = new Set(needed(gradients, isGiven).flatMap((v) => v.node.inputs));
  return stored(gradients, isGiven, loops).filter(
    (v) => !names.has(v) && (!results.has(v) || read.has(v)),
  );
}

/** The plan with operators given by parts put as their parts. */
function expanded(plan: Plan, c: Calculus): Plan {
  const expand = expansion(c);
  const named = <T extends Named>(n: T): T => ({ ...n, value: expand(n.value) });
  const names = new Map<Value, { name: string; key: string; span: Named["span"] }>();
  for (const [value, name] of plan.names) {
    const now = expand(value);
    if (!names.has(now)) names.set(now, name);
  }
  return {
    ...plan,
    objective: plan.objective && named(plan.objective),
    outputs: plan.outputs.map(named),
    asked: plan.asked.map(named),
    gradients: plan.gradients.map(named),
    derivatives: plan.derivatives.map((d) => ({ ...d, result: named(d.result) })),
    names,
  };
}
