/** @file The programs of LANGUAGE.md against reference values that nobody in the project computed. */
import { describe, expect, it } from "vitest";
import { code, live } from "../helpers/compiled.ts";
import { dense, isRows, type Rows } from "../helpers/dense.ts";
import { deviation } from "../helpers/deviation.ts";
import { floats, inputsOf, program, reference } from "./reference.ts";

type Got = number | ArrayLike<number> | Rows;

const TOLERANCE = 1e-10;
const all = [
  "1-ner",
  "2-mlp",
  "3-logistic",
  "4-lstm",
  "5-gmm",
  "6-attention",
  "7-convnet",
  "8-skipgram",
];

describe.each(all)("%s", (file) => {
  const r = reference(file);
  const outputs = Object.keys(r.values).filter((key) => key !== r.objective);

  it("the module gives the reference values and gradients", async () => {
    const m = await live(r.text);
    const workspace = m["workspace"]!(r.sizes);
    const [params, inputs] = [floats(r.params), inputsOf(r)];
    const run = (name: string) => m[name]!(params, inputs, workspace);
    const { gradients: shapes } = m["shapes"]!(r.sizes);
    const whole = (x: Got, key: string): number | ArrayLike<number> => {
      if (!isRows(x)) return x;
      const [height, width] = shapes[key];
      return dense(x, height * width, width);
    };
    const check = (got: Record<string, Got>, expected: object): void => {
      expect(Object.keys(got).toSorted()).toEqual(Object.keys(expected).toSorted());
      for (const [key, value] of Object.entries(expected))
        expect(deviation(whole(got[key]!, key), value), key).toBeLessThan(TOLERANCE);
    };
    check(run("forward"), r.values);
    check(run("backward"), r.gradients);
    const both = run("valueAndGradient");
    check(both.values, r.values);
    check(both.gradients, r.gradients);
    if (outputs.length > 0)
      check(run("predict"), Object.fromEntries(outputs.map((key) => [key, r.values[key]])));
    if (r.hessian_J_w) expect(deviation(run("hessian_J_w"), r.hessian_J_w)).toBeLessThan(TOLERANCE);
  });

  it("compiles as written in LANGUAGE.md", () => {
    expect(code(program(file))).toContain("export function backward");
  });
});

describe("names are cuts", () => {
  it("a = x², b = x², L = a b: ∂L/∂a is b", async () => {
    const text = "param x : ℝ\na = x²\nb = x²\nL = a b\nloss J = L\ngrad J wrt a\n";
    const m = await live(text);
    const { gradients } = m["valueAndGradient"]!({ x: Float64Array.of(3) }, {}, m["workspace"]!());
    expect(gradients.a).toEqual(Float64Array.of(9)); // derivatives are arrays, by a scalar too
    expect(Array.from(gradients.x as Float64Array)).toEqual([108]);
  });

  it("p = σ(s), L = -log p: ∂L/∂p is −1/p", async () => {
    const text = "param s : ℝ\np = σ(s)\nloss L = -log p\ngrad L wrt p\n";
    const m = await live(text);
    const p = 1 / (1 + Math.exp(-0.7));
    const { gradients } = m["valueAndGradient"]!(
      { s: Float64Array.of(0.7) },
      {},
      m["workspace"]!(),
    );
    expect(deviation(gradients.p, [-1 / p])).toBeLessThan(1e-15);
    expect(deviation(gradients.s, [p - 1])).toBeLessThan(1e-15);
  });
});
