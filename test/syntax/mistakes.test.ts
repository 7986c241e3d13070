import { expect, it } from "vitest";
import { read, statements, wrong } from "./show.ts";

const said = (text: string): string[] =>
  read(text).diagnostics.map((d) => `${d.code}: ${d.message}`);

it.each([
  ["y = a +", "expected: Expected an expression after `+`."],
  ["y = a + * b", "expected: Expected an expression after `+`, but found `*`."],
  ["y = f()", "expected: Expected an expression after `(`, but found `)`."],
  ["y", "expected: Expected `=` after `y`."],
  ["x : ℝ^{2×} = 1", "expected: Expected an expression after `×`, but found `}`."],
  ["param W", "expected: Expected `:` and a type after `W`."],
  ["param W : = 0", "expected: Expected a type like `ℝ^{m×n}` after `:`, but found `=`."],
  ["y = (a + b", "bracket-missing: `)` is missing; the `(` is at 1:5."],
  ["y = [a; (b]", "bracket-missing: `)` is missing; the `(` is at 1:9."],
  ["y = a + b)", "bracket-stray: This `)` closes nothing."],
  ["y = a × b", "expected: Expected the end of the line after `a`, but found `×`."],
  ["ouput p", "unknown-statement: `ouput` begins no statement."],
  ["parma W : ℝ", "unknown-statement: `parma` begins no statement."],
  ["Loss J = 1", "unknown-statement: `Loss` begins no statement."],
  ["y == 3", "equality-is-one-sign: Equality is written `=`."],
  ["y = x == 3", "equality-is-one-sign: Equality is written `=`."],
  ["y = W 2", "number-not-leading: The number `2` may only lead a product."],
  ["y = (a)_i", "subscript-needs-name: `_i` is a subscript, and only a name or a norm has one."],
  ["y = 2 |x|", "bar-after-operand: `|` cannot stand directly after an operand."],
  ["y = x _i", "space-before-subscript: `_i` must stand directly at its name."],
  ["y = ∂s/∂Wᵀ", "unexpected: `ᵀ` cannot stand after `W`."],
  ["y = Σ x_i", "reduction-needs-index: `Σ` needs an index."],
  ["y = Σ_{2} x", "bad-index: `Σ` needs names of indices below it."],
  ["y = Σ_{i=1} x", "bad-index: `Σ` needs names of indices below it."],
  ["y = ∇_1 s", "names-below: `∇` needs the names of values below it."],
  ["y = x_{i=1..2}", "range-in-subscript: Only a sum or product has bounds in its subscript."],
  ["input y : {0,2}", "bad-type: This is not a type."],
  ["y ← 3", "arrow-outside-update: `←` assigns in an `update` only."],
  ['use "a', 'text-not-closed: The closing `"` is missing on this line.'],
  ["end", "outside-block: `end` stands outside of a function."],
  ["return x", "outside-block: `return` stands outside of a function."],
  ["function f(x)\nreturn x", "block-not-closed: The `end` of this function is missing."],
  [
    "function f(x)\ny = x\nend",
    "result-missing: A function needs a line `return …` before its `end`.",
  ],
  ["function f(x)\ng(z) = z\nreturn x\nend", "not-in-block: This cannot stand in a function."],
])("%s", (text, message) => expect(said(text)).toEqual([message]));

it("offers a fix where one edit is sensible", () => {
  const fixed = (text: string): string => {
    const { fix } = read(text).diagnostics[0]!;
    return text.slice(0, fix!.span.start) + fix!.text + text.slice(fix!.span.end);
  };
  expect(fixed("ouput p")).toBe("output p");
  expect(fixed("y = W 2")).toBe("y = 2 W");
  expect(fixed("y = a\n  + b")).toBe("y = a + b");
  expect(fixed("y == 3")).toBe("y = 3");
  expect(fixed("y = x _i")).toBe("y = x_i");
  expect(fixed("y = а + 1")).toBe("y = a + 1");
});

it("says both places of a missing bracket", () => {
  const { labels } = read("y = (a +\n b\nz = 1").diagnostics[0]!;
  expect(labels.map((l) => l.span)).toEqual([
    { start: 11, end: 11 },
    { start: 4, end: 5 },
  ]);
});

it("loses only the broken lines", () => {
  const text = `
dim d, n
param W : ℝ^{d×n
param b : ℝ^d = 0
y = W x +
z = (a + b
q = y_t * )
f(z = 3
r = { a if b
s = a ? b
p = 1
output p`;
  expect(wrong(text).map((w) => w.split("@")[0])).toEqual([
    "unexpected-character",
    "bracket-missing",
    "bracket-missing",
    "bracket-stray",
    "bracket-missing",
    "bracket-missing",
    "expected",
  ]);
  expect(statements(text)).toEqual(["dim d, n", "param b : ℝ[d] = 0", "p = 1", "output p"]);
});

it("joins a line that begins with a sign, and says so", () => {
  expect(said("y = a\n  + b\nz = 1")).toEqual([
    "line-begins-with-sign: A line cannot begin with `+`.",
  ]);
  expect(statements("y = a\n  + b\nz = 1")).toEqual(["y = <a + b>", "z = 1"]);
});

it("stays silent in a block whose head is wrong", () => {
  expect(said("function f(x\ny = x\nreturn y\nend\nz = 1").length).toBe(1);
  expect(said("function 3(x)\ny = x\nreturn y\nend\nz = 1").length).toBe(1);
});

it("says at most a hundred things", () => {
  const { diagnostics } = read("y = +\n".repeat(1000));
  expect(diagnostics.length).toBe(100);
  expect(diagnostics.at(-1)!.code).toBe("too-many-errors");
});
