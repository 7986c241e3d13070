/** @file Open sizes have keys as everything that a caller names: ASCII, and different where the names are. */
import { expect, it } from "vitest";
import { gradcheck } from "../../src/cli/gradcheck.ts";
import { compile } from "../../src/index.ts";
import { loadModule } from "../helpers/load.ts";

const text = `dim h, ĥ, N₁, n_0
batch λ : Λ
input x : ℝ^h per λ, y : ℝ^ĥ
param z : ℝ^{N₁} ~ normal(0, 1), v : ℝ^{n_0} ~ normal(0, 1)
loss s = mean_λ (sum(x)) + sum(y) + z·z + sum(v)
`;

it("the sizes of a module are called by the keys of their names", async () => {
  const { code, diagnostics, signature } = compile({ name: "m.nabla", text }, { target: "js" });
  expect(diagnostics).toEqual([]);
  const module = await loadModule(code!);
  const sizes = { h: 2, h_hat: 3, N1: 4, n0: 5, Lambda: 6 };
  expect(module["workspace"]!(sizes).sizes).toEqual(sizes);
  expect(() => module["workspace"]!({ ...sizes, ĥ: 3 })).toThrow("ĥ");
  expect(signature!.sizes).toEqual(["h", "ĥ", "N₁", "n_0", "Λ"]);
  const { parameters } = await gradcheck(code!, signature!, { sizes: new Map([["Λ", 3]]) });
  expect(parameters.map((p) => `${p.key} ${p.verdict}`)).toEqual(["z right", "v right"]);
});
