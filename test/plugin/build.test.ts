/** @file The same model by every bundler: the same gradients, errors and warnings with their places, types beside it. */
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compile } from "../../src/index.ts";
import { bundlers } from "./bundlers.ts";
import { BROKEN, BROKEN_LINE, NEURON, expected, project, resultOf } from "./project.ts";

describe.each(Object.entries(bundlers))("%s", (_, bundle) => {
  test("the bundle computes what the module computes, without eval", async () => {
    const folder = project();
    expect(await bundle(folder)).toEqual({ errors: "", warnings: "" });
    expect(await resultOf(folder.at("out/main.js"))).toEqual(await expected());
    expect(folder.read("out/main.js")).not.toMatch(/\beval\b|\bFunction\s*\(/);
    const { declarations } = compile({ name: "neuron.nabla", text: NEURON });
    expect(folder.read("neuron.d.nabla.ts")).toBe(declarations());
  });

  test("an error in the model shows message, file, line and frame", async () => {
    const folder = project(BROKEN);
    const { errors } = await bundle(folder);
    expect(errors).toContain("error[shape-mismatch]: `+` needs operands of one shape");
    expect(errors).toMatch(new RegExp(String.raw`neuron\.nabla:${BROKEN_LINE}:\d+`));
    expect(errors).toContain(`${BROKEN_LINE} | s = u·f(Wx+x)`);
    expect(errors).not.toMatch(/no matching export|was not found/i);
    expect(existsSync(folder.at("neuron.d.nabla.ts"))).toBe(false);
  });

  test("a warning does not keep the bundle from being made", async () => {
    const folder = project(`${NEURON}input unused : ℝ^n\n`, {
      "main.js": 'export { shapes } from "./neuron.nabla";\nexport const result = 1;\n',
    });
    const { errors, warnings } = await bundle(folder, { types: false });
    expect(errors).toBe("");
    expect(warnings).toContain("warning[");
    expect(warnings).toContain("| input unused : ℝ^n");
    expect(await resultOf(folder.at("out/main.js"))).toBe(1);
    expect(existsSync(folder.at("neuron.d.nabla.ts"))).toBe(false);
  });
});
