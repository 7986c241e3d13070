/** @file The evals of examples/gradbench on instances of GradBench's own reference corpus, by its own rule made tight. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answering, evals } from "../../examples/gradbench/evals.js";
import { code, live } from "../helpers/compiled.ts";

interface Instance {
  readonly eval: string;
  readonly function: string;
  readonly input: unknown;
  readonly expected_output: unknown;
  readonly scale: number;
  readonly tight_tolerance: number;
}

const data = join(import.meta.dirname, "gradbench");
const models = join(import.meta.dirname, "../../examples/gradbench");

/** The numbers of an output, in order. */
const numbers = (x: unknown): readonly number[] =>
  typeof x === "number"
    ? [x]
    : Object.entries(x as object)
        .toSorted(([a], [b]) => (Array.isArray(x) ? Number(a) - Number(b) : a < b ? -1 : 1))
        .flatMap(([, v]) => numbers(v));

describe.each(readdirSync(data).toSorted())("%s", (file) => {
  const r = JSON.parse(readFileSync(join(data, file), "utf8")) as Instance;

  it("is answered by the generated module", async () => {
    const found = evals[r.eval]!;
    const asked = found.functions[r.function]!;
    const modules = await Promise.all(
      (asked.models ?? [found.model]).map((own) =>
        live(readFileSync(join(models, `${own}.nabla`), "utf8")),
      ),
    );
    const { run, output } = answering(found, asked, modules, r.input);
    const [got, wanted] = [numbers(output(run())), numbers(r.expected_output)];
    expect(got.length).toBe(wanted.length);
    const off = wanted.map((e, i) => Math.abs(got[i]! - e) / Math.max(Math.abs(e), r.scale));
    expect(Math.max(...off)).toBeLessThan(r.tight_tolerance);
  });
});

it("ode: what was looked at under a shift is counted where it goes, not searched for at every place", () => {
  const emitted = code(readFileSync(join(models, "ode.nabla"), "utf8"));
  expect(emitted).toContain("Math.min(Math.max(");
  expect(emitted).not.toMatch(/=== Math\.min\(Math\.max\(/u);
});
