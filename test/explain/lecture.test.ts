/** @file The derivations of the lecture come out step for step, and every formula can be typeset. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderToString } from "katex";
import { globSync } from "tinyglobby";
import { describe, expect, it } from "vitest";
import { compile, type Asked, type Explanation } from "../../src/index.ts";

const root = join(import.meta.dirname, "../..");

function explain(file: string, asked: Asked = {}): Explanation {
  const text = readFileSync(join(root, file), "utf8");
  const found = compile({ name: file, text }).explain(asked);
  if (typeof found !== "object") throw new Error(found ?? "errors");
  return found;
}

const equations = (lines: readonly { left: { text: string }; right: { text: string } }[]) =>
  lines.map((l) => `${l.left.text} = ${l.right.text}`);

describe("the neuron s = u·f(Wx + b)", () => {
  const e = explain("examples/neuron/neuron.nabla", { of: "s", wrt: ["b", "W"] });
  const [b, W] = e.gradients;

  it("is broken into simple pieces with their dimensions", () => {
    expect(equations(e.pieces)).toEqual(["z = W x + b", "h = f(z) = σ(z)", "s = u·h"]);
    expect(e.pieces.map((p) => p.shape.text)).toEqual(["ℝ^m", "ℝ^m", "ℝ"]);
    expect(equations(e.slopes)).toEqual(["f′(z) = h ⊙ (1 - h)"]);
  });

  it("has the chain of Jacobians", () => {
    expect(b!.chain!.map((f) => `${f.left.text}: ${f.form}, ${f.size.text}`)).toEqual([
      "∂s/∂h: u^\\top, 1 × m",
      "∂h/∂z: \\operatorname{diag}(f'(z)), m × m",
      "∂z/∂b: I, m × m",
    ]);
    expect(W!.chain!.at(-1)!.form).toBe("I \\otimes x^\\top");
    expect(W!.chain!.at(-1)!.size.text).toBe("m × m n");
  });

  it("defines δ once, and uses it for b and for W", () => {
    expect(e.signals.map((s) => [s.left.text, s.right.text, s.name?.text])).toEqual([
      ["∂s/∂h", "u", undefined],
      ["∂s/∂z", "u ⊙ f′(z)", "δ"],
    ]);
    expect([b!.before!.name.text, W!.before!.name.text]).toEqual(["δ", "δ"]);
    expect(equations(e.gradients)).toEqual(["∂s/∂b = δ", "∂s/∂W = δ xᵀ"]);
    expect(e.gradients.map((g) => g.shape.text)).toEqual(["ℝ^m", "ℝ^{m×n}"]);
  });
});

it("the window classifier: the error is p − y, seen through the logarithms", () => {
  const e = explain("examples/ner-window/ner.nabla", { of: "J" });
  expect(e.signals.map((s) => `${s.name?.text ?? s.left.text} = ${s.right.text}`)).toEqual([
    "∂J/∂L = 1/N",
    "δ₁ = (1/N) (p - y)",
    "δ₂ = δ₁ u",
    "δ₃ = δ₂ ⊙ f′(z)",
  ]);
  expect(e.signals[1]!.through.map((x) => x.text)).toEqual(["p"]);
  expect(equations(e.gradients)).toEqual([
    "∂J/∂W = Σ_n δ₃_n x_nᵀ",
    "∂J/∂b = Σ_n δ₃_n",
    "∂J/∂u = Σ_n δ₁_n h_n",
  ]);
});

describe("the LSTM", () => {
  const e = explain("test/programs/4-lstm.nabla");
  const [back] = e.recurrences;

  it("has the equations of one step", () => {
    expect(equations(e.pieces.flatMap((p) => p.steps).flatMap((s) => s.equations))).toEqual([
      "f_t = σ(W_f x_t + U_f h_{t-1} + b_f)",
      "i_t = σ(W_i x_t + U_i h_{t-1} + b_i)",
      "g_t = tanh(W_c x_t + U_c h_{t-1} + b_c)",
      "c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t",
      "o_t = σ(W_o x_t + U_o h_{t-1} + b_o)",
      "h_t = o_t ⊙ tanh(c_t)",
    ]);
  });

  it("goes back through them, with what the step after gives", () => {
    const signals = back!.signals.map((s) => `${s.left.text} = ${s.name?.text} = ${s.right.text}`);
    expect(signals).toEqual([
      "∂J/∂h_t = δ₃ = δ₂_t + λ_h",
      "∂J/∂o_t = δ₄ = δ₃ ⊙ tanh(c_t)",
      "∂J/∂c_t = δ₅ = λ_c + δ₃ ⊙ o_t ⊙ (1 - tanh(c_t) ⊙ tanh(c_t))",
      "∂J/∂g_t = δ₆ = δ₅ ⊙ i_t",
      "∂J/∂i_t = δ₇ = δ₅ ⊙ g_t",
      "∂J/∂f_t = δ₈ = δ₅ ⊙ c_{t-1}",
    ]);
    expect(equations(back!.later)[1]).toBe("λ_c = δ₅ ⊙ f_t");
  });
});

describe("what is not in the model is said", () => {
  const neuron = readFileSync(join(root, "examples/neuron/neuron.nabla"), "utf8");
  const { explain: ask } = compile({ name: "neuron.nabla", text: neuron });
  it.each([
    [{ of: "q" }, "The model has no q: it defines s."],
    [{ wrt: ["W", "V"] }, "The model has no V: it has x, W, b, u, s."],
  ])("%j", (asked, message) => expect(ask(asked)).toBe(message));
});

it("without a loss, what the derivatives are of; a name that is said twice counts once", () => {
  const text = "dim n\nparam x : R^n\nf = sum(x.^3)\nhessian f wrt x\n";
  const found = compile({ name: "m.nabla", text }).explain({ wrt: ["x", "x"] });
  if (typeof found !== "object") throw new Error(found);
  expect(equations(found.gradients)).toEqual(["∂f/∂x = 3 x²"]);
});

/** All formulas of an explanation, wherever they stand. */
function formulas(x: unknown): readonly string[] {
  if (typeof x !== "object" || x === null) return [];
  const { latex, form } = x as { latex?: string; form?: string };
  return [
    ...[latex, form].filter((f) => typeof f === "string"),
    ...Object.values(x).flatMap(formulas),
  ];
}

const models = globSync(["examples/*/*.nabla", "test/programs/*.nabla"], { cwd: root }).toSorted();
it.each(models)("every formula of %s can be typeset", (file) => {
  const text = readFileSync(join(root, file), "utf8");
  const found = compile({ name: file, text }).explain();
  expect(found).toBeDefined();
  for (const latex of formulas(found))
    expect(() => renderToString(latex, { throwOnError: true }), latex).not.toThrow();
});
