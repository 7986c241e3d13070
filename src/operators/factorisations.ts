/**
 * @file Factorisations and solves, step by step in loops that every target prints: LU with the largest pivot of each column
 * (Golub and Van Loan, "Matrix Computations", 3.4), Cholesky (4.2), triangular systems (3.1).
 */
import { dimAdd, dimMultiply, dimNumber, dimSubtract, type Dim } from "../dim.ts";
import type { Operator } from "../graph/operator.ts";
import type { Value } from "../graph/node.ts";
import { tabulate } from "../graph/tensor.ts";
import {
  affine,
  at as place,
  call,
  loopOver,
  number,
  reduceOver,
  shifted,
  type Access,
  type Element,
  type Index,
  type Loop,
  type Piece,
} from "../kernel/formula.ts";
import { flipped, isSquare, layout, outer, systems, times } from "./shared/matrices.ts";
import { lowerFactor, lowerSolved } from "./shared/solving.ts";

const ZERO = dimNumber(0);
const ONE = dimNumber(1);
const NAMES = ["c", "d", "e", "f"];

const notByRule = (): never => {
  throw new Error("internal: a factorisation is not differentiated: what it is for is");
};

/** `then` where a < b, both positions of an axis of n entries. */
const below = (a: Index, b: Index, n: Dim, then: Element, otherwise: Element): Element => ({
  kind: "when",
  index: affine(
    [
      { index: b, times: ONE },
      { index: a, times: dimNumber(-1) },
    ],
    ZERO,
  ),
  from: ONE,
  to: n,
  then,
  otherwise,
});

/** Σ f(l) over positions l before k, or after it. */
const sumBefore = (k: Index, n: Dim, f: (l: Index) => Element): Element =>
  reduceOver("sum", "l", n, (l) => below(l, k, n, f(l), number(0)));
const sumAfter = (k: Index, n: Dim, f: (l: Index) => Element): Element =>
  reduceOver("sum", "l", n, (l) => below(k, l, n, f(l), number(0)));

/** n − 1 − q: from the last to the first. */
const backward = (q: Loop, n: Dim): Index =>
  affine([{ index: place(q), times: dimNumber(-1) }], dimSubtract(n, ONE));

/* ---- LU ---- */

/** What of a column stands at a position of a part. */
const column = (F: Access, n: Dim) => {
  const parts = layout(n);
  const read = (part: Dim) => (j: Index, i?: Index) =>
    F([shifted(j, ONE), i ? shifted(i, part) : affine([], part)]);
  const pivotRow = read(parts.P);
  return {
    U: read(parts.U),
    V: read(parts.V),
    M: read(parts.M),
    L: read(parts.L),
    pivot: read(parts.pivot),
    pivotRow,
    /** The row of A that is the pivot of a column. */
    row: (j: Index): Index => ({ kind: "value", value: pivotRow(j), minus: ZERO }),
    wasPivot: (j: Index, i: Index) => call("equal", F([j, shifted(i, parts.D)]), number(1)),
  };
};

