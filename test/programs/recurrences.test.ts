/** @file Recurrences: values against plain loops, gradients and second derivatives against differences of the loops. */
import { describe, expect, it } from "vitest";
import { live } from "../helpers/compiled.ts";
import { random } from "../helpers/random.ts";

type Arrays = Readonly<Record<string, readonly number[]>>;

interface Case {
  readonly name: string;
  readonly text: string;
  readonly sizes: Readonly<Record<string, number>>;
  readonly params: Readonly<Record<string, number>>;
  readonly inputs: Readonly<Record<string, number>>;
  /** The loss and the outputs, in plain loops; arrays are flat, as the module has them. */
  loops(p: Arrays, x: Arrays): { readonly J: number } & Record<string, number | readonly number[]>;
}

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
const row = (a: readonly number[], i: number, n: number): readonly number[] =>
  a.slice(i * n, (i + 1) * n);
const times = (m: readonly number[], v: readonly number[]): number[] =>
  range(m.length / v.length).map((i) => sum(v.map((x, j) => m[i * v.length + j]! * x)));
const plus = (...vs: readonly (readonly number[])[]): number[] =>
  vs[0]!.map((_, i) => sum(vs.map((v) => v[i]!)));
const tanh = (v: readonly number[]): number[] => v.map(Math.tanh);
const square = (v: readonly number[]): number => sum(v.map((x) => x * x));
const σ = (x: number): number => 1 / (1 + Math.exp(-x));

