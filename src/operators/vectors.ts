/** @file Unit vectors by index data, and the cross product of two vectors of space. */
import { dimNumber, dimValue, type Dim } from "../dim.ts";
import type { Calculus, Operator } from "../graph/operator.ts";
import type { Value } from "../graph/node.ts";
import { numbers, tabulate } from "../graph/tensor.ts";
import { isIndexKind, type NumberKind, type Shape } from "../graph/type.ts";
import { call, number, shifted, type Element, type Index } from "../kernel/formula.ts";

/** 1 at the index, else 0: a vector for each entry of the index data. */
export const oneHot: Operator<"unary", { extent: Dim }> = {
  name: "oneHot",
  arity: "unary",
  shapes: ([indices], { extent }) => [[...indices, extent]],
  define: ([indices], node) => ({
    by: "element",
    element: (at) => {
      const here: Element = { kind: "position", index: at.at(-1)!, plus: baseOf(node.inputs[0]!) };
      return call("select", call("equal", here, indices(at.slice(0, -1))), number(1), number(0));
    },
  }),
  vjp: () => [null],
  jvp: () => [null],
  say: ([i]) => ({ text: `one_hot(${i.text})`, level: "atom" }),
  latex: ([i]) => `e_{${i}}`,
  jacobian: () => ["0"],
  reference: ([indices], node) => {
    const [extent, from] = numbers([node.attributes.extent, baseOf(node.inputs[0]!)]);
    return [
      tabulate([...indices.shape, extent!], (at) => {
        const flat = at.slice(0, -1).reduce((sum, v, i) => sum * indices.shape[i]! + v, 0);
        const index = at.at(-1)! + from!;
        return index === indices.data[flat] ? 1 : 0;
      }),
    ];
  },
  examples: [
    { inputs: [{ shape: [], range: [0, 2], index: true }], attributes: { extent: dimNumber(3) } },
    { inputs: [{ shape: [4], range: [1, 3], index: true }], attributes: { extent: dimNumber(3) } },
    {
      inputs: [{ shape: [2, 2], range: [0, 1], index: true }],
      attributes: { extent: dimNumber(4) },
    },
    { inputs: [{ shape: [1], range: [1, 1], index: true }], attributes: { extent: dimNumber(1) } },
  ],
};

const baseOf = ({ node }: { readonly node: { readonly of: NumberKind } }): Dim =>
  isIndexKind(node.of) ? node.of.from : dimNumber(0);

const isSpace = (x: Shape): boolean => x.length === 1 && dimValue(x[0]!) === 3;
const THREE = dimNumber(3);
/** The position k places further round. */
const round = (i: Index, k: number): Index => ({
  kind: "remainder",
  of: shifted(i, dimNumber(k)),
  by: THREE,
});

/** a × b. */
export const cross: Operator<"binary"> = {
  name: "cross",
  arity: "binary",
  notation: { call: "cross" },
  shapes: ([a, b]) => (isSpace(a) && isSpace(b) ? [a] : { mismatch: "two vectors of ℝ^3" }),
  define: ([a, b]) => ({
    by: "element",
    element: ([i]) => {
      const [next, last] = [round(i!, 1), round(i!, 2)];
      return call("sub", call("mul", a([next]), b([last])), call("mul", a([last]), b([next])));
    },
  }),
  vjp: (c, [ct], { inputs }) => {
    const [a, b] = inputs as readonly [Value, Value];
    return ct ? [across(c, b, ct), across(c, ct, a)] : [null, null];
  },
  jvp: (c, [ta, tb], { inputs }) => {
    const [a, b] = inputs as readonly [Value, Value];
    const [left, right] = [ta && across(c, ta, b), tb && across(c, a, tb)];
    return [left && right ? c.add(left, right) : (left ?? right)];
  },
  latex: ([a, b]) => `${a} \\times ${b}`,
  jacobian: ([a, b]) => [`-[${b}]_\\times`, `[${a}]_\\times`],
  reference: ([a, b]) => {
    const [[a1, a2, a3], [b1, b2, b3]] = [a.data, b.data] as unknown as readonly [
      readonly [number, number, number],
      readonly [number, number, number],
    ];
    return [
      {
        shape: [3],
        data: Float64Array.of(a2 * b3 - a3 * b2, a3 * b1 - a1 * b3, a1 * b2 - a2 * b1),
      },
    ];
  },
  examples: [{ inputs: [{ shape: [3] }, { shape: [3] }] }],
};

const across = (c: Calculus, a: Value, b: Value): Value => c.apply(cross, [a, b]);
