/** @file What a recurrence does at one step, in the model's words: `c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t`. */
import { topological, type Value } from "../graph/node.ts";
import { noted } from "./noted.ts";
import { dependence, openLeaves, recurrenceKey, recurrenceOf } from "../graph/recurrence.ts";

export interface Step {
  readonly left: string;
  readonly right: string;
  readonly value: Value;
}

export interface Steps {
  /** `t`, and the way it is gone through. */
  readonly axis: string;
  readonly backward: boolean;
  readonly equations: readonly Step[];
}

/** The recurrences that make a value of the graph as written; `isMade`: whether the piece itself has it. */
export function stepsOf(written: Value, isMade: (names: readonly string[]) => boolean): Steps[] {
  const found = new Map<string, Steps>();
  const order = topological([written]);
  const open = openLeaves(order);
  for (const node of order) {
    if (node.op.recurrence !== "state" || open.get(node)!.size > 0) continue;
    const r = recurrenceOf(node);
    const key = recurrenceKey(node);
    if (found.has(key) || !isMade(r.names)) continue;
    const names = new Map<Value, string>();
    const at = (name: string): string => `${name}_${r.axis.name}`;
    const isInside = dependence(new Set(r.reads.map((x) => x.leaf)));
    const inner = topological(r.next).filter((n) => n.results.some(isInside));
    const equations: Step[] = [];
    const say = (name: string, value: Value): void => {
      const body = value.node.op.name === "named" ? value.node.inputs[0]! : value;
      if (names.has(value)) return;
      const right = noted(body, (x) => (x === body ? undefined : names.get(x)));
      equations.push({ left: at(name), right, value });
      names.set(value, at(name));
      names.set(body, at(name));
    };
    for (const { op, attributes, results } of inner)
      if (op.name === "named" && !("function" in attributes))
        say(attributes["name"] as string, results[0]!);
    r.next.forEach((x, j) => say(r.names[j]!, x));
    found.set(key, { axis: r.axis.name, backward: r.backward, equations });
  }
  return [...found.values()];
}
