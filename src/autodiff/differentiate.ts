/** @file From a model to a plan: what is differentiated by what, and under which key each result is handed out. */
import { topological, type Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import type { Dim } from "../dim.ts";
import type { Gradient, Model, Named, Plan, Request, Rewrite } from "../graph/plan.ts";
import { hessian } from "./higher.ts";
import { reverse } from "./reverse.ts";

/** Written → settled below `roots`; the cuts of `keep` stay. */
export type Settle = (
  roots: readonly Value[],
  keep: ReadonlySet<Value>,
) => ReadonlyMap<Value, Value>;

type Derivative = Plan["derivatives"][number];

/** The plan of a module. `c` is the calculus of the settled graph, `settle` leads into it. */
export function differentiate(
  model: Model,
  c: Calculus & { eye(extent: Dim): Value },
  settle: Settle,
  rewrites: readonly Rewrite[],
): Plan {
  const objective = model.objective ?? soleObjective(model.requests);
  const roots = [
    ...(objective ? [objective] : []),
    ...model.outputs,
    ...model.definitions,
    ...model.leaves,
    ...model.requests.map((r) => r.of),
  ].map((x) => x.value);
  const map = settle(roots, new Set());
  const settled = <T extends Named>(x: T): T => ({ ...x, value: map.get(x.value)! });
  const leaves = new Set(model.leaves.map((leaf) => leaf.value));

  const gradients = new Map<string, Gradient>();
  const give = (of: Named, x: Named, value: Value): void =>
    void gradients.set(x.key, { ...x, value, says: `∂${of.name}/∂${x.name}` });
  const derivatives: Derivative[] = [];
  if (objective) {
    const parameters = model.leaves.filter((leaf) => leaf.role === "param");
    const asked = model.requests
      .filter((r) => r.role === "grad" && r.of.key === objective.key)
      .flatMap((r) => r.wrt);
    const given = [...parameters, ...asked.filter((x) => leaves.has(x.value))];
    const cts = reverse(
      c,
      map.get(objective.value)!,
      given.map((x) => map.get(x.value)!),
    );
    given.forEach((x, i) => give(objective, x, cts[i]!));
    for (const x of asked)
      if (!leaves.has(x.value)) give(objective, x, byDefined(c, settle, objective, x));
  }
  for (const request of model.requests) {
    if (request.role === "grad" && request.of.key === objective?.key) continue;
    for (const x of request.wrt) {
      const found = derivative(c, settle, request, x);
      // `grad` adds to the gradients; where a gradient by x is there already, it is an export of its own.
      if (objective && request.role === "grad" && !gradients.has(x.key))
        give(request.of, x, found.result.value);
      else derivatives.push(found);
    }
  }

  return {
    model,
    objective: objective && settled(objective),
    outputs: model.outputs.map(settled),
    gradients: [...gradients.values()],
    derivatives,
    names: namesOf(model, map),
    rewrites,
  };
}

/** Without a loss, the one scalar whose gradient is asked for. */
function soleObjective(requests: readonly Request[]): Named | undefined {
  const ofs = new Map(requests.filter((r) => r.role === "grad").map((r) => [r.of.key, r.of]));
  return ofs.size === 1 ? [...ofs.values()][0] : undefined;
}

/** ∂y/∂x by a defined name: x is a cut, its other uses are held fixed. */
function byDefined(c: Calculus, settle: Settle, y: Named, x: Named): Value {
  const map = settle([y.value, x.value], new Set([x.value]));
  return reverse(c, map.get(y.value)!, [map.get(x.value)!])[0]!;
}

function derivative(
  c: Calculus & { eye(extent: Dim): Value },
  settle: Settle,
  { role, of, span }: Request,
  x: Named,
): Derivative {
  const key = `${role}_${of.key}_${x.key}`;
  const map = settle([of.value, x.value], new Set([x.value]));
  const [y, by] = [map.get(of.value)!, map.get(x.value)!];
  const value = role === "hessian" ? hessian(c, y, by) : reverse(c, y, [by])[0]!;
  const name = role === "hessian" ? `∂²${of.name}/∂${x.name}²` : `∂${of.name}/∂${x.name}`;
  return { name: key, says: name, result: { name, key, value, span } };
}

/** What settled values are called: leaves, then definitions in order, then what function calls give. */
function namesOf(model: Model, map: ReadonlyMap<Value, Value>): Plan["names"] {
  const names = new Map<Value, { name: string; key: string; span: Named["span"] }>();
  const add = (written: Value, name: string, key: string, span: Named["span"]): void => {
    const value = map.get(written);
    if (value !== undefined && !names.has(value) && value.node.op.arity !== "leaf")
      names.set(value, { name, key, span });
  };
  for (const leaf of model.leaves) names.set(map.get(leaf.value)!, leaf);
  for (const x of model.definitions) add(x.value, x.name, x.key, x.span);
  if (model.objective)
    add(model.objective.value, model.objective.name, model.objective.key, model.objective.span);
  for (const x of model.outputs) add(x.value, x.name, x.key, x.span);
  const span = { start: 0, end: 0 };
  for (const node of topological(model.definitions.map((x) => x.value))) {
    if (node.op.name === "named")
      add(
        node.results[0]!,
        node.attributes["name"] as string,
        node.attributes["key"] as string,
        span,
      );
  }
  return names;
}
