/** @file Every diagnostic of the catalogue on two models at least, its labels inside of them. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile } from "../../src/index.ts";
import { compiled, FIXTURES, MISTAKES, recorded } from "./corpus.ts";

const catalogue = join(import.meta.dirname, "../../src/diagnostics/catalogue");

/** What no file can hold, or no person would read. */
const ENDLESS = ["a", "b"].map((name) =>
  compile(
    { name: "0.nabla", text: 'use "./1.nabla"' },
    {
      files: (path) => `use "./${Number.parseInt(path, 10) + 1}.nabla"\n${name}(x) = x`,
    },
  ),
);
const DAMAGED = [
  "y = \ud800\n",
  "// \udc00\n",
  `y = x${" + x".repeat(600_000)}\n`,
  "x = 1\n".repeat(400_000),
].map((text) => compile({ name: "damaged.nabla", text }));

const models = [FIXTURES, MISTAKES].flatMap((folder) =>
  recorded(folder).map((model) => ({ ...model, of: compiled(folder, model) })),
);

const times = new Map<string, number>();
for (const of of [...models.map((m) => m.of), ...ENDLESS, ...DAMAGED])
  for (const code of new Set(of.diagnostics.map((d) => d.code)))
    times.set(code, (times.get(code) ?? 0) + 1);

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

test.each(readdirSync(catalogue).filter((f) => f.endsWith(".ts")))(
  "what %s says is seen on two models",
  async (f) => {
    const functions = Object.keys((await import(join(catalogue, f))) as object);
    expect(functions.filter((name) => (times.get(kebab(name)) ?? 0) < 2).join(" ")).toBe("");
  },
);

test("there are at least 400 models", () => expect(models.length).toBeGreaterThanOrEqual(400));

test.each(models)("$file: every label is inside its file", ({ text, of }) => {
  for (const { labels } of of.diagnostics)
    for (const { span, source = { text } } of labels)
      expect(0 <= span.start && span.start <= span.end && span.end <= source.text.length).toBe(
        true,
      );
});
