/** @file Models that use the built-in functions, through the whole compiler: the emitted gradient against differences. */
import { describe, expect, it } from "vitest";
import { gradcheck } from "../../src/cli/gradcheck.ts";
import { compile } from "../../src/compile.ts";
import { deviation } from "../helpers/deviation.ts";
import { live } from "../helpers/compiled.ts";

async function verdict(text: string): Promise<string> {
  const { code, signature, diagnostics } = compile({ name: "model.nabla", text }, { target: "js" });
  if (!code || !signature) return diagnostics.map((d) => d.message).join("\n");
  const { parameters } = await gradcheck(code, signature, { seed: 3 });
  return parameters.map((p) => `${p.key} ${p.verdict}${p.reason ? ` ${p.reason}` : ""}`).join();
}

const ELEMENTWISE =
  "log2 log10 cbrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh " +
  "leaky_relu elu selu gelu silu mish hardtanh erf erfc normcdf";
/** Arguments inside the domain, whatever x is. */
const INSIDE: Readonly<Record<string, string>> = {
  log2: "exp(x)",
  log10: "exp(x)",
  acosh: "exp(x) + 1.1",
  asin: "0.9 tanh(x)",
  acos: "0.9 tanh(x)",
  atanh: "0.9 tanh(x)",
};

describe("elementwise functions of a vector", () => {
  it.each(ELEMENTWISE.split(" "))("%s", async (f) => {
    const text = `dim n\nparam x : ℝ^n\nconst w : ℝ^n\nloss J = w·${f}(${INSIDE[f] ?? "x"})\n`;
    expect(await verdict(text)).toBe("x right");
  });
});

const MODELS: Readonly<Record<string, string>> = {
  atan2: "param x, y : ℝ^3 ~ normal(0, 1)\nloss J = sum(atan2(y, x))\n",
  hypot: "param x, y : ℝ^3 ~ normal(0, 1)\nloss J = sum(hypot(y, x))\n",
  mod: "param x : ℝ^3 = 5\nparam y : ℝ^3 = 2.3\nloss J = sum(mod(x, y) ⊙ x)\n",
  "floor ceil round":
    "param x : ℝ^3 = 0.7\nloss J = sum(x ⊙ (floor(x) + 2 ceil(x) + 3 round(x)))\n",
};

describe("other functions", () => {
  it.each(Object.entries(MODELS))("%s", async (_, text) => {
    expect(await verdict(text)).toMatch(/^\w+ right(,\w+ right)*$/);
  });
});

/** What an output `y = …` is. */
async function output(text: string): Promise<readonly number[]> {
  const m = await live(text);
  const { y } = m["predict"]!({}, {}, m["workspace"]!());
  return typeof y === "number" ? [y] : Array.from(y as Float64Array);
}

describe("values through the compiler", () => {
  it.each([
    ["erf(0.5)", [0.5204998778130465]],
    ["gelu(1)", [0.8413447460685429]],
    ["normcdf(-10)", [7.619853024160527e-24]],
    ["mod(-7, 3)", [2]],
    ["round(2.5)", [2]],
    ["hypot(3e200, 4e200)", [5e200]],
    ["selu(-1)", [-1.1113307378125625]],
    ["cbrt(-27)", [-3]],
  ])("%s", async (expression, expected) => {
    expect(deviation(await output(`output y = ${expression}\n`), expected)).toBeLessThan(1e-15);
  });
});
