/** @file Models by hand, to plans and programs. */
import { differentiate } from "../../src/autodiff/differentiate.ts";
import { dimNumber, dimSymbol, type Dim, type DimSymbol } from "../../src/dim.ts";
import type { Value } from "../../src/graph/node.ts";
import type { Leaf, Model, Named, Plan, Request } from "../../src/graph/plan.ts";
import type { Axis, NumberKind, Shape } from "../../src/graph/type.ts";
import type { Program } from "../../src/kernel/kernel.ts";
import { lower } from "../../src/lower/lower.ts";
import { settled, written, type Builder } from "../../src/operators/index.ts";
import { settle } from "../../src/semantics/settle.ts";

const span = { start: 0, end: 0 };

/** Collects what a model file declares, in order. */
export class Draft {
  readonly c: Builder = written();
  readonly dims: DimSymbol[] = [];
  readonly axes: Axis[] = [];
  readonly leaves: Leaf[] = [];
  readonly definitions: Named[] = [];
  readonly outputs: Named[] = [];
  readonly requests: Request[] = [];
  objective: Named | undefined;

  dim(name: string, value?: number): Dim {
    const symbol = { name, ...(value !== undefined && { definition: dimNumber(value) }) };
    this.dims.push(symbol);
    return dimSymbol(symbol);
  }
  axis(name: string, extent: Dim, kind: Axis["kind"]): Axis {
    const axis = { key: name, name, extent, kind, base: dimNumber(1) };
    this.axes.push(axis);
    return axis;
  }
  leaf(
    role: Leaf["role"],
    name: string,
    shape: Shape,
    axes: readonly Axis[] = [],
    of: NumberKind = "real",
  ): Value {
    const value = this.c.symbol({ name, key: name, shape, axes, of });
    this.leaves.push({ role, name, key: name, value, axes, shape, of, initial: undefined, span });
    return value;
  }
  define(name: string, x: Value): Value {
    const value = this.c.named(name, name, x);
    this.definitions.push({ name, key: name, value, span });
    return value;
  }
  minimize(name: string): void {
    this.objective = this.named(name);
  }
  output(name: string): void {
    this.outputs.push(this.named(name));
  }
  request(role: Request["role"], of: string, ...wrt: string[]): void {
    this.requests.push({ role, of: this.named(of), wrt: wrt.map((w) => this.named(w)), span });
  }
  named(name: string): Named {
    const known = [...this.definitions, ...this.leaves].find((d) => d.name === name);
    return { name, key: name, value: known!.value, span };
  }
  plan(): { readonly plan: Plan; readonly c: Builder } {
    const c = settled();
    const model: Model = {
      name: "test.nabla",
      dims: this.dims,
      axes: this.axes,
      leaves: this.leaves,
      definitions: this.definitions,
      objective: this.objective && { ...this.objective, sense: "minimize" },
      outputs: this.outputs,
      requests: this.requests,
    };
    return { plan: differentiate(model, c, (roots, keep) => settle(c, roots, keep), []), c };
  }
  program(): Program {
    const { plan, c } = this.plan();
    return lower(plan, c);
  }
}

/** s = u·tanh(W x + b) */
export function neuron(): Draft {
  const d = new Draft();
  const [m, n] = [d.dim("m"), d.dim("n")];
  const W = d.leaf("param", "W", [m, n]);
  const b = d.leaf("param", "b", [m]);
  const u = d.leaf("param", "u", [m]);
  const x = d.leaf("input", "x", [n]);
  const { c } = d;
  const wx = c.contract(W, x, { left: ["a", "b"], right: ["b"], result: ["a"] });
  const h = d.define("h", c.call("tanh", c.add(wx, b)));
  d.define("s", c.contract(u, h, { left: ["a"], right: ["a"], result: [] }));
  d.request("grad", "s", "W", "b", "u", "x");
  return d;
}

