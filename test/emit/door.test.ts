import { describe, expect, test } from "vitest";
import { emit } from "../../src/emit/index.ts";
import { loadModule, type Loaded } from "../helpers/load.ts";
import { gather, neuron } from "./programs.ts";

const neuronModule = await loadModule(emit(neuron(), { target: "js" }));
const gatherModule = await loadModule(emit(gather(), { target: "js" }));

const good = () => ({
  params: { W: new Float64Array(6), b: new Float64Array(2), u: new Float64Array(2) },
  inputs: { x: new Float64Array(3) },
});
const sizes = { m: 2, n: 3 };
const fresh = (): unknown => neuronModule["workspace"]!(sizes);
const forward = (params: unknown, inputs: unknown, workspace = fresh()): unknown =>
  neuronModule["forward"]!(params, inputs, workspace);

describe("arguments", () => {
  const W = (value: unknown) => () => forward({ ...good().params, W: value }, good().inputs);
  test.each([
    [
      "too short",
      W(new Float64Array(5)),
      /^params\.W: expected a Float64Array of length 6 \(m × n = 2 × 3\), got length 5$/,
    ],
    ["of another type", W(new Float32Array(6)), /^params\.W: expected .* got a Float32Array$/],
    ["a list", W([1, 2, 3, 4, 5, 6]), /got an Array$/],
    ["a view", W(new DataView(new ArrayBuffer(48))), /got a DataView$/],
    ["a subclass", W(new (class extends Float64Array {})(6)), /got a Float64Array$/],
    ["a string", W("W"), /got a string$/],
    ["a bigint", W(1n), /got a bigint$/],
    ["null", W(null), /got null$/],
    ["undefined", W(undefined), /got undefined$/],
    ["an impostor", W(Object.create(Float64Array.prototype)), /got an object$/],
    [
      "shared with threads",
      W(new Float64Array(new SharedArrayBuffer(48))),
      /shared with other threads/,
    ],
    ["params null", () => forward(null, good().inputs), /^params: expected an object/],
    ["inputs a number", () => forward(good().params, 1), /^inputs: expected an object/],
    [
      "a missing key",
      () => forward({ W: new Float64Array(6) }, good().inputs),
      /^params\.b: .*but the key is missing$/,
    ],
    [
      "an inherited key",
      () => forward(Object.create(good().params), good().inputs),
      /the key is missing$/,
    ],
    [
      "another model's workspace",
      () => forward(good().params, good().inputs, gatherModule["workspace"]!({ V: 1, N: 1 })),
      /^workspace: /,
    ],
    [
      "a copy of a workspace",
      () => forward(good().params, good().inputs, { ...(fresh() as object) }),
      /^workspace: /,
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(message);
  });

  test("nothing is remembered of what was refused", () => {
    const { params, inputs } = good();
    const workspace = fresh();
    const bad = { ...params, u: params.b };
    expect(() => forward(bad, inputs, workspace)).toThrow("params.b and params.u share memory");
    expect(() => forward(bad, inputs, workspace)).toThrow("params.b and params.u share memory");
  });

  test("a pollution of Object.prototype is not an argument", () => {
    const { params, inputs } = good();
    // oxlint-disable-next-line no-extend-native
    Object.defineProperty(Object.prototype, "W", { value: params.W, configurable: true });
    try {
      expect(() => forward({ b: params.b, u: params.u }, inputs)).toThrow("params.W");
    } finally {
      Reflect.deleteProperty(Object.prototype, "W");
    }
  });

  test("a detached array is noticed on a repeat call", () => {
    const { params, inputs } = good();
    const workspace = fresh();
    forward(params, inputs, workspace);
    structuredClone(params.W.buffer, { transfer: [params.W.buffer] });
    expect(() => forward(params, inputs, workspace)).toThrow("params.W: expected");
  });

  test("a property is read once", () => {
    const { params, inputs } = good();
    let reads = 0;
    const sly = Object.defineProperty({ ...params }, "W", {
      get: () => (reads++ === 0 ? params.W : null),
    });
    forward(sly, inputs);
    expect(reads).toBe(1);
  });
});

describe("overlap", () => {
  const memory = new ArrayBuffer(200);
  const view = (at: number, length: number) => new Float64Array(memory, at, length);
  const run = (W: Float64Array, b: Float64Array) => () =>
    forward({ ...good().params, W, b }, good().inputs);
  test("side by side is allowed", () => {
    expect(run(view(0, 6), view(48, 2))).not.toThrow();
    expect(run(view(16, 6), view(0, 2))).not.toThrow();
  });
  test("one element in common is not", () => {
    expect(run(view(0, 6), view(40, 2))).toThrow("params.W and params.b share memory");
    expect(run(view(8, 6), view(0, 2))).toThrow("params.b and params.W share memory");
  });
  test("a returned array is not an argument of its own workspace, a copy is", () => {
    const { params, inputs } = good();
    const workspace = fresh();
    const { gradients } = neuronModule["valueAndGradient"]!(params, inputs, workspace);
    const next = { ...params, W: gradients.W };
    expect(() => forward(next, inputs, workspace)).toThrow("shares memory with the workspace");
    expect(() => forward(next, inputs)).not.toThrow();
  });
});

describe("index data", () => {
  const run = (
    w: unknown,
    workspace = gatherModule["workspace"]!({ V: 4, N: 3 }),
    ...lambda: unknown[]
  ) =>
    gatherModule["valueAndGradient"]!(
      { E: new Float64Array(12) },
      { w, lambda: lambda.length > 0 ? lambda[0] : 1 },
      workspace,
    );
  test("lies in its range, on every call", () => {
    const w = Int32Array.of(1, 2, 4);
    const workspace = gatherModule["workspace"]!({ V: 4, N: 3 });
    run(w, workspace);
    w[1] = 5;
    expect(() => run(w, workspace)).toThrow("inputs.w[1]: expected 1..V = 1..4, got 5");
    w[1] = 0;
    expect(() => run(w, workspace)).toThrow("inputs.w[1]: expected 1..V = 1..4, got 0");
  });
  test("is an Int32Array", () => {
    expect(() => run(new Float64Array(3))).toThrow("expected an Int32Array of length 3 (N = 3)");
  });
  test.each([["1"], [null], [undefined], [1n]])("a number is a number, not %s", (lambda) => {
    expect(() => run(Int32Array.of(1, 1, 1), undefined, lambda)).toThrow(
      /^inputs\.lambda: expected a number/,
    );
  });
  test("NaN and Infinity are numbers", () => {
    expect(run(Int32Array.of(1, 1, 1), undefined, NaN).values.J).toBeNaN();
  });
});

describe("residuals", () => {
  const start = (): [Loaded, ReturnType<typeof good>, unknown] => [neuronModule, good(), fresh()];
  const back = ([module, { params, inputs }, workspace]: ReturnType<typeof start>) =>
    module["backward"]!(params, inputs, workspace);
  const call = ([module, { params, inputs }, workspace]: ReturnType<typeof start>, name: string) =>
    module[name]!(params, inputs, workspace);
  test("backward comes after forward", () => {
    expect(() => back(start())).toThrow(/^backward: call forward first/);
  });
  test("twice is fine", () => {
    const s = start();
    call(s, "forward");
    expect(back(s)).toBe(back(s));
  });
  test("predict spoils them", () => {
    const s = start();
    call(s, "forward");
    call(s, "predict");
    expect(() => back(s)).toThrow(/^backward: call forward first/);
  });
  test("a forward that is refused leaves them", () => {
    const s = start();
    call(s, "forward");
    expect(() => forward({}, {}, s[2])).toThrow("params.W");
    expect(() => back(s)).not.toThrow();
  });
  test("they belong to the arguments of forward", () => {
    const s = start();
    call(s, "forward");
    s[1].inputs.x = s[1].inputs.x.slice();
    expect(() => back(s)).toThrow("inputs.x: not what forward was given on this workspace");
  });
});

describe("sizes", () => {
  const make = (sizes?: unknown) => () => gatherModule["workspace"]!(sizes);
  test.each([
    [undefined, /^sizes: expected an object with V, N, got undefined$/],
    [{}, /^sizes: V, N missing$/],
    [{ V: 3 }, /^sizes: N missing$/],
    [{ V: 3, N: 2, M: 1 }, /^sizes\.M: the model leaves open V, N$/],
    [{ V: 3, N: 0 }, /^sizes\.N: expected a positive whole number, got the number 0$/],
    [{ V: 3, N: -1 }, /^sizes\.N/],
    [{ V: 3, N: 2.5 }, /^sizes\.N/],
    [{ V: 3, N: NaN }, /^sizes\.N/],
    [{ V: 3, N: "2" }, /^sizes\.N: expected a positive whole number, got a string$/],
    [{ V: 1e12, N: 2 }, /^sizes\.V/],
    [{ V: 2147483647, N: 2 }, /^params\.E: V × d = 2147483647 × 3 = 6442450941 elements are more/],
  ])("%j", (sizes, message) => {
    expect(make(sizes)).toThrow(message);
  });
  test("resize keeps to the capacity, and to what shapes parameters", () => {
    const workspace = gatherModule["workspace"]!({ V: 4, N: 3 });
    const resize = (sizes: unknown) => () => gatherModule["resize"]!(workspace, sizes);
    expect(resize({ N: 4 })).toThrow("sizes.N: the workspace was made for at most 3, got 4");
    expect(resize({ V: 3 })).toThrow("sizes.V: the workspace was made for 4, got 3");
    expect(resize({ M: 3 })).toThrow("sizes.M");
    expect(resize({ N: 0 })).toThrow("sizes.N");
    expect(workspace.sizes).toEqual({ V: 4, N: 3 });
    resize({ N: 1, V: 4 })();
    expect(workspace.sizes).toEqual({ V: 4, N: 1 });
    resize({ N: 3 })();
    expect(workspace.sizes).toEqual({ V: 4, N: 3 });
  });
  test("shapes says them", () => {
    expect(gatherModule["shapes"]!({ V: 4, N: 2 })).toEqual({
      params: { E: [4, 3] },
      inputs: { w: [2], lambda: [] },
      values: { J: [], q: [2] },
      gradients: { E: [4, 3] },
    });
  });
});
