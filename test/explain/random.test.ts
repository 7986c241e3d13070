/** @file Random models are explained, and what is shown is right in numbers. */
import { expect, it } from "vitest";
import { explanation } from "../../src/explain/explanation.ts";
import { markdown } from "../../src/explain/markdown.ts";
import { dense } from "../oracle/checks/dense.ts";
import { model } from "../oracle/generate/model.ts";
import { compare } from "../oracle/numbers.ts";
import { trialOf, type Trial } from "../oracle/trial.ts";
import { inNumbers } from "./numbers.ts";

const COUNT = Number(process.env["NABLA_EXPLAINED"] ?? 200);
const SEED = Number(process.env["NABLA_SEED"] ?? 1);

function explained(trial: Trial): boolean {
  const { stages, sizes, points, module } = trial;
  const [point] = points;
  if (!stages.plan.objective || !point) return false;
  const found = inNumbers(stages, { sizes, leaves: { ...point.inputs, ...point.params } });
  if (!found) return false;
  expect(found.wrong.join("; "), trial.text).toBe("");
  const workspace = module["workspace"]!(sizes);
  const { gradients } = module["valueAndGradient"]!(point.params, point.inputs, workspace);
  for (const [key, { data }] of found.gradients) {
    const got = (gradients as Record<string, never>)[key];
    if (got === undefined) continue;
    const wanted = dense(got, data.length);
    const said = { wanted, again: () => wanted };
    const largest = Math.max(...wanted.map(Math.abs));
    const scale = wanted.map(() => largest);
    compare(`∂/∂${key} of\n${trial.text}`, data, said, { tolerance: 1e-8, scale, least: 1e-5 });
  }
  const text = markdown(explanation(found.derivation, stages.model, stages.plan.rewrites), "model");
  expect(text).not.toMatch(/undefined|\[object|NaN/u);
  return true;
}

it(`explains random models from seed ${SEED} on`, { timeout: 300_000 }, () => {
  let count = 0;
  for (let seed = SEED; seed < SEED + COUNT; seed++) {
    const trial = trialOf(model(seed), seed, 1);
    try {
      if (trial && explained(trial)) count++;
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}\n${trial?.text}`, {
        cause: error,
      });
    }
  }
  expect(count).toBeGreaterThan(0.7 * COUNT);
});
