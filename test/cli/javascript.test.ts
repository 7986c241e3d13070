/** @file The JavaScript of a model and the types beside it, as a strict project with TypeScript meets them. */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { NEURON } from "../plugin/project.ts";
import { folder, run } from "./fake.ts";
import { realCompiler as compiler } from "./real.ts";

const tsc = join(import.meta.dirname, "../../node_modules/.bin/tsc");

const use = (file: string, key: string): string => `
import { backward, forward, initialize, workspace, type Gradients } from "./${file}";
const sizes = { m: 3, n: 2 };
const memory = workspace(sizes);
const params = initialize(7, sizes);
const inputs = { ${key}: Float64Array.of(0.5, -1) };
export const s: number = forward(params, inputs, memory).s;
export const { W, x }: Gradients = backward(params, inputs, memory);
export const size: number = W.length + x.length;
`;

const STRICT = {
  target: "es2023",
  lib: ["es2023"],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
};

test.each([
  ["js", "nodenext", "nodenext", "module"],
  ["mjs", "nodenext", "nodenext", "commonjs"],
  ["js", "esnext", "bundler", "module"],
  ["mjs", "preserve", "bundler", "commonjs"],
])("%s with module %s and %s resolution", async (target, module, moduleResolution, type) => {
  const compilerOptions = { ...STRICT, module, moduleResolution, outDir: "out" };
  const main = target === "js" ? "main.ts" : "main.mts";
  const { path, at, write } = folder({
    "neuron.nabla": NEURON,
    "package.json": JSON.stringify({ type }),
    [main]: use(`neuron.${target}`, "x"),
    "tsconfig.json": JSON.stringify({ compilerOptions, files: [main] }),
  });
  const built = await run(path, ["build", "neuron.nabla", "--target", target], compiler);
  expect(built.exit).toBe(0);
  const check = () => spawnSync(tsc, ["-p", path], { encoding: "utf8" });
  expect(check().stdout).toBe("");
  execFileSync("cp", [at(`neuron.${target}`), at("out")]);
  const out = main.replace("ts", "js");
  const code = `import { s, size } from "./out/${out}"; console.log(String(Number.isFinite(s)), String(size));`;
  write("run.mjs", code);
  const ran = execFileSync(process.execPath, ["run.mjs"], { cwd: path, encoding: "utf8" });
  expect(ran).toBe("true 8\n");
  write(main, use(`neuron.${target}`, "y"));
  expect(check().stdout).toContain("Property 'x' is missing in type");
});
