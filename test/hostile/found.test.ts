/** @file Texts that were too much once. */
import { expect, it } from "vitest";
import { compile } from "../../src/compile.ts";

const lines = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => line(i)).join("\n");

it.each([
  ["squarings", `v0 = x\n${lines(60, (i) => `v${i + 1} = v${i} v${i}`)}\nloss J = v60`],
  [
    "Fibonacci",
    `v0 = x\nv1 = tanh(x)\n${lines(90, (i) => `v${i + 2} = v${i} + sin(v${i + 1})`)}\nloss J = v91`,
  ],
])("what is shared stays shared: %s", (_, text) => {
  const { code } = compile({ name: "shared.nabla", text: `param x : ℝ\n${text}\n` });
  expect(code!.length).toBeLessThan(100_000);
});

it("functions that call each other twice stop in time", () => {
  const text = `input x : ℝ\nf0(z) = z\n${lines(18, (i) => `f${i + 1}(z) = f${i}(f${i}(z))`)}\noutput y = f18(x)\n`;
  compile({ name: "calls.nabla", text });
  const start = process.cpuUsage();
  const { diagnostics } = compile({ name: "calls.nabla", text });
  expect(diagnostics.map((d) => d.code)).toEqual(["too-many-calls"]);
  expect(process.cpuUsage(start).user).toBeLessThan(1e6);
});
