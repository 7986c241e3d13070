/** @file From a model to a plan: what is differentiated by what, and under which key each result is handed out. */
import { topological, type Value } from "../graph/node.ts";
import type { StateAttributes } from "../graph/recurrence.ts";
import type { Calculus } from "../graph/operator.ts";
import { hasAxis, type Axis } from "../graph/type.ts";
import type { Dim } from "../dim.ts";
import type { Direction, Gradient, Model, Named, Plan, Request, Rewrite } from "../graph/plan.ts";
import { hessian, hvp, jacobian, jvp, vjp } from "./higher.ts";
import { gradients as gradientsOf, type Found, type Wanted } from "./gradients.ts";
import { reverse } from "./reverse.ts";

/** Written → settled below `roots`; the cuts of `keep` stay. */
export type Settle = (
  roots: readonly Value[],
  keep: ReadonlySet<Value>,
) => ReadonlyMap<Value, Value>;

type Derivative = Plan["derivatives"][number];

/** What derivatives need beside the rules: unit tensors, and a leaf that the caller gives. */
type Makers = Calculus & {
  eye(extent: Dim): Value;
  symbol(symbol: {
    name: string;
    key: string;
    shape: Value["shape"];
    axes: readonly Axis[];
    of: "real";
  }): Value;
};

