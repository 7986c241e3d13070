/** @file Graph to kernels: which values are stored, which are fused, in what order, and what each function computes. */
import type { Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import type { Named, Plan } from "../graph/plan.ts";
import type { Buffer } from "../kernel/formula.ts";
import type { Entry, Program, Routine } from "../kernel/kernel.ts";
import { directionArgument, resizable } from "./arguments.ts";
import { formOf, rooms, type Rooms } from "./rooms.ts";
import { kernelsOf, type Surroundings, type Wanted } from "./routine.ts";
import { survey, type Survey } from "./survey.ts";
import { touched, workspace } from "./workspace.ts";

export function lower(written: Plan, c: Calculus): Program {
  const known = survey(written, c);
  const { plan, given } = known;
  const results = new Set<Buffer>();
  const main = rooms(known, results);
  const wanted = wants(known, main);
  const residuals = new Set([...known.residuals].map((v) => main.home(v).buffer));
  const isScratch = (b: Buffer): boolean => !results.has(b) && !residuals.has(b);
  const around = surroundings(known, main, isScratch);
  const finish = (r: Unfinished, all: boolean): Routine => ({
    ...withArguments(r, known, all),
    residuals: r.residuals ?? (writes(r, residuals) ? "spoils" : "leaves"),
  });
  const routines = [
    ...differentiated(known, wanted, around).map((r) => finish(r, true)),
    ...predicting(wanted, around).map((r) => finish(r, false)),
    ...plan.derivatives.map((d) => {
      const own = rooms(known, results);
      return finish(derivative(d, own, surroundings(known, own, isScratch)), false);
    }),
  ];
  return {
    name: plan.model.name,
    dims: plan.model.dims,
    resizable: resizable(plan.model),
    needs: plan.model.needs ?? [],
    params: given.params,
    inputs: given.inputs,
    storage: workspace(routines, results, residuals),
    routines,
  };
}

/** What the routines over the objective and the outputs give. */
interface Wants {
  readonly values: readonly Wanted[];
  readonly gradients: readonly Wanted[];
  readonly outputs: readonly Wanted[];
}

function wants(known: Survey, main: Rooms): Wants {
  const { plan, given, isPrimal, gradientLabel } = known;
  const { objective } = plan;
  const axesOf = new Map(plan.model.leaves.map((leaf) => [leaf.key, leaf.axes]));
  const primal = (n: Named): Wanted =>
    main.give(n, n, formOf(n.value), false, given.homes.get(n.value)?.axes);
  const loss = objective === undefined ? [] : [primal(objective)];
  const outputs = plan.outputs.map(primal);
  const gradients = plan.gradients.map((g) =>
    main.give(g, gradientLabel(g), "array", isPrimal(g.value), axesOf.get(g.key), g.rows),
  );
  return {
    values: [...loss, ...outputs],
    gradients,
    outputs: [...outputs, ...plan.asked.map(primal)],
  };
}

type Unfinished = Pick<Routine, "name" | "says" | "kernels" | "gives"> &
  Partial<Pick<Routine, "residuals" | "direction">>;

const NONE: ReadonlySet<Value> = new Set();
const entries = (wanted: readonly Wanted[]): readonly Entry[] => wanted.map((w) => w.entry);
const list = (wanted: readonly Wanted[]): string => wanted.map((w) => w.label.name).join(", ");

/** forward, backward, valueAndGradient: for a model with an objective. */
function differentiated(
  { plan, residuals }: Survey,
  { values, gradients }: Wants,
  around: Surroundings,
): readonly Unfinished[] {
  const { objective } = plan;
  if (objective === undefined) return [];
  const hasBackward = gradients.length > 0;
  const forward: Unfinished = {
    name: "forward",
    says: `${list(values)}${hasBackward ? "; keeps what backward reads" : ""}.`,
    kernels: kernelsOf(values, [...residuals], NONE, around),
    gives: { kind: "values", entries: entries(values) },
    residuals: hasBackward ? "keeps" : "leaves",
  };
  if (!hasBackward) return [forward];
  const backward: Unfinished = {
    name: "backward",
    says: `The derivatives of ${objective.name}, after forward.`,
    kernels: kernelsOf(gradients, [], residuals, around),
    gives: { kind: "gradients", entries: entries(gradients) },
    residuals: "needs",
  };
  const both: Unfinished = {
    name: "valueAndGradient",
    says: `${list(values)} and the derivatives of ${objective.name}.`,
    kernels: kernelsOf([...values, ...gradients], [], NONE, around),
    gives: { kind: "both", values: entries(values), gradients: entries(gradients) },
  };
  return [forward, backward, both];
}

function predicting({ outputs }: Wants, around: Surroundings): readonly Unfinished[] {
  if (outputs.length === 0) return [];
  return [
    {
      name: "predict",
      says: `${list(outputs)}.`,
      kernels: kernelsOf(outputs, [], NONE, around),
      gives: { kind: "outputs", entries: entries(outputs) },
    },
  ];
}

function derivative(
  { name, says, result, rows, direction: given }: Plan["derivatives"][number],
  own: Rooms,
  around: Surroundings,
): Unfinished {
  const direction = given && directionArgument(given);
  const home = direction && { buffer: direction.buffer, axes: given.axes, flat: undefined };
  const leaf: Surroundings["leaf"] = (v) => (v === given?.value ? home : around.leaf(v));
  const wanted = own.give(result, { name: says, key: name }, "array", false, undefined, rows);
  return {
    name,
    says: `${says}.`,
    kernels: kernelsOf([wanted], [], NONE, { ...around, leaf }),
    gives: { kind: "one", entry: wanted.entry },
    ...(direction && { direction }),
  };
}

const surroundings = (
  { labels, given, taken, plan, recurrences }: Survey,
  { home }: Rooms,
  isScratch: (buffer: Buffer) => boolean,
): Surroundings => ({
  labels,
  leaf: (v) => given.homes.get(v) ?? (v.node.op.recurrence === "earlier" ? home(v) : undefined),
  recurrences,
  home,
  taken,
  isScratch,
  span: (v) => plan.names.get(v)?.span,
  known: plan.model.needs ?? [],
});

const writes = ({ kernels }: Unfinished, buffers: ReadonlySet<Buffer>): boolean =>
  kernels.some((k) => [...touched(k.statements).written].some((b) => buffers.has(b)));

/** All arguments, or those that it reads. */
function withArguments(r: Unfinished, { given }: Survey, all: boolean) {
  const read = new Set(r.kernels.flatMap((k) => [...touched(k.statements).read]));
  return {
    ...r,
    params: given.params.filter((p) => all || read.has(p.buffer)),
    inputs: given.inputs.filter((i) => all || read.has(i.buffer)),
  };
}
