import { describe, expect, test } from "vitest";
import { dimAdd, dimMultiply, dimNumber, dimSubtract, dimSymbol, type Dim } from "../../src/dim.ts";
import { emit } from "../../src/emit/index.ts";
import {
  at,
  call,
  loopOver,
  number,
  type Element,
  type Index,
  type Local,
  type ScalarOp,
} from "../../src/kernel/formula.ts";
import { Interpreter } from "../../src/kernel/interpret.ts";
import type { Program, Statement } from "../../src/kernel/kernel.ts";
import { strangers } from "../helpers/allowlist.ts";
import { loadModule } from "../helpers/load.ts";
import { typecheck } from "../helpers/typecheck.ts";
import { array, buffer, entry, kernel, load, read, storage, store } from "./programs.ts";

const [nSymbol, mSymbol] = [{ name: "n" }, { name: "m" }];
const [n, m] = [dimSymbol(nSymbol), dimSymbol(mSymbol)];
const x = buffer("x", [n]);
const A = buffer("A", [n, m]);
const y = buffer("y", [n, m]);
const [i, j] = [loopOver("i", n), loopOver("j", m)];
const affine = (plus: Dim, ...terms: [Index, Dim][]): Index => ({
  kind: "affine",
  terms: terms.map(([index, times]) => ({ index, times })),
  plus,
});
const [zero, one, two] = [dimNumber(0), dimNumber(1), dimNumber(2)];

/** y_ij = value, or the statements given. */
function program(value: Element | readonly Statement[], name = "test.nabla"): Program {
  const body = "kind" in value ? [store(y, [at(i), at(j)], value)] : value;
  return {
    name,
    dims: [nSymbol, mSymbol],
    resizable: ["n"],
    params: [],
    inputs: [array(x), array(A)],
    storage: storage([y, "result"]),
    routines: [
      {
        name: "predict",
        says: "y",
        params: [],
        inputs: [array(x), array(A)],
        kernels: [
          kernel("y = …", {
            kind: "loop",
            loop: i,
            body: [{ kind: "loop", loop: j, body }],
          }),
        ],
        gives: { kind: "outputs", entries: [entry(y, "y")] },
        residuals: "leaves",
      },
    ],
  };
}

const SPECIAL = [-1000, -2, -1, -0.5, -0, 0, 0.5, 1, 3, 1000, NaN, Infinity, -Infinity];
const sizes = { n: SPECIAL.length, m: SPECIAL.length };
const xs = Float64Array.from(SPECIAL);
const As = Float64Array.from(SPECIAL.flatMap(() => SPECIAL));

/** Equal to the interpreter on special values, well-typed, and without strangers. */
async function agrees(value: Element | readonly Statement[]): Promise<string> {
  const p = program(value);
  const [ts, js] = [emit(p, { target: "ts" }), emit(p, { target: "js" })];
  expect(typecheck({ "model.ts": ts })).toEqual([]);
  expect(strangers(ts)).toEqual([]);
  const module = await loadModule(js);
  const inputs = { x: xs, A: As };
  const got = module["predict"]!({}, inputs, module["workspace"]!(sizes));
  expect(got.y).toEqual(new Interpreter(p, sizes).run("predict", {}, inputs).outputs!["y"]);
  return ts;
}

const [xi, Aij] = [load(x, at(i)), load(A, at(i), at(j))];

describe("scalars agree with the interpreter at special values", () => {
  const unary: readonly ScalarOp[] =
    "neg abs sign sqrt exp log log1p expm1 tanh sigmoid softplus".split(" ") as ScalarOp[];
  const binary = "add sub mul div max min pow".split(" ") as ScalarOp[];
  test.each(unary)("%s", async (op) => void (await agrees(call(op, xi))));
  test.each(binary)("%s", async (op) => void (await agrees(call(op, xi, Aij))));
  test.each(["less", "lessEqual", "equal"] as const)("%s", async (op) => {
    await agrees(call("select", call(op, xi, Aij), xi, Aij));
    const both = call("and", call("not", call(op, xi, Aij)), call("less", xi, number(2)));
    await agrees(call("select", both, number(1), number(-1)));
  });
  test.each([0, 1, 2, 3, 4, -1, 0.5, 1 / 3])("pow %s", async (p) => {
    await agrees(call("pow", call("sub", xi, Aij), number(p)));
  });
  test("numbers", async () => {
    const numbers = [-0, 5e-324, -1.5e300, 1e21, NaN, Infinity, -Infinity, 0.1];
    await agrees(numbers.map(number).reduce((a, b) => call("max", call("mul", a, xi), b)));
    await agrees(call("sub", Aij, call("neg", call("neg", call("sub", number(-2), xi)))));
  });
  test("the order of operations is kept", async () => {
    const ops: readonly ScalarOp[] = ["add", "sub", "mul", "div"];
    for (const f of ops)
      for (const g of ops) {
        await agrees(call(f, call(g, xi, Aij), number(0.1)));
        await agrees(call(f, number(0.1), call(g, xi, Aij)));
      }
  }, 60_000);
});

