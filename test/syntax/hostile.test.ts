import { expect, it } from "vitest";
import { read } from "./show.ts";

/** What is said about a text, after checking that every place is inside it. */
function said(text: string): string[] {
  const { diagnostics } = read(text);
  expect(diagnostics.length).toBeLessThanOrEqual(100);
  for (const { labels, fix } of diagnostics)
    for (const { span } of [...labels, ...(fix ? [fix] : [])]) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.start).toBeLessThanOrEqual(span.end);
      expect(span.end).toBeLessThanOrEqual(text.length);
    }
  return diagnostics.map((d) => d.code);
}

const DEEP = ["nesting-too-deep"];

// First, while nothing is warm.
it("refuses deep nesting at the bracket, cold and warm", () => {
  for (let round = 0; round < 50; round++) {
    const { diagnostics } = read(`y = ${"(".repeat(1000)}x${")".repeat(1000)}`);
    expect(diagnostics.map((d) => [d.code, d.labels[0].span])).toEqual([
      ["nesting-too-deep", { start: 68, end: 69 }],
    ]);
    expect(said(`y = ${"f(".repeat(63)}x${")".repeat(63)}`)).toEqual([]);
  }
});

it.each([
  ["[", "]"],
  ["x[", "]"],
  ["x_{", "}"],
  ["x^{", "}"],
  ["x^(", ")"],
  ["(|", "|)"],
  ["(‖", "‖)"],
  ["√(", ")"],
  ["{ a if b < ", "; c otherwise }"],
])("reads sixty of %s", (open, close) =>
  expect(said(`y = ${open.repeat(60)}x${close.repeat(60)}`)).toEqual([]),
);

it.each(["(", "f(", "[", "x_{", "x^{", "-", "√", "Σ_i ", "Σ_i -", "∂", "∇_W ", "a^", "x^√", "(-"])(
  "refuses a hundred thousand of %s",
  (open) => expect(said(`y = ${open.repeat(1e5)}x`)).toEqual(DEEP),
);

it.each(["'", "ᵀ", "^2", "[1]", "⁻¹"])("refuses a hundred thousand of %s after a name", (after) =>
  expect(said(`y = x${after.repeat(1e5)}`)).toEqual(DEEP),
);

it.each(["+x", "-x", "·x", " x", "(a)", "/x"])("reads fifty thousand of %s", (more) =>
  expect(said(`y = x${more.repeat(5e4)}`)).toEqual([]),
);

it.each([
  ["a comment", `//${"a".repeat(1e7)}`, []],
  ["blanks", " ".repeat(1e7), []],
  ["lines", "\n".repeat(1e7), []],
  ["a name", `y = ${"a".repeat(1e7)}`, ["name-too-long"]],
  ["a number", `y = ${"1".repeat(1e7)}`, ["number-too-large"]],
  ["a number of many underscores", `y = ${"1_".repeat(5e6)}`, ["malformed-number"]],
  ["an open text", `use "${"a".repeat(1e7)}`, ["text-not-closed"]],
  ["one line", `y = ${"a+".repeat(5e6)}`, ["text-too-long"]],
  ["nulls", "\0".repeat(1e7), ["text-too-long"]],
  ["marks", `y = a${"\u0301".repeat(1e5)}`, ["name-too-long"]],
])("takes ten million characters of %s", (_, text, codes) => {
  const start = performance.now();
  expect(said(text)).toEqual(codes);
  expect(performance.now() - start).toBeLessThan(5000);
});

it.each([
  ["sums", "a + "],
  ["products", "a "],
  ["lines", "a = b\ny = "],
  ["bars", "|a| + "],
  ["broken lines", "+\ny = "],
  ["digits", "1.1 "],
  ["cases", "{ a if b < 1\n"],
  ["closers", ")"],
  ["reductions", "Σᵢxᵢ + "],
])("takes linear time for %s", (_, piece) => {
  const time = (n: number): number => {
    const text = `y = ${piece.repeat(n)}a`;
    const start = performance.now();
    said(text);
    return performance.now() - start;
  };
  time(1000);
  const [once, twice] = [time(10_000), time(40_000)];
  expect(twice).toBeLessThan(12 * once + 200);
});
