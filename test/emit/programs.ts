/** @file Small programs built by hand, as `lower` would make them. */
import { dimNumber, dimSymbol, type Dim } from "../../src/dim.ts";
import {
  at,
  call,
  loopOver,
  number,
  type Buffer,
  type Element,
  type Index,
  type Local,
} from "../../src/kernel/formula.ts";
import type {
  Argument,
  Entry,
  Kernel,
  Parameter,
  Program,
  Start,
  Statement,
  Storage,
} from "../../src/kernel/kernel.ts";

export const buffer = (
  name: string,
  extents: readonly Dim[],
  of: "real" | "integer" = "real",
): Buffer => ({ name, extents, of });
export const load = (from: Buffer, ...at: readonly Index[]): Element => ({
  kind: "load",
  from,
  at,
});
export const store = (
  to: Buffer,
  at: readonly Index[],
  value: Element,
  mode: "set" | "add" = "set",
): Statement => ({ kind: "store", to, at, value, mode });
export const read = (local: Local): Element => ({ kind: "local", local });
export const kernel = (says: string, ...statements: readonly Statement[]): Kernel => ({
  says,
  from: undefined,
  statements,
});
export const array = (b: Buffer, key = b.name, says = key): Argument => ({
  key,
  says,
  buffer: b,
  form: "array",
  range: undefined,
});
export const param = (
  b: Buffer,
  start: Start = { kind: "constant", value: 0 },
  key = b.name,
): Parameter => ({ ...array(b, key), start });
export const entry = (b: Buffer, key: string, form: "array" | "number" = "array"): Entry => ({
  key,
  says: key,
  buffer: b,
  form,
});
export const storage = (...list: readonly (readonly [Buffer, Storage["role"]])[]): Storage[] =>
  list.map(([b, role], slot) => ({ buffer: b, role, slot }));

/** s = u·tanh(W x + b) with W : ℝ^{m×n}. */
export function neuron(
  fixed = false,
  keys = { W: "W", b: "b", u: "u", x: "x", m: "m", n: "n", h: "h" },
): Program {
  const mSymbol = { name: keys.m, ...(fixed ? { definition: dimNumber(2) } : {}) };
  const nSymbol = { name: keys.n, ...(fixed ? { definition: dimNumber(3) } : {}) };
  const m = dimSymbol(mSymbol);
  const n = dimSymbol(nSymbol);
  const W = buffer(keys.W, [m, n]);
  const b = buffer(keys.b, [m]);
  const u = buffer(keys.u, [m]);
  const x = buffer(keys.x, [n]);
  const h = buffer(keys.h, [m]);
  const delta = buffer("δ", [m]);
  const s = buffer("s", []);
  const [dW, db, du] = [buffer("∂s/∂W", [m, n]), buffer("∂s/∂b", [m]), buffer("∂s/∂u", [m])];
  const hidden = (): Kernel => {
    const i = loopOver("i", m);
    const j = loopOver("j", n);
    const z: Local = { name: "z", of: "real" };
    return kernel("h = tanh(W x + b)", {
      kind: "loop",
      loop: i,
      body: [
        { kind: "let", local: z, value: load(b, at(i)), mutable: true },
        {
          kind: "loop",
          loop: j,
          body: [
            {
              kind: "accumulate",
              local: z,
              by: "sum",
              value: call("mul", load(W, at(i), at(j)), load(x, at(j))),
            },
          ],
        },
        store(h, [at(i)], call("tanh", read(z))),
      ],
    });
  };
  const dot = (): Kernel => {
    const i = loopOver("i", m);
    const total: Local = { name: "s", of: "real" };
    return kernel(
      "s = u·h",
      { kind: "let", local: total, value: number(0), mutable: true },
      {
        kind: "loop",
        loop: i,
        body: [
          {
            kind: "accumulate",
            local: total,
            by: "sum",
            value: call("mul", load(u, at(i)), load(h, at(i))),
          },
        ],
      },
      store(s, [], read(total)),
    );
  };
  const gradients = (): Kernel[] => {
    const i = loopOver("i", m);
    const k = loopOver("i", m);
    const j = loopOver("j", n);
    const l = loopOver("i", m);
    const hi = load(h, at(i));
    return [
      kernel("δ = (1 − h ⊙ h) ⊙ u", {
        kind: "loop",
        loop: i,
        body: [
          store(
            delta,
            [at(i)],
            call("mul", call("sub", number(1), call("mul", hi, hi)), load(u, at(i))),
          ),
        ],
      }),
      kernel("∂s/∂W = δ xᵀ", {
        kind: "loop",
        loop: k,
        body: [
          {
            kind: "loop",
            loop: j,
            body: [store(dW, [at(k), at(j)], call("mul", load(delta, at(k)), load(x, at(j))))],
          },
        ],
      }),
      kernel("∂s/∂b = δ, ∂s/∂u = h", {
        kind: "loop",
        loop: l,
        body: [store(db, [at(l)], load(delta, at(l))), store(du, [at(l)], load(h, at(l)))],
      }),
    ];
  };
  const params = [
    param(W, { kind: "glorot", fanIn: n, fanOut: m }),
    param(b),
    param(u, { kind: "normal", mean: 0, deviation: 0.1 }),
  ];
  const inputs = [array(x)];
  const values = [entry(s, "s", "number")];
  const entries = [entry(dW, keys.W), entry(db, keys.b), entry(du, keys.u)];
  return {
    name: "neuron.nabla",
    dims: [mSymbol, nSymbol],
    resizable: [],
    params,
    inputs,
    storage: storage(
      [s, "result"],
      [h, "residual"],
      [delta, "temporary"],
      [dW, "result"],
      [db, "result"],
      [du, "result"],
    ),
    routines: [
      {
        name: "forward",
        says: "The score s.",
        params,
        inputs,
        kernels: [hidden(), dot()],
        gives: { kind: "values", entries: values },
        residuals: "keeps",
      },
      {
        name: "backward",
        says: "Gradients of s, after forward on the same workspace.",
        params: params.filter((p) => p.key === keys.u),
        inputs,
        kernels: gradients(),
        gives: { kind: "gradients", entries },
        residuals: "needs",
      },
      {
        name: "valueAndGradient",
        says: "The score and its gradients.",
        params,
        inputs,
        kernels: [hidden(), dot(), ...gradients()],
        gives: { kind: "both", values, gradients: entries },
        residuals: "spoils",
      },
      {
        name: "predict",
        says: "The outputs alone.",
        params,
        inputs,
        kernels: [hidden(), dot()],
        gives: { kind: "outputs", entries: values },
        residuals: "spoils",
      },
    ],
  };
}

