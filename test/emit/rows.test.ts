/** @file Gradients by rows: `sparse` parameters as a user meets them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile.ts";
import { code, live } from "../helpers/compiled.ts";
import { dense, type Rows } from "../helpers/dense.ts";
import { deviation } from "../helpers/deviation.ts";
import { strangers } from "../helpers/allowlist.ts";
import { loadModule, type Loaded } from "../helpers/load.ts";
import { random } from "../helpers/random.ts";
import { typecheck } from "../helpers/typecheck.ts";

type Arrays = Record<string, Float64Array | Float32Array | Int32Array | number>;
interface Case {
  readonly text: string;
  /** The first and the last number of index data; other inputs are reals. */
  readonly indices: Readonly<Record<string, readonly [number, number]>>;
  /** Keys of sparse gradients. */
  readonly sparse: readonly string[];
}

const SIZES = { V: 7, d: 3, e: 2, k: 2, N: 9, M: 4 };
const skipgram = readFileSync(join(import.meta.dirname, "../programs/8-skipgram.nabla"), "utf8");
const head = "dim V, d\nbatch n : N\n";

const CASES: Readonly<Record<string, Case>> = {
  "program 8": {
    text: skipgram,
    indices: { w: [0, 6], c: [0, 6], r: [0, 6] },
    sparse: ["E", "U"],
  },
  "one parameter read twice": {
    text: `${head}input w, c : 0..V-1 per n
param E : ℝ^{V×d} sparse ~ normal(0, 1)
L = tanh(E_w·E_c)
loss J = mean_n L
`,
    indices: { w: [0, 6], c: [0, 6] },
    sparse: ["E"],
  },
  "a family of words from 1, and numbers by rows": {
    text: `dim V, d
index j : 3
batch n : N
input w_j : 1..V per n
input c : 1..V per n
param E : ℝ^{V×d} sparse ~ normal(0, 1)
param b : ℝ^V sparse ~ normal(0, 1)
param u : ℝ^{3d} ~ normal(0, 1)
x = vec(E[w])
L = (u·x + b_c)² + Σ_j exp(b_{w_j})
loss J = mean_n L
`,
    indices: { w: [1, 7], c: [1, 7] },
    sparse: ["E", "b"],
  },
  "rows that are matrices": {
    text: `dim V, d, e
batch n : N
input w : 0..V-1 per n
input x : ℝ^e per n
param A : ℝ^{V×d×e} sparse ~ normal(0, 1)
y = A_w x
loss J = mean_n (y·y)
`,
    indices: { w: [0, 6] },
    sparse: ["A"],
  },
  "one element of a row": {
    text: `${head}input w : 0..V-1 per n
input i : 0..d-1 per n
param E : ℝ^{V×d} sparse ~ normal(0, 1)
loss J = mean_n ((E_{w,i} - 1)²)
`,
    indices: { w: [0, 6], i: [0, 2] },
    sparse: ["E"],
  },
  "two batches": {
    text: `dim V, d
batch n : N
batch m : M
input w : 0..V-1 per n
input c : 0..V-1 per m
param E : ℝ^{V×d} sparse ~ normal(0, 1)
loss J = mean_n mean_m (E_w·E_c)
`,
    indices: { w: [0, 6], c: [0, 6] },
    sparse: ["E"],
  },
  "two indices beside the batch, in either order": {
    text: `dim V, d
index i, j : 3
batch n : N
input w_{i,j} : 0..V-1 per n
param E : ℝ^{V×d} sparse ~ normal(0, 1)
loss J = mean_n Σ_i Σ_j (E_{w_{i,j}}·E_{w_{j,i}})
`,
    indices: { w: [0, 6] },
    sparse: ["E"],
  },
  "without a batch": {
    text: `dim V, d
input w : 0..V-1
param E : ℝ^{V×d} sparse ~ normal(0, 1)
param u : ℝ^d ~ normal(0, 1)
loss J = (E_w·E_w) (u·E_w)
`,
    indices: { w: [0, 6] },
    sparse: ["E"],
  },
  "decay of the rows that are used": {
    text: `${head}const λ : ℝ = 0.1
input w : 0..V-1 per n
param E : ℝ^{V×d} sparse ~ normal(0, 1)
param u : ℝ^d ~ normal(0, 1)
v = E_w
loss J = mean_n (softplus(u·v) + λ‖v‖²)
`,
    indices: { w: [0, 6] },
    sparse: ["E"],
  },
  "sizes of the model": {
    text: `dim V = 7, d = 3
batch n : N
input w : 0..V-1 per n
param E : ℝ^{V×d} sparse ~ normal(0, 1)
loss J = mean_n (E_w·E_w)
`,
    indices: { w: [0, 6] },
    sparse: ["E"],
  },
  "names that the module uses too": {
    text: `${head}input rows : 0..V-1 per n
param count, RowTable, values, place : ℝ^{V×d} sparse ~ normal(0, 1)
loss J = mean_n (count_{rows}·values_{rows} + RowTable_{rows}·place_{rows})
`,
    indices: { rows: [0, 6] },
    sparse: ["count", "RowTable", "values", "place"],
  },
};

