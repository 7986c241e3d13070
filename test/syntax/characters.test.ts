import { expect, it } from "vitest";
import { read, statements, tree } from "./show.ts";

const first = (text: string): string => {
  const { diagnostics } = read(text);
  const [d] = diagnostics;
  return d ? `${d.code} ${/U\+[0-9A-F]+/.exec(d.message)?.[0] ?? ""} ×${diagnostics.length}` : "";
};

it.each([
  ["y = a\u200Bb", "hidden-character U+200B ×1"],
  ["y = 1 // \u202E x", "hidden-character U+202E ×1"],
  ["y = 1 // \u{E0041}", "hidden-character U+E0041 ×1"],
  ["y = 1 // \u0000", "hidden-character U+0000 ×1"],
  ['use "a\u200D"', "hidden-character U+200D ×1"],
  ["y = a\u00ADb", "hidden-character U+00AD ×1"],
  ["y = \u3164", "hidden-character U+3164 ×1"],
  ["y = a\uFEFF", "hidden-character U+FEFF ×1"],
  ["y =\u00A01", "wrong-blank U+00A0 ×1"],
  ["y = 1\u000C", "wrong-line-end U+000C ×1"],
  ["y = 1\rz = 2\rw = 3", "wrong-line-end U+000D ×1"],
  ["y = 1\u2028z = 2", "wrong-line-end U+2028 ×1"],
  ["y = 1\u0085z = 2", "wrong-line-end U+0085 ×1"],
  ["y = 1 // a\u2028b = 3", "wrong-line-end U+2028 ×1"],
  ["y = \uD835", "broken-character U+D835 ×1"],
  ["// \uDC00", "broken-character U+DC00 ×1"],
  ["y = \uFFFD", "broken-character U+FFFD ×1"],
  ["y = \u0430", "look-alike U+0430 ×1"],
  ["y = W\u0430", "look-alike U+0430 ×1"],
  ["y = \u0391", "look-alike U+0391 ×1"],
  ["y = \uFF37", "look-alike U+FF37 ×1"],
  ["y = \u{1D400}", "look-alike U+1D400 ×1"],
  ["y = a – b", "look-alike U+2013 ×1"],
  ["y = a • b", "look-alike U+2022 ×1"],
  ["y = \\alpha", "latex-command  ×1"],
  ["y = 語", "unexpected-character U+8A9E ×1"],
  ["y = #", "unexpected-character U+0023 ×1"],
])("%j", (text, expected) => expect(first(text)).toBe(expected));

it("is at the character, and only its line is lost", () => {
  const { diagnostics } = read("a = 1\nb = 2 \u{1D400}\nc = 3\r\nd = 4");
  expect(diagnostics.map((d) => d.labels[0].span)).toEqual([{ start: 12, end: 14 }]);
  expect(statements("a = 1\nb = 2 \u{1D400}\nc = 3\r\nd = 4")).toEqual(["a = 1", "c = 3", "d = 4"]);
});

it("skips a byte order mark and reads CRLF", () => {
  expect(statements("\uFEFFa = 1\r\n\r\nb = 2\r\n")).toEqual(["a = 1", "b = 2"]);
});

it.each(["", " \n\t\n", "// only"])("has nothing to say about %j", (text) => {
  const { file, diagnostics } = read(text);
  expect(diagnostics).toEqual([]);
  expect(file).toMatchObject({ statements: [], span: { start: 0, end: text.length } });
});

it("folds what reads the same, and lets other languages into comments", () => {
  expect(read("µ = 1 // größer, 語, ❤️, а").diagnostics).toEqual([]);
  expect(tree("Ω − µ")).toBe("<Ω - µ>");
});
