/** @file Diagonals: of a matrix, as a matrix, and their sum. */
import type { Operator, Tensor } from "../graph/operator.ts";
import { filled, tabulate } from "../graph/tensor.ts";
import { dimEquals } from "../dim.ts";
import type { Mismatch, Shape } from "../graph/type.ts";
import { at as position, loopOver } from "../kernel/formula.ts";

const square = ([x]: readonly [Shape], result: (x: Shape) => Shape): readonly Shape[] | Mismatch =>
  x.length === 2 && dimEquals(x[0]!, x[1]!) ? [result(x)] : { mismatch: "a square matrix" };

/** A vector on the diagonal of zeros. Each entry is pushed to its place. */
export const diag: Operator<"unary"> = {
  name: "diag",
  arity: "unary",
  shapes: ([x]) => (x.length === 1 ? [[x[0]!, x[0]!]] : { mismatch: "a vector" }),
  define: ([x], { inputs }) => ({
    by: "pieces",
    pieces: () => {
      const loop = loopOver("i", inputs[0]!.shape[0]!);
      const i = position(loop);
      return [{ loops: [loop], to: [i, i], value: x([i]), mode: "set" }];
    },
  }),
  vjp: (c, [ct]) => [ct ? c.diagonal(ct) : null],
  jvp: (c, [t]) => [t && c.diag(t)],
  latex: ([x]) => `\\operatorname{diag}(${x})`,
  jacobian: () => ["\\partial\\operatorname{diag}"],
  reference: ([x]) => {
    const n = x.shape[0]!;
    return [tabulate([n, n], ([i, j]) => (i === j ? x.data[i!]! : 0))];
  },
  examples: [
    { inputs: [{ shape: [3] }] },
    { inputs: [{ shape: [1] }] },
    { inputs: [{ shape: [3], values: [NaN, Infinity, -0] }], special: true },
  ],
};

/** The diagonal of a square matrix, as a vector. */
export const diagonal: Operator<"unary"> = {
  name: "diagonal",
  arity: "unary",
  movement: true,
  shapes: (inputs) => square(inputs, (x) => [x[0]!]),
  define: ([x]) => ({ by: "element", element: ([i]) => x([i!, i!]) }),
  vjp: (c, [ct]) => [ct ? c.diag(ct) : null],
  jvp: (c, [t]) => [t && c.diagonal(t)],
  say: ([x]) => ({ text: `diag(${x.text})`, level: "atom" }),
  latex: ([x]) => `\\operatorname{diag}(${x})`,
  jacobian: () => ["\\partial\\operatorname{diag}"],
  reference: ([x]) => [diagonalOf(x)],
  examples: [
    { inputs: [{ shape: [3, 3] }] },
    { inputs: [{ shape: [1, 1] }] },
    { inputs: [{ shape: [2, 2], values: [NaN, 1, 2, -Infinity] }], special: true },
  ],
};

/** The sum of the diagonal. */
export const trace: Operator<"unary"> = {
  name: "trace",
  arity: "unary",
  notation: { call: "trace" },
  aliases: ["tr"],
  shapes: (inputs) => square(inputs, () => []),
  expand: (c, [x]) => c.sum(c.diagonal(x), [0]),
  vjp: (c, [ct], { inputs: [x] }) => [ct ? c.diag(c.broadcast(ct, [x!.shape[0]!])) : null],
  jvp: (c, [t]) => [t && c.apply(trace, [t])],
  say: ([x]) => ({ text: `tr(${x.text})`, level: "atom" }),
  latex: ([x]) => `\\operatorname{tr}(${x})`,
  jacobian: () => ["\\operatorname{vec}(I)^\\top"],
  reference: ([x]) => {
    const { data } = diagonalOf(x);
    return [
      filled(
        [],
        data.reduce((a, b) => a + b, 0),
      ),
    ];
  },
  examples: [
    { inputs: [{ shape: [3, 3] }] },
    { inputs: [{ shape: [1, 1] }] },
    { inputs: [{ shape: [2, 2], values: [Infinity, 1, 2, -Infinity] }], special: true },
  ],
};

function diagonalOf(x: Tensor): Tensor {
  const n = x.shape[0]!;
  return tabulate([n], ([i]) => x.data[i! * n + i!]!);
}
