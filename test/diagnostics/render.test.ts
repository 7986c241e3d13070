/** @file Code frames: text in, text out. */
import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { renderDiagnostic } from "../../src/diagnostics/render.ts";
import type { Source } from "../../src/diagnostics/source.ts";

const source = (text: string, name = "ner.nabla"): Source => ({ name, text });

/** Labels given as what they mark and what they say. */
function diagnostic(
  { text }: Source,
  labels: readonly (readonly [marked: string, says: string])[],
  more: Partial<Diagnostic> = {},
): Diagnostic {
  const [first, ...rest] = labels.map(([marked, says]) => {
    const start = text.indexOf(marked);
    return { span: { start, end: start + marked.length }, text: says };
  });
  return { code: "a-code", severity: "error", message: "M.", labels: [first!, ...rest], ...more };
}

const render = (of: Source, d: Diagnostic, width?: number): string =>
  renderDiagnostic(of, d, { color: false, ...(width === undefined ? {} : { width }) });

test("the sample of ARCHITECTURE", () => {
  const model = source("// NER\n\nparam b : ℝ^n\n\nz = W x + b\n");
  const d: Diagnostic = {
    code: "shape-mismatch",
    severity: "error",
    message: "`+` needs operands of one shape, but got ℝ^m and ℝ^n.",
    labels: [
      { span: { start: 27, end: 30 }, text: "ℝ^m, because W : ℝ^{m×d}" },
      { span: { start: 33, end: 34 }, text: "ℝ^n, declared at 3:9" },
    ],
  };
  expect(render(model, d)).toBe(`\
error[shape-mismatch]: \`+\` needs operands of one shape, but got ℝ^m and ℝ^n.
 --> ner.nabla:5:5
  |
5 | z = W x + b
  |     --- ℝ^m, because W : ℝ^{m×d}
  |           - ℝ^n, declared at 3:9
`);
});

test("labels on several lines, gaps, help and fix", () => {
  const model = source(`${"\n".repeat(7)}dim d = 3\n\n\nparam W : ℝ^d\nz = W·W\n`);
  const d = diagnostic(
    model,
    [
      ["W·W", ""],
      ["param W", "declared here"],
      ["d = 3", "its size"],
    ],
    {
      help: "one line\nand another",
      fix: {
        span: { start: model.text.indexOf("·"), end: model.text.indexOf("·") + 1 },
        text: "⊙",
      },
    },
  );
  expect(render(model, d)).toBe(
    `\
error[a-code]: M.
  --> ner.nabla:12:5
   |
8  | dim d = 3
   |     ----- its size
...
11 | param W : ℝ^d
   | ------- declared here
12 | z = W·W
   |     ---
   = help: one line
   |       and another
   = fix: write \`⊙\` instead of \`·\` at 12:6
`,
  );
});

test("a fix that inserts, and one that removes", () => {
  const model = source("a b");
  const at = (start: number, end: number, text: string): string =>
    render(model, diagnostic(model, [["a", ""]], { fix: { span: { start, end }, text } }));
  expect(at(1, 1, " ·")).toContain("= fix: insert ` ·` at 1:2\n");
  expect(at(0, 2, "")).toContain("= fix: remove `a ` at 1:1\n");
});

test.each([
  ["tabs", "\tx = y", "      |         - here"],
  ["astral letters", "𝐀 = 𝐁 y", "      |       - here"],
  ["wide letters", "名 = 漢字 y", "      |           - here"],
  ["combining marks", "x̂ = ŷ y", "      |       - here"],
  ["controls", "a\u0007 y", "      |        - here"],
])("the mark stands right under %s", (_, text, row) => {
  const marked = render(source(text), {
    ...diagnostic(source(text), [["y", "here"]]),
    labels: [
      { span: { start: text.lastIndexOf("y"), end: text.lastIndexOf("y") + 1 }, text: "here" },
    ],
  });
  expect(marked.split("\n")[4]).toBe(row.slice(4));
});

test("CRLF lines count once and show no CR", () => {
  const model = source("a\r\nb\r\nc = d\r\n");
  expect(render(model, diagnostic(model, [["d", ""]]))).toBe(
    "error[a-code]: M.\n --> ner.nabla:3:5\n  |\n3 | c = d\n  |     -\n",
  );
});

