import { describe, expect, test } from "vitest";
import {
  dimAdd,
  dimMultiply,
  dimNumber,
  dimSymbol,
  dimSubtract,
  dimDivide,
} from "../../src/dim.ts";
import { emit } from "../../src/emit/index.ts";
import { at, call, loopOver, number, type Local } from "../../src/kernel/formula.ts";
import { Interpreter } from "../../src/kernel/interpret.ts";
import type { Program, Routine } from "../../src/kernel/kernel.ts";
import { strangers } from "../helpers/allowlist.ts";
import { loadModule } from "../helpers/load.ts";
import { typecheck } from "../helpers/typecheck.ts";
import {
  array,
  buffer,
  entry,
  gather,
  kernel,
  load,
  neuron,
  param,
  read,
  store,
} from "./programs.ts";

const D = { name: "D" };
const [d, one, two] = [dimSymbol(D), dimNumber(1), dimNumber(2)];
const triangle = { name: "t", definition: dimDivide(dimMultiply(d, dimSubtract(d, one)), two)! };
const t = dimSymbol(triangle);

/** s = (Σ l) γ with l : ℝ^{D(D-1)/2} and scalar γ; ∂s/∂γ; the outer product l lᵀ in two turns of one slot. */
function scalars(): Program {
  const [l, gamma] = [buffer("l", [t]), buffer("γ", [])];
  const [sum, s, dGamma] = [buffer("q", []), buffer("s", []), buffer("∂s/∂γ", [])];
  const [first, second, outer] = [buffer("e", [t]), buffer("f", [t]), buffer("o", [t, t])];
  const total: Local = { name: "q", of: "real" };
  const [i, j, k] = [loopOver("i", t), loopOver("i", t), loopOver("i", t)];
  const [m, n] = [loopOver("i", t), loopOver("j", t)];
  const params = [param(gamma, { kind: "constant", value: 2 }, "gamma"), param(l)];
  const forward: Routine = {
    name: "forward",
    says: "s",
    params,
    inputs: [],
    kernels: [
      kernel(
        "q = Σ l",
        { kind: "let", local: total, value: number(0), mutable: true },
        {
          kind: "loop",
          loop: i,
          body: [{ kind: "accumulate", local: total, by: "sum", value: load(l, at(i)) }],
        },
        store(sum, [], read(total)),
      ),
      kernel("s = q γ", store(s, [], call("mul", load(sum), load(gamma)))),
    ],
    gives: { kind: "values", entries: [entry(s, "s", "number")] },
    residuals: "keeps",
  };
  const backward: Routine = {
    name: "backward",
    says: "∂s/∂γ",
    params: [],
    inputs: [],
    kernels: [kernel("∂s/∂γ = q", store(dGamma, [], load(sum)))],
    gives: { kind: "gradients", entries: [entry(dGamma, "gamma")] },
    residuals: "needs",
  };
  const turns: Routine = {
    name: "outer_l",
    says: "(2l)(3l)ᵀ",
    params: params.slice(1),
    inputs: [],
    kernels: [
      kernel("e = 2l", {
        kind: "loop",
        loop: j,
        body: [store(first, [at(j)], call("mul", number(2), load(l, at(j))))],
      }),
      kernel("f = 3e", {
        kind: "loop",
        loop: k,
        body: [store(second, [at(k)], call("mul", number(3), load(first, at(k))))],
      }),
      kernel("o = f lᵀ", {
        kind: "loop",
        loop: m,
        body: [
          {
            kind: "loop",
            loop: n,
            body: [store(outer, [at(m), at(n)], call("mul", load(second, at(m)), load(l, at(n))))],
          },
        ],
      }),
    ],
    gives: { kind: "one", entry: entry(outer, "outer") },
    residuals: "leaves",
  };
  const value: Routine = {
    ...forward,
    name: "value_s",
    gives: { kind: "one", entry: entry(s, "s", "number") },
    residuals: "spoils",
  };
  return {
    name: "scalars.nabla",
    dims: [D, triangle],
    resizable: [],
    params,
    inputs: [],
    storage: [
      { buffer: s, role: "result", slot: 0 },
      { buffer: sum, role: "residual", slot: 1 },
      { buffer: dGamma, role: "result", slot: 2 },
      { buffer: first, role: "temporary", slot: 3 },
      { buffer: second, role: "temporary", slot: 3 },
      { buffer: outer, role: "result", slot: 4 },
    ],
    routines: [forward, backward, turns, value],
  };
}

