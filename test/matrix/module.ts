/** @file A graph as a running module: what the compiler does behind `resolve`, for graphs that tests put together. */
import { transformSync } from "esbuild";
import { differentiate } from "../../src/autodiff/differentiate.ts";
import { emit } from "../../src/emit/index.ts";
import type { Leaf, Model, Named } from "../../src/graph/plan.ts";
import type { Axis } from "../../src/graph/type.ts";
import type { Program } from "../../src/kernel/kernel.ts";
import { lower } from "../../src/lower/lower.ts";
import { settled } from "../../src/operators/index.ts";
import { settle } from "../../src/semantics/settle.ts";
import { loadScript, type Loaded } from "../helpers/load.ts";

export const TARGETS = ["js", "ts"] as const;
export const PRECISIONS = ["f64", "f32"] as const;
export type Target = (typeof TARGETS)[number];
export type Precision = (typeof PRECISIONS)[number];

export const NOWHERE = { start: 0, end: 0 };

export interface Put {
  readonly axes: readonly Axis[];
  readonly leaves: readonly Leaf[];
  readonly objective: Named;
  readonly outputs: readonly Named[];
}

export function programOf(put: Put): Program {
  const model: Model = {
    name: "matrix.nabla",
    dims: [],
    definitions: [],
    requests: [],
    ...put,
    objective: { ...put.objective, sense: "minimize" },
  };
  const c = settled();
  const plan = differentiate(model, c, (roots, keep) => settle(c, roots, keep), []);
  return lower(plan, c);
}

export const moduleOf = (program: Program, precision: Precision): Loaded =>
  loadScript(emit(program, { target: "js", precision }));

/** The module without types and in one layout: targets that agree in it compute the same. */
export const bare = (program: Program, target: Target, precision: Precision): string =>
  transformSync(emit(program, { target, precision }), { loader: target }).code;

export const realsOf = (values: ArrayLike<number>, precision: Precision) =>
  precision === "f64" ? Float64Array.from(values) : Float32Array.from(values);
