/** @file Every rewrite that fired, before and after, at a point of the trial. */
import { topological, type Value } from "../../../src/graph/node.ts";
import type { Tensor } from "../../../src/graph/operator.ts";
import { Disagreement } from "../numbers.ts";
import type { Trial } from "../trial.ts";
import { graphValues } from "./graph.ts";

export function rewrites(trial: Trial): void {
  const { plan, model } = trial.stages;
  const known = new Set(model.axes.map((a) => a.key));
  const leaves = new Set(model.leaves.map((l) => l.key));
  // The direction of a second derivative is none of the model's axes or leaves.
  const isClosed = (v: Value): boolean =>
    topological([v]).every(({ op, free, attributes }) =>
      op.define || op.expand
        ? free.every((a) => known.has(a.key))
        : op.name === "symbol" && leaves.has(attributes["key"] as string),
    );
  const [point] = trial.points;
  if (!point) return;
  for (const { rule, before, after } of plan.rewrites) {
    if (!isClosed(before) || !isClosed(after)) continue;
    const [from, to] = graphValues(trial, point, [before, after]) as [Tensor, Tensor];
    const scale = Math.max(1, ...from.data.map(Math.abs));
    const at = spreading(before, after, from, to);
    from.data.forEach((v, i) => {
      const w = to.data[at(i)]!;
      if (!(Object.is(v, w) || Math.abs(v - w) <= 1e-10 * scale))
        throw new Disagreement(`${rule} makes ${w} of ${v}`);
    });
  }
}

/** Where an element of `before` stands in `after`, which may lack free axes or have them in another order. */
function spreading(before: Value, after: Value, from: Tensor, to: Tensor): (i: number) => number {
  const [all, some] = [before, after].map((v) => v.node.free.map((a) => a.key)) as [
    string[],
    string[],
  ];
  if (all.join() === some.join()) return (i) => i;
  const own = to.shape.slice(some.length).reduce((a, b) => a * b, 1);
  return (i) => {
    const position = new Map<string, number>();
    let rest = Math.floor(i / own);
    for (let k = all.length - 1; k >= 0; k--) {
      position.set(all[k]!, rest % from.shape[k]!);
      rest = Math.floor(rest / from.shape[k]!);
    }
    const row = some.reduce((sum, key, k) => sum * to.shape[k]! + (position.get(key) ?? 0), 0);
    return row * own + (i % own);
  };
}
