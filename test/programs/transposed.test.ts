/** @file convtranspose against plain loops, as the transpose of conv, and its gradients against differences. */
import { describe, expect, it } from "vitest";
import { gradcheck } from "../../src/cli/gradcheck.ts";
import { compile } from "../../src/compile.ts";
import { live } from "../helpers/compiled.ts";
import { deviation } from "../helpers/deviation.ts";
import { random } from "../helpers/random.ts";

interface Case {
  readonly stride: number;
  readonly pad: number;
  readonly dilation: number;
  readonly groups: number;
  readonly extra: number;
}

const [INS, EACH, H, W, A, B] = [4, 3, 4, 3, 3, 2] as const;

const extent = (n: number, size: number, { stride, pad, dilation, extra }: Case): number =>
  stride * (n - 1) + dilation * (size - 1) + 1 + extra - 2 * pad;

/** y[o, i, j] += K[c, o, a, b] x[c, p, q] at stride·p + dilation·a − pad. */
function byLoops(x: Float64Array, K: Float64Array, how: Case): Float64Array {
  const { stride, pad, dilation, groups } = how;
  const [height, width] = [extent(H, A, how), extent(W, B, how)];
  const y = new Float64Array(EACH * groups * height * width);
  for (let c = 0; c < INS; c++)
    for (let o = 0; o < EACH; o++)
      for (let p = 0; p < H; p++)
        for (let q = 0; q < W; q++)
          for (let a = 0; a < A; a++)
            for (let b = 0; b < B; b++) {
              const [i, j] = [stride * p + dilation * a - pad, stride * q + dilation * b - pad];
              if (i < 0 || i >= height || j < 0 || j >= width) continue;
              const to = Math.floor(c / (INS / groups)) * EACH + o;
              y[(to * height + i) * width + j]! +=
                K[((c * EACH + o) * A + a) * B + b]! * x[(c * H + p) * W + q]!;
            }
  return y;
}

const CASES: readonly Case[] = [
  { stride: 1, pad: 0, dilation: 1, groups: 1, extra: 0 },
  { stride: 2, pad: 1, dilation: 1, groups: 2, extra: 1 },
  { stride: 3, pad: 0, dilation: 2, groups: 4, extra: 2 },
  { stride: 2, pad: 2, dilation: 3, groups: 1, extra: 0 },
];

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, v, i) => sum + v * b[i]!, 0);

describe.each(CASES)("convtranspose %o", (how) => {
  const { stride, pad, dilation, groups, extra } = how;
  const next = random(3);
  const draw = (length: number): Float64Array => Float64Array.from({ length }, () => next() - 0.5);
  const [height, width] = [extent(H, A, how), extent(W, B, how)];
  const options = `stride = ${stride}, pad = ${pad}, dilation = ${dilation}, groups = ${groups}`;
  const text = `input x : ℝ^{${INS}×${H}×${W}}
param K : ℝ^{${INS}×${EACH}×${A}×${B}}, b : ℝ^${EACH * groups}
input v : ℝ^{${EACH * groups}×${height}×${width}}
y = convtranspose(x, K, ${options}, extra = ${extra})
z = convtranspose(x, K, bias = b, ${options}, extra = ${extra})
r = conv(v, K, ${options})
loss J = sum(tanh(z))
output y, r
`;

  it("is what plain loops say, and the transpose of conv", async () => {
    const [x, K, b] = [draw(INS * H * W), draw(INS * EACH * A * B), draw(EACH * groups)];
    const v = draw(EACH * groups * height * width);
    const m = await live(text);
    const { y, r } = m["predict"]!({ K, b }, { x, v }, m["workspace"]!({})) as Record<
      string,
      Float64Array
    >;
    expect(deviation(y!, byLoops(x, K, how))).toBeLessThan(1e-13);
    // conv goes no further than its windows reach: the last places of `extra` are none of its own
    if (extra < stride) expect(Math.abs(dot(r!, x) - dot(v, y!))).toBeLessThan(1e-12);
  });

  it("has right gradients", async () => {
    const { code, signature } = compile({ name: "m.nabla", text }, { target: "js" });
    const { parameters } = await gradcheck(code!, signature!, { seed: 2 });
    expect(parameters.map((p) => p.verdict)).toEqual(["right", "right"]);
  });
});

it("works on signals without channels", async () => {
  const m = await live(
    "input x : ℝ^3, k : ℝ^2\noutput y = convtranspose(x, k, stride = 2, bias = 1)",
  );
  const inputs = { x: Float64Array.of(1, 2, 3), k: Float64Array.of(10, 1) };
  const { y } = m["predict"]!({}, inputs, m["workspace"]!({})) as Record<string, Float64Array>;
  expect(Array.from(y!)).toEqual([11, 2, 21, 3, 31, 4]);
});

it.each([
  ["input x : ℝ^{2×5}, K : ℝ^{3×4×3}\noutput y = convtranspose(x, K)", "ℝ^{3×4×3}"],
  ["input x : ℝ^{2×5}, K : ℝ^{2×4×3}\noutput y = convtranspose(x, K, groups = 3)", "ℝ^{2×4×3}"],
  ["input x : ℝ^{2×2}, K : ℝ^{2×4×3}\noutput y = convtranspose(x, K, pad = 4)", "9"],
  [
    "input x : ℝ^{2×2}, K : ℝ^{2×4×3}, b : ℝ^3\noutput y = convtranspose(x, K, bias = b)",
    "channel",
  ],
])("refuses %j", (text, part) => {
  const { diagnostics } = compile({ name: "m.nabla", text });
  expect(diagnostics.map((d) => d.message).join("\n")).toContain(part);
});
