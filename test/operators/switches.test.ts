/** @file Any rewrite can be switched off: values and gradients stay. */
import { expect, it } from "vitest";
import { compile, REWRITES } from "../../src/compile.ts";
import { deviation } from "../helpers/deviation.ts";
import { loadModule } from "../helpers/load.ts";
import { floats, inputsOf, reference } from "../programs/reference.ts";

const programs = ["1-ner", "2-mlp", "3-logistic"].map(reference);

it.each([[], ...REWRITES.map((name) => [name])])("without %s", async (...without) => {
  for (const r of programs) {
    const { code } = compile({ name: "m.nabla", text: r.text }, { target: "js", without });
    const m = await loadModule(code!);
    const workspace = m["workspace"]!(r.sizes);
    const { values, gradients } = m["valueAndGradient"]!(floats(r.params), inputsOf(r), workspace);
    expect(deviation(values[r.objective], r.values[r.objective]!)).toBeLessThan(1e-10);
    for (const [key, gradient] of Object.entries(r.gradients))
      expect(deviation(gradients[key], gradient), key).toBeLessThan(1e-10);
  }
});

it("what is switched off is not told", () => {
  const text = programs[1]!.text;
  const told = (without: readonly string[]) =>
    compile({ name: "m.nabla", text }, { without }).show("rewrites")!;
  expect(told([])).toContain("log-softmax");
  expect(told(["log-softmax"])).not.toContain("log-softmax");
});
