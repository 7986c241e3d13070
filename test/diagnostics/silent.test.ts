/** @file Models that are right get no word: the examples, the recipes and the programs of the language. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { compile } from "../../src/index.ts";
import { filesIn } from "./corpus.ts";

const root = join(import.meta.dirname, "../..");

const models = ["examples", "test/programs", "test/examples"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".nabla") && !file.includes("node_modules"))
    .map((file) => join(folder, file)),
);

test("there are many", () => expect(models.length).toBeGreaterThan(20));

test.each(models)("%s", (file) => {
  const path = join(root, file);
  const text = readFileSync(path, "utf8");
  const { diagnostics } = compile({ name: file, text }, { files: filesIn(dirname(path)) });
  expect(diagnostics.map((d) => d.message)).toEqual([]);
});