describe("large formulas", () => {
  test("a chain of 20 000 operations is cut", async () => {
    let e: Element = xi;
    for (let k = 0; k < 20_000; k++) e = call(k % 2 ? "add" : "sub", e, Aij);
    const p = program(e);
    expect(emit(p, { target: "ts" }).length).toBeLessThan(2_000_000);
    expect(strangers(emit(program(chain(200)), { target: "ts" }))).toEqual([]);
    await agrees(chain(200));
  });
  test("60 squarings are 60 lines", async () => {
    let e: Element = call("mul", xi, number(0.5));
    for (let k = 0; k < 60; k++) e = call("mul", e, e);
    const text = await agrees(e);
    expect(text.match(/const part/gu)).toHaveLength(60);
  });
});

function chain(length: number): Element {
  let e: Element = xi;
  for (let k = 0; k < length; k++) e = call("tanh", call("add", Aij, e));
  return e;
}

describe("positions", () => {
  const shifted: Element = {
    kind: "when",
    index: affine(dimNumber(-1), [at(i), one]),
    from: zero,
    to: n,
    then: load(x, affine(dimNumber(-1), [at(i), one])),
    otherwise: number(7),
  };
  test("a branch is never read outside its range", async () => {
    const text = await agrees(shifted);
    expect(text).toContain("0 <= i - 1 && i - 1 < n ? x[i - 1]! : 7");
  });
  test("what a branch shares is computed inside it", async () => {
    const loaded = shifted.then;
    await agrees({ ...shifted, then: call("mul", loaded, call("exp", loaded)) });
    const both = {
      ...shifted,
      then: call("mul", loaded, loaded),
      otherwise: call("mul", Aij, Aij),
    };
    await agrees(call("add", both, call("add", both, Aij)));
  });
  test("reshapes", async () => {
    const flat = affine(zero, [at(i), m], [at(j), one]);
    const row: Index = { kind: "quotient", of: flat, by: m };
    const column: Index = { kind: "remainder", of: flat, by: m };
    await agrees(load(A, row, column));
    await agrees(load(A, affine(dimSubtract(n, one), [at(i), dimNumber(-1)]), at(j)));
    await agrees({ kind: "position", index: affine(one, [at(i), two], [at(j), m]), plus: two });
    await agrees({ kind: "size", dim: dimAdd(dimMultiply(n, m), dimNumber(-3)) });
  });
  test("statements with conditions, locals and accumulation", async () => {
    const [sum, top, k]: [Local, Local, Local] = [
      { name: "sum", of: "real" },
      { name: "sum", of: "real" },
      { name: "k", of: "integer" },
    ];
    const l = loopOver("i", n);
    await agrees([
      { kind: "let", local: sum, value: number(0), mutable: true },
      { kind: "let", local: top, value: number(-Infinity), mutable: true },
      {
        kind: "let",
        local: k,
        value: { kind: "position", index: at(j), plus: zero },
        mutable: false,
      },
      {
        kind: "loop",
        loop: l,
        body: [
          { kind: "accumulate", local: sum, by: "sum", value: load(A, at(l), at(j)) },
          { kind: "accumulate", local: top, by: "max", value: load(x, at(l)) },
        ],
      },
      {
        kind: "inside",
        index: affine(dimNumber(-2), [at(i), one]),
        from: zero,
        to: n,
        then: [
          store(y, [at(i), at(j)], load(A, at(i), { kind: "value", value: read(k), minus: zero })),
        ],
        otherwise: [store(y, [at(i), at(j)], call("add", read(sum), read(top)))],
      },
      store(y, [at(i), at(j)], xi, "add"),
    ]);
  });
});