/** LU of a square matrix. Where a column has no pivot but 0 its row of U ends in 0, and nothing is divided by it. */
export const lu: Operator<"unary"> = {
  name: "lu",
  arity: "unary",
  shapes: ([A]) =>
    isSquare(A) ? [[dimAdd(A[0]!, ONE), layout(A[0]!).width]] : { mismatch: "a square matrix" },
  define: ([A], { inputs }) => ({
    by: "steps",
    steps: (own) => {
      const n = inputs[0]!.shape[0]!;
      const parts = layout(n);
      const F = column(own, n);
      const [step, part, start] = [
        loopOver("j", n),
        loopOver("r", parts.width),
        loopOver("r", parts.width),
      ];
      const j = place(step);
      const position = (index: Index): Element => ({ kind: "position", index, plus: ZERO });
      const overRows = (by: "max" | "product", f: (i: Index) => Element): Element =>
        reduceOver(by, "i", n, f);
      const remainder = (i: Index): Element => call("abs", F.V(j, i));
      const upper = (l: Index): Element =>
        below(
          l,
          j,
          n,
          call(
            "sub",
            A([F.row(l), j]),
            sumBefore(l, n, (m) => call("mul", F.L(m, F.row(l)), F.U(j, m))),
          ),
          number(0),
        );
      const left = (i: Index): Element =>
        call(
          "sub",
          A([i, j]),
          sumBefore(j, n, (l) => call("mul", F.L(l, i), F.U(j, l))),
        );
      const largest = overRows("max", (i) =>
        call("select", F.wasPivot(j, i), number(-1), remainder(i)),
      );
      const itsRow = overRows("max", (i) => {
        const found = call("select", call("equal", remainder(i), F.M(j)), position(i), number(-1));
        return call("select", F.wasPivot(j, i), number(-1), found);
      });
      const isPivot = (i: Index): Element => call("equal", position(i), F.pivotRow(j));
      const lower = (i: Index): Element => {
        const ratio = call("div", F.V(j, i), F.pivot(j));
        const some = call("select", call("equal", F.M(j), number(0)), number(0), ratio);
        const own = call("select", isPivot(i), number(1), some);
        return call("select", F.wasPivot(j, i), number(0), own);
      };
      const done = (i: Index): Element =>
        call("select", call("or", F.wasPivot(j, i), isPivot(i)), number(1), number(0));
      const sign = reduceOver("product", "k", n, (k) =>
        below(k, j, n, call("sign", call("sub", F.pivotRow(j), F.pivotRow(k))), number(1)),
      );
      const sections: readonly (readonly [Dim, Dim, (i: Index) => Element])[] = [
        [parts.U, n, upper],
        [parts.V, n, left],
        [parts.M, ONE, () => largest],
        // No remainder is the largest where one is no number.
        [parts.P, ONE, () => call("max", number(0), itsRow)],
        [parts.pivot, ONE, () => F.V(j, F.row(j))],
        [parts.sign, ONE, () => sign],
        [parts.L, n, lower],
        [parts.D, n, done],
      ];
      const r = place(part);
      const value = sections.reduceRight<Element>(
        (otherwise, [from, length, of]) => ({
          kind: "when",
          index: r,
          from,
          to: dimAdd(from, length),
          then: of(shifted(r, dimSubtract(ZERO, from))),
          otherwise,
        }),
        number(0),
      );
      return [
        { loops: [start], to: [affine([], ZERO), place(start)], value: number(0), mode: "set" },
        { loops: [step, part], to: [shifted(j, ONE), r], value, mode: "set" },
      ];
    },
  }),
  vjp: notByRule,
  jvp: notByRule,
  say: ([A]) => ({ text: `lu(${A.text})`, level: "atom" }),
  latex: ([A]) => `\\operatorname{lu}(${A})`,
  jacobian: notByRule,
  reference: notByRule,
  examples: [],
};

interface Transposed {
  readonly [name: string]: boolean;
  readonly transposed: boolean;
}

/** A system by its LU: the first n rows are half way, the others solve it. */
export const luSolve: Operator<"binary", Transposed> = {
  name: "luSolve",
  arity: "binary",
  shapes: ([, B]) => [[dimMultiply(dimNumber(2), B[0]!), ...B.slice(1)]],
  define: ([F, B], { inputs, attributes: { transposed } }) => ({
    by: "steps",
    steps: (own) => {
      const [n, ...rest] = inputs[1]!.shape as readonly [Dim, ...Dim[]];
      const of = column(F, n);
      const half = (k: Index, c: readonly Index[]): Element => own([k, ...c]);
      const whole = (k: Index): Index => shifted(k, n);
      const pass = (
        down: boolean,
        f: (k: Index, c: readonly Index[]) => Element,
        to: (k: Index) => Index,
      ): Piece => {
        const loop = loopOver("k", n);
        const others = rest.map((extent, i) => loopOver(NAMES[i] ?? "g", extent));
        const k = down ? place(loop) : backward(loop, n);
        const c = others.map(place);
        return { loops: [loop, ...others], to: [to(k), ...c], value: f(k, c), mode: "set" };
      };
      const solved = (l: Index, c: readonly Index[]): Element =>
        own([whole(transposed ? of.row(l) : l), ...c]);
      return transposed
        ? [
            pass(
              true,
              (k, c) => {
                const sum = sumBefore(k, n, (l) => call("mul", of.U(k, l), half(l, c)));
                return call("div", call("sub", B([k, ...c]), sum), of.pivot(k));
              },
              (k) => k,
            ),
            pass(
              false,
              (k, c) => {
                const sum = sumAfter(k, n, (l) => call("mul", of.L(k, of.row(l)), solved(l, c)));
                return call("sub", half(k, c), sum);
              },
              (k) => whole(of.row(k)),
            ),
          ]
        : [
            pass(
              true,
              (k, c) => {
                const sum = sumBefore(k, n, (l) => call("mul", of.L(l, of.row(k)), half(l, c)));
                return call("sub", B([of.row(k), ...c]), sum);
              },
              (k) => k,
            ),
            pass(
              false,
              (k, c) => {
                const sum = sumAfter(k, n, (l) => call("mul", of.U(l, k), solved(l, c)));
                return call("div", call("sub", half(k, c), sum), of.pivot(k));
              },
              whole,
            ),
          ];
    },
  }),
  vjp: notByRule,
  jvp: notByRule,
  say: ([F, B]) => ({ text: `solve(${F.text}, ${B.text})`, level: "atom" }),
  latex: ([F, B]) => `\\operatorname{solve}(${F}, ${B})`,
  jacobian: notByRule,
  reference: notByRule,
  examples: [],
};

