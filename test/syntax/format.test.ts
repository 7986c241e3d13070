import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { describe, expect, it } from "vitest";
import { formatModel } from "../../src/syntax/format.ts";
import { expressions } from "./expressions.ts";
import { normal } from "./normal.ts";
import { programs } from "./programs.ts";
import { read } from "./show.ts";

const plain = (text: string): unknown =>
  JSON.parse(JSON.stringify(normal(read(text).file!.statements)));
const formatted = (text: string): string => formatModel(text).text!;

it.each(programs)("$name stays as it is", ({ text }) => {
  expect(formatted(text)).toBe(`${text.trim()}\n`);
});

it.each(expressions)("what %s says is kept, wherever there is room", (e) => {
  const text = `y  =   ${e.replaceAll(" ", "   ")} \n`;
  expect(plain(formatted(text))).toEqual(plain(text));
  expect(formatted(formatted(text))).toBe(formatted(text));
});

const root = join(import.meta.dirname, "../..");
const models = [
  ...programs,
  ...globSync("{examples/*,docs,test/oracle/**}/*.nabla", { cwd: root }).map((name) => ({
    name,
    text: readFileSync(join(root, name), "utf8"),
  })),
  ...Array.from(
    readFileSync(join(root, "docs/cookbook.md"), "utf8").matchAll(/```nabla\n([\s\S]*?)```/g),
    ([, text], k) => ({ name: `recipe ${k + 1}`, text: text! }),
  ),
];

describe.each(["unicode", "ascii"] as const)("in %s", (style) => {
  it.each(models)("$name says the same, and is laid out already", ({ text }) => {
    const once = formatModel(text, style).text!;
    expect(formatModel(once, style).text).toBe(once);
    expect(formatted(once)).toBe(once);
    expect(plain(once)).toEqual(plain(text));
    const other = formatModel(once, style === "ascii" ? "unicode" : "ascii").text!;
    expect(plain(other)).toEqual(plain(text));
  });
});

it("a model in Unicode stays as it is in Unicode, and its columns stay columns in ASCII", () => {
  for (const { text } of models)
    if (!/lambda|h_0/.test(text))
      expect(formatModel(text, "unicode").text).toBe(`${text.trim()}\n`);
  expect(formatModel(programs[0]!.text, "ascii").text).toMatchInlineSnapshot(`
    "// 1. ner.nabla: window classification of named entities (CS224N lecture 3)
    dim V, d = 50, H = 100
    index j : 5                          // five window positions
    batch n : N
    input w_j : 0..V-1 per n             // word ids of the window
    input y   : {0,1}  per n             // is the centre word a location?
    param E : R^{V x d}   ~ normal(0, 0.1)
    param W : R^{H x 5d}  ~ glorot
    param b : R^H         = 0
    param u : R^H         ~ glorot
    f(z) = tanh(z)
    x = vec(E[w])                        // the five rows, concatenated : ℝ^{5d}
    s = u·f(Wx+b)
    p = sigma(s)
    L = -y log p - (1-y) log(1-p)
    loss J = mean_n L
    output p
    "
  `);
});

it("columns keep the room that they have, comments and cases theirs", () => {
  const text = `
dim λ₀, n           // sizes
const γ  : ℝ = 1    // one
const γ₂ : ℝ = ½    // two
β    = 1
S_i  = { α_i  if i ≤ 2
         ∞    otherwise
εε_i = √(α_i)       // last
`;
  const once = formatModel(text, "ascii").text!;
  expect(once).toMatchInlineSnapshot(`
    "dim lambda0, n            // sizes
    const gamma  : R = 1      // one
    const gamma2 : R = 0.5    // two
    beta = 1
    S_i  = { alpha_i  if i <= 2
             inf      otherwise
    εε_i = sqrt(alpha_i)      // last
    "
  `);
  expect(formatModel(once, "unicode").text).toMatchInlineSnapshot(`
    "dim λ0, n             // sizes
    const γ  : ℝ = 1      // one
    const γ2 : ℝ = 0.5    // two
    β    = 1
    S_i  = { α_i  if i ≤ 2
             ∞    otherwise
    εε_i = sqrt(α_i)      // last
    "
  `);
});

it("comments in a block keep their indent", () => {
  const text = "function f(x)\n  // inside\n  a = x // what\n  return a\nend\n// outside\n";
  expect(formatted(text)).toBe(text);
  expect(formatModel(text, "ascii").text).toBe(text);
});

it("aligns what the author aligns, and closes other gaps", () => {
  const text = `

  // head
dim   m,  n
input x:R^n   per   n0   // data
input yy : R    per n0 // label
a=1
bb  =  2

c   = 3   // alone
f(z)=tanh(z)


  // last  `;
  const once = formatted(text.replaceAll("n0", "m"));
  expect(once).toMatchInlineSnapshot(`
    "// head
    dim m, n
    input x : R^n per m     // data
    input yy : R  per m // label
    a = 1
    bb = 2

    c    = 3  // alone
    f(z) = tanh(z)


    // last
    "
  `);
  expect(formatted(once)).toBe(once);
});

it("a text with mistakes is not formatted; line ends become LF, a byte order mark goes", () => {
  const bad = formatModel("a = (1\n");
  expect(bad.text).toBeUndefined();
  expect(bad.diagnostics).not.toEqual([]);
  expect(formatted("\uFEFFa  = 1\r\nb = 2\r\n")).toBe("a = 1\nb = 2\n");
  expect(formatted("")).toBe("");
});

describe("lines of a function stand two spaces in", () => {
  const text = [
    "function f( x,h )   // head",
    "     // above",
    " i = σ(W_i x)",
    "    a,b = g(x)",
    "return i⊙h, a",
    "  // before the end",
    "   end",
    "",
  ].join("\n");

  it("as written, with their comments", () => {
    const laid = [
      "function f( x,h )   // head",
      "  // above",
      "  i = σ(W_i x)",
      "  a,b = g(x)",
      "  return i⊙h, a",
      "  // before the end",
      "end",
      "",
    ].join("\n");
    expect(formatted(text)).toBe(laid);
    expect(formatted(laid)).toBe(laid);
    expect(plain(laid)).toEqual(plain(text));
  });

  it("in ASCII, with cases below each other", () => {
    const cases =
      "function f(x)\n  y_i = { x_i  if i < 3\n          0    otherwise\n  return y\nend\n";
    expect(formatModel(cases, "ascii").text).toBe(cases);
  });
});
