import { expect, it } from "vitest";
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

it.each(["unicode", "ascii"] as const)("in %s the printer's text is laid out already", (style) => {
  for (const { text } of programs) {
    const once = formatModel(text, style).text!;
    expect(formatModel(once, style).text).toBe(once);
    expect(formatted(once)).toBe(once);
    expect(plain(once)).toEqual(plain(text));
  }
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
