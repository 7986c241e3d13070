/** @file npy and npz against files that NumPy 2.4.6 wrote (`fixtures/`), round trips, hostile files. */
import { readFileSync } from "node:fs";
import { array, assert, float64Array, nat, property, uint8Array } from "fast-check";
import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { WeightsError, loadNpy, loadNpz, saveNpy, saveNpz } from "../../src/weights/index.ts";
import { bits, refusal } from "./helpers.ts";

/** Entry [i, j, k] is i + 2 j + 6 k. */
const F_ORDER = [0, 1].flatMap((i) =>
  [0, 2, 4].flatMap((j) => [0, 6, 12, 18].map((k) => i + j + k)),
);
const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const W = Float64Array.of(1.5, -2.25, NaN, Infinity, -0, 5e-324);
const shapes = { W: [2, 3], b: [2] };
const params = { W, b: Float64Array.of(1, 2) };

describe("npy", () => {
  it.each([
    ["rows", "F64", [2, 3], W],
    ["columns", "F64", [2, 3], W],
    ["f32-columns", "F32", [2, 3, 4], Float32Array.from(F_ORDER)],
    ["f16", "F16", [5], Float32Array.of(1, -2, 65504, 2 ** -24, Infinity)],
    ["scalar", "F64", [], Float64Array.of(3.25)],
    ["i32", "I32", [2], Int32Array.of(1, -2)],
    ["empty", "F64", [0, 3], new Float64Array()],
  ] as const)("%s is read", (name, dtype, shape, data) => {
    expect(loadNpy(fixture(`${name}.npy`))).toEqual({ dtype, shape, data });
  });

  it("says what it does not read", () => {
    const message = (bytes: Uint8Array): string => refusal(() => loadNpy(bytes));
    expect(message(fixture("big-endian.npy"))).toBe(
      '"npy": no npy that can be read: Unsupported dtype: >f8',
    );
    expect(message(fixture("bool.npy"))).toBe('"npy": arrays of "b1" are not read');
    expect(message(fixture("i64.npy"))).toBe('"npy": arrays of "i8" are not read');
    expect(message(strToU8("no numpy at all"))).toContain("Not an .npy file");
  });

  it("comes back bit for bit", () => {
    assert(
      property(float64Array(), (x) => {
        const back = loadNpy(saveNpy(x, [1, x.length]));
        expect([back.dtype, back.shape, bits(back.data)]).toEqual(["F64", [1, x.length], bits(x)]);
      }),
    );
    expect(loadNpy(saveNpy(Int32Array.of(1, 2)))).toMatchObject({ dtype: "I32", shape: [2] });
    expect(loadNpy(saveNpy(Float32Array.of(5), []))).toMatchObject({ dtype: "F32", shape: [] });
    expect(refusal(() => saveNpy(W, [7]))).toBe('"npy": [7] has 7 entries, the array 6');
  });

  it("cut anywhere, or with any byte changed, it is refused or whole", () => {
    const bytes = saveNpy(W, [2, 3]);
    for (let end = 0; end < bytes.length; end++)
      expect(() => loadNpy(bytes.subarray(0, end))).toThrow(WeightsError);
    expect(() => loadNpy(new Uint8Array([...bytes, 0]))).toThrow(WeightsError);
    const changed = property(
      array(nat(), { minLength: 1, maxLength: 4 }),
      uint8Array({ minLength: 4, maxLength: 4 }),
      (at, to) => {
        const copy = bytes.slice();
        at.forEach((place, k) => (copy[place % copy.length] = to[k]!));
        try {
          const { shape, data } = loadNpy(copy);
          expect(shape.reduce((a, b) => a * b, 1)).toBe(data.length);
        } catch (error) {
          expect(error).toBeInstanceOf(WeightsError);
        }
      },
    );
    assert(changed, { numRuns: 3000 });
  });

  it("of a shape that lies is refused", () => {
    const lying = (shape: string): Uint8Array => {
      const text = Buffer.from(saveNpy(W, [2, 3])).toString("latin1");
      return Buffer.from(text.replace("(2,3)", shape.padEnd(5)), "latin1");
    };
    expect(refusal(() => loadNpy(lying("(2,4)")))).toBe('"npy": [2, 4] has 8 entries, the file 6');
    expect(refusal(() => loadNpy(lying("(-6,)")))).toBe('"npy": -6 is no extent');
    expect(refusal(() => loadNpy(lying("(6e0)")))).toBe("nothing was refused");
    expect(refusal(() => loadNpy(lying("(x,6)")))).toBe('"npy": NaN is no extent');
  });
});

