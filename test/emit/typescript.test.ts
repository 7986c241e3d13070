import { describe, expect, test } from "vitest";
import { emit } from "../../src/emit/index.ts";
import { Interpreter } from "../../src/kernel/interpret.ts";
import { loadModule } from "../helpers/load.ts";
import { typecheck } from "../helpers/typecheck.ts";
import { gather, neuron } from "./programs.ts";

const programs = { neuron: neuron(), fixed: neuron(true), gather: gather() };

const fill = (length: number, seed: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => Math.sin(seed + 1.7 * i));

describe("the text", () => {
  test.each(Object.entries(programs))("%s passes the strictest compiler flags", (_, program) => {
    expect(typecheck({ "model.ts": emit(program, { target: "ts" }) })).toEqual([]);
  });

  const use = (call: string): string =>
    `import { forward, workspace, type Gradients, type Params } from "./model.js";
export const J = (params: Params): number => ${call}.s;
export const W = (g: Gradients): Float64Array => g.W;
`;
  const good = `forward(params, { x: new Float64Array(3) }, workspace({ m: 2, n: 3 }))`;
  const bad = `forward(params, { x: [1, 2, 3] }, workspace({ m: 2 }))`;
  test.each(["ts", "js"] as const)("%s has types that callers can rely on", (target) => {
    const name = target === "ts" ? "model.ts" : "model.js";
    const options = { allowJs: true, isolatedDeclarations: false };
    const check = (call: string) =>
      typecheck({ [name]: emit(neuron(), { target }), "use.ts": use(call) }, options);
    expect(check(good)).toEqual([]);
    expect(check(bad).map((m) => /TS[0-9]+/u.exec(m)?.[0])).toEqual(["TS2740", "TS2741"]);
  });

  test("the same program gives the same bytes", () => {
    expect(emit(neuron(), { target: "ts" })).toBe(emit(neuron(), { target: "ts" }));
  });
});

describe("values", () => {
  test("of the neuron are those of the interpreter, bit for bit", async () => {
    const program = neuron();
    const module = await loadModule(emit(program, { target: "js" }));
    const sizes = { m: 4, n: 3 };
    const params = { W: fill(12, 1), b: fill(4, 2), u: fill(4, 3) };
    const inputs = { x: fill(3, 4) };
    const workspace = module["workspace"]!(sizes);
    const oracle = new Interpreter(program, sizes);
    for (const name of ["forward", "backward", "valueAndGradient", "predict"]) {
      const expected = oracle.run(name, params, inputs);
      const got = module[name]!(params, inputs, workspace);
      const { values, outputs, gradients } = expected;
      expect(got, name).toEqual(values && gradients ? expected : (values ?? outputs ?? gradients));
    }
  });

  test("of the gather are those of the interpreter, also after resize", async () => {
    const program = gather();
    const module = await loadModule(emit(program, { target: "js" }));
    const workspace = module["workspace"]!({ V: 5, N: 4 });
    const params = { E: fill(15, 1) };
    for (const w of [
      [1, 5, 2, 5],
      [3, 3],
      [2, 1, 4],
    ]) {
      const sizes = { V: 5, N: w.length };
      module["resize"]!(workspace, { N: w.length });
      const inputs = { w: Int32Array.from(w), lambda: -0.5 };
      const expected = new Interpreter(program, sizes).run("valueAndGradient", params, inputs);
      const got = module["valueAndGradient"]!(params, inputs, workspace);
      expect(got.values.q).toEqual(expected.values!["q"]);
      expect(got.gradients).toEqual(expected.gradients);
      expect(module["valueAndGradient"]!(params, inputs, workspace)).toBe(got);
    }
  });
});