const withoutSparse = (text: string): string => text.replaceAll(" sparse", "");
const sizesOf = (text: string) =>
  Object.fromEntries(
    Object.entries(SIZES).filter(
      ([name]) =>
        new RegExp(`(dim [^\\n]*\\b${name}\\b(?! =)|: ${name}$)`, "mu").test(text) &&
        !new RegExp(`\\b${name} =`, "u").test(text),
    ),
  );
const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Inputs at random: index data within its range. */
function draw(m: Loaded, { indices }: Case, sizes: object, seed: number): Arrays {
  const next = random(seed);
  const { inputs } = m["shapes"]!(sizes) as { inputs: Record<string, readonly number[]> };
  return Object.fromEntries(
    Object.entries(inputs).map(([key, shape]) => {
      const range = indices[key];
      const one = () =>
        range ? range[0] + Math.floor((range[1] - range[0] + 1) * next()) : next() - 0.5;
      const list = Array.from({ length: count(shape) }, one);
      if (shape.length === 0) return [key, list[0]!];
      return [key, range ? Int32Array.from(list) : Float64Array.from(list)];
    }),
  );
}

const asArray = (got: Rows, shape: readonly number[]): Float64Array =>
  dense(got, count(shape), count(shape.slice(1)));

describe.each(Object.entries(CASES))("%s", (_, one) => {
  const sizes = sizesOf(one.text);

  it("has the gradient of the model without `sparse`", async () => {
    const [m, plain] = [await live(one.text), await live(withoutSparse(one.text))];
    const params = m["initialize"]!(1, sizes);
    const [memory, other] = [m["workspace"]!(sizes), plain["workspace"]!(sizes)];
    const { gradients: shapes } = m["shapes"]!(sizes);
    for (const seed of [1, 2, 3]) {
      const inputs = draw(m, one, sizes, seed);
      const want = plain["valueAndGradient"]!(params, inputs, other);
      const both = m["valueAndGradient"]!(params, inputs, memory);
      expect(deviation(both.values.J, want.values.J)).toBeLessThan(1e-14);
      const check = (got: Record<string, Rows | Float64Array>) => {
        expect(Object.keys(got)).toEqual(Object.keys(want.gradients));
        for (const [key, g] of Object.entries(got)) {
          const sparse = one.sparse.includes(key);
          const whole = sparse ? asArray(g as Rows, shapes[key]) : (g as Float64Array);
          expect(deviation(whole, want.gradients[key]), key).toBeLessThan(1e-13);
          if (!sparse) continue;
          const { count, rows, values } = g as Rows;
          const used = [...rows.subarray(0, count)];
          expect(new Set(used).size, "rows differ").toBe(count);
          expect(values.length).toBeGreaterThanOrEqual(count * (whole.length / shapes[key][0]));
        }
      };
      check(both.gradients);
      m["forward"]!(params, inputs, memory);
      check(m["backward"]!(params, inputs, memory));
    }
  });

  it.each(["f64", "f32"] as const)("is a module that is checked, in %s", (precision) => {
    const { code, diagnostics } = compile({ name: "m.nabla", text: one.text }, { precision });
    expect(diagnostics).toEqual([]);
    expect(typecheck({ "model.ts": code! })).toEqual([]);
    if (precision === "f64") expect(strangers(code!)).toEqual([]);
  });
});

