/** @file gradcheck on modules written by hand: right ones pass, and every kind of wrong one is found. */
import { expect, test } from "vitest";
import { type Gradcheck, Unable, gradcheck } from "../../src/cli/gradcheck.ts";
import { dimNumber, dimProduct, dimSymbol } from "../../src/dim.ts";
import type { Signature } from "../../src/signature.ts";
import { compilerOf, folder, run } from "./fake.ts";

interface Hand {
  /** s from W (H×d), b (H), x (N×d); reads `W b x c H d N`. */
  readonly loss?: string;
  /** Statements that fill gW and gb. */
  readonly gradient?: string;
}

/** J = mean_n Σ_i tanh(W x + b)_i + c Σ b² */
const LOSS = `
let J = 0;
for (let n = 0; n < N; n++) for (let i = 0; i < H; i++) J += Math.tanh(z(n, i)) / N;
for (let i = 0; i < H; i++) J += c * b[i] * b[i];`;
const GRADIENT = `
for (let i = 0; i < H; i++) gb[i] += 2 * c * b[i];
for (let n = 0; n < N; n++) for (let i = 0; i < H; i++) {
  const h = Math.tanh(z(n, i)), delta = (1 - h * h) / N;
  gb[i] += delta;
  for (let j = 0; j < d; j++) gW[i * d + j] += delta * x[n * d + j];
}`;

const module = ({ loss = LOSS, gradient = GRADIENT }: Hand = {}): string => `
export const workspace = ({ N, d }) => ({ N, d, H: 3, gW: new Float64Array(3 * d), gb: new Float64Array(3) });
export const initialize = (seed, { d }) => ({ W: new Float64Array(3 * d), b: new Float64Array(3) });
const open = ({ W, b }, { x, c, w }, { N, d, H, gW, gb }) => {
  const z = (n, i) => { let s = b[i]; for (let j = 0; j < d; j++) s += W[i * d + j] * x[n * d + j]; return s; };
  return { W, b, x, c, w, N, d, H, gW, gb, z };
};
export function forward(params, inputs, workspace) {
  const { W, b, x, c, w, N, d, H, z } = open(params, inputs, workspace);
  ${loss}
  return { J };
}
export function backward(params, inputs, workspace) {
  const { W, b, x, c, w, N, d, H, z, gW, gb } = open(params, inputs, workspace);
  gW.fill(0); gb.fill(0);
  ${gradient}
  return { W: gW, b: gb };
}
export const valueAndGradient = (params, inputs, workspace) =>
  ({ values: forward(params, inputs, workspace), gradients: backward(params, inputs, workspace) });
`;

const [N, d, H] = [dimSymbol({ name: "N" }), dimSymbol({ name: "d" }), dimNumber(3)];
const signature: Signature = {
  sizes: ["d", "N"],
  params: [
    { key: "W", extents: [H, d], kind: "real" },
    { key: "b", extents: [H], kind: "real" },
  ],
  inputs: [
    { key: "x", extents: [N, d], kind: "real" },
    { key: "c", extents: [], kind: "number" },
    { key: "w", extents: [N], kind: "integer", range: { from: dimNumber(2), to: dimProduct([d]) } },
    { key: "y", extents: [N], kind: "real" },
  ],
  objective: "J",
  gradients: ["W", "b"],
};

const verdicts = ({ parameters }: Gradcheck): readonly string[] =>
  parameters.map((p) => `${p.key} ${p.verdict}${p.reason === undefined ? "" : `: ${p.reason}`}`);
const check = async (hand: Hand): Promise<readonly string[]> =>
  verdicts(await gradcheck(module(hand), signature));

test("a right gradient is right, far below the limit", async () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const result = await gradcheck(module(), signature, { seed });
    expect(verdicts(result)).toEqual(["W right", "b right"]);
    for (const p of result.parameters) {
      expect(p.error).toBeLessThan(1e-8);
      expect(p.entries).toBe(p.of);
    }
    expect([...result.sizes]).toEqual([
      ["d", 5],
      ["N", 7],
    ]);
  }
});

test.each([
  ["a factor of 1.00001", GRADIENT.replace("/ N", "/ N * 1.00001")],
  ["a sign", GRADIENT.replace("2 * c", "-2 * c")],
  ["a dropped term", GRADIENT.replace("gb[i] += 2 * c * b[i]", "")],
  ["exchanged axes", GRADIENT.replace("x[n * d + j]", "x[j * N + n]")],
  ["zero", "gb.fill(0)"],
  ["NaN in one entry", `${GRADIENT} gW[4] = NaN; gb[1] = NaN;`],
])("%s is found", async (_, gradient) => {
  expect((await check({ gradient })).join()).toContain("wrong");
});

test("valueAndGradient is checked too", async () => {
  const code = module().replace("gradients: backward(", "gradients: spoiled(");
  const spoiled = `${code} function spoiled(...a) { const g = backward(...a); g.b[2] *= 1.01; return g; }`;
  expect(verdicts(await gradcheck(spoiled, signature))).toEqual(["W right", "b wrong"]);
});

test("a gradient of zeros is not checked", async () => {
  const hand = {
    loss: "let J = 0; for (const e of b) J += e * e;",
    gradient: "b.forEach((e, i) => (gb[i] = 2 * e));",
  };
  expect(await check(hand)).toEqual(["W not checked: its gradient is zero everywhere", "b right"]);
});

