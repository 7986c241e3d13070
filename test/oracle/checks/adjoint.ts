/** @file ⟨∇J, v⟩ by reverse mode is what forward mode gives along v, both on the settled graph. */
import { forward } from "../../../src/autodiff/forward.ts";
import { reverse } from "../../../src/autodiff/reverse.ts";
import { topological, type Value } from "../../../src/graph/node.ts";
import type { Tensor } from "../../../src/graph/operator.ts";
import { random } from "../../helpers/random.ts";
import { Disagreement } from "../numbers.ts";
import type { Trial } from "../trial.ts";
import { graphValues } from "./graph.ts";

export function adjoint(trial: Trial): void {
  const { plan, c } = trial.stages;
  const [point] = trial.points;
  if (!plan.objective || !point) return;
  const y = plan.objective.value;
  const leaves = topological([y]).flatMap((node): readonly Value[] =>
    node.op.name === "symbol" && node.of === "real" && node.free.length === 0
      ? [node.results[0]!]
      : [],
  );
  if (leaves.length === 0) return;
  const next = random(trial.seed + 31);
  const directions = leaves.map((x, i) =>
    c.symbol({ name: `v${i}`, key: `v${i}`, shape: x.shape, axes: [], of: "real" }),
  );
  const [tangent] = forward(c, new Map(leaves.map((x, i) => [x, directions[i]!])), [y]);
  const cotangents = reverse(c, y, leaves);
  const primals = graphValues(trial, point, leaves);
  const moves = primals.map(({ shape, data }): Tensor => ({
    shape,
    data: data.map(() => 2 * next() - 1),
  }));
  const given = new Map(directions.map((d, i) => [d, moves[i]!]));
  const [along, ...gradients] = graphValues(
    trial,
    point,
    [tangent ?? c.number(0), ...cotangents],
    given,
  );
  const terms = gradients.flatMap((g, i) => Array.from(g.data, (v, k) => v * moves[i]!.data[k]!));
  const got = terms.reduce((a, b) => a + b, 0);
  const scale = terms.reduce((a, b) => a + Math.abs(b), 0);
  const wanted = along!.data[0]!;
  if (!(Math.abs(got - wanted) <= 1e-9 * Math.max(scale, Math.abs(wanted), 1e-300)))
    throw new Disagreement(`reverse mode gives ${got}, forward mode ${wanted}`);
}
