/** @file Every model of docs/cookbook.md compiles without a word, and its gradient is that of its loss. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gradcheck } from "../src/cli/gradcheck.ts";
import { compile } from "../src/index.ts";

const text = readFileSync(join(import.meta.dirname, "../docs/cookbook.md"), "utf8");
const recipes = [...text.matchAll(/^## (.*)$[\s\S]*?```nabla\n([\s\S]*?)```/gm)].map(
  (m) => [m[1]!, m[2]!] as const,
);

/** Listings under a name: files that recipes use. */
const files = Object.fromEntries(
  Array.from(text.matchAll(/```nabla (\S+)\n([\s\S]*?)```/g), (m) => [m[1]!, m[2]!]),
);

it("has at least twenty", () => expect(recipes.length).toBeGreaterThanOrEqual(20));

describe.each(recipes)("%s", (_, model) => {
  it("compiles and has the right gradient", async () => {
    const { code, diagnostics, signature } = compile(
      { name: "recipe.nabla", text: model },
      { target: "js", files },
    );
    expect(diagnostics.map((d) => d.message)).toEqual([]);
    const { parameters } = await gradcheck(code!, signature!, { seed: 1 });
    const checked = parameters.filter((p) => signature!.params.some((q) => q.key === p.key));
    expect(checked.map((p) => `${p.key} ${p.verdict}`)).toEqual(
      checked.map((p) => `${p.key} right`),
    );
  });
});
