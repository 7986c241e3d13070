/**
 * @file Every diagnostic on a model that shows it: `fixtures/**\/*.nabla` beside what is said of it, `*.txt`. What these
 * use is in folders `used`.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Files } from "../../src/index.ts";
import { read, said } from "../semantics/model.ts";

const folder = join(import.meta.dirname, "fixtures");
const catalogue = join(import.meta.dirname, "../../src/diagnostics/catalogue");

const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((f) => f.endsWith(".nabla") && !/[/\\]used[/\\]/.test(f))
  .toSorted();
const textOf = (path: string): string => readFileSync(join(folder, path), "utf8");

/** As a host may answer: some files lie outside, some cannot be read. */
const used: Files = (path) => {
  if (path.startsWith("..")) return { outside: true };
  if (path.endsWith("locked.nabla")) return { reason: "permission denied" };
  return existsSync(join(folder, path)) ? textOf(path) : undefined;
};
const fixtures = files.map((file) => ({
  file,
  result: read(textOf(file), file.replaceAll("\\", "/"), used),
}));

/** What no file can hold, or no person would read. */
const generated = ["y = \ud800\n", `y = x${" + x".repeat(600_000)}\n`].map((text) => read(text));
const endless = read('use "./1.nabla"', "0.nabla", (path) => {
  const next = Number.parseInt(path, 10) + 1;
  return `use "./${next}.nabla"\nf(x) = x`;
});

describe("what is said", () => {
  test.each(fixtures)("$file", async ({ file, result }) => {
    await expect(said(result)).toMatchFileSnapshot(join(folder, file.replace(/\.nabla$/, ".txt")));
  });
});

describe("every diagnostic", () => {
  const results = [...fixtures.map((f) => f.result), ...generated, endless];
  const shown = new Set(results.flatMap((r) => r.diagnostics.map((d) => d.code)));
  const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

  test.each(readdirSync(catalogue).filter((f) => f.endsWith(".ts")))(
    "of %s is shown",
    async (f) => {
      const functions = Object.keys((await import(join(catalogue, f))) as object);
      expect(functions.filter((name) => !shown.has(kebab(name)))).toEqual([]);
    },
  );

  test("has labels inside its model", () => {
    for (const { file, result } of fixtures)
      for (const { code, labels } of result.diagnostics)
        for (const { span, source = result.source } of labels) {
          const { length } = source.text;
          expect([file, code, span.start <= span.end && span.end <= length]).toEqual([
            file,
            code,
            true,
          ]);
        }
  });

  test("has a model only where there is no error", () => {
    for (const { file, result } of fixtures) {
      const failed = result.diagnostics.some((d) => d.severity === "error");
      expect([file, result.model === undefined]).toEqual([file, failed]);
    }
  });
});
