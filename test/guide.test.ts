/** @file docs/guide.md as it stands: its model compiles, its program trains it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { compile } from "../src/index.ts";

const guide = readFileSync(join(import.meta.dirname, "../docs/guide.md"), "utf8");
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(guide)![1]!;

it("the guide's model, trained by the guide's program, tells the spirals apart", () => {
  const { code, diagnostics } = compile(
    { name: "spiral.nabla", text: block("nabla") },
    { target: "js" },
  );
  expect(diagnostics).toEqual([]);
  const folder = mkdtempSync(join(tmpdir(), "nabla-guide-"));
  try {
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "spiral.js"), code!);
    writeFileSync(join(folder, "train.js"), block("js"));
    const out = execFileSync(process.execPath, ["train.js"], { cwd: folder, encoding: "utf8" });
    expect(out).toContain("200 of 200 right");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