/** Program 1 of LANGUAGE.md. */
export function ner(): Draft {
  const d = new Draft();
  const [V, dd, H, N] = [d.dim("V"), d.dim("d"), d.dim("H"), d.dim("N")];
  const five = dimNumber(5);
  const j = d.axis("j", five, "index");
  const n = d.axis("n", N, "batch");
  const { c } = d;
  const w = d.leaf("input", "w", [], [n, j], { from: dimNumber(0), to: V });
  const y = d.leaf("input", "y", [], [n]);
  const E = d.leaf("param", "E", [V, dd]);
  const fd = { ...dimSymbol(d.dims[1]!) };
  const width = c.reshape(c.gather(E, c.close(w, 0, j)), [five, fd]).shape;
  const size = mul(width);
  const W = d.leaf("param", "W", [H, size]);
  const b = d.leaf("param", "b", [H]);
  const u = d.leaf("param", "u", [H]);
  const x = d.define("x", c.reshape(c.gather(E, c.close(w, 0, j)), [size]));
  const wx = c.contract(W, x, { left: ["a", "b"], right: ["b"], result: ["a"] });
  const h = c.call("tanh", c.add(wx, b));
  const s = d.define("s", c.contract(u, h, { left: ["a"], right: ["a"], result: [] }));
  const p = d.define("p", c.call("sigmoid", s));
  const one = c.number(1);
  const L = d.define(
    "L",
    c.sub(c.mul(c.neg(y), c.call("log", p)), c.mul(c.sub(one, y), c.call("log", c.sub(one, p)))),
  );
  d.define("J", c.div(c.sum(c.close(L, 0, n), [0]), c.size(N)));
  d.minimize("J");
  d.output("p");
  return d;
}

import { dimProduct } from "../../src/dim.ts";
const mul = (shape: Shape): Dim => dimProduct(shape);

/** Program 2: two layers, softmax, weight decay. */
export function mlp(): Draft {
  const d = new Draft();
  const { c } = d;
  const [n0, h, k, N] = [d.dim("d"), d.dim("h"), d.dim("k"), d.dim("N")];
  const n = d.axis("n", N, "batch");
  const x = d.leaf("input", "x", [n0], [n]);
  const y = d.leaf("input", "y", [], [n], { from: dimNumber(0), to: k });
  const lambda = d.leaf("const", "lambda", []);
  const W1 = d.leaf("param", "W1", [h, n0]);
  const b1 = d.leaf("param", "b1", [h]);
  const W2 = d.leaf("param", "W2", [k, h]);
  const b2 = d.leaf("param", "b2", [k]);
  const times = (A: Value, v: Value) =>
    c.contract(A, v, { left: ["a", "b"], right: ["b"], result: ["a"] });
  const a = d.define("a", c.call("relu", c.add(times(W1, x), b1)));
  const z2 = d.define("z2", c.add(times(W2, a), b2));
  const p = d.define("p", c.apply(c.operator("softmax"), [z2], { position: 0 }));
  const L = d.define("L", c.neg(c.call("log", c.gather(p, y))));
  const square = (A: Value) =>
    c.contract(A, A, { left: ["a", "b"], right: ["a", "b"], result: [] });
  const mean = c.div(c.sum(c.close(L, 0, n), [0]), c.size(N));
  const decay = c.mul(c.mul(c.number(0.5), lambda), c.add(square(W1), square(W2)));
  d.define("J", c.add(mean, decay));
  d.minimize("J");
  d.output("p");
  return d;
}

/** Program 8: rows of E and U by index data, U in two places. */
export function skipGram(): Draft {
  const d = new Draft();
  const { c } = d;
  const [V, dd, k, N] = [d.dim("V"), d.dim("d"), d.dim("k"), d.dim("N")];
  const j = d.axis("j", k, "index");
  const n = d.axis("n", N, "batch");
  const word = { from: dimNumber(0), to: V };
  const w = d.leaf("input", "w", [], [n], word);
  const context = d.leaf("input", "c", [], [n], word);
  const r = d.leaf("input", "r", [], [n, j], word);
  const E = d.leaf("param", "E", [V, dd]);
  const U = d.leaf("param", "U", [V, dd]);
  const dot = (a: Value, b: Value) => c.contract(a, b, { left: ["a"], right: ["a"], result: [] });
  const v = d.define("v", c.gather(E, w));
  const s = dot(c.gather(U, context), v);
  const t = c.neg(dot(c.gather(U, r), v));
  const others = c.sum(c.close(c.call("log", c.call("sigmoid", t)), 0, j), [0]);
  const L = d.define("L", c.sub(c.neg(c.call("log", c.call("sigmoid", s))), others));
  d.define("J", c.div(c.sum(c.close(L, 0, n), [0]), c.size(N)));
  d.define("q", c.call("sigmoid", s));
  d.minimize("J");
  d.output("q");
  return d;
}