const CASES: readonly Case[] = [
  {
    name: "two steps back, parameters as start, the last step and the start read outside",
    text: `dim T
seq t : T
input x_t : ℝ
param a, b, p, q : ℝ
s_{-1} = p
s_0 = q
s_t = a s_{t-1} + b tanh(s_{t-2}) + x_t
loss J = Σ_t (s_t)² + s_0 s_{-1} + (s_T)³
output s`,
    sizes: { T: 7 },
    params: { a: 1, b: 1, p: 1, q: 1 },
    inputs: { x: 7 },
    loops: ({ a, b, p, q }, { x }) => {
      const s = [p![0]!, q![0]!];
      for (const v of x!) s.push(a![0]! * s.at(-1)! + b![0]! * Math.tanh(s.at(-2)!) + v);
      return { J: square(s.slice(2)) + s[0]! * s[1]! + s.at(-1)! ** 3, s: s.slice(2) };
    },
  },
  {
    name: "from the last step to the first",
    text: `dim T, d
seq t : T
input x_t : ℝ^d
param A : ℝ^{d×d}, g : ℝ^d
v_{T+1} = g
v_t = tanh(A v_{t+1} + x_t)
loss J = ‖v_1‖² + Σ_t v_t·x_t
output y = v_1`,
    sizes: { T: 5, d: 3 },
    params: { A: 9, g: 3 },
    inputs: { x: 15 },
    loops: ({ A, g }, { x }) => {
      let v = g!;
      let J = 0;
      for (const t of range(5).toReversed()) {
        v = tanh(plus(times(A!, v), row(x!, t, 3)));
        J += sum(v.map((z, i) => z * x![t * 3 + i]!));
      }
      return { J: J + square(v), y: v };
    },
  },
  {
    name: "layers in time, per example",
    text: `dim T, L, d
seq t : T
seq l : L
batch n : N
input x_t : ℝ^d per n
param W_l, U_l : ℝ^{d×d}, b_l : ℝ^d
h_{0,l} = zeros(d)
h_{t,0} = x_t
h_{t,l} = tanh(W_l h_{t,l-1} + U_l h_{t-1,l} + b_l)
loss J = mean_n Σ_t ‖h_{t,L}‖²
output y = h_{T,L}`,
    sizes: { T: 3, L: 2, d: 2, N: 3 },
    params: { W: 8, U: 8, b: 4 },
    inputs: { x: 18 },
    loops: ({ W, U, b }, { x }) => {
      let J = 0;
      const y: number[] = [];
      for (const n of range(3)) {
        const h = range(2).map(() => [0, 0]);
        for (const t of range(3)) {
          let below = row(x!, n * 3 + t, 2);
          for (const l of range(2)) {
            const [w, u] = [row(W!, l, 4), row(U!, l, 4)];
            h[l] = tanh(plus(times(w, below), times(u, h[l]!), row(b!, l, 2)));
            below = h[l]!;
          }
          J += square(below) / 3;
        }
        y.push(...h[1]!);
      }
      return { J, y };
    },
  },
  {
    name: "layers in time with two states, one of them along both ways",
    text: `dim T, L, d
seq t : T
seq l : L
input x_t : ℝ^d
param w_l, u_l : ℝ^{4×d}, h0_l, c0_l : ℝ^d, e : ℝ^d
h_{0,l} = h0_l
c_{0,l} = c0_l
h_{t,0} = e ⊙ x_t
f_{t,l} = σ(w_l[1] ⊙ h_{t,l-1} + u_l[1])
i_{t,l} = σ(w_l[2] ⊙ h_{t-1,l} + u_l[2])
o_{t,l} = σ(w_l[3] ⊙ h_{t,l-1} + u_l[3])
g_{t,l} = tanh(w_l[4] ⊙ h_{t-1,l} + u_l[4])
c_{t,l} = f_{t,l} ⊙ c_{t-1,l} + i_{t,l} ⊙ g_{t,l}
h_{t,l} = o_{t,l} ⊙ tanh(c_{t,l})
loss J = Σ_t ‖h_{t,L}‖²
output h`,
    sizes: { T: 3, L: 2, d: 2 },
    params: { w: 16, u: 16, h0: 4, c0: 4, e: 2 },
    inputs: { x: 6 },
    loops: ({ w, u, h0, c0, e }, { x }) => {
      const [h, c] = [range(2).map((l) => row(h0!, l, 2)), range(2).map((l) => row(c0!, l, 2))];
      let J = 0;
      const all: number[] = [];
      for (const t of range(3)) {
        let below: readonly number[] = row(x!, t, 2).map((v, k) => v * e![k]!);
        for (const l of range(2)) {
          const gate = (k: number, v: readonly number[]): readonly number[] =>
            v.map((z, i) => w![(l * 4 + k) * 2 + i]! * z + u![(l * 4 + k) * 2 + i]!);
          const [f, i, o] = [gate(0, below), gate(1, h[l]!), gate(2, below)].map((v) => v.map(σ));
          const g = tanh(gate(3, h[l]!));
          c[l] = c[l]!.map((z, k) => f![k]! * z + i![k]! * g[k]!);
          h[l] = c[l].map((z, k) => o![k]! * Math.tanh(z));
          below = h[l]!;
          all.push(...below);
        }
        J += square(below);
      }
      return { J, h: all };
    },
  },
  {
    name: "a mean over the batch inside the steps",
    text: `dim T, d
seq t : T
batch n : N
input x_t : ℝ^d per n
param W : ℝ^{d×d}
h_0 = zeros(d)
m_t = mean_n h_t
h_t = tanh(W h_{t-1} + x_t - m_{t-1})
m_0 = ones(d)
loss J = Σ_t mean_n ‖h_t‖²
output m`,
    sizes: { T: 4, d: 2, N: 3 },
    params: { W: 4 },
    inputs: { x: 24 },
    loops: ({ W }, { x }) => {
      let h = range(3).map((): readonly number[] => [0, 0]);
      let m: readonly number[] = [1, 1];
      let J = 0;
      const all: number[] = [];
      for (const t of range(4)) {
        const minus = m.map((z) => -z);
        h = h.map((v, n) => tanh(plus(times(W!, v), row(x!, n * 4 + t, 2), minus)));
        m = plus(...h).map((z) => z / 3);
        J += sum(h.map(square)) / 3;
        all.push(...m);
      }
      return { J, m: all };
    },
  },
  {
    name: "indices beside the step",
    text: `dim T, K
seq t : T
index i, j : K
input x_{t,i} : ℝ
param A_{i,j} : ℝ
p_{0,i} = 1
p_{t,i} = σ(Σ_j A_{i,j} p_{t-1,j} + x_{t,i})
loss J = Σ_t Σ_i (p_{t,i})²
output p`,
    sizes: { T: 4, K: 3 },
    params: { A: 9 },
    inputs: { x: 12 },
    loops: ({ A }, { x }) => {
      let p: readonly number[] = [1, 1, 1];
      const all: number[] = [];
      for (const t of range(4)) {
        p = plus(times(A!, p), row(x!, t, 3)).map(σ);
        all.push(...p);
      }
      return { J: square(all), p: all };
    },
  },
  {
    name: "a start by cases",
    text: `dim T
seq t : T
input x_t : ℝ
param a : ℝ
s_t : ℝ = { a s_{t-1} + x_t if t > 1
         tanh(a) x_t otherwise
loss J = Σ_t (s_t)²
output s`,
    sizes: { T: 5 },
    params: { a: 1 },
    inputs: { x: 5 },
    loops: ({ a }, { x }) => {
      const s: number[] = [];
      x!.forEach((v, t) => s.push(t > 0 ? a![0]! * s[t - 1]! + v : Math.tanh(a![0]!) * v));
      return { J: square(s), s };
    },
  },
  {
    name: "forwards, then backwards over what came of it",
    text: `dim T, d
seq t : T
batch n : N
input x_t : ℝ^d per n
param A, B : ℝ^{d×d}
f_0 = zeros(d)
f_t = tanh(A f_{t-1} + x_t)
g_{T+1} = zeros(d)
g_t = tanh(B g_{t+1} + f_t)
z_t = [f_t; g_t]
loss J = mean_n Σ_t ‖z_t‖² + mean_n ‖g_1‖²
output z`,
    sizes: { T: 4, d: 2, N: 2 },
    params: { A: 4, B: 4 },
    inputs: { x: 16 },
    loops: ({ A, B }, { x }) => {
      let J = 0;
      const z: number[] = [];
      for (const n of range(2)) {
        const f: (readonly number[])[] = [];
        for (const t of range(4))
          f.push(tanh(plus(times(A!, f.at(-1) ?? [0, 0]), row(x!, n * 4 + t, 2))));
        const g: (readonly number[])[] = [];
        for (const v of f.toReversed()) g.unshift(tanh(plus(times(B!, g[0] ?? [0, 0]), v)));
        J += (sum([...f, ...g].map(square)) + square(g[0]!)) / 2;
        f.forEach((v, t) => z.push(...v, ...g[t]!));
      }
      return { J, z };
    },
  },
  {
    name: "a sequence that needs no other step, read at the one before",
    text: `dim T
seq t : T
input x_t : ℝ
param a : ℝ
s_0 = a
s_t = x_t a
d_t = s_t - s_{t-1}
loss J = Σ_t (d_t)²
output d`,
    sizes: { T: 4 },
    params: { a: 1 },
    inputs: { x: 4 },
    loops: ({ a }, { x }) => {
      const s = x!.map((v) => v * a![0]!);
      const d = s.map((v, t) => v - (t > 0 ? s[t - 1]! : a![0]!));
      return { J: square(d), d };
    },
  },
  {
    name: "steps that count from 0, and the step as a number",
    text: `dim T
seq t : 0..T-1
input x_t : ℝ
param a : ℝ
s_{-1} = 2
s_t = s_{t-1} + t a x_t
loss J = Σ_t (s_t)²
output s, y = s_0`,
    sizes: { T: 4 },
    params: { a: 1 },
    inputs: { x: 4 },
    loops: ({ a }, { x }) => {
      const s: number[] = [];
      x!.forEach((v, t) => s.push((s.at(-1) ?? 2) + t * a![0]! * v));
      return { J: square(s), s, y: s[0]! };
    },
  },
  {
    name: "variable lengths in a batch",
    text: `dim T, d
seq t : T
batch n : N
input x_t : ℝ^d per n
param W : ℝ^{d×d}
h_0 = zeros(d)
h_t = tanh(W h_{t-1} + x_t)
e_t = { ‖h_t‖² if t ≤ 2
        0 otherwise
loss J = mean_n Σ_t e_t`,
    sizes: { T: 4, d: 2, N: 2 },
    params: { W: 4 },
    inputs: { x: 16 },
    loops: ({ W }, { x }) => {
      let J = 0;
      for (const n of range(2)) {
        let h: readonly number[] = [0, 0];
        for (const t of range(2)) {
          h = tanh(plus(times(W!, h), row(x!, n * 4 + t, 2)));
          J += square(h) / 2;
        }
      }
      return { J };
    },
  },
];

