/** @file What can be explained of a model, and what is where nothing is asked for. */
import type { Model, Named } from "../graph/plan.ts";
import { derivation, type Derivation } from "./derivation.ts";
import { explanation, type Explanation } from "./explanation.ts";
import { html, type Beside } from "./html.ts";
import { markdown } from "./markdown.ts";
import { dot, mermaid } from "./picture.ts";
import type { Tools } from "./tools.ts";

/** Names as the model writes them, or in ASCII. */
export interface Asked {
  readonly of?: string;
  readonly wrt?: readonly string[];
}

/** A text where a name is not in the model. */
export function explained(
  tools: Tools,
  model: Model,
  objective: Named | undefined,
  asked: Asked,
): Explanation | string {
  const made = derived(tools, model, objective, asked);
  return typeof made === "string" ? made : explanation(made, model, tools.rewrites);
}

/** The derivation of what is asked for: of the objective by all parameters, unless other names are given. */
export function derived(
  tools: Tools,
  model: Model,
  objective: Named | undefined,
  { of, wrt }: Asked,
): Derivation | string {
  const values: readonly Named[] = [
    ...(model.objective ? [model.objective] : []),
    ...model.definitions,
    ...model.outputs,
    ...model.requests.map((r) => r.of),
  ];
  const sought = of ?? objective?.key ?? soleOf(model);
  const y = sought === undefined ? undefined : written(values, sought);
  if (!y)
    return of === undefined
      ? `Nothing here is differentiated: say of what, one of ${listed(values)}.`
      : `The model has no ${of}: it defines ${listed(values)}.`;
  const { shape, node } = y.value;
  if (shape.length > 0 || node.of !== "real")
    return `${y.name} is not a number: only the gradient of a number is explained.`;
  const parameters = model.leaves.filter((leaf) => leaf.role === "param");
  const asked = model.requests.filter((r) => r.role === "grad" && r.of.key === y.key);
  const usual = [
    ...new Map([...parameters, ...asked.flatMap((r) => r.wrt)].map((x) => [x.key, x])).values(),
  ];
  const all: readonly Named[] = [...model.leaves.filter((l) => l.of === "real"), ...values];
  const found = wrt && [...new Set(wrt.map((name) => written(all, name) ?? name))];
  const missing = found?.find((x) => typeof x === "string");
  if (missing !== undefined) return `The model has no ${missing}: it has ${listed(all)}.`;
  return derivation(tools, model, y, (found as readonly Named[] | undefined) ?? usual, usual);
}

/** What all derivatives that are asked for are of. */
function soleOf({ requests }: Model): string | undefined {
  const keys = new Set(requests.map((r) => r.of.key));
  return keys.size === 1 ? [...keys][0] : undefined;
}

const written = (all: readonly Named[], name: string): Named | undefined =>
  all.find((x) => x.name === name || x.key === name);

const listed = (all: readonly Named[]): string => [...new Set(all.map((x) => x.name))].join(", ");

/** What an explanation can be printed as: a page, data, or a picture of its graph. */
export type ExplainedAs = "md" | "html" | "json" | "dot" | "mermaid";

/** `title`: the name of the model; `beside`: what a page shows beside the derivation. */
export function explanationAs(
  e: Explanation,
  format: ExplainedAs,
  title: string,
  beside: Beside = { model: "", code: "" },
): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(e, undefined, 2)}\n`;
    case "html":
      return html(e, title, beside);
    case "dot":
      return dot(e);
    case "mermaid":
      return mermaid(e);
    case "md":
      return markdown(e, title);
  }
}

export type { Explanation } from "./explanation.ts";
export type { Tools } from "./tools.ts";