describe("rows", () => {
  const text = `${head}input w : 0..V-1 per n
param E : ℝ^{V×d} sparse ~ normal(0, 1)
loss J = ½ mean_n (E_w·E_w)
`;
  const sizes = { V: 7, d: 2, N: 4 };
  const start = async () => {
    const m = await live(text);
    const params = m["initialize"]!(1, sizes);
    return { m, params, memory: m["workspace"]!(sizes) };
  };

  it("stand in the order of their first use, each once, with their sum", async () => {
    const { m, params, memory } = await start();
    const inputs = { w: Int32Array.of(5, 2, 5, 0) };
    const { E } = m["valueAndGradient"]!(params, inputs, memory).gradients;
    expect(E.count).toBe(3);
    expect([...E.rows.subarray(0, 3)]).toEqual([5, 2, 0]);
    const row = (i: number) => params.E.subarray(2 * i, 2 * i + 2) as Float64Array;
    const want = [5, 2, 0].flatMap((i) => [...row(i)].map((x) => (i === 5 ? x / 2 : x / 4)));
    expect(deviation(E.values.subarray(0, 6), want)).toBeLessThan(1e-15);
    expect(Object.keys(E)).toEqual(["count", "rows", "values"]);
  });

  it("of one call are gone in the next", async () => {
    const { m, params, memory } = await start();
    const run = (...w: readonly number[]): readonly number[] => {
      const { E } = m["valueAndGradient"]!(params, { w: Int32Array.from(w) }, memory).gradients;
      return [E.count, ...E.rows.subarray(0, E.count)];
    };
    expect(run(6, 5, 4, 3)).toEqual([4, 6, 5, 4, 3]);
    expect(run(3, 3, 3, 3)).toEqual([1, 3]);
    expect(run(4, 6, 4, 0)).toEqual([3, 4, 6, 0]);
  });

  it("have room for all of V, and for no more than can be read", async () => {
    const m = await live(text);
    const room = (sizes: object) => {
      const params = m["initialize"]!(1, sizes);
      const memory = m["workspace"]!(sizes);
      const N = memory.sizes.N as number;
      const w = Int32Array.from({ length: N }, (_, n) => n % memory.sizes.V);
      const { E } = m["valueAndGradient"]!(params, { w }, memory).gradients;
      return [E.count, E.rows.length, E.values.length];
    };
    expect(room({ V: 7, d: 2, N: 4 })).toEqual([4, 4, 8]);
    expect(room({ V: 3, d: 2, N: 40 })).toEqual([3, 3, 6]);
    expect(room({ V: 1, d: 1, N: 1 })).toEqual([1, 1, 1]);
  });

  it("are as many as there are after a resize", async () => {
    const { m, params, memory } = await start();
    for (const [w, N] of [
      [[1], 1],
      [[6, 0, 1, 6], 4],
      [[2, 2], 2],
    ] as const) {
      m["resize"]!(memory, { N });
      const inputs = { w: Int32Array.from(w) };
      const fresh = m["workspace"]!({ ...sizes, N });
      const got = m["valueAndGradient"]!(params, inputs, memory).gradients.E;
      const want = m["valueAndGradient"]!(params, inputs, fresh).gradients.E;
      expect(got.count).toBe(want.count);
      expect(asArray(got, [7, 2])).toEqual(asArray(want, [7, 2]));
    }
  });

  it("out of range are refused, and nothing is written", async () => {
    const { m, params, memory } = await start();
    const good = { w: Int32Array.of(1, 2, 1, 2) };
    const { E } = m["valueAndGradient"]!(params, good, memory).gradients;
    const before = [E.count, ...E.rows, ...E.values];
    for (const wrong of [7, -1, 2 ** 31 - 1])
      expect(() =>
        m["valueAndGradient"]!(params, { w: Int32Array.of(1, wrong, 0, 0) }, memory),
      ).toThrow(/^inputs\.w\[1\]: expected 0\.\.V - 1 = 0\.\.6, got/);
    expect([E.count, ...E.rows, ...E.values]).toEqual(before);
    // The same array, changed after forward.
    m["forward"]!(params, good, memory);
    good.w[3] = 9;
    expect(() => m["backward"]!(params, good, memory)).toThrow("inputs.w[3]");
  });

  it.each(["rows", "values"])("whose %s lost their memory are noticed", async (key) => {
    const { m, params, memory } = await start();
    const inputs = { w: Int32Array.of(1, 2, 1, 2) };
    const { E } = m["valueAndGradient"]!(params, inputs, memory).gradients;
    structuredClone(E[key].buffer, { transfer: [E[key].buffer] });
    expect(() => m["valueAndGradient"]!(params, inputs, memory)).toThrow(
      "valueAndGradient: E: its memory was transferred or shrunk",
    );
    m["forward"]!(params, inputs, memory);
    expect(() => m["backward"]!(params, inputs, memory)).toThrow("backward: E: its memory");
  });

  it("are no arguments of their own workspace", async () => {
    const { m, params, memory } = await start();
    const { E } = m["valueAndGradient"]!(
      params,
      { w: Int32Array.of(1, 2, 3, 4) },
      memory,
    ).gradients;
    expect(() => m["valueAndGradient"]!(params, { w: E.rows }, memory)).toThrow(
      "inputs.w: shares memory with the workspace",
    );
  });

  it("can be copied to another thread", async () => {
    const { m, params, memory } = await start();
    const inputs = { w: Int32Array.of(1, 2, 1, 2) };
    const { E } = m["valueAndGradient"]!(params, inputs, memory).gradients;
    expect(structuredClone(E)).toEqual({ count: 2, rows: E.rows, values: E.values });
  });

  it("keep NaN and ∞ in their rows", async () => {
    const { m, params, memory } = await start();
    params.E[2 * 3] = NaN;
    const run = (...w: readonly number[]): Float64Array =>
      asArray(
        m["valueAndGradient"]!(params, { w: Int32Array.from(w) }, memory).gradients.E,
        [7, 2],
      );
    expect([...run(3, 1, 1, 1).keys()].filter((i) => Number.isNaN(run(3, 1, 1, 1)[i]))).toEqual([
      6,
    ]);
    expect(run(1, 1, 1, 2).some(Number.isNaN)).toBe(false);
  });

  it("are Float32Arrays in f32, and right to their rounding", async () => {
    const { code: single } = compile(
      { name: "m.nabla", text: skipgram },
      { target: "js", precision: "f32" },
    );
    const [m, exact] = [await loadModule(single!), await live(skipgram)];
    const sizes = { V: 7, d: 3, k: 2, N: 9 };
    const inputs = draw(m, CASES["program 8"]!, sizes, 1);
    const params = m["initialize"]!(1, sizes) as Record<string, Float32Array>;
    const twice = Object.fromEntries(
      Object.entries(params).map(([key, a]) => [key, Float64Array.from(a)]),
    );
    const got = m["valueAndGradient"]!(params, inputs, m["workspace"]!(sizes)).gradients;
    const want = exact["valueAndGradient"]!(twice, inputs, exact["workspace"]!(sizes)).gradients;
    for (const key of ["E", "U"]) {
      expect(got[key].values).toBeInstanceOf(Float32Array);
      expect([got[key].count, ...got[key].rows]).toEqual([want[key].count, ...want[key].rows]);
      const used = want[key].count * 3;
      const values = got[key].values.subarray(0, used);
      expect(deviation(values, want[key].values.subarray(0, used))).toBeLessThan(2 ** -20);
    }
  });

  it("cost a call neither memory nor anything of V", async () => {
    const { m } = await start();
    const big = { V: 200_000, d: 2, N: 4 };
    const params = m["initialize"]!(1, big);
    const memory = m["workspace"]!(big);
    const inputs = { w: Int32Array.of(1, 20_000, 1, 199_999) };
    const run = (times: number): void => {
      for (let i = 0; i < times; i++) {
        inputs.w[0] = (inputs.w[0]! + 7919) % big.V;
        m["valueAndGradient"]!(params, inputs, memory);
      }
    };
    run(20_000);
    const { arrayBuffers } = process.memoryUsage();
    const begun = performance.now();
    const grown = Array.from({ length: 9 }, () => {
      const { heapUsed } = process.memoryUsage();
      run(12_000);
      return process.memoryUsage().heapUsed - heapUsed;
    });
    // 100 000 times 200 000 rows would take minutes.
    expect(performance.now() - begun).toBeLessThan(20_000);
    // Less than 32 bytes a call, in most rounds: others see the compiler of the engine at work, or its collector.
    expect(grown.sort((x, y) => x - y)[4]).toBeLessThan(32 * 12_000);
    expect(process.memoryUsage().arrayBuffers - arrayBuffers).toBeLessThan(1 << 20);
  });
});

