/** @file Listings are what the compiler prints, and tests that are named exist. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compile, format, STAGES } from "../src/index.ts";

const root = join(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const text = read("examples/neuron/neuron.nabla");
const compiled = compile({ name: "neuron.nabla", text });
const listings = new Map(
  [...read("docs/architecture.md").matchAll(/```(\w+)\n([\s\S]*?)```/g)].map((m) => [m[1]!, m[2]!]),
);

describe("docs/architecture.md", () => {
  it("shows the model", () => expect(listings.get("nabla")).toBe(text));
  it.each(STAGES.filter((stage) => listings.has(stage)))("shows %s as it is", (stage) => {
    expect(listings.get(stage)!.trim()).toBe(compiled.show(stage)!.trim());
  });
});

describe("README.md", () => {
  const blocks = [...read("README.md").matchAll(/```(\w*)\n([\s\S]*?)```/g)];
  it("shows loops of the module", async () => {
    const module = (await format(compiled.code!)).replaceAll(/^ +/gm, "");
    const shown = blocks.find(([, language]) => language === "ts")![2]!;
    for (const nest of shown.replaceAll(/^ +/gm, "").trim().split("\n\n"))
      expect(module).toContain(nest);
  });
});

describe("docs/reliability.md", () => {
  const named = [...read("docs/reliability.md").matchAll(/`(test\/[\w/.-]+\.ts)`/gu)];
  it("names tests that exist", () => {
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(([, file]) => !existsSync(join(root, file!)))).toEqual([]);
  });
});
