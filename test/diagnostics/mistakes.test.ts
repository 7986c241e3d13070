/** @file One mistake, one message: models as people write them, each with one mistake, and all that is said of it. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compiled, MISTAKES, recorded, said } from "./corpus.ts";

const models = recorded(MISTAKES).map((model) => ({ ...model, of: compiled(MISTAKES, model) }));

describe("what is said", () => {
  test.each(models)("$file", async (model) => {
    await expect(said(model, model.of)).toMatchFileSnapshot(
      join(MISTAKES, model.file.replace(/\.nabla$/, ".txt")),
    );
  });
});

test.each(models)("$file: one mistake, one message", ({ file, of }) => {
  const severity = file.startsWith("warnings/") ? "warning" : "error";
  expect(of.diagnostics.map((d) => d.severity)).toEqual([severity]);
  expect(of.code === undefined).toBe(severity === "error");
});
