/** @file Resolution never throws and takes time in proportion to the text, whatever stands in the tree. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codes, read } from "./model.ts";

const folder = join(import.meta.dirname, "../diagnostics/fixtures");
const models = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((f) => f.endsWith(".nabla") && !f.includes("syntax"))
  .map((f) => readFileSync(join(folder, f), "utf8"))
  .filter((text) => text.length < 2000);
const words = models.map((text) => text.match(/\s+|[\p{L}\p{N}₀-₉ᵢⱼ]+|./gu)!);
const all = [...new Set(words.flat())].filter((w) => w.trim() !== "");

/** One word of a model deleted, doubled, or put in the place of another. */
const mutant = fc
  .record({
    model: fc.nat(words.length - 1),
    at: fc.nat(),
    how: fc.constantFrom("delete", "double", "replace", "swap"),
    word: fc.constantFrom(...all),
  })
  .map(({ model, at, how, word }) => {
    const tokens = [...words[model]!];
    const i = at % tokens.length;
    if (how === "delete") tokens.splice(i, 1);
    else if (how === "double") tokens.splice(i, 0, tokens[i]!);
    else if (how === "replace") tokens[i] = word;
    else tokens.splice(i, 2, ...tokens.slice(i, i + 2).toReversed());
    return tokens.join("");
  });

test("no mutant of a model makes it throw, and no mistake is silent", () => {
  fc.assert(
    fc.property(mutant, (text) => {
      const { model, diagnostics } = read(text);
      const failed = diagnostics.some((d) => d.severity === "error");
      expect(model === undefined).toBe(failed);
      for (const { labels } of diagnostics)
        for (const { span } of labels) expect(span.end).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: Number(process.env["MUTANTS"] ?? 2000) },
  );
});

const lines = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => line(i)).join("\n");

describe("ten thousand", () => {
  const n = 10_000;
  test.each([
    [
      "definitions",
      `input x : ℝ\nv0 = x\n${lines(n, (i) => `v${i + 1} = tanh(v${i}) + x`)}\noutput v${n}`,
      [],
    ],
    [
      "calls",
      `input x : ℝ\nf(z) = z + x\nv0 = x\n${lines(n, (i) => `v${i + 1} = f(v${i})`)}\noutput v${n}`,
      [],
    ],
    ["terms", `input x : ℝ\noutput y = ${"x + ".repeat(n)}x`, []],
    [
      "outputs",
      `input x : ℝ\noutput ${Array.from({ length: n }, (_, i) => `a${i} = x + ${i}`).join(", ")}`,
      [],
    ],
    [
      "in a circle",
      `input x : ℝ\n${lines(n, (i) => `v${i} = v${(i + 1) % n} + x`)}\noutput v0`,
      ["definition-cycle"],
    ],
    [
      "functions",
      `input x : ℝ\nf0(z) = z\n${lines(n, (i) => `f${i + 1}(z) = f${i}(z)`)}\noutput y = f${n}(x)`,
      ["nested-too-deep"],
    ],
    [
      "dims",
      `dim d0\n${lines(n, (i) => `dim d${i + 1} = d${i} + 1`)}\ninput x : ℝ^d${n}\noutput x`,
      ["size-too-long"],
    ],
  ])("%s", (_, text, said) => {
    const start = performance.now();
    expect(codes(text)).toEqual(said);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test("backwards", () => {
    const text = `input x : ℝ\n${lines(n, (i) => `v${i} = v${i + 1} + x`)}\nv${n} = x\noutput v0`;
    expect(new Set(codes(text))).toEqual(new Set(["declared-below", "too-many-errors"]));
  });
});

test("names of JavaScript are names", () => {
  const names =
    "constructor prototype toString hasOwnProperty class await eval then length valueOf";
  const text = names
    .split(" ")
    .map((name) => `input ${name} : ℝ`)
    .join("\n");
  expect(codes(`${text}\noutput y = ${names.split(" ").join(" + ")}`)).toEqual([]);
  expect(codes(`input x : ℝ\noutput y = x + constructor + toString`)).toEqual([
    "unknown-name",
    "unknown-name",
  ]);
});