const drawn = (seed: number, lengths: Readonly<Record<string, number>>): Arrays => {
  const next = random(seed);
  return Object.fromEntries(
    Object.entries(lengths).map(([key, n]) => [key, range(n).map(() => 1.6 * next() - 0.8)]),
  );
};
const floats = (arrays: Arrays): Record<string, Float64Array> =>
  Object.fromEntries(Object.entries(arrays).map(([key, a]) => [key, Float64Array.from(a)]));

/** ∂f/∂p_i by five points. */
function differences(f: (p: Arrays) => number, p: Arrays, key: string, i: number): number {
  const h = 1e-3;
  const at = (by: number): number => f({ ...p, [key]: p[key]!.with(i, p[key]![i]! + by * h) });
  return (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h);
}

describe.each(CASES)("$name", ({ text, sizes, params, inputs, loops }) => {
  const [p, x] = [drawn(1, params), drawn(2, inputs)];

  it("has the values of plain loops", async () => {
    const m = await live(text);
    const expected = loops(p, x);
    for (const run of ["forward", "valueAndGradient"]) {
      const got = m[run]!(floats(p), floats(x), m["workspace"]!(sizes));
      const values = (got.values ?? got) as Record<string, number | Float64Array>;
      expect(Object.keys(values).toSorted()).toEqual(Object.keys(expected).toSorted());
      for (const [key, value] of Object.entries(expected)) {
        const [is, should] = [values[key]!, value].map((v) =>
          typeof v === "number" ? [v] : Array.from(v),
        );
        expect(is!.length, key).toBe(should!.length);
        is!.forEach((v, i) => expect(v, `${key}[${i}]`).toBeCloseTo(should![i]!, 12));
      }
    }
  });

  it("has the gradients of plain loops, twice the same", async () => {
    const m = await live(text);
    const workspace = m["workspace"]!(sizes);
    m["forward"]!(floats(p), floats(x), workspace);
    const args = [floats(p), floats(x), workspace] as const;
    m["forward"]!(...args);
    const apart = structuredClone(m["backward"]!(...args));
    const both = m["valueAndGradient"]!(...args).gradients;
    for (const [key, n] of Object.entries(params)) {
      expect(both[key]).toEqual(apart[key]);
      for (const i of range(n)) {
        const expected = differences((q) => loops(q, x).J, p, key, i);
        expect(both[key][i], `${key}[${i}]`).toBeCloseTo(expected, 8);
      }
    }
  });
});