/* ---- triangles ---- */

interface Diagonal {
  readonly [name: string]: number;
  /** What the diagonal is multiplied by. */
  readonly diagonal: number;
}

/** The lower triangle, zeros above it. */
export const tril: Operator<"unary", Diagonal> = {
  name: "tril",
  arity: "unary",
  shapes: ([A]) => (isSquare(A) ? [A] : { mismatch: "a square matrix" }),
  define: ([A], { inputs, attributes: { diagonal } }) => ({
    by: "element",
    element: ([i, j]) => {
      const n = inputs[0]!.shape[0]!;
      const x = A([i!, j!]);
      const own = diagonal === 1 ? x : call("mul", number(diagonal), x);
      return below(j!, i!, n, x, below(i!, j!, n, number(0), own));
    },
  }),
  vjp: (c, [ct], { op, attributes }) => [ct ? c.apply(op, [ct], attributes) : null],
  jvp: (c, [t], { op, attributes }) => [t && c.apply(op, [t], attributes)],
  say: ([A]) => ({ text: `tril(${A.text})`, level: "atom" }),
  latex: ([A]) => `\\operatorname{tril}(${A})`,
  jacobian: () => ["\\partial\\operatorname{tril}"],
  reference: ([A], { attributes: { diagonal } }) => [
    tabulate(A.shape, ([i, j]) => {
      const x = A.data[i! * A.shape[0]! + j!]!;
      return i! > j! ? x : i === j ? diagonal * x : 0;
    }),
  ],
  examples: [
    { inputs: [{ shape: [3, 3] }], attributes: { diagonal: 1 } },
    { inputs: [{ shape: [3, 3] }], attributes: { diagonal: 0.5 } },
    { inputs: [{ shape: [1, 1] }], attributes: { diagonal: 0.5 } },
  ],
};

