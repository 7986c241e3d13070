/** @file Numbers for a model: parameters and inputs of the right shapes, drawn from a seed. */
import { random } from "../helpers/random.ts";
import { parametersOf, type Instance } from "./interpret.ts";
import type { File } from "../../src/syntax/ast.ts";

export function draw(file: File, sizes: Instance["sizes"], seed: number): Instance {
  const next = random(seed);
  const params: Record<string, number[]> = {};
  const inputs: Record<string, number[] | number> = {};
  for (const { key, role, shape, of } of parametersOf(file, sizes)) {
    const data = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
      if (of === "real") return next() * 3 - 1.5;
      const { from, to } = of === "bit" ? { from: 0, to: 1 } : of;
      return from + Math.floor(next() * (to - from + 1));
    });
    if (role === "param") params[key] = data;
    else inputs[key] = shape.length === 0 ? data[0]! : data;
  }
  return { sizes, params, inputs };
}

/** The same numbers as the module wants them. */
export function asArguments(file: File, { sizes, params, inputs }: Instance) {
  const integers = new Set(
    parametersOf(file, sizes).flatMap((p) => (typeof p.of === "object" ? [p.key] : [])),
  );
  const array = (key: string, data: number | ArrayLike<number>) =>
    typeof data === "number" ? data : (integers.has(key) ? Int32Array : Float64Array).from(data);
  const all = (given: Instance["inputs"]) =>
    Object.fromEntries(Object.entries(given).map(([key, data]) => [key, array(key, data)]));
  return { params: all(params), inputs: all(inputs) };
}