test("a place at the end of a line and of the file", () => {
  const at = (text: string, offset: number): readonly string[] =>
    render(source(text), {
      ...diagnostic(source(text), [["", ""]]),
      labels: [{ span: { start: offset, end: offset }, text: "here" }],
    }).split("\n");
  expect(at("a =\nb", 3).slice(1, 5)).toEqual([
    " --> ner.nabla:1:4",
    "  |",
    "1 | a =",
    "  |    - here",
  ]);
  expect(at("a\n", 2).slice(1, 5)).toEqual([" --> ner.nabla:2:1", "  |", "2 |", "  | - here"]);
  expect(at("", 0).slice(1, 5)).toEqual([" --> ner.nabla:1:1", "  |", "1 |", "  | - here"]);
  expect(at("a", 99).slice(2, 5)).toEqual(["  |", "1 | a", "  |  - here"]);
});

test("a span of several lines is marked to the end of its first", () => {
  const model = source("a = (b\n+ c)\n");
  expect(render(model, diagnostic(model, [["(b\n+ c)", "open"]]))).toContain(
    "1 | a = (b\n  |     -- open\n",
  );
});

test("a long line is cut to excerpts, and marks in it keep their columns", () => {
  const model = source(`${"a+".repeat(5000)}@+${"b+".repeat(3000)}#`);
  const d = diagnostic(model, [
    ["@", "first"],
    ["#", "second"],
  ]);
  const text = render(model, d, 30);
  expect(text).toBe(`\
error[a-code]: M.
 --> ner.nabla:1:10001
  |
1 | …a+a+a+a+a+@+b+b+b+b+b+b+b+b+b+…
  |            - first
1 | …b+b+b+b+b+#
  |            - second
`);
  expect(
    render(model, d)
      .split("\n")
      .every((line) => line.length < 110),
  ).toBe(true);
});

test("an excerpt does not cut an astral letter in two", () => {
  for (const pad of ["", "x"]) {
    const model = source(`${pad}${"𝐀".repeat(500)}@`);
    expect(render(model, diagnostic(model, [["@", ""]]), 31)).not.toContain("\\u{d");
  }
});

test("nothing hidden passes, and nothing acts", () => {
  const nasty =
    "\u001b[31m\u009b\r\b\u202e\u2066\u200b\u00ad\u3164\u{e0041}\ufeff\u2028\u0085\u00a0\ud800";
  const model = source(`x${nasty}y`, `a${nasty}\n::error::b`);
  const d = diagnostic(model, [["x", nasty]], {
    message: `m\n::add-mask::${nasty}`,
    help: `h\n::error::${nasty}`,
    fix: { span: { start: 0, end: 3 }, text: nasty },
  });
  const text = render(model, d);
  expect(text).not.toMatch(/(?! )[\p{Zs}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
  expect(text).toContain("\\u{1b}[31m");
  for (const line of text.split("\n")) expect(line.trimStart().startsWith("::")).toBe(false);
});

test("`##[` and `##vso[` are not printed raw", () => {
  const model = source("x ##[error] ##vso[task] ###");
  const text = render(model, diagnostic(model, [["x", "##[group]"]], { message: "##[warning]" }));
  expect(text).not.toContain("##");
  expect(text).toContain("#\\u{23}[error]");
});

test("colours on demand, and only then", () => {
  const model = source("a = b");
  const d = diagnostic(
    model,
    [
      ["a", "x"],
      ["b", "y"],
    ],
    { severity: "warning", help: "h" },
  );
  const colored = renderDiagnostic(model, d, { color: true });
  expect(colored).toContain("\u001b[1;33mwarning[a-code]\u001b[0m");
  // eslint-disable-next-line no-control-regex
  expect(colored.replaceAll(/\u001b\[[\d;]*m/g, "")).toBe(render(model, d));
});

test("many labels and a long message are capped", () => {
  const model = source("x");
  const labels = Array.from({ length: 500 }, () => ["x", "label"] as const);
  const text = render(model, diagnostic(model, labels, { message: "m".repeat(1e6) }));
  expect(text.length).toBeLessThan(2000);
});

test.each([
  ["one line", "x + ".repeat(2_500_000)],
  ["many lines", "x + y\n".repeat(1_700_000)],
  ["combining marks", `x${"\u0301".repeat(5_000_000)}`],
])("a hundred diagnostics on 10 MB of %s", (_, text) => {
  const model = source(text);
  const before = performance.now();
  for (let i = 1; i <= 100; i++) {
    const start = Math.floor((text.length * i) / 101);
    const span = { start, end: text.length };
    render(model, {
      ...diagnostic(model, [["x", ""]]),
      labels: [
        { span, text: "" },
        { span, text: "" },
      ],
    });
  }
  expect(performance.now() - before).toBeLessThan(3000);
});