/** L x = b by the lower triangle of a matrix, or Lᵀ x = b. A zero on the diagonal gives what division by it gives. */
export const trisolve: Operator<"binary", Transposed> = {
  name: "trisolve",
  arity: "binary",
  notation: { call: "trisolve" },
  shapes: (inputs) => systems(inputs),
  define: ([L, B], { inputs, attributes: { transposed } }) => ({
    by: "steps",
    steps: (own) => {
      const [n, ...rest] = inputs[1]!.shape as readonly [Dim, ...Dim[]];
      const loop = loopOver("k", n);
      const others = rest.map((extent, i) => loopOver(NAMES[i] ?? "g", extent));
      const k = transposed ? backward(loop, n) : place(loop);
      const c = others.map(place);
      const sum = transposed
        ? sumAfter(k, n, (l) => call("mul", L([l, k]), own([l, ...c])))
        : sumBefore(k, n, (l) => call("mul", L([k, l]), own([l, ...c])));
      const value = call("div", call("sub", B([k, ...c]), sum), L([k, k]));
      return [{ loops: [loop, ...others], to: [k, ...c], value, mode: "set" }];
    },
  }),
  vjp: (c, [ct], { op, inputs: [L], results: [x], attributes: { transposed } }) => {
    if (!ct) return [null, null];
    const b = c.apply(op, [L!, ct], { transposed: !transposed });
    const full = transposed ? outer(c, x!, b) : outer(c, b, x!);
    return [c.carries(L!) ? c.apply(tril, [c.neg(full)], { diagonal: 1 }) : null, b];
  },
  jvp: (c, [tL, tB], { op, inputs: [L], results: [x], attributes }) => {
    const moved = tL && times(c, c.apply(tril, [tL], { diagonal: 1 }), x!, attributes.transposed);
    const right = moved && tB ? c.sub(tB, moved) : moved ? c.neg(moved) : tB;
    return [right && c.apply(op, [L!, right], attributes)];
  },
  latex: ([L, B], { attributes: { transposed } }) => `{${L}}^{-${transposed ? "\\top" : "1"}} ${B}`,
  jacobian: ([L], x) => [`-(${L}^{-1} \\otimes ${x}^\\top)`, `${L}^{-1}`],
  reference: ([L, B], { attributes: { transposed } }) => [lowerSolved(L, B, transposed)],
  examples: [
    {
      inputs: [{ shape: [3, 3], values: LOWER() }, { shape: [3] }],
      attributes: { transposed: false },
    },
    {
      inputs: [{ shape: [3, 3], values: LOWER() }, { shape: [3, 2] }],
      attributes: { transposed: false },
    },
    {
      inputs: [{ shape: [3, 3], values: LOWER() }, { shape: [3, 2] }],
      attributes: { transposed: true },
    },
    { inputs: [{ shape: [1, 1], values: [2] }, { shape: [1] }], attributes: { transposed: true } },
  ],
};

/** Above the diagonal stands what is not read. */
function LOWER(): readonly number[] {
  return [2, 0.7, -0.4, 0.5, -1.5, 0.9, -0.8, 0.6, 1.7];
}

/** ∂L/∂A for a symmetric A of which the lower triangle is read: of Φ, half the diagonal (Murray, arXiv:1602.07527, eq. 8, 10). */
export const cholesky: Operator<"unary"> = {
  name: "cholesky",
  arity: "unary",
  notation: { call: "cholesky" },
  shapes: ([A]) => (isSquare(A) ? [A] : { mismatch: "a square matrix" }),
  define: ([A], { inputs }) => ({
    by: "steps",
    steps: (own) => {
      const n = inputs[0]!.shape[0]!;
      const [row, column_] = [loopOver("i", n), loopOver("j", n)];
      const [i, j] = [place(row), place(column_)];
      const sum = sumBefore(j, n, (l) => call("mul", own([i, l]), own([j, l])));
      const rest = call("sub", A([i, j]), sum);
      const value = below(
        i,
        j,
        n,
        number(0),
        below(j, i, n, call("div", rest, own([j, j])), call("sqrt", rest)),
      );
      return [{ loops: [row, column_], to: [i, j], value, mode: "set" }];
    },
  }),
  vjp: (c, [ct], { results: [L] }) => {
    if (!ct) return [null];
    const half = (x: Value): Value => c.apply(tril, [x], { diagonal: 0.5 });
    const up = (x: Value): Value => c.apply(trisolve, [L!, x], { transposed: true });
    const P = half(times(c, L!, c.apply(tril, [ct], { diagonal: 1 }), true));
    const S = up(flipped(c, up(P)));
    return [half(c.add(S, flipped(c, S)))];
  },
  jvp: (c, [t], { results: [L] }) => {
    if (!t) return [null];
    const half = (x: Value): Value => c.apply(tril, [x], { diagonal: 0.5 });
    const down = (x: Value): Value => c.apply(trisolve, [L!, x], { transposed: false });
    const H = half(t);
    const M = down(flipped(c, down(c.add(H, flipped(c, H)))));
    return [times(c, L!, half(M), false)];
  },
  latex: ([A]) => `\\operatorname{chol}(${A})`,
  jacobian: () => ["\\partial\\operatorname{chol}"],
  reference: ([A]) => [lowerFactor(A)],
  examples: [
    { inputs: [{ shape: [3, 3], values: [4, 0.3, 0.1, 1, 3, 0.2, -0.5, 0.8, 2] }] },
    { inputs: [{ shape: [1, 1], values: [2] }] },
    { inputs: [{ shape: [2, 2], values: [1, 5, 2, 1] }], special: true },
  ],
};