/** J = Σ_n Σ_k E[w_n]_k², with w_n : 1..V per n, and ∂J/∂E. */
export function gather(): Program {
  const [V, N] = [{ name: "V" }, { name: "N" }];
  const dSymbol = { name: "d", definition: dimNumber(3) };
  const d = dimSymbol(dSymbol);
  const E = buffer("E", [dimSymbol(V), d]);
  const w = buffer("w", [dimSymbol(N)], "integer");
  const scale = buffer("λ", []);
  const J = buffer("J", []);
  const q = buffer("q", [dimSymbol(N)]);
  const dE = buffer("∂J/∂E", [dimSymbol(V), d]);
  const word = (n: Index): Index => ({ kind: "value", value: load(w, n), minus: dimNumber(1) });
  const square = (): Kernel => {
    const n = loopOver("n", dimSymbol(N));
    const k = loopOver("k", d);
    const e = load(E, word(at(n)), at(k));
    const sum: Local = { name: "q", of: "real" };
    return kernel("q_n = λ ‖E[w_n]‖²", {
      kind: "loop",
      loop: n,
      body: [
        { kind: "let", local: sum, value: number(0), mutable: true },
        {
          kind: "loop",
          loop: k,
          body: [{ kind: "accumulate", local: sum, by: "sum", value: call("mul", e, e) }],
        },
        store(q, [at(n)], call("mul", load(scale), read(sum))),
        store(J, [], load(q, at(n)), "add"),
      ],
    });
  };
  const scatter = (): Kernel => {
    const n = loopOver("n", dimSymbol(N));
    const k = loopOver("k", d);
    const e = load(E, word(at(n)), at(k));
    return kernel(
      "∂J/∂E = Σ_n 2λ E[w_n]",
      { kind: "fill", to: dE, value: 0 },
      {
        kind: "loop",
        loop: n,
        body: [
          {
            kind: "loop",
            loop: k,
            body: [
              store(
                dE,
                [word(at(n)), at(k)],
                call("mul", call("mul", number(2), load(scale)), e),
                "add",
              ),
            ],
          },
        ],
      },
    );
  };
  const params = [param(E, { kind: "normal", mean: 0, deviation: 1 })];
  const inputs: Argument[] = [
    {
      key: "w",
      says: "w_n : 1..V",
      buffer: w,
      form: "array",
      range: { from: dimNumber(1), to: dimSymbol(V) },
    },
    { key: "lambda", says: "λ : ℝ", buffer: scale, form: "number", range: undefined },
  ];
  const values = [entry(J, "J", "number"), entry(q, "q")];
  return {
    name: "gather.nabla",
    dims: [V, N, dSymbol],
    resizable: ["N"],
    params,
    inputs,
    storage: storage([J, "result"], [q, "result"], [dE, "result"]),
    routines: [
      {
        name: "valueAndGradient",
        says: "J and ∂J/∂E.",
        params,
        inputs,
        kernels: [square(), scatter()],
        gives: { kind: "both", values, gradients: [entry(dE, "E")] },
        residuals: "leaves",
      },
    ],
  };
}
