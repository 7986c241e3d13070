/** @file What happens to arguments and workspaces between a check and its use: refused by name, never NaN in silence. */
import { describe, expect, it } from "vitest";
import { live } from "../helpers/compiled.ts";

const text = (output: string) => `dim d
batch n : N
input x : ℝ^d per n
param W : ℝ^{d×d}, b : ℝ^d
z = tanh(W x)
loss J = mean_n (z·z + b·z)
${output}`;
const params = () => ({ W: Float64Array.of(1, 2, 3, 4), b: Float64Array.of(1, 2) });
const x = Float64Array.of(0.1, 0.2, 0.3, 0.4);
const sizes = { d: 2, N: 2 };
const transfer = ({ buffer }: Float64Array) =>
  structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });

/** J = Σ_n (z·z + b·z)/N, by hand. */
function loss(count: number): number {
  const { W, b } = params();
  let sum = 0;
  for (let n = 0; n < count; n++)
    for (let i = 0; i < 2; i++) {
      const z = Math.tanh(W[2 * i]! * x[2 * n]! + W[2 * i + 1]! * x[2 * n + 1]!);
      sum += z * z + b[i]! * z;
    }
  return sum / count;
}

describe("a getter among the parameters", () => {
  const value = { forward: "J", valueAndGradient: "values" } as const;

  it.each(Object.keys(value))("resizes the workspace: %s takes the new sizes", async (routine) => {
    const m = await live(text(""));
    for (const isRepeat of [false, true]) {
      const [memory, p] = [m["workspace"]!(sizes), params()];
      if (isRepeat) m[routine]!(p, { x }, memory);
      const sly = {
        W: p.W,
        get b() {
          m["resize"]!(memory, { N: 1 });
          return p.b;
        },
      };
      expect(() => m[routine]!(sly, { x }, memory)).toThrow(
        "inputs.x: expected a Float64Array of length 2 (N × d = 1 × 2), got length 4",
      );
      const got = m[routine]!(sly, { x: x.slice(0, 2) }, memory);
      expect(got.J ?? got.values.J).toBeCloseTo(loss(1), 14);
    }
  });

  it("transfers another one, which is refused", async () => {
    const m = await live(text(""));
    for (const routine of ["forward", "valueAndGradient", "backward"]) {
      const [memory, p] = [m["workspace"]!(sizes), params()];
      m["forward"]!(p, { x }, memory);
      const sly = {
        W: p.W,
        get b() {
          transfer(p.W);
          return p.b;
        },
      };
      expect(() => m[routine]!(sly, { x }, memory)).toThrow(/^params\.W: /u);
    }
  });

  it("calls the same function: both calls have the value of their own arguments", async () => {
    const m = await live(text(""));
    const [memory, p] = [m["workspace"]!(sizes), params()];
    let inner = NaN;
    const sly = {
      W: p.W,
      get b() {
        inner = m["forward"]!({ ...p, b: new Float64Array(2) }, { x }, memory).J;
        return p.b;
      },
    };
    expect(m["forward"]!(sly, { x }, memory).J).toBeCloseTo(loss(2), 14);
    expect(inner).not.toBe(loss(2));
    expect(inner).not.toBeNaN();
  });
});

it("a value that forward gave and backward reads is refused when it was transferred", async () => {
  const m = await live(text("output z\n"));
  const [memory, p] = [m["workspace"]!(sizes), params()];
  transfer(m["forward"]!(p, { x }, memory).z);
  expect(() => m["backward"]!(p, { x }, memory)).toThrow(
    "backward: z: its memory was transferred or shrunk since it was checked",
  );
});
