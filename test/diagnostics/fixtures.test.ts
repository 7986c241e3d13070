/**
 * @file Every diagnostic on a model that shows it: `fixtures/**\/*.nabla` beside what is said of it, `*.txt`. What these
 * use is in folders `used`.
 */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compiled, FIXTURES, recorded, said } from "./corpus.ts";

const fixtures = recorded(FIXTURES).map((model) => ({ ...model, of: compiled(FIXTURES, model) }));

describe("what is said", () => {
  test.each(fixtures)("$file", async (model) => {
    await expect(said(model, model.of)).toMatchFileSnapshot(
      join(FIXTURES, model.file.replace(/\.nabla$/, ".txt")),
    );
  });
});

test.each(fixtures)("$file: there is code only where there is no error", ({ of }) => {
  const isSound = of.diagnostics.every((d) => d.severity !== "error");
  expect(of.code !== undefined).toBe(isSound && !of.library);
});
