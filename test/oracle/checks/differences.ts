/** @file The emitted gradient against five-point differences of the emitted loss, at two steps: independent of all but `forward`. */
import { random } from "../../helpers/random.ts";
import { Disagreement } from "../numbers.ts";
import type { Trial } from "../trial.ts";
import { dense } from "./dense.ts";

const STEP = 1e-4;

export function differences({ module, points, sizes, seed }: Trial): void {
  const [point] = points;
  const objective = point?.expected.objective;
  if (!point || objective === undefined || point.expected.margin < 100 * STEP) return;
  const workspace = module["workspace"]!(sizes);
  const next = random(seed + 29);
  const direction = Object.fromEntries(
    Object.entries(point.params).map(([key, x]) => [key, x.map(() => 2 * next() - 1)]),
  );
  const at = (t: number): number => {
    const params = Object.fromEntries(
      Object.entries(point.params).map(([key, x]) => [
        key,
        x.map((v, i) => v + t * direction[key]![i]!),
      ]),
    );
    return module["forward"]!(params, point.inputs, workspace)[objective];
  };
  const slope = (h: number): number => (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
  const [coarse, fine] = [slope(2 * STEP), slope(STEP)];
  module["forward"]!(point.params, point.inputs, workspace);
  const gradients = module["backward"]!(point.params, point.inputs, workspace);
  const terms = Object.entries(direction).flatMap(([key, d]) =>
    dense(gradients[key], d.length).map((g, i) => d[i]! * g),
  );
  const got = terms.reduce((a, b) => a + b, 0);
  const scale = terms.reduce((a, b) => a + Math.abs(b), 0);
  const rounding = (1e-15 * Math.abs(at(0))) / STEP;
  const allowed = 1e-8 * scale + 4 * Math.abs(fine - coarse) + 20 * rounding;
  if (!(Math.abs(got - fine) <= allowed))
    throw new Disagreement(`along a direction the gradient is ${got}, differences say ${fine}`);
}
