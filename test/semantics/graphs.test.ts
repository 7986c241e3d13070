/** @file Models and the graphs they are as written: `graphs/*.nabla` beside `*.txt`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { showModel } from "../../src/graph/show.ts";
import type { Model } from "../../src/graph/plan.ts";
import { read, said } from "./model.ts";

const folder = join(import.meta.dirname, "graphs");

/** What is beside the graph: leaves and requests by their keys. */
function around({ leaves, requests, axes, dims }: Model): string {
  const names = (list: readonly { readonly name: string }[]): string =>
    list.map((x) => x.name).join(", ");
  return [
    `dims: ${names(dims)}`,
    `axes: ${names(axes)}`,
    ...leaves.map((l) => `${l.role} ${l.key}${l.initial ? ` (${shown(l.initial)})` : ""}`),
    ...requests.map((r) => `${r.role} ${r.of.key} wrt ${r.wrt.map((w) => w.key).join(", ")}`),
    "",
  ].join("\n");
}

const shown = (initial: NonNullable<Model["leaves"][number]["initial"]>): string =>
  initial.kind === "value" ? "value" : initial.name;

test.each(readdirSync(folder).filter((f) => f.endsWith(".nabla")))("%s", async (file) => {
  const result = read(readFileSync(join(folder, file), "utf8"), file);
  expect(said(result)).toBe("");
  const text = `${showModel(result.model!)}\n${around(result.model!)}`;
  await expect(text).toMatchFileSnapshot(join(folder, file.replace(/\.nabla$/, ".txt")));
});
