/** @file A lower triangular matrix from its diagonal and from what stands below it, column by column. */
import { dimDivide, dimMultiply, dimNumber, dimSubtract, type Dim } from "../dim.ts";
import type { Operator } from "../graph/operator.ts";
import { filled, numbers, offset, tabulate } from "../graph/tensor.ts";
import type { Shape } from "../graph/type.ts";
import {
  call,
  loopOver,
  number,
  at as position,
  type Element,
  type Index,
} from "../kernel/formula.ts";

const ONE = dimNumber(1);

/** n(n − 1)/2: how many entries stand below the diagonal of an n × n matrix. */
export const below = (n: Dim): Dim => dimDivide(dimMultiply(n, dimSubtract(n, ONE)), dimNumber(2))!;

/** d on the diagonal, l below it: column 0 from row 1 on, then column 1 from row 2 on, … */
export const lowertri: Operator<"binary"> = {
  name: "lowertri",
  arity: "binary",
  notation: { call: "lowertri" },
  shapes: ([d, l]) =>
    d.length === 1 && l.length === 1 && l[0]!.key === below(d[0]!).key
      ? [[d[0]!, d[0]!]]
      : { mismatch: "a diagonal of n numbers and n(n - 1)/2 below it" },
  define: ([d, l], { inputs }) => ({
    by: "element",
    element: ([i, j]) =>
      call(
        "select",
        call("equal", at(i!), at(j!)),
        d([i!]),
        call("select", call("less", at(j!), at(i!)), l([packed(i!, j!, inputs[0]!.shape)]), ZERO),
      ),
  }),
  vjp: (c, [ct]) => [ct ? c.diagonal(ct) : null, ct ? c.apply(undertri, [ct]) : null],
  jvp: (c, [d, l], { inputs }) => [
    d || l
      ? c.apply(lowertri, [d ?? c.zeros(inputs[0]!.shape), l ?? c.zeros(inputs[1]!.shape)])
      : null,
  ],
  latex: ([d, l]) => `\\operatorname{lowertri}(${d}, ${l})`,
  jacobian: () => ["\\operatorname{lowertri}(I, 0)", "\\operatorname{lowertri}(0, I)"],
  reference: ([d, l]) => {
    const n = d.shape[0]!;
    const result = filled([n, n], 0);
    let k = 0;
    for (let j = 0; j < n; j++) {
      result.data[j * n + j] = d.data[j]!;
      for (let i = j + 1; i < n; i++) result.data[i * n + j] = l.data[k++]!;
    }
    return [result];
  },
  examples: [2, 3, 5].map((n) => ({
    inputs: [{ shape: [n] }, { shape: [(n * (n - 1)) / 2] }],
  })),
};

/** What stands below the diagonal of a square matrix, column by column: the transpose of `lowertri` by its second. */
export const undertri: Operator<"unary"> = {
  name: "undertri",
  arity: "unary",
  shapes: ([x]) =>
    x.length === 2 && x[0]!.key === x[1]!.key ? [[below(x[0]!)]] : { mismatch: "a square matrix" },
  define: ([x], { inputs }) => ({
    by: "pieces",
    pieces: () => {
      const { shape } = inputs[0]!;
      const loops = [loopOver("i", shape[0]!), loopOver("j", shape[1]!)];
      const [i, j] = loops.map((loop) => position(loop)) as [Index, Index];
      const value = call("select", call("less", at(j), at(i)), x([i, j]), ZERO);
      return [{ loops, to: [packed(i, j, shape)], value, mode: "add" }];
    },
  }),
  vjp: (c, [ct], { inputs }) => [
    ct ? c.apply(lowertri, [c.zeros([inputs[0]!.shape[0]!]), ct]) : null,
  ],
  jvp: (c, [t]) => [t && c.apply(undertri, [t])],
  latex: ([x]) => `\\operatorname{undertri}(${x})`,
  jacobian: () => ["\\operatorname{lowertri}(0, I)^\\top"],
  reference: ([x], node) => {
    const shape = numbers(node.results[0]!.shape);
    const n = x.shape[0]!;
    const entries: number[] = [];
    for (let j = 0; j < n; j++)
      for (let i = j + 1; i < n; i++) entries.push(x.data[offset(x.shape, [i, j])]!);
    return [tabulate(shape, ([k]) => entries[k!]!)];
  },
  examples: [2, 3, 5].map((n) => ({ inputs: [{ shape: [n, n] }] })),
};

const ZERO = number(0);
const at = (index: Index): Element => ({ kind: "position", index, plus: dimNumber(0) });

/**
 * Where entry (i, j) below the diagonal stands: the j columns before it hold (n − 1) + (n − 2) + … of them. Kept inside, for
 * what is not below the diagonal is not read, and nothing is added there.
 */
function packed(i: Index, j: Index, [n]: Shape): Index {
  const last: Element = { kind: "size", dim: dimSubtract(below(n!), ONE) };
  const height: Element = { kind: "size", dim: dimSubtract(n!, ONE) };
  const taken = call("mul", call("mul", at(j), call("sub", at(j), number(1))), number(0.5));
  const column = call("sub", call("mul", at(j), height), taken);
  const row = call("sub", call("sub", at(i), at(j)), number(1));
  const value = call("min", call("max", call("add", column, row), ZERO), last);
  return { kind: "value", value, minus: dimNumber(0) };
}
