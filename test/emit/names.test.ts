import { describe, expect, test } from "vitest";
import { dimNumber, dimSymbol } from "../../src/dim.ts";
import { ascii } from "../../src/emit/ascii.ts";
import { emit } from "../../src/emit/index.ts";
import { comment, quote } from "../../src/emit/literals.ts";
import { Scope } from "../../src/emit/names.ts";
import { at, call, loopOver, number, type Element } from "../../src/kernel/formula.ts";
import { Interpreter } from "../../src/kernel/interpret.ts";
import type { Program } from "../../src/kernel/kernel.ts";
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
  storage,
  store,
} from "./programs.ts";

const EVIL =
  "__proto__ constructor then catch toJSON length name class await eval arguments yield let static enum prototype " +
  "Math Float64Array undefined NaN Infinity Object Number params inputs workspace memory seen kept ready sizes i i_ row row2 " +
  "forward admit given within d d_ h hasOwnProperty toString values gradients valueOf lambda λ a_b a__b _class globalThis";

/** y_k = Σ of all inputs and params at i; everything is called something evil. */
function evil(names: readonly string[]): Program {
  const size = { name: "d", definition: dimNumber(2) };
  const d = dimSymbol(size);
  const buffers = names.map((n) => buffer(n, [d]));
  const y = buffer("y", [d]);
  const i = loopOver("i", d);
  const value = buffers
    .map((b): Element => load(b, at(i)))
    .reduce((a, b) => call("add", call("mul", number(-2), a), b));
  const half = Math.floor(names.length / 2);
  const params = buffers.slice(0, half).map((b) => param(b, { kind: "constant", value: 1 }));
  const inputs = buffers.slice(half).map((b) => array(b));
  const kernels = [
    kernel("@ts-nocheck */ ${1} \u2028 alert(1) //# sourceMappingURL=x\n evil()", {
      kind: "loop",
      loop: i,
      body: [store(y, [at(i)], value)],
    }),
  ];
  const gives = names.map((n) => buffer(`out ${n}`, [d]));
  const copies = gives.map((g) => {
    const j = loopOver("i", d);
    return kernel(`copy ${g.name}`, {
      kind: "loop",
      loop: j,
      body: [store(g, [at(j)], load(y, at(j)))],
    });
  });
  return {
    name: `*/ evil("\`\n\u2028//# sourceMappingURL=x .nabla`,
    dims: [size],
    resizable: [],
    params,
    inputs,
    storage: storage([y, "temporary"], ...gives.map((g) => [g, "result"] as const)),
    routines: [
      {
        name: "predict",
        says: "eslint-disable @deprecated */",
        params,
        inputs,
        kernels: [...kernels, ...copies],
        gives: { kind: "outputs", entries: gives.map((g, k) => entry(g, names[k]!)) },
        residuals: "leaves",
      },
    ],
  };
}

describe("evil names", () => {
  const names = EVIL.split(" ");
  const program = evil(names);
  test("type-check and keep out strangers", () => {
    const code = emit(program, { target: "ts" });
    expect(typecheck({ "model.ts": code })).toEqual([]);
    expect(strangers(code)).toEqual([]);
  });
  test("are keys, and give the right values", async () => {
    const module = await loadModule(emit(program, { target: "js" }));
    const params = module["initialize"]!(1);
    const half = Math.floor(names.length / 2);
    expect(Object.keys(params).toSorted()).toEqual(names.slice(0, half).toSorted());
    const inputs = Object.create(null);
    names.slice(half).forEach((n, k) => (inputs[n] = Float64Array.of(k, -k / 7)));
    const out = module["predict"]!(params, inputs, module["workspace"]!());
    const expected = new Interpreter(program).run("predict", params, inputs).outputs!;
    for (const n of names) {
      expect(Object.hasOwn(out, n), n).toBe(true);
      expect(out[n], n).toEqual(expected[n]);
    }
    expect(() => module["predict"]!({}, inputs, module["workspace"]!())).toThrow(
      "params.__proto__: expected a Float64Array of length 2 (d = 2), but the key is missing",
    );
  });
  test.each(names)("%s as an open dim", async (name) => {
    const keys = { W: "W", b: "b", u: "u", x: "x", m: name, n: "n", h: "h" };
    const code = emit(neuron(false, keys), { target: "js" });
    const module = await loadModule(code);
    const sizes = JSON.parse(`{ ${JSON.stringify(name)}: 2, "n": 1 }`);
    const workspace = module["workspace"]!(sizes);
    const params = module["initialize"]!(1, sizes);
    expect(
      Number.isFinite(module["forward"]!(params, { x: Float64Array.of(1) }, workspace).s),
    ).toBe(true);
    expect(typecheck({ "model.ts": emit(neuron(false, keys), { target: "ts" }) })).toEqual([]);
  });
});

describe("strangers", () => {
  test.each([
    ["neuron", neuron()],
    ["gather", gather()],
    ["fixed", neuron(true)],
  ])("%s has none", (_, p) => {
    expect(strangers(emit(p, { target: "ts" }))).toEqual([]);
    expect(strangers(emit(p, { target: "js" }))).toEqual([]);
  });
  test.each([
    ["import x from 'y';"],
    ["export const f = eval;"],
    ["export function f(): void { console.log(1); }"],
    ["new Function('x');"],
    ["const a = 1; // @ts-ignore"],
    ["const a = `x`.at(0); debugger;"],
  ])("%s is noticed", (code) => {
    expect(strangers(code)).not.toEqual([]);
  });
});

describe("spelling", () => {
  test.each([
    ["W₁", "W1"],
    ["λ", "lambda"],
    ["∂J/∂W", "dJ_dW"],
    ["x̂", "x"],
    ["h′", "h_prime"],
    ["é", "e"],
    ["ж", ""],
    ["_a", "_a"],
  ])("%s is %s", (name, spelling) => {
    expect(ascii(name)).toBe(spelling);
  });
  test("names of blocks around and inside are not free, those beside are", () => {
    const outer = new Scope();
    const inner = new Scope(outer);
    expect([inner.declare("i"), outer.declare("i"), new Scope(outer).declare("i")]).toEqual([
      "i",
      "i_",
      "i",
    ]);
    const [a, b] = [new Scope(outer), new Scope(outer)];
    expect([a.declare("k"), b.declare("k"), a.fresh("k"), a.fresh("k")]).toEqual([
      "k",
      "k",
      "k2",
      "k3",
    ]);
  });
  test("strings and comments hide nothing", () => {
    expect(quote("</script>\u2028\u202e")).toBe(String.raw`"\u003c/script>\u2028\u202e"`);
    expect(comment("a */ b\r\n@ts-ignore")).toBe("a * / b ts-ignore");
    expect(comment("eslint-disable-line")).toBe("in the model: eslint-disable-line");
  });
});
