/** @file The program, built for tests that run it as a process, with the compiler or with a fake of it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { HEADER } from "../../src/cli/write.ts";

const root = resolve(import.meta.dirname, "../..");

/** A model's text says how many bytes its module has, and how long the compiler takes. */
const FAKE = `
export function compile({ name, text }) {
  const [, size, wait] = /(\\d+) bytes(?: (\\d+) ms)?/.exec(text) ?? [];
  if (wait) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(wait));
  const diagnostics = [...text.matchAll(/bad/g)].map((m) => ({
    code: "bad-word", severity: "error", message: "bad",
    labels: [{ span: { start: m.index, end: m.index + 3 }, text: "here" }],
  }));
  const code = diagnostics.length ? undefined : "${HEADER} " + text[0].repeat(Number(size ?? 1));
  return { code, diagnostics, declarations: () => code, signature: undefined, show: (stage) => stage + text };
}
export const STAGES = ["ast"];
export const REWRITES = [];
export const explanationAs = () => "";
`;

export function buildProgram(compiler: "real" | "fake"): {
  readonly main: string;
  readonly remove: () => void;
} {
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const built = mkdtempSync(join(cache, "cli-"));
  const config = join(built, "tsconfig.json");
  const compilerOptions = { noEmit: false, rootDir: root, outDir: join(built, "dist") };
  const files = [join(root, "src/cli/main.ts")];
  writeFileSync(
    config,
    JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions, include: [], files }),
  );
  // Types are checked elsewhere; what does not type-check is emitted all the same.
  spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", config], { cwd: root });
  if (compiler === "fake") {
    writeFileSync(join(built, "dist/src/compile.js"), FAKE);
    writeFileSync(
      join(built, "dist/src/emit/format.js"),
      "export const format = async (code) => code;",
    );
  }
  writeFileSync(join(built, "dist/package.json"), '{ "type": "module", "version": "1.2.3" }');
  return {
    main: join(built, "dist/src/cli/main.js"),
    remove: () => rmSync(built, { recursive: true, force: true }),
  };
}