test("a gradient too small beside the loss is not checked, and not called wrong", async () => {
  const loss = "let J = 1e6; for (const e of b) J += 1e-6 * e * e;";
  const result = await check({ loss, gradient: "b.forEach((e, i) => (gb[i] = 2e-6 * e));" });
  expect(result[1]).toBe("b not checked: it is too small beside the loss");
});

test("a kink within the step is left out, a wrong gradient beside it is found", async () => {
  // The point is known from the seed: put the kink 2e-6 from it.
  const probe = await gradcheck(
    module({ loss: "let J = b[0] - 7;", gradient: "gb[0] = 1;" }),
    signature,
  );
  const b0 = probe.objective + 7;
  const loss = `let J = Math.max(0, b[0] - ${b0 - 2e-6}) + b[1] * b[1];`;
  const gradient = `gb[0] = b[0] > ${b0 - 2e-6} ? 1 : 0; gb[1] = 2 * b[1];`;
  const right = await gradcheck(module({ loss, gradient }), signature);
  expect(verdicts(right)[1]).toBe("b right");
  expect(right.parameters[1]).toMatchObject({ kinks: 1, entries: 2, of: 3 });
  const wrong = gradient.replace("? 1", "? 0.9");
  expect((await check({ loss, gradient: wrong }))[1]).toBe("b wrong");
});

test("positive inputs where the loss is not finite at others, and a clear word where it never is", async () => {
  const hand = {
    loss: "let J = 0; for (const e of x) J += Math.log(e) * b[0];",
    gradient: "for (const e of x) gb[0] += Math.log(e);",
  };
  expect((await check(hand))[1]).toBe("b right");
  await expect(check({ loss: "const J = NaN;" })).rejects.toThrow(/not finite/);
});

test("sizes: given ones are taken, the others stay distinct, unknown ones are refused", async () => {
  const sizes = new Map([["N", 5]]);
  expect([...(await gradcheck(module(), signature, { sizes })).sizes]).toEqual([
    ["d", 7],
    ["N", 5],
  ]);
  await expect(gradcheck(module(), signature, { sizes: new Map([["V", 5]]) })).rejects.toThrow(
    new Unable("the model has no open size V; open are: d, N"),
  );
});

test("inputs are what the signature says", async () => {
  const loss = `
    if (!(w instanceof Int32Array) || w.length !== N || w.some((e) => e < 2 || e > d)) throw new Error("w");
    if (typeof c !== "number") throw new Error("c");
    const J = b[0];`;
  expect((await check({ loss, gradient: "gb[0] = 1;" }))[1]).toBe("b right");
});

test("of a big parameter a random choice is checked, half of it where the gradient is not zero", async () => {
  const sizes = new Map([["d", 1000]]);
  const result = await gradcheck(module(), signature, { sizes });
  expect(result.parameters[0]).toMatchObject({ entries: 100, of: 3000, verdict: "right" });
  const sparse = { loss: "const J = W[1234] * W[1234];", gradient: "gW[1234] = 2 * W[1234];" };
  const found = await gradcheck(module(sparse), signature, { sizes });
  expect(found.parameters[0]).toMatchObject({ verdict: "right", at: 1234 });
});

test("the command prints a line for each parameter and says all that was left out", async () => {
  const { path } = folder({ "a.nabla": "x" });
  const args = ["gradcheck", "a.nabla", "--set", "d=50", "--set", "N=2", "--seed", "3"];
  const right = await run(path, args, compilerOf(module(), signature));
  expect(right.exit).toBe(0);
  expect(right.err).toBe("");
  const [W, b, summary] = right.out.split("\n");
  expect(W).toMatch(
    /^W {2}right {2}error \d\.\de-\d+ {2}\(entries: 100 of 150, chosen at random\)$/,
  );
  expect(b).toMatch(/^b {2}right {2}error \d\.\de-\d+ {2}\(entries: all 3\)$/);
  expect(summary).toBe("2 right, 0 wrong, 0 not checked (seed 3; open sizes: d=50 N=2)");

  const code = module({ gradient: GRADIENT.replace("2 * c", "c") });
  const wrong = await run(path, ["gradcheck", "a.nabla"], compilerOf(code, signature));
  expect(wrong.exit).toBe(1);
  expect(wrong.out).toMatch(
    /^b {2}WRONG {2}error .*; at \[\d\] the module says \S+, the differences \S+\)$/m,
  );

  const nothing = module({ loss: "const J = 1;", gradient: "" });
  expect((await run(path, ["gradcheck", "a.nabla"], compilerOf(nothing, signature))).exit).toBe(1);
});

test("the command: no loss, unknown size, several models, errors in the model", async () => {
  const { path } = folder({ "a.nabla": "x", "b.nabla": "bad" });
  const { objective: _, ...rest } = signature;
  const lossless = compilerOf(module(), { ...rest, objective: undefined });
  const ran = await run(path, ["gradcheck", "a.nabla"], lossless);
  expect(ran).toEqual({
    exit: 2,
    out: "",
    err: "nabla: a.nabla: the model has no loss to check\n",
  });
  const size = await run(
    path,
    ["gradcheck", "a.nabla", "--set", "Q=2"],
    compilerOf(module(), signature),
  );
  expect(size.err).toContain("no open size Q");
  expect((await run(path, ["gradcheck", "*.nabla"])).exit).toBe(2);
  expect((await run(path, ["gradcheck", "b.nabla"])).exit).toBe(1);
  const broken = await run(path, ["gradcheck", "a.nabla"], compilerOf("}", signature));
  expect([broken.exit, broken.err.includes("a mistake in nabla itself")]).toEqual([2, true]);
});