describe("npz", () => {
  it.each(["stored", "deflated"])("%s by NumPy is read", (name) => {
    const back = loadNpz(fixture(`${name}.npz`), shapes);
    expect(bits(back.b)).toBe(bits(params.b));
    expect(back.W).toEqual(W);
  });

  it("has the same bytes for the same parameters, and is what it was", () => {
    const bytes = saveNpz(params, shapes);
    expect(bytes).toEqual(saveNpz(params, shapes));
    expect(Object.keys(unzipSync(bytes))).toEqual(["W.npy", "b.npy"]);
    expect(bits(loadNpz(bytes, shapes).W)).toBe(bits(W));
    const other = { names: { b: "bias" }, as: "f32" } as const;
    const again = loadNpz(saveNpz(params, shapes, other), shapes, other);
    expect(again.b).toEqual(Float32Array.of(1, 2));
  });

  it("checks names, shapes and types", () => {
    const bytes = saveNpz(params, shapes);
    const load = (of: Record<string, number[]>, options = {}): string =>
      refusal(() => loadNpz(bytes, of, options));
    expect(load({ W: [2, 3] })).toBe('the file also has "b"; `others: "ignore"` leaves that out');
    expect(load({ W: [3, 2] }, { others: "ignore" })).toBe('"W": the file has [2, 3], not [3, 2]');
    expect(load({ c: [2] }, { others: "ignore" })).toBe(
      '"c": the file does not have it, it has "W", "b"',
    );
    expect(load(shapes, { as: "f32" })).toBe(
      '"W": the file has F64, not F32; `convert: true` converts it',
    );
    const integers = zipSync({ "W.npy": fixture("i32.npy") });
    expect(refusal(() => loadNpz(integers, { W: [2] }, { convert: true }))).toBe(
      '"W": the file has I32, not F64',
    );
  });

  it("that would unpack to too much, or is none, is refused", () => {
    const bomb = zipSync({ "W.npy": new Uint8Array(5e6) });
    expect(bomb.length).toBeLessThan(10_000);
    expect(refusal(() => loadNpz(bomb, { W: [2] }))).toBe(
      '"W": has 5000000 bytes, too many for its shape',
    );
    const twice = zipSync({ W: saveNpy(W), "W.npy": saveNpy(W) });
    expect(refusal(() => loadNpz(twice, { W: [6] }))).toBe('"W": the file has it twice');
    expect(refusal(() => loadNpz(strToU8("no zip"), {}))).toBe(
      "no npz that can be read: invalid zip data",
    );
    const odd = zipSync({ ["__proto__.npy"]: saveNpy(W), "../x.npy": saveNpy(W) });
    expect(
      Object.keys(loadNpz(odd, Object.fromEntries([["__proto__", [6]]]), { others: "ignore" })),
    ).toEqual(["__proto__"]);
  });

  it("cut anywhere, or with any byte changed, it is refused or whole", () => {
    for (const bytes of [saveNpz(params, shapes), fixture("deflated.npz")]) {
      for (let end = 0; end < bytes.length; end++)
        expect(() => loadNpz(bytes.subarray(0, end), shapes)).toThrow(WeightsError);
      const changed = property(
        array(nat(), { minLength: 1, maxLength: 4 }),
        uint8Array({ minLength: 4, maxLength: 4 }),
        (at, to) => {
          const copy = Uint8Array.from(bytes);
          at.forEach((place, k) => (copy[place % copy.length] = to[k]!));
          try {
            expect(loadNpz(copy, shapes).W.length).toBe(6);
          } catch (error) {
            expect(error).toBeInstanceOf(WeightsError);
          }
        },
      );
      assert(changed, { numRuns: 2000 });
    }
  });
});
