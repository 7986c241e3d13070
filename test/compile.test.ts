/** @file The compiler as a function: pure, never throwing, linear. */
import { describe, expect, it } from "vitest";
import { compile, STAGES } from "../src/index.ts";
import { loadModule } from "./helpers/load.ts";
import { verify } from "../src/graph/verify.ts";
import { derivativesIn } from "../src/autodiff/inside.ts";
import { differentiate } from "../src/autodiff/differentiate.ts";
import { settle } from "../src/semantics/settle.ts";
import { settled, written } from "../src/operators/index.ts";
import { gather } from "../src/syntax/gather.ts";
import { resolve } from "../src/semantics/resolve.ts";

const chain = (length: number): string =>
  [
    "dim d",
    "param x : ℝ^d",
    "param W : ℝ^{d×d}",
    ...Array.from({ length }, (_, i) => `a_${i + 1} = tanh(W ${i === 0 ? "x" : `a_${i}`}) + x`),
    `loss J = sum(a_${length})`,
  ].join("\n");

const seconds = (text: string): number => {
  const start = performance.now();
  const { code, diagnostics } = compile({ name: "chain.nabla", text });
  expect(diagnostics).toEqual([]);
  expect(code).toBeDefined();
  return (performance.now() - start) / 1000;
};

describe("compile", () => {
  it("takes time linear in the number of definitions", () => {
    seconds(chain(200));
    const [short, long] = [seconds(chain(300)), seconds(chain(1200))];
    // Four times the text: 4 if linear, 16 if quadratic. The machine is shared.
    expect(long / short).toBeLessThan(9);
  });

  it("gives the same bytes twice, and leaves its source alone", () => {
    const source = Object.freeze({ name: "a.nabla", text: chain(5) });
    expect(compile(source).code).toBe(compile(source).code);
  });

  it.each([
    "",
    "\n",
    "// nothing",
    "loss",
    "x = ",
    "param W : ℝ^{",
    "a = b\nb = a\nloss J = a",
    "\u0000\uFFFF",
  ])("answers %j with diagnostics that have a place", (text) => {
    const { code, diagnostics } = compile({ name: "bad.nabla", text });
    expect(code).toBeUndefined();
    expect(diagnostics.some((d) => d.severity === "error")).toBe(true);
    for (const { labels } of diagnostics) {
      for (const { span } of labels) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeLessThanOrEqual(text.length);
        expect(span.start).toBeLessThanOrEqual(span.end);
      }
    }
  });

  it("shows every stage", () => {
    const { show } = compile({ name: "a.nabla", text: chain(2) });
    for (const stage of STAGES) expect(show(stage)).toBeTruthy();
  });

  it("builds graphs that obey their operators' rules", () => {
    const fail = (): never => {
      throw new Error("a diagnostic");
    };
    const source = { name: "a.nabla", text: `${chain(3)}\nhessian J wrt x\ngrad J wrt a_1\n` };
    const c = written();
    const { texts, file, uses } = gather(source, {}, fail);
    const gathered = { texts, file: file!, uses };
    const model = resolve(gathered, c, derivativesIn(c, settled()), fail)!;
    verify(model.definitions.map((x) => x.value));
    const s = settled();
    const plan = differentiate(model, s, (roots, keep) => settle(s, roots, keep), []);
    verify([...plan.gradients, ...plan.derivatives.map((d) => d.result)].map((x) => x.value));
  });
});

it("checks an element of an open size when the size is bound", async () => {
  const text = "dim n\nparam x : ℝ^n\nloss J = x[3]² + x[1]\n";
  const { code } = compile({ name: "a.nabla", text }, { target: "js" });
  const m = (await loadModule(code!)) as { workspace(sizes: { n: number }): unknown };
  expect(() => m.workspace({ n: 3 })).not.toThrow();
  expect(() => m.workspace({ n: 2 })).toThrow(/n - 3 = -1/);
});
