/** @file Rules of products and axes, on graphs: they fire where they should and keep value and shape. */
import { describe, expect, it } from "vitest";
import { dimNumber } from "../../src/dim.ts";
import type { Value } from "../../src/graph/node.ts";
import type { Axis } from "../../src/graph/type.ts";
import { settled, written, type Builder } from "../../src/operators/index.ts";
import { evaluate } from "../helpers/evaluate.ts";
import { random } from "../helpers/random.ts";

const axis: Axis = { key: "n", name: "n", extent: dimNumber(3), kind: "batch", base: dimNumber(1) };
const d = (...shape: number[]) => shape.map((n) => dimNumber(n));

/** Symbols by shape: `s`, `y` scalars, `v`, `w` vectors of 3, `A`, `B` 2×3 and 3×3 matrices; `_n` depends on the axis n. */
class Symbols {
  readonly made = new Map<string, Value>();
  readonly c: Builder;
  constructor(c: Builder) {
    this.c = c;
  }
  get(key: string, shape: readonly number[], index = false): Value {
    const of = index ? { from: dimNumber(0), to: dimNumber(2) } : ("real" as const);
    const value = this.c.symbol({
      name: key,
      key,
      shape: d(...shape),
      axes: key.endsWith("_n") ? [axis] : [],
      of,
    });
    this.made.set(key, value);
    return value;
  }
  get s() {
    return this.get("s", []);
  }
  get y() {
    return this.get("y", []);
  }
  get s_n() {
    return this.get("s_n", []);
  }
  get v() {
    return this.get("v", [3]);
  }
  get w() {
    return this.get("w", [3]);
  }
  get v_n() {
    return this.get("v_n", [3]);
  }
  get w_n() {
    return this.get("w_n", [3]);
  }
  get A() {
    return this.get("A", [2, 3]);
  }
  get B() {
    return this.get("B", [3, 3]);
  }
  get i() {
    return this.get("i", [], true);
  }
  get i_n() {
    return this.get("i_n", [2], true);
  }
  get r_n() {
    return this.get("r_n", [2, 3]);
  }
}

const matrixVector = { left: ["a", "b"], right: ["b"], result: ["a"] };
const sumN = (c: Builder, x: Value): Value => c.sum(c.close(x, 0, axis), [0]);