/** The plan of a module. `c` is the calculus of the settled graph, `settle` leads into it. */
export function differentiate(
  model: Model,
  c: Makers,
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
  const give = (of: Named, x: Named, found: Found): void =>
    void gradients.set(x.key, {
      name: x.name,
      key: x.key,
      span: x.span,
      ...found,
      says: `∂${of.name}/∂${x.name}`,
    });
  const derivatives: Derivative[] = [];
  if (objective) {
    const parameters = model.leaves.filter((leaf) => leaf.role === "param");
    const asked = model.requests
      .filter((r) => r.role === "grad" && r.of.key === objective.key)
      .flatMap((r) => r.wrt);
    const given = [...parameters, ...asked.filter((x) => leaves.has(x.value))];
    const wanted = given.map((x) => wantedOf(model, x, map.get(x.value)!));
    const found = gradientsOf(c, map.get(objective.value)!, wanted, memoryOrder(model));
    given.forEach((x, i) => give(objective, x, found[i]!));
    for (const x of asked)
      if (!leaves.has(x.value)) give(objective, x, { value: byDefined(c, settle, objective, x) });
  }
  for (const request of model.requests) {
    if (request.role === "grad" && request.of.key === objective?.key) continue;
    for (const by of pairsOf(request)) {
      const found = derivative(model, c, settle, request, by);
      const [x] = by;
      // `grad` adds to the gradients; where a gradient by x is there already, it is an export of its own.
      if (objective && request.role === "grad" && !gradients.has(x.key))
        give(request.of, x, { value: found.result.value, ...(found.rows && { rows: found.rows }) });
      else derivatives.push(found);
    }
  }

  return {
    model,
    objective: objective && settled(objective),
    outputs: model.outputs.map(settled),
    asked: askedOf(model, objective).map(settled),
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

/** Beside the objective and the outputs, each once. */
function askedOf({ outputs, requests }: Model, objective: Named | undefined): readonly Named[] {
  const asked = new Map(requests.map(({ of }) => [of.key, of]));
  for (const known of [objective, ...outputs]) if (known) asked.delete(known.key);
  return [...asked.values()];
}

/** ∂y/∂x by a defined name: x is a cut, its other uses are held fixed. */
function byDefined(c: Calculus, settle: Settle, y: Named, x: Named): Value {
  const map = settle([y.value, x.value], new Set([x.value]));
  return reverse(c, map.get(y.value)!, [map.get(x.value)!])[0]!;
}

/** What each derivative is taken by: one name, or two for a Hessian. */
function pairsOf({ role, wrt }: Request): readonly (readonly [Named, ...Named[]])[] {
  return role === "hessian"
    ? wrt.flatMap((a, i) => wrt.slice(i).map((b) => [a, b] as const))
    : wrt.map((x) => [x] as const);
}

function derivative(
  model: Model,
  c: Makers,
  settle: Settle,
  { role, of, span }: Request,
  [x, ...more]: readonly [Named, ...Named[]],
): Derivative {
  const others = more.filter((b) => b.key !== x.key);
  const key = [role, of.key, x.key, ...others.map((b) => b.key)].join("_");
  const by = [x, ...more].map((b) => b.value);
  const map = settle([of.value, ...by], new Set(by));
  const [y, a, b = a] = [of.value, ...by].map((v) => map.get(v)!) as [Value, Value, Value?];
  const direction = directionOf(model, c, role, key, role === "vjp" ? [of, y] : [x, a]);
  const found = ((): Found => {
    switch (role) {
      case "hvp":
        return { value: hvp(c, y, a, direction!.value) };
      case "jvp":
        return { value: jvp(c, y, a, direction!.value) };
      case "vjp":
        return { value: vjp(c, y, a, direction!.value) };
      case "hessian":
        return { value: hessian(c, y, a, b) };
      case "jacobian":
        return { value: jacobian(c, y, a) };
      default:
        return gradientsOf(c, y, [wantedOf(model, x, a)], memoryOrder(model))[0]!;
    }
  })();
  const below = others.length > 0 ? `∂${x.name}∂${others[0]!.name}` : `∂${x.name}²`;
  const second = `∂²${of.name}/${below}`;
  const first = `∂${of.name}/∂${x.name}`;
  const says = {
    hessian: second,
    jacobian: first,
    grad: first,
    hvp: `${second} v`,
    jvp: `${first} v`,
    vjp: `vᵀ ${first}`,
  }[role];
  const result = { name: key, key, value: found.value, span };
  return {
    name: key,
    says,
    result,
    ...(found.rows && { rows: found.rows }),
    ...(direction && { direction }),
  };
}

/** The leaf that the caller of a product with a derivative gives, shaped as the value that it goes with. */
function directionOf(
  model: Model,
  c: Makers,
  role: Request["role"],
  key: string,
  [{ name }, { shape, node }]: readonly [Named, Value],
): Direction | undefined {
  if (role !== "hvp" && role !== "jvp" && role !== "vjp") return undefined;
  const axes = memoryOrder(model).filter((axis) => hasAxis(node.free, axis));
  // No name of a model has a space.
  const value = c.symbol({ name: "v", key: `v of ${key}`, shape, axes, of: "real" });
  return { value, axes, as: name };
}

const wantedOf = (model: Model, { key, value: written }: Named, value: Value): Wanted => {
  const sparse = model.leaves.find((leaf) => leaf.value === written)?.sparse ?? false;
  return { value, key, sparse };
};

/** Batches first. */
const memoryOrder = ({ axes }: Model): readonly Axis[] => [
  ...axes.filter((a) => a.kind === "batch"),
  ...axes.filter((a) => a.kind !== "batch"),
];

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
  for (const node of topological([...map.values()])) {
    if (node.op.recurrence !== "state") continue;
    const { names: all, state } = node.attributes as StateAttributes;
    const own = model.definitions.find((x) => x.name === all[state]);
    if (own && !names.has(node.results[0]!)) names.set(node.results[0]!, own);
  }
  const span = { start: 0, end: 0 };
  const made = [
    ...model.definitions,
    ...(model.objective ? [model.objective] : []),
    ...model.outputs,
  ];
  const cuts = topological(made.map((x) => x.value)).filter((node) => node.op.name === "named");
  // A line in the body of a function before the call that it holds.
  const inner = new Set(cuts.flatMap((node) => node.inputs.map((x) => x.node)));
  for (const { results, attributes } of [
    ...cuts.filter((node) => !inner.has(node)),
    ...cuts.filter((node) => inner.has(node)),
  ])
    add(results[0]!, attributes["name"] as string, attributes["key"] as string, span);
  return names;
}
