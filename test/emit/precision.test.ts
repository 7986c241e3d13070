/** @file f32: arrays of reals are Float32Arrays, arithmetic is in doubles, a store rounds. */
import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile.ts";
import { loadModule } from "../helpers/load.ts";
import { random } from "../helpers/random.ts";
import { typecheck } from "../helpers/typecheck.ts";

const text = `dim d, h
batch n : N
input x : ℝ^d per n
input y : {0,1} per n
param W : ℝ^{h×d} ~ glorot, b : ℝ^h = 0, u : ℝ^h ~ normal(0, 1)
s = u·tanh(Wx + b)
p = σ(s)
loss J = mean_n (-y log p - (1-y) log(1-p)) + ½‖W‖²
output p
hessian J wrt b
`;
const sizes = { d: 5, h: 7, N: 9 };

async function run(precision: "f64" | "f32") {
  const { code } = compile({ name: "m.nabla", text }, { target: "js", precision });
  const m = (await loadModule(code!)) as Record<string, (...args: unknown[]) => never>;
  const reals = (values: readonly number[]) =>
    precision === "f32" ? Float32Array.from(values) : Float64Array.from(values);
  const next = random(1);
  const draw = (n: number) => reals(Array.from({ length: n }, () => Math.fround(next() - 0.5)));
  const params = { W: draw(35), b: draw(7), u: draw(7) };
  const inputs = { x: draw(45), y: reals([0, 1, 0, 1, 0, 1, 0, 1, 0]) };
  const memory = m["workspace"]!(sizes);
  const both = m["valueAndGradient"]!(params, inputs, memory) as {
    values: { J: number; p: Float32Array };
    gradients: Record<string, Float32Array>;
  };
  return { m, params, inputs, memory, both };
}

describe("precision f32", () => {
  it("agrees with f64 to the rounding of its stores", async () => {
    const [double, single] = [await run("f64"), await run("f32")];
    expect(single.both.values.J).toBeCloseTo(double.both.values.J, 6);
    for (const [key, exact] of Object.entries(double.both.gradients)) {
      const got = single.both.gradients[key]!;
      expect(got).toBeInstanceOf(Float32Array);
      const largest = Math.max(...exact.map(Math.abs));
      got.forEach((v, i) => expect(Math.abs(v - exact[i]!)).toBeLessThan(2 ** -20 * largest));
    }
    expect(single.m["initialize"]!(1, sizes)["W"]).toBeInstanceOf(Float32Array);
    expect(single.m["hessian_J_b"]!(single.params, single.inputs, single.memory)).toBeInstanceOf(
      Float32Array,
    );
  });

  it("refuses doubles by name", async () => {
    const { m, params, inputs, memory } = await run("f32");
    const wrong = { ...params, W: new Float64Array(35) };
    expect(() => m["forward"]!(wrong, inputs, memory)).toThrow(
      /params\.W: expected a Float32Array/,
    );
  });

  it("passes the strictest compiler", () => {
    const { code } = compile({ name: "m.nabla", text }, { target: "ts", precision: "f32" });
    expect(typecheck({ "model.ts": code! })).toEqual([]);
    expect(code).not.toContain("Float64Array");
  });
});
