import { array, assert, constantFrom, nat, property, string, tuple } from "fast-check";
import { expect, it } from "vitest";
import { parse } from "../../src/syntax/parse.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { formatModel } from "../../src/syntax/format.ts";
import { expressions } from "./expressions.ts";
import { normal } from "./normal.ts";
import { programs } from "./programs.ts";

function check(text: string): void {
  const diagnostics: Diagnostic[] = [];
  const source = { name: "fuzz.nabla", text };
  const file = parse(source, (d) => diagnostics.push(d));
  expect(diagnostics.length).toBeLessThanOrEqual(100);
  for (const { labels, fix, message } of diagnostics) {
    expect(message).not.toMatch(/undefined|token|Token/);
    for (const { span } of [...labels, ...(fix ? [fix] : [])]) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeGreaterThanOrEqual(span.start);
      expect(span.end).toBeLessThanOrEqual(text.length);
    }
  }
  expect(JSON.stringify(file)).not.toContain("NaN");
  if (!file || diagnostics.length > 0) return;
  // What reads well is printed well.
  for (const style of ["unicode", "ascii"] as const) {
    const printed = formatModel(text, style).text!;
    const again = parse({ name: "", text: printed }, (d) =>
      expect.fail(`${d.message}\n${text}\n--- printed ---\n${printed}`),
    )!;
    if (stable(normal(again.statements)) !== stable(normal(file.statements)))
      expect.fail(`${text}\n--- printed ---\n${printed}`);
    expect(formatModel(printed, style).text).toBe(printed);
  }
}

/** The same text for equal trees. */
const stable = (tree: unknown): string =>
  JSON.stringify(tree, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

const TOKEN = /\/\/.*|[\p{L}\p{M}₀-ₜ]+|\d+|\s+|./gu;
const pieces = (text: string): string[] => text.match(TOKEN) ?? [];
const words = [...new Set(programs.slice(0, 8).flatMap((p) => pieces(p.text)))]
  .concat(pieces(expressions.join(" ")))
  .concat(
    "function end return update ← optimizer for until ∂ ∇ ‖ | { } \r \u200b \ud800 \" ' .. ^ _ _{".split(
      " ",
    ),
  );

const token = constantFrom(...words);
const someText = constantFrom(
  ...programs.slice(0, 8).map((p) => p.text),
  ...expressions.map((e) => `y = ${e}`),
);

const mutated = tuple(
  someText,
  array(tuple(nat(), nat({ max: 4 }), token), { minLength: 1, maxLength: 3 }),
).map(([text, edits]) => {
  const out = pieces(text);
  for (const [where, how, word] of edits) {
    const at = where % out.length;
    if (how === 0) out.splice(at, 1);
    else if (how === 1) out.splice(at, 0, out[at]!);
    else if (how === 2) out.splice(at, 0, word);
    else if (how === 3) out[at] = word;
    else [out[at], out[(at + 1) % out.length]] = [out[(at + 1) % out.length]!, out[at]!];
  }
  return out.join("");
});

const LONG = Number(process.env["FUZZ"] ?? 1);
/** The same texts in every run; `FUZZ=1000` tries fresh ones for as many times the seconds. */
const seconds = (s: number) =>
  LONG === 1
    ? { numRuns: 400 * s, seed: 20261123 }
    : { numRuns: 1e9, interruptAfterTimeLimit: s * 1000 * LONG };

it(
  "survives programs with a token deleted, doubled, swapped or foreign",
  () => {
    assert(property(mutated, check), seconds(4));
  },
  LONG * 30_000,
);

it(
  "survives any order of tokens",
  () => {
    assert(
      property(array(token, { maxLength: 40 }), (ts) => check(ts.join(""))),
      seconds(2),
    );
  },
  LONG * 30_000,
);

it(
  "survives any text",
  () => {
    assert(property(string({ unit: "binary", maxLength: 60 }), check), seconds(1));
  },
  LONG * 30_000,
);