const cases: readonly (readonly [rule: string, build: (c: Builder, x: Symbols) => Value])[] = [
  [
    "elementwise-product",
    (c, x) => c.contract(x.v, x.w, { left: ["a"], right: ["a"], result: ["a"] }),
  ],
  [
    "scalar-factor",
    (c, x) => c.contract(x.A, x.s, { left: ["a", "b"], right: [], result: ["b", "a"] }),
  ],
  ["sign-out-of-product", (c, x) => c.contract(x.A, c.neg(x.v), matrixVector)],
  ["transpose-into-product", (c, x) => c.contract(c.permute(x.B, [1, 0]), x.v, matrixVector)],
  [
    "transpose-of-product",
    (c, x) =>
      c.permute(
        c.contract(x.A, x.B, { left: ["a", "b"], right: ["b", "c"], result: ["a", "c"] }),
        [1, 0],
      ),
  ],
  ["identity-factor", (c, x) => c.contract(c.eye(dimNumber(3)), x.v, matrixVector)],
  [
    "unit-vector-factor",
    (c, x) => c.contract(x.A, c.open(c.eye(dimNumber(3)), 1, axis), matrixVector),
  ],
  ["open-of-close", (c, x) => c.open(c.close(x.v_n, 0, axis), 0, axis)],
  ["close-of-open", (c, x) => c.close(c.open(x.B, 1, axis), 1, axis)],
  ["open-of-spread", (c, x) => c.close(c.open(c.broadcast(x.s, d(3)), 0, axis), 0, axis)],
  ["transpose-of-transpose", (c, x) => c.permute(c.permute(x.A, [1, 0]), [1, 0])],
  ["reshape-of-reshape", (c, x) => c.reshape(c.reshape(x.A, d(6)), d(3, 2))],
  ["reshape-of-reshape", (c, x) => c.reshape(x.A, d(2, 3))],
  ["sum-of-spread", (c, x) => c.sum(c.broadcast(x.s, d(2, 3)), [0])],
  ["sum-of-repeated", (c, x) => c.sum(c.expandAxis(x.A, 1, dimNumber(4)), [0, 1])],
  ["sum-of-scatter", (c, x) => c.sum(c.scatter(x.v, x.i, dimNumber(3)), [0])],
  [
    "sum-of-product",
    (c, x) =>
      c.sum(c.contract(x.A, x.A, { left: ["a", "b"], right: ["a", "b"], result: ["b", "a"] }), [0]),
  ],
  ["sum-inward", (c, x) => sumN(c, x.v)],
  ["sum-inward", (c, x) => sumN(c, c.neg(x.v_n))],
  ["sum-inward", (c, x) => sumN(c, c.broadcast(x.s_n, d(2)))],
  ["sum-inward", (c, x) => sumN(c, c.permute(x.r_n, [1, 0]))],
  ["sum-inward", (c, x) => sumN(c, c.reshape(x.r_n, d(6)))],
  ["sum-inward", (c, x) => sumN(c, c.expandAxis(x.v_n, 1, dimNumber(2)))],
  ["sum-inward", (c, x) => sumN(c, c.scatter(x.r_n, x.i_n, dimNumber(3)))],
  ["sum-inward", (c, x) => sumN(c, c.mul(x.v_n, x.w))],
  ["sum-inward", (c, x) => sumN(c, c.mul(x.w, x.v_n))],
  ["sum-inward", (c, x) => sumN(c, c.mul(x.s_n, x.v_n))],
  [
    "sum-inward",
    (c, x) => sumN(c, c.contract(x.v_n, x.w_n, { left: ["a"], right: ["b"], result: ["a", "b"] })),
  ],
  ["sum-inward", (c, x) => sumN(c, c.contract(x.B, x.v_n, matrixVector))],
];

describe.each(cases.map((c, i) => [`${c[0]} ${i}`, c] as const))("%s", (_, [name, build]) => {
  it("fires and keeps the value", () => {
    const fired: string[] = [];
    const before = written();
    const after = settled((rule) => fired.push(rule));
    const [was, is] = [before, after].map((c) => {
      const symbols = new Symbols(c);
      return { c, symbols, root: build(c, symbols) };
    });
    expect(fired).toContain(name);
    expect(is!.root.shape.map((e) => e.key)).toEqual(was!.root.shape.map((e) => e.key));
    for (const point of [0.5, -2, 1e3]) {
      const [a, b] = [was!, is!].map(
        ({ c, symbols, root }) => evaluate(c, [root], draw(symbols, point))[0]!,
      );
      expect([...b!.shape]).toEqual([...a!.shape]);
      a!.data.forEach((v, k) =>
        expect(Math.abs(v - b!.data[k]!)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(v))),
      );
    }
  });
});

/** Symbols without points drawn near the point, index data in range, `y` in {0, 1}. */
function draw(
  symbols: Symbols,
  point: number,
): ReadonlyMap<Value, { shape: number[]; data: Float64Array }> {
  const next = random(Math.round(point) + 2000);
  const sizes = (v: Value): number[] =>
    [...v.node.free, ...v.shape].map((x) =>
      Number(("extent" in x ? x.extent : x).key.split("/")[0]),
    );
  return new Map(
    [...symbols.made].map(([key, v]) => {
      const shape = sizes(v);
      const data = Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
        if (v.node.of !== "real") return Math.floor(next() * 3);
        return key === "y" ? 1 : shape.length === 0 ? point : point + next();
      });
      return [v, { shape, data }];
    }),
  );
}