describe("scalars, single results, shared slots, derived sizes", () => {
  const program = scalars();
  test("type-check", () => {
    for (const target of ["ts", "js"] as const)
      expect(strangers(emit(program, { target }))).toEqual([]);
    expect(typecheck({ "model.ts": emit(program, { target: "ts" }) })).toEqual([]);
  });
  test.each([1, 2, 4])("agree with the interpreter for D = %i", async (D) => {
    const module = await loadModule(emit(program, { target: "js" }));
    const length = (D * (D - 1)) / 2;
    const workspace = module["workspace"]!({ D });
    const params = {
      gamma: Float64Array.of(-3),
      l: Float64Array.from({ length }, (_, k) => k + 0.5),
    };
    const oracle = new Interpreter(program, { D });
    const run = (name: string) => {
      const expected = oracle.run(name, params, {});
      const got = module[name]!(params, {}, workspace);
      expect(got).toEqual(expected.values ?? expected.gradients ?? expected.result);
    };
    run("forward");
    run("backward");
    run("outer_l");
    run("backward");
    run("value_s");
    expect(() => module["backward"]!(params, {}, workspace)).toThrow("call forward first");
    expect(module["shapes"]!({ D }).outer_l).toEqual([length, length]);
    expect(module["initialize"]!(0, { D }).gamma).toEqual(Float64Array.of(2));
  });
  test("sizes too large for a number are refused", async () => {
    const module = await loadModule(emit(program, { target: "js" }));
    expect(() => module["workspace"]!({ D: 2147483647 })).toThrow(
      /^sizes: 4611686014132420609 is too large|sizes: 46/,
    );
    expect(() => module["workspace"]!({ D: 60000 })).toThrow(
      /o: t × t = .* elements are more than an array can have/,
    );
  });
});

describe("sizes that follow from others", () => {
  const half = { name: "h", definition: dimDivide(d, two)! };
  const rest = dimSubtract(d, dimNumber(5));
  const x = buffer("x", [dimSymbol(half), dimAdd(rest, one)]);
  const program: Program = {
    name: "half.nabla",
    dims: [D, half],
    resizable: ["D"],
    params: [],
    inputs: [array(x)],
    storage: [],
    routines: [],
  };
  test("are whole and not negative, in workspace and in resize", async () => {
    expect(typecheck({ "model.ts": emit(program, { target: "ts" }) })).toEqual([]);
    const module = await loadModule(emit(program, { target: "js" }));
    expect(() => module["workspace"]!({ D: 7 })).toThrow("sizes: D/2 = 3.5, but a size is");
    expect(() => module["workspace"]!({ D: 2 })).toThrow("sizes: D - 4 = -2, but a size is");
    const workspace = module["workspace"]!({ D: 8 });
    expect(() => module["resize"]!(workspace, { D: 7 })).toThrow("sizes: D/2 = 3.5");
    expect(workspace.sizes).toEqual({ D: 8 });
    expect(module["shapes"]!({ D: 8 }).inputs.x).toEqual([4, 4]);
  });
});

describe("workspaces", () => {
  test("are independent of each other", async () => {
    const module = await loadModule(emit(neuron(true), { target: "js" }));
    const [a, b] = [module["workspace"]!(), module["workspace"]!({})];
    const params = module["initialize"]!(1);
    const [x, y] = [{ x: Float64Array.of(1, 2, 3) }, { x: Float64Array.of(3, 2, 1) }];
    const first = module["forward"]!(params, x, a).s;
    module["forward"]!(params, y, b);
    module["backward"]!(params, x, a);
    expect(module["forward"]!(params, x, a).s).toBe(first);
  });
  test("do not carry NaN from one call into the next", async () => {
    const module = await loadModule(emit(gather(), { target: "js" }));
    const workspace = module["workspace"]!({ V: 2, N: 2 });
    const E = new Float64Array(6).fill(NaN);
    const inputs = { w: Int32Array.of(1, 2), lambda: 1 };
    module["valueAndGradient"]!({ E }, inputs, workspace);
    E.fill(1);
    const { values, gradients } = module["valueAndGradient"]!({ E }, inputs, workspace);
    expect(values).toEqual({ J: 6, q: Float64Array.of(3, 3) });
    expect(gradients).toEqual({ E: new Float64Array(6).fill(2) });
  });
  test("say which model they are of, and refuse when a result was transferred", async () => {
    const module = await loadModule(emit(gather(), { target: "js" }));
    const workspace = module["workspace"]!({ V: 2, N: 1 });
    expect(workspace.model).toBe("gather.nabla");
    const [params, inputs] = [{ E: new Float64Array(6) }, { w: Int32Array.of(1), lambda: 1 }];
    const run = () => module["valueAndGradient"]!(params, inputs, workspace);
    const { gradients } = run();
    structuredClone(gradients.E.buffer, { transfer: [gradients.E.buffer] });
    expect(run).toThrow("valueAndGradient: E: its memory was transferred");
  });
});
