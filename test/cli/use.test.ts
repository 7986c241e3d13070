/** @file `use` on the command line: files that lie beside a model, and those that may not be read. */
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, run } from "./fake.ts";
import { realCompiler as compiler } from "./real.ts";
import { watching } from "./watching.ts";

const MODEL =
  'use "../lib/layers.nabla"\ndim n\ninput x : ℝ^n\nparam W : ℝ^{n×n} ~ glorot\n' +
  "y = layer(x, W)\nloss J = y·y\n";
const LAYERS = "layer(x, W) = tanh(W x)\n";
const FILES = { "m/a.nabla": MODEL, "lib/layers.nabla": LAYERS };

test("a model is built with the functions of another file, and the same wherever the project lies", async () => {
  const one = folder(FILES);
  const ran = await run(one.path, ["build", "m/a.nabla"], compiler);
  expect(ran).toEqual({ exit: 0, out: "wrote m/a.ts\n", err: "" });
  const code = one.read("m/a.ts");
  expect(code).toContain("// y = tanh(W x)\n");
  const other = folder({ "p/m/a.nabla": MODEL, "p/lib/layers.nabla": LAYERS });
  await run(other.path, ["build", "p/m/a.nabla"], compiler);
  expect(other.read("p/m/a.ts")).toBe(code);
});

test("gradcheck reads what the model uses", async () => {
  const { path } = folder(FILES);
  const ran = await run(path, ["gradcheck", "m/a.nabla"], compiler);
  expect(ran.out).toContain("1 right, 0 wrong, 0 not checked");
});

test("a file of functions has no module, and is no model to gradcheck", async () => {
  const { path } = folder(FILES);
  const ran = await run(path, ["build", "**/*.nabla"], compiler);
  expect(ran).toEqual({
    exit: 0,
    out: "no module of lib/layers.nabla: it has functions for models\nwrote m/a.ts\n",
    err: "",
  });
  expect(await run(path, ["check", "lib/layers.nabla"], compiler)).toMatchObject({
    exit: 0,
    err: "",
  });
  expect(await run(path, ["gradcheck", "lib/layers.nabla"], compiler)).toEqual({
    exit: 2,
    out: "",
    err: "nabla: lib/layers.nabla: it has functions for models, and no loss\n",
  });
});

test("a mistake in a used file is shown there and where it is used, in every form", async () => {
  const { path } = folder({
    ...FILES,
    "lib/layers.nabla": "// Layers.\nlayer(x, W) = tanh(V x)\n",
  });
  const text = await run(path, ["check", "m/a.nabla"], compiler);
  expect(text.exit).toBe(1);
  expect(text.err).toContain(" --> lib/layers.nabla:2:20\n");
  expect(text.err).toContain(" ::: m/a.nabla:1:1\n");
  const json = await run(path, ["check", "m/a.nabla", "--format", "json"], compiler);
  expect(JSON.parse(json.err)).toMatchObject({
    file: "lib/layers.nabla",
    labels: [
      { line: 2, column: 20 },
      { file: "m/a.nabla", line: 1, column: 1, text: "used here" },
    ],
  });
  const github = await run(path, ["check", "m/a.nabla", "--format", "github"], compiler);
  expect(github.err).toContain("file=lib/layers.nabla,line=2,endLine=2,col=20");
  expect(github.err).toContain("m/a.nabla:1:1: used here");
});

test("what lies outside of the project is not read, nor through a link", async () => {
  const { path, at } = folder({ ...FILES, "p/m.nabla": MODEL.replace("../lib", "./lib") });
  const err = async (cwd: string, name: string): Promise<string> =>
    (await run(cwd, ["check", name], compiler)).err;
  expect(await err(at("m"), "a.nabla")).toContain("error[file-outside]");
  // Not where the command runs: then the model's own folder is the project.
  expect(await err(at("p"), "../m/a.nabla")).toContain("error[file-outside]");
  symlinkSync(at("lib"), at("p/lib"));
  expect(await err(at("p"), "m.nabla")).toContain("error[file-outside]");
  expect(await err(path, "p/m.nabla")).toBe("");
});

test("what is there and is no text says why", async () => {
  const { path, at, write } = folder({ "m/a.nabla": MODEL });
  const err = async (): Promise<string> => (await run(path, ["check", "m/a.nabla"], compiler)).err;
  expect(await err()).toContain("error[file-missing]: There is no file `../lib/layers.nabla`.");
  mkdirSync(join(at("lib"), "layers.nabla"), { recursive: true });
  expect(await err()).toMatch(/error\[file-unreadable\]: .* cannot be read: it is a folder/);
  write("lib2/layers.nabla", Uint8Array.of(0xff, 0xfe, 0x00));
  write("m/a.nabla", MODEL.replace("lib/", "lib2/"));
  expect(await err()).toContain("cannot be read: it is not UTF-8.");
});

test("from standard input, paths start where the command runs", async () => {
  const { path } = folder(FILES);
  const text = MODEL.replace("../lib", "./lib");
  const ran = await run(path, ["build", "-", "--target", "js"], compiler, text);
  expect([ran.exit, ran.err]).toEqual([0, ""]);
});

test("a watch builds a model again when a file that it uses changes, is broken and is repaired", async () => {
  const { path, read, write } = folder(FILES);
  const watch = await watching(path, ["m/a.nabla"], { compiler });
  write("lib/layers.nabla", LAYERS.replace("tanh", "relu"));
  expect(await watch.until("changed")).toContain("changed m/a.nabla: ok");
  expect(read("m/a.ts")).toContain("relu(W x)");
  write("lib/layers.nabla", LAYERS.replace("tanh", "rellu"));
  expect(await watch.until("changed")).toContain("1 error (as it was: m/a.ts)");
  write("lib/layers.nabla", LAYERS);
  expect(await watch.until("changed")).toContain("changed m/a.nabla: ok");
});