describe("models", () => {
  const zeros = async (text: string, inputs: object) => {
    const m = await live(text);
    const sizes = { V: 5, d: 2 };
    return m["valueAndGradient"]!(m["initialize"]!(1, sizes), inputs, m["workspace"]!(sizes));
  };

  it("whose loss reads no row have none in the gradient", async () => {
    const text = `dim V, d
input w : 0..V-1
param E : ℝ^{V×d} sparse ~ normal(0, 1), a : ℝ^d ~ normal(0, 1)
loss J = a·a
output v = E_w
`;
    const { gradients, values } = await zeros(text, { w: 3 });
    expect(gradients.E.count).toBe(0);
    expect(values.v).toHaveLength(2);
  });

  it("with another derivative by the same parameter give rows of their own", async () => {
    const text = `${head}input w : 0..V-1 per n
param E : ℝ^{V×d} sparse ~ normal(0, 1)
L = E_w·E_w
loss J = mean_n L
K = mean_n (L²)
grad K wrt E
output K
`;
    const [m, plain] = [await live(text), await live(withoutSparse(text))];
    const sizes = { V: 7, d: 3, N: 5 };
    const params = m["initialize"]!(1, sizes);
    const inputs = { w: Int32Array.of(6, 1, 6, 0, 2) };
    const run = (module: Loaded, name: string) =>
      module[name]!(params, inputs, module["workspace"]!(sizes));
    const want = run(plain, "grad_K_E");
    expect(deviation(asArray(run(m, "grad_K_E"), [7, 3]), want)).toBeLessThan(1e-13);
    const memory = m["workspace"]!(sizes);
    const { gradients } = m["valueAndGradient"]!(params, inputs, memory);
    const kept = asArray(gradients.E, [7, 3]);
    m["grad_K_E"]!(params, inputs, memory);
    expect(asArray(gradients.E, [7, 3])).toEqual(kept);
  });

  it("without a loss may be sparse too", async () => {
    const m = await live(
      `dim V, d\ninput w : 0..V-1\nparam E : ℝ^{V×d} sparse ~ normal(0, 1)\noutput v = E_w\n`,
    );
    const sizes = { V: 5, d: 2 };
    const params = m["initialize"]!(1, sizes);
    const { v } = m["predict"]!(params, { w: 4 }, m["workspace"]!(sizes));
    expect([...v]).toEqual([...params.E.subarray(8)]);
  });

  it("have a Hessian in full", async () => {
    const m = await live(
      `dim V\nbatch n : N\ninput w : 0..V-1 per n\nparam b : ℝ^V sparse\nloss J = mean_n (b_w²)\nhessian J wrt b\n`,
    );
    const sizes = { V: 3, N: 2 };
    const params = { b: Float64Array.of(1, 2, 3) };
    const memory = m["workspace"]!(sizes);
    const H = m["hessian_J_b"]!(params, { w: Int32Array.of(2, 0) }, memory);
    expect([...H]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it("describe their gradient in types", () => {
    const user = `import { valueAndGradient, type Gradients, type Inputs, type Params, type Rows, type Workspace } from "./model.ts";
export function norm(params: Params, inputs: Inputs, workspace: Workspace): number {
  const { E }: Gradients = valueAndGradient(params, inputs, workspace).gradients;
  const { count, rows, values }: Rows = E;
  return count + rows[0]! + values[0]!;
}
`;
    const ts = compile({ name: "m.nabla", text: skipgram }).code!;
    expect(typecheck({ "model.ts": ts, "user.ts": user })).toEqual([]);
    const wrong = user.replace("values[0]!", "values.count");
    expect(typecheck({ "model.ts": ts, "user.ts": wrong })).toHaveLength(1);
    expect(code(skipgram)).not.toContain("Float32Array");
  });
});
