/** @file Comparisons give truths; select chooses by one. */
import type { Operator } from "../graph/operator.ts";
import { within } from "../graph/notation.ts";
import { sameShape } from "../graph/type.ts";
import { call } from "../kernel/formula.ts";
import { binary, zip } from "./families.ts";

const comparison = (
  name: string,
  infix: string,
  scalar: "less" | "lessEqual" | "equal",
  latex: string,
  holds: (a: number, b: number) => boolean,
): Operator<"binary"> =>
  binary({
    name,
    notation: { infix },
    scalar,
    of: "truth",
    reference: (a, b) => (holds(a, b) ? 1 : 0),
    route: (c, ct) => [() => c.zeros(ct.shape), () => c.zeros(ct.shape)],
    partialsLatex: () => ["0", "0"],
    latex: ([a, b]) => `${a} ${latex} ${b}`,
  });

export const less: Operator<"binary"> = comparison("less", "<", "less", "<", (a, b) => a < b);
export const lessEqual: Operator<"binary"> = comparison(
  "lessEqual",
  "≤",
  "lessEqual",
  "\\le",
  (a, b) => a <= b,
);
export const equal: Operator<"binary"> = comparison("equal", "=", "equal", "=", (a, b) => a === b);

const connective = (
  name: "and" | "or",
  latex: string,
  holds: (a: boolean, b: boolean) => boolean,
): Operator<"binary"> => ({
  name,
  arity: "binary",
  notation: { infix: name },
  elementwise: true,
  shapes: ([a, b]) => (sameShape(a, b) ? [a] : { mismatch: "conditions of one shape" }),
  of: () => "truth",
  define: ([a, b]) => ({ by: "element", element: (at) => call(name, a(at), b(at)) }),
  vjp: () => [null, null],
  jvp: () => [null],
  latex: ([a, b]) => `${a} ${latex} ${b}`,
  jacobian: () => ["0", "0"],
  reference: ([a, b]) => [zip(a, b, (v, w) => (holds(v === 1, w === 1) ? 1 : 0))],
  examples: [[], [4], [2, 3]].map((shape) => ({
    inputs: [
      { shape, range: [0, 1] as const, truth: true as const },
      { shape, range: [0, 1] as const, truth: true as const },
    ],
  })),
});

/** Both truths. */
export const and: Operator<"binary"> = connective("and", "\\land", (a, b) => a && b);
/** One truth at least. */
export const or: Operator<"binary"> = connective("or", "\\lor", (a, b) => a || b);

/** The opposite. */
export const not: Operator<"unary"> = {
  name: "not",
  arity: "unary",
  elementwise: true,
  shapes: ([a]) => [a],
  of: () => "truth",
  define: ([a]) => ({ by: "element", element: (at) => call("not", a(at)) }),
  vjp: () => [null],
  jvp: () => [null],
  say: ([a]) => ({ text: `not ${within(a, "atom")}`, level: "sum" }),
  latex: ([a]) => `\\lnot ${a}`,
  jacobian: () => ["0"],
  reference: ([a]) => [{ shape: a.shape, data: a.data.map((v) => 1 - v) }],
  examples: [[], [4], [2, 3]].map((shape) => ({
    inputs: [{ shape, range: [0, 1] as const, truth: true as const }],
  })),
};

/** a where the truth holds, else b. The branch that is not taken gets no gradient. */
export const select: Operator<"ternary"> = {
  name: "select",
  arity: "ternary",
  notation: { call: "where" },
  elementwise: true,
  shapes: ([t, a, b]) =>
    sameShape(t, a) && sameShape(a, b)
      ? [a]
      : { mismatch: "a condition and two values of one shape" },
  takes: ([truth]) => [null, { truth, holds: true }, { truth, holds: false }],
  define: ([t, a, b]) => ({ by: "element", element: (at) => call("select", t(at), a(at), b(at)) }),
  vjp: (c, [ct], node) => {
    if (!ct) return [null, null, null];
    const zeros = c.zeros(ct.shape);
    return [
      null,
      c.call("select", node.inputs[0]!, ct, zeros),
      c.call("select", node.inputs[0]!, zeros, ct),
    ];
  },
  jvp: (c, [, ta, tb], node) => {
    const zeros = c.zeros(node.results[0]!.shape);
    return [ta || tb ? c.call("select", node.inputs[0]!, ta ?? zeros, tb ?? zeros) : null];
  },
  latex: ([t, a, b]) => `\\begin{cases} ${a} & ${t} \\\\ ${b} & \\text{otherwise} \\end{cases}`,
  jacobian: ([t]) => ["0", `\\operatorname{diag}(${t})`, `\\operatorname{diag}(\\lnot ${t})`],
  reference: ([t, a, b]) => [
    { shape: a.shape, data: a.data.map((v, i) => (t.data[i] ? v : b.data[i]!)) },
  ],
  examples: [[], [4], [2, 3], [1, 3]].map((shape) => ({
    inputs: [{ shape, range: [0, 1] as const, truth: true as const }, { shape }, { shape }],
  })),
};