describe("second derivatives", () => {
  const text = `dim T
seq t : T
input x_t : ℝ
param a, c : ℝ
s_0 = c
s_t = tanh(a s_{t-1} + x_t)
loss J = Σ_t (s_t)²
output s
hessian J wrt a, c
jacobian s wrt a`;
  const states = (a: number, c: number, x: readonly number[]): readonly number[] => {
    let s = c;
    return x.map((v) => (s = Math.tanh(a * s + v)));
  };
  const x = [0.3, -0.4, 0.5, 0.1, -0.2];
  const [a, c] = [0.7, 0.4];
  const p = { a: [a], c: [c] };
  const J = (q: Arrays): number => square(states(q["a"]![0]!, q["c"]![0]!, x));

  it("of a recurrence are those of plain loops", async () => {
    const m = await live(text);
    const run = (name: string): ArrayLike<number> =>
      m[name]!(floats(p), floats({ x }), m["workspace"]!({ T: 5 }));
    const second = (one: string, two: string): number =>
      differences((q) => differences(J, q, one, 0), p, two, 0);
    expect(run("hessian_J_a")[0]).toBeCloseTo(second("a", "a"), 5);
    expect(run("hessian_J_a_c")[0]).toBeCloseTo(second("a", "c"), 5);
    expect(run("hessian_J_c")[0]).toBeCloseTo(second("c", "c"), 5);
    x.forEach((_, t) => {
      const expected = differences((q) => states(q["a"]![0]!, c, x)[t]!, p, "a", 0);
      expect(run("jacobian_s_a")[t]).toBeCloseTo(expected, 8);
    });
  });
});

it("a Jacobian by rows, through a recurrence per example of a batch", async () => {
  const text = `dim T, d
seq t : T
batch n : N
input x_t : ℝ^d per n
param W : ℝ^{d×d}, c : ℝ^d
h_0 = c
h_t = tanh(W h_{t-1} + x_t)
y = mean_n sum(h_T)
jacobian y wrt W, c`;
  const sizes = { T: 3, d: 2, N: 2 };
  const p = drawn(5, { W: 4, c: 2 });
  const x = drawn(6, { x: 12 });
  const y = (q: Arrays): number =>
    sum(
      range(2).map((n) => {
        let h = q["c"]!;
        for (const t of range(3)) h = tanh(plus(times(q["W"]!, h), row(x["x"]!, n * 3 + t, 2)));
        return sum(h) / 2;
      }),
    );
  const m = await live(text);
  for (const key of ["W", "c"]) {
    const got = m[`jacobian_y_${key}`]!(floats(p), floats(x), m["workspace"]!(sizes));
    p[key]!.forEach((_, i) => expect(got[i]).toBeCloseTo(differences(y, p, key, i), 8));
  }
});

it("one module serves every length, and is as long for each", async () => {
  const text = (n: string): string => `dim T${n}
seq t : T
input x_t : ℝ
param a : ℝ
s_0 = 0
s_t = tanh(a s_{t-1} + x_t)
loss J = Σ_t (s_t)²`;
  const lengths = await Promise.all(
    [" = 10", " = 1000"].map(async (n) => {
      const { compile } = await import("../../src/compile.ts");
      return compile({ name: "m.nabla", text: text(n) }).code!.replaceAll(/10+/g, "").length;
    }),
  );
  expect(lengths[0]).toBe(lengths[1]);
  const m = await live(text(""));
  const workspace = m["workspace"]!({ T: 100 });
  const a = Float64Array.of(0.5);
  for (const T of [100, 3, 57]) {
    m["resize"]!(workspace, { T });
    const x = Float64Array.from(range(T), (t) => Math.sin(t));
    let [s, J] = [0, 0];
    for (const v of x) J += (s = Math.tanh(0.5 * s + v)) ** 2;
    expect(m["valueAndGradient"]!({ a }, { x }, workspace).values.J).toBeCloseTo(J, 12);
  }
});
