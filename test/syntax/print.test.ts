import { describe, expect, it } from "vitest";
import { parse } from "../../src/syntax/parse.ts";
import { printFile } from "../../src/syntax/print.ts";
import { normal } from "./normal.ts";
import { programs } from "./programs.ts";
import { expressions } from "./expressions.ts";
import { read } from "./show.ts";

const print = (text: string, style: "unicode" | "ascii"): string => {
  const source = { name: "test.nabla", text };
  const file = parse(source, (d) => expect.fail(`${d.message}\n${text}`))!;
  return printFile(file, source, { style });
};
const plain = (text: string): unknown =>
  JSON.parse(JSON.stringify(normal(read(text).file!.statements)));

describe.each(["unicode", "ascii"] as const)("printing in %s", (style) => {
  it.each(programs)("keeps $name", ({ text }) => {
    const printed = print(text, style);
    expect(plain(printed)).toEqual(plain(text));
    expect(print(printed, style)).toBe(printed);
    expect(read(printed).file!.comments.length).toBe(read(text).file!.comments.length);
    // And back.
    const other = style === "ascii" ? "unicode" : "ascii";
    expect(plain(print(printed, other))).toEqual(plain(text));
  });

  it.each(expressions)("keeps %s", (e) => {
    const text = `y = ${e}\n`;
    const printed = print(text, style);
    expect(plain(printed), printed).toEqual(plain(text));
    expect(print(printed, style)).toBe(printed);
  });
});

it("prints program 3 in Unicode and program 6 in ASCII", () => {
  const [logistic, attention] = [programs[2]!.text, programs[5]!.text];
  expect(print(logistic, "unicode")).toMatchInlineSnapshot();
  expect(print(attention, "ascii")).toMatchInlineSnapshot();
});

it("prints blocks, updates and derivatives", () => {
  const text = `
function f(x, z)   // two
  // inside
  a = x + z

  return a, a .* 2
end
derivative g'(z)=1-g(z)^2
optimizer adam(alpha=1e-3, beta_1 = 0.9) for theta, g
state m, v : like theta = 0
m <- beta_1 m + (1-beta_1) g
theta <- theta - alpha m
end
seq t : 1000 until z_t <= 0 checkpoint 32
update W <- W - eta grad_W J
update all by adam(alpha = 1e-2)
hvp J wrt W, b
use "other.nabla"
param A : R^{n x n} symmetric pd sparse ~ he, s : R = 0`;
  for (const style of ["unicode", "ascii"] as const) {
    const printed = print(text, style);
    expect(plain(printed)).toEqual(plain(text));
    expect(print(printed, style)).toBe(printed);
  }
  expect(print(text, "unicode")).toMatchInlineSnapshot();
});

it("keeps comments and blank lines", () => {
  const text = `// head

a = 1   // one

// two
b = (1 +  // inner
  2)


// last`;
  expect(print(text, "ascii")).toMatchInlineSnapshot();
});
