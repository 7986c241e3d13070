/** @file `nabla explain`: pages, files, and what is said where there is nothing to explain. */
import { expect, test } from "vitest";
import { folder, run } from "./fake.ts";
import { realCompiler as compiler } from "./real.ts";

const NEURON =
  "dim m, n\ninput x : R^n\nparam W : R^{m x n}, b : R^m, u : R^m\nf(z) = tanh(z)\ns = u·f(W x + b)\ngrad s wrt W, b\n";

test("Markdown to standard output, the title that of the file", async () => {
  const { path, write } = folder();
  write("neuron.nabla", NEURON);
  const { exit, out, err } = await run(path, ["explain", "neuron.nabla", "--wrt", "b"], compiler);
  expect([exit, err]).toEqual([0, ""]);
  expect(out).toMatch(/^# neuron: the gradient of \$s\$ by \$b\$\n/u);
  expect(out).toContain("\\operatorname{diag}(f'(z))");
  expect(out).not.toContain("### By $W$");
});

test("data, into a file", async () => {
  const { path, write, read } = folder();
  write("neuron.nabla", NEURON);
  const args = ["explain", "neuron.nabla", "--format", "json", "-o", "neuron.json"];
  expect(await run(path, args, compiler)).toMatchObject({
    exit: 0,
    out: "",
    err: "wrote neuron.json\n",
  });
  const page = JSON.parse(read("neuron.json")) as { gradients: { right: { text: string } }[] };
  expect(page.gradients.map((g) => g.right.text)).toEqual(["δ xᵀ", "δ", "h"]);
});

test("what cannot be explained is said, and exits as a wrong usage", async () => {
  const { path, write } = folder();
  write("neuron.nabla", NEURON);
  write("bad.nabla", "dim m\nparam a : R^m\ns = a +\n");
  const say = async (...args: string[]) => {
    const { exit, err } = await run(path, ["explain", ...args], compiler);
    return [exit, err.split("\n")[0]];
  };
  expect(await say("neuron.nabla", "--of", "q")).toEqual([
    2,
    "nabla: neuron.nabla: The model has no q: it defines s.",
  ]);
  expect(await say("neuron.nabla", "bad.nabla")).toEqual([2, expect.any(String)]);
  expect((await say("bad.nabla"))[0]).toBe(1);
  expect((await say("none.nabla"))[0]).toBe(2);
});

test("the graph as a picture, and for other tools", async () => {
  const { path, write, read } = folder();
  write("neuron.nabla", NEURON);
  const drawn = await run(path, ["graph", "neuron.nabla", "-o", "n.svg"], compiler);
  expect(drawn).toMatchObject({ exit: 0, err: "wrote n.svg\n" });
  expect(read("n.svg").match(/class="edge"/gu)).toHaveLength(11);
  const mermaid = await run(path, ["graph", "neuron.nabla", "--format", "mermaid"], compiler);
  expect(mermaid.out).toMatch(/^flowchart BT\n/u);
  expect(mermaid.out).toContain('-.->|"δ xᵀ"|');
  const dot = await run(path, ["graph", "neuron.nabla", "--format", "dot"], compiler);
  expect(dot.out).toMatch(/^digraph \{\n/u);
});
