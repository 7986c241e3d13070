/** @file A small page that imports examples/neuron, in a folder for one test; what its bundle must compute. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compile } from "../../src/index.ts";
import { folder, type Folder } from "../cli/fake.ts";
import { loadModule } from "../helpers/load.ts";

export const NEURON = readFileSync(
  join(import.meta.dirname, "../../examples/neuron/neuron.nabla"),
  "utf8",
);

/** `+` of ℝ^m and ℝ^n at 9:11. */
export const BROKEN = NEURON.replace("Wx+b", "Wx+x");
export const BROKEN_LINE = BROKEN.split("\n").findIndex((line) => line.includes("Wx+x")) + 1;
/** Twice the score and its gradients. */
export const DOUBLED = NEURON.replace("\ns = u", "\ns = 2u");

const POINT = `
const sizes = { m: 3, n: 2 };
const params = initialize(7, sizes);
const inputs = { x: Float64Array.of(0.5, -1) };
const memory = workspace(sizes);
const { s } = forward(params, inputs, memory);
const { W, b, u, x } = backward(params, inputs, memory);
export const result = { s, W: [...W], b: [...b], u: [...u], x: [...x] };
`;

export const MAIN = `import { backward, forward, initialize, workspace } from "./neuron.nabla";\n${POINT}`;

/** What `result` is when the module that nabla prints is called itself. */
export async function expected(model = NEURON): Promise<unknown> {
  const { code } = compile({ name: "neuron.nabla", text: model }, { target: "js" });
  return (
    await loadModule(
      `${code!}\nexport function run() {${POINT.replace("export const result =", "return")}}`,
    )
  ).run!();
}

export const project = (model = NEURON, more: Readonly<Record<string, string>> = {}): Folder =>
  folder({ "neuron.nabla": model, "main.js": MAIN, "package.json": '{"type":"module"}', ...more });

/** The `result` of a bundle, by Node. */
export async function resultOf(path: string): Promise<unknown> {
  const bundle = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as { result: unknown };
  return bundle.result;
}