/** Program 3: logistic regression with its Hessian. */
export function logistic(): Draft {
  const d = new Draft();
  const { c } = d;
  const [dd, N] = [d.dim("d"), d.dim("N")];
  const n = d.axis("n", N, "batch");
  const x = d.leaf("input", "x", [dd], [n]);
  const y = d.leaf("input", "y", [], [n]);
  const w = d.leaf("param", "w", [dd]);
  const b = d.leaf("param", "b", []);
  const s = d.define("s", c.add(c.contract(w, x, { left: ["a"], right: ["a"], result: [] }), b));
  const L = d.define("L", c.sub(c.call("softplus", s), c.mul(y, s)));
  const norm = c.contract(w, w, { left: ["a"], right: ["a"], result: [] });
  d.define(
    "J",
    c.add(c.div(c.sum(c.close(L, 0, n), [0]), c.size(N)), c.mul(c.number(0.005), norm)),
  );
  d.define("p", c.call("sigmoid", s));
  d.minimize("J");
  d.output("p");
  d.request("hessian", "J", "w");
  return d;
}

/** A mixture: families over an index, lse, a matrix product inside a norm. */
export function mixture(): Draft {
  const d = new Draft();
  const { c } = d;
  const [D, K, N] = [d.dim("D"), d.dim("K"), d.dim("N")];
  const k = d.axis("k", K, "index");
  const i = d.axis("i", N, "index");
  const x = d.leaf("input", "x", [D], [i]);
  const alpha = d.leaf("param", "alpha", [], [k]);
  const mu = d.leaf("param", "mu", [D], [k]);
  const Q = d.leaf("param", "Q", [D, D], [k]);
  const e = c.contract(Q, c.sub(x, mu), { left: ["a", "b"], right: ["b"], result: ["a"] });
  const square = c.contract(e, e, { left: ["a"], right: ["a"], result: [] });
  const beta = d.define("beta", c.sub(alpha, c.mul(c.number(0.5), square)));
  const lse = c.apply(c.operator("lse"), [c.close(beta, 0, k)], { position: 0 });
  d.define("F", c.sum(c.close(lse, 0, i), [0]));
  d.minimize("F");
  return d;
}

/** A family whose subscripts are not in the order of declaration; a scalar parameter; a result that is an argument. */
export function family(): Draft {
  const d = new Draft();
  const { c } = d;
  const [J, K, N] = [d.dim("J"), d.dim("K"), d.dim("N")];
  const j = d.axis("j", J, "index");
  const k = d.axis("k", K, "index");
  const n = d.axis("n", N, "batch");
  const A = d.leaf("param", "A", [], [k, j]);
  const s = d.leaf("param", "s", []);
  const x = d.leaf("input", "x", [], [n, k]);
  const sum = (v: Value, ...axes: Axis[]) =>
    axes.reduce((value, a) => c.sum(c.close(value, 0, a), [0]), v);
  const t = d.define("t", sum(c.mul(A, x), k));
  const e = d.define("e", c.call("exp", c.mul(s, t)));
  d.define("L", sum(c.mul(e, e), n, j));
  d.define("r", x);
  d.minimize("L");
  d.output("r");
  d.output("t");
  return d;
}

/** No objective: outputs alone. */
export function plainPredict(): Draft {
  const d = neuron();
  d.requests.length = 0;
  d.output("h");
  d.output("s");
  return d;
}
