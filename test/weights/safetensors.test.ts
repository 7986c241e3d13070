/** @file safetensors: bytes written by hand after the format's description, round trips bit for bit, hostile files. */
import {
  array,
  assert,
  double,
  float32Array,
  float64Array,
  nat,
  property,
  string,
  uint8Array,
} from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  WeightsError,
  loadSafetensors,
  readSafetensors,
  saveSafetensors,
} from "../../src/weights/index.ts";
import { bits, refusal } from "./helpers.ts";

/** A file as the format's description has it: the length of the header, the header, the numbers. */
function file(
  header: unknown,
  data: readonly number[] | Uint8Array = [],
  length?: bigint,
): Uint8Array {
  const json = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(length ?? BigInt(json.length));
  return Buffer.concat([size, json, Uint8Array.from(data)]);
}

const f64 = (...values: readonly number[]): number[] => [
  ...new Uint8Array(Float64Array.from(values).buffer),
];

describe("written", () => {
  const W = Float64Array.of(1, 2, 3, 4, 5, 6);
  const b = Float64Array.of(-0.5, 0.25);
  const shapes = { b: [2], W: [2, 3] };

  it("is what the format says, byte by byte", () => {
    const json =
      '{"W":{"dtype":"F64","shape":[2,3],"data_offsets":[0,48]},"b":{"dtype":"F64","shape":[2],"data_offsets":[48,64]}}';
    const padded = json.padEnd(Math.ceil(json.length / 8) * 8);
    expect(Buffer.from(saveSafetensors({ b, W }, shapes))).toEqual(
      Buffer.from(file(padded, f64(1, 2, 3, 4, 5, 6, -0.5, 0.25))),
    );
  });

  it("has its numbers at multiples of their size, the wide ones first", () => {
    const params = {
      a: Float32Array.of(1),
      long_name: Float64Array.of(2),
      c: Float32Array.of(3, 4),
    };
    const { tensors, metadata } = readSafetensors(
      saveSafetensors(params, { a: [], long_name: [1], c: [2] }, { metadata: { model: "∇" } }),
    );
    expect([...tensors.keys()]).toEqual(["long_name", "a", "c"]);
    for (const { bytes, dtype } of tensors.values())
      expect(bytes.byteOffset % (dtype === "F64" ? 8 : 4)).toBe(0);
    expect([...metadata]).toEqual([["model", "∇"]]);
    expect(tensors.get("c")).toMatchObject({ dtype: "F32", shape: [2] });
  });

  it("converts where that is asked for", () => {
    const half = loadSafetensors(saveSafetensors({ b, W }, shapes, { as: "f32" }), shapes, {
      as: "f32",
    });
    expect(half).toEqual({ b: Float32Array.from(b), W: Float32Array.from(W) });
    expectTypeOf(half.W).toEqualTypeOf<Float32Array>();
    const large = { x: Float64Array.of(1, 1e300) };
    expect(refusal(() => saveSafetensors(large, { x: [2] }, { as: "f32" }))).toBe(
      '"x": entry 1 is 1e+300, too large for F32',
    );
  });

  it.each([
    [{ b }, '"W": expected a Float64Array or a Float32Array'],
    [{ b, W, c: b }, 'no shape is known of "c"'],
    [{ b: [1, 2], W }, '"b": expected a Float64Array or a Float32Array'],
    [{ b: W, W }, '"b": [2] has 2 entries, the array 6'],
    [Object.assign(Object.create({ b }), { W }), '"b": expected a Float64Array or a Float32Array'],
  ])("is not, of wrong parameters (%#)", (params, message) => {
    expect(refusal(() => saveSafetensors(params as never, shapes))).toBe(message);
  });

  it("is not, of wrong shapes and names", () => {
    const save =
      (shape: readonly number[], options = {}, key = "b") =>
      () =>
        saveSafetensors({ [key]: b }, { [key]: shape }, options);
    expect(refusal(save([1.5]))).toBe('"b": 1.5 is no extent');
    expect(refusal(save([2 ** 52, 2 ** 52]))).toContain("is too large");
    expect(refusal(save([2], {}, "__metadata__"))).toBe('"__metadata__": is no name for a tensor');
    expect(refusal(save([2], { names: { a: "x" } }))).toBe(
      'names: "a" is no parameter, there is "b"',
    );
    expect(
      refusal(() => saveSafetensors({ a: b, b }, { a: [2], b: [2] }, { names: { a: "b" } })),
    ).toBe('"b": is the name of two parameters, "a", "b"');
    expect(refusal(save([2], { metadata: { a: 1 } }))).toBe("the metadata is no record of texts");
  });
});

describe("read back", () => {
  it("has the same bits, whatever they are", () => {
    const anything = { size: "max", maxLength: 40 } as const;
    assert(
      property(
        float64Array(anything),
        float32Array(anything),
        string({ unit: "binary" }),
        (x, y, name) => {
          const shapes = { x: [x.length], y: [1, y.length, 1] };
          const names = { x: `x${name}`, y: `y${name}` };
          const bytes = saveSafetensors({ x, y }, shapes, { names });
          const { tensors } = readSafetensors(bytes);
          expect(bits(tensors.get(names.x)!.bytes)).toBe(bits(x));
          expect(bits(tensors.get(names.y)!.bytes)).toBe(bits(y));
          const only = { x: shapes.x };
          const back = loadSafetensors(bytes, only, { names: { x: names.x }, others: "ignore" });
          expect(bits(back.x)).toBe(bits(x));
          // What was read is saved to the same bytes.
          const as32 = { y: shapes.y };
          const options = { as: "f32", names: { y: names.y }, others: "ignore" } as const;
          expect(bits(loadSafetensors(bytes, as32, options).y)).toBe(bits(y));
        },
      ),
    );
  });

  it("keeps the bits of every NaN", () => {
    const odd = [0x7ff00000, 1, 0xfff80000, 0xdeadbeef];
    const x = new Float64Array(Uint32Array.from(odd).buffer);
    const y = new Float32Array(Uint32Array.of(0x7fa00001, 0xffc12345).buffer);
    const back = loadSafetensors(saveSafetensors({ x }, { x: [2] }), { x: [2] });
    expect(bits(back.x)).toBe(bits(x));
    const half = loadSafetensors(saveSafetensors({ y }, { y: [2] }), { y: [2] }, { as: "f32" });
    expect(bits(half.y)).toBe(bits(y));
  });

  it("takes __proto__ and other odd names as names", () => {
    const shapes = Object.fromEntries(["__proto__", "constructor", ""].map((key) => [key, [1]]));
    const params = Object.fromEntries(
      Object.keys(shapes).map((key, k) => [key, Float64Array.of(k)]),
    );
    const back = loadSafetensors(saveSafetensors(params, shapes), shapes);
    expect(Object.entries(back)).toEqual(Object.entries(params));
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect(refusal(() => loadSafetensors(file({}), { toString: [1] }))).toBe(
      '"toString": the file does not have it, it has nothing',
    );
  });

  it("reads a Buffer from anywhere in memory, and shares nothing with it", () => {
    const bytes = saveSafetensors({ x: Float64Array.of(7) }, { x: [] });
    const pool = Buffer.concat([Buffer.alloc(3), bytes]).subarray(3);
    const { x } = loadSafetensors(pool, { x: [] });
    pool.fill(0);
    expect(x).toEqual(Float64Array.of(7));
    expect(x.buffer.byteLength).toBe(8);
    expect(loadSafetensors(bytes.buffer, { x: [] }).x).toEqual(x);
    expect(() => loadSafetensors([1] as never, {})).toThrow(TypeError);
  });
});

describe("a file of another program", () => {
  const halves = [0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000, 0x7c00, 0xfc00];
  const brains = [0x3f80, 0xc000, 0x7f7f, 0x0001, 0x8000, 0x7f80, 0xff80];
  const two = (words: readonly number[]): number[] => words.flatMap((w) => [w & 255, w >> 8]);
  const one = (dtype: string, count: number, data: readonly number[]): Uint8Array =>
    file({ x: { dtype, shape: [count], data_offsets: [0, data.length] } }, data);

  it("in F16 and BF16 is read where conversion is asked for", () => {
    const f16 = one("F16", 7, two(halves));
    const bf16 = one("BF16", 7, two(brains));
    const largest = (2 - 2 ** -7) * 2 ** 127;
    for (const as of ["f32", "f64"] as const) {
      const read = (bytes: Uint8Array) => [
        ...loadSafetensors(bytes, { x: [7] }, { as, convert: true }).x,
      ];
      expect(read(f16)).toEqual([1, -2, 65504, 2 ** -24, -0, Infinity, -Infinity]);
      expect(read(bf16)).toEqual([1, -2, largest, 2 ** -133, -0, Infinity, -Infinity]);
    }
    expect(refusal(() => loadSafetensors(f16, { x: [7] }))).toBe(
      '"x": the file has F16, not F64; `convert: true` converts it',
    );
  });

  it("in F32 becomes F64 and back, never by itself", () => {
    const f32 = one("F32", 1, [...new Uint8Array(Float32Array.of(0.1).buffer)]);
    expect(refusal(() => loadSafetensors(f32, { x: [1] }))).toContain("the file has F32, not F64");
    expect(loadSafetensors(f32, { x: [1] }, { convert: true }).x).toEqual(
      Float64Array.of(Math.fround(0.1)),
    );
    const wide = one("F64", 1, f64(0.1));
    expect(refusal(() => loadSafetensors(wide, { x: [1] }, { as: "f32" }))).toContain("not F32");
    expect(loadSafetensors(wide, { x: [1] }, { as: "f32", convert: true }).x).toEqual(
      Float32Array.of(0.1),
    );
    const large = one("F64", 1, f64(-1e39));
    expect(refusal(() => loadSafetensors(large, { x: [1] }, { as: "f32", convert: true }))).toBe(
      '"x": entry 0 is -1e+39, too large for F32',
    );
    assert(
      property(double({ noDefaultInfinity: true, max: 3e38, min: -3e38 }), (x) => {
        const back = loadSafetensors(
          one("F64", 1, f64(x)),
          { x: [1] },
          { as: "f32", convert: true },
        );
        expect(back.x[0]).toBe(Math.fround(x));
      }),
    );
  });

  it("may have spaces after its header, other types and other names", () => {
    const header = {
      __metadata__: { format: "pt" },
      "fc1.weight": { dtype: "F64", shape: [1, 2], data_offsets: [8, 24] },
      step: { dtype: "I64", shape: [], data_offsets: [0, 8] },
    };
    const bytes = file(`${JSON.stringify(header)}      `, [...f64(0), ...f64(1, 2)]);
    const names = { W1: "fc1.weight" };
    const shapes = { W1: [1, 2] };
    expect(loadSafetensors(bytes, shapes, { names, others: "ignore" }).W1).toEqual(
      Float64Array.of(1, 2),
    );
    expect(refusal(() => loadSafetensors(bytes, shapes, { names }))).toBe(
      'the file also has "step"; `others: "ignore"` leaves that out',
    );
    expect(
      refusal(() => loadSafetensors(bytes, { step: [] }, { convert: true, others: "ignore" })),
    ).toBe('"step": the file has I64, not F64');
    expect(refusal(() => loadSafetensors(bytes, { W1: [2, 1] }, { names, others: "ignore" }))).toBe(
      '"fc1.weight": the file has [1, 2], not [2, 1]',
    );
    expect(refusal(() => loadSafetensors(bytes, { W: [2] }, { others: "ignore" }))).toBe(
      '"W": the file does not have it, it has "fc1.weight", "step"',
    );
  });
});

describe("hostile", () => {
  const entry = (shape: unknown, data_offsets: unknown, dtype: unknown = "F64") => ({
    dtype,
    shape,
    data_offsets,
  });
  const one = (shape: unknown, offsets: unknown, dtype?: unknown) => ({
    x: entry(shape, offsets, dtype),
  });
  const cases: readonly (readonly [string, Uint8Array, string])[] = [
    ["empty", new Uint8Array(), "no safetensors: shorter than 8 bytes"],
    ["seven bytes", new Uint8Array(7), "no safetensors: shorter than 8 bytes"],
    ["no header", new Uint8Array(8), "no safetensors: the header is no JSON"],
    ["cut in its header", file("{", [], 9n), "the file ends in its header: 9 bytes, 1 there"],
    [
      "a header of 100 MB",
      file("{}", [], 100_000_001n),
      "no safetensors: the header would be above 100 MB",
    ],
    [
      "a header of 2^64 - 1",
      file("{}", [], 2n ** 64n - 1n),
      "no safetensors: the header would be above 100 MB",
    ],
    ["no JSON", file("{]"), "no safetensors: the header is no JSON"],
    [
      "no UTF-8",
      file("").length
        ? Buffer.concat([file("", [], 3n), Buffer.from([0x7b, 0xff, 0x7d])])
        : file(""),
      "no safetensors: the header is no JSON",
    ],
    ["a list", file("[]"), "no safetensors: the header is no JSON object"],
    ["a space first", file(" {}"), "no safetensors: the header is no JSON object"],
    ["deep JSON", file("[".repeat(1e6)), "no safetensors: the header is no JSON"],
    ["no record", file({ x: 1 }), '"x": the header does not describe it'],
    ["null", file({ x: null }), '"x": the header does not describe it'],
    ["no type", file(one([1], [0, 8], undefined).x), '"dtype": the header does not describe it'],
    ["an unknown type", file(one([1], [0, 8], "F63"), f64(1)), '"x": "F63" is no type'],
    ["a type that is no text", file(one([1], [0, 8], ["F64"]), f64(1)), '"x": object is no type'],
    [
      "a type of Object",
      file(one([1], [0, 8], "constructor"), f64(1)),
      '"x": "constructor" is no type',
    ],
    ["no shape", file(one("1", [0, 8]), f64(1)), '"x": its shape is no list of numbers'],
    ["a negative extent", file(one([-1], [0, 8]), f64(1)), '"x": -1 is no extent'],
    ["half an extent", file(one([0.5], [0, 4]), f64(1)), '"x": 0.5 is no extent'],
    [
      "extents that overflow",
      file(one([2 ** 32, 2 ** 32], [0, 0])),
      '"x": [4294967296, 4294967296] is too large',
    ],
    [
      "extents that overflow to infinity",
      file(one([1e15, ...Array(40).fill(1e15)], [0, 0])),
      '"x": [1000000000000000, 1000000000000000, 1000000000000000, 1000000000000000, 1000000000000000, 1000000000000000, 1000000000000000, 1000000000000000, 1000000000000000, 1000000000000000, 1000000000000000, 1000000000000000, …] is too large',
    ],
    ["no offsets", file(one([1], null), f64(1)), '"x": its offsets are no two numbers'],
    ["three offsets", file(one([1], [0, 8, 8]), f64(1)), '"x": its offsets are no two numbers'],
    ["a negative offset", file(one([1], [-8, 0]), f64(1)), '"x": [-8, 0] is no range of bytes'],
    ["offsets turned round", file(one([1], [8, 0]), f64(1)), '"x": [8, 0] is no range of bytes'],
    [
      "half an offset",
      file(one([1], [0.5, 8.5]), f64(1, 2)),
      '"x": [0.5, 8.5] is no range of bytes',
    ],
    [
      "offsets past the end",
      file(one([2], [0, 16]), f64(1)),
      '"x": ends at byte 16, the file has 8',
    ],
    [
      "offsets that are infinite",
      file('{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,1e999]}}'),
      '"x": [0, Infinity] is no range of bytes',
    ],
    [
      "too few bytes for the shape",
      file(one([2], [0, 8]), f64(1)),
      '"x": F64 [2] takes 16 bytes, its offsets give 8',
    ],
    [
      "half a byte",
      file(one([1], [0, 1], "F4"), [0]),
      '"x": F4 [1] takes 0.5 bytes, its offsets give 1',
    ],
    [
      "an overlap",
      file({ a: entry([2], [0, 16]), b: entry([1], [8, 16]) }, f64(1, 2)),
      '"b": overlaps "a"',
    ],
    [
      "the same bytes twice",
      file({ a: entry([1], [0, 8]), b: entry([1], [0, 8]) }, f64(1)),
      '"b": overlaps "a"',
    ],
    [
      "a hole",
      file({ a: entry([1], [0, 8]), b: entry([1], [16, 24]) }, f64(1, 2, 3)),
      '"b": begins at byte 16, nothing is at 8',
    ],
    [
      "bytes at the end",
      file(one([1], [0, 8]), [...f64(1), 0]),
      "1 bytes at the end belong to no tensor",
    ],
    [
      "the same name twice",
      file(
        '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}',
        [1, 2],
      ),
      '"a": begins at byte 1, nothing is at 0',
    ],
    [
      "metadata that is no text",
      file({ __metadata__: { a: 1 } }),
      "the metadata is no record of texts",
    ],
    [
      "a name of signs",
      file({ "\u001b[31m\u202E": 1 }),
      '"\\u001b[31m\\u202e": the header does not describe it',
    ],
    [
      "a long name",
      file({ ["y".repeat(1e5)]: 1 }),
      `"${"y".repeat(60)}…": the header does not describe it`,
    ],
  ];

  it.each(cases)("%s", (_, bytes, message) =>
    expect(refusal(() => readSafetensors(bytes))).toBe(message),
  );

  it("cut anywhere, or with any byte changed, it is refused or whole", () => {
    const shapes = { W: [2, 3], b: [2] };
    const params = { W: Float64Array.of(1, 2, 3, 4, 5, 6), b: Float64Array.of(7, 8) };
    const bytes = saveSafetensors(params, shapes);
    for (let end = 0; end < bytes.length; end++)
      expect(() => loadSafetensors(bytes.subarray(0, end), shapes)).toThrow(WeightsError);
    const changed = property(
      array(nat(), { minLength: 1, maxLength: 4 }),
      uint8Array({ minLength: 4, maxLength: 4 }),
      (at, to) => {
        const copy = bytes.slice();
        at.forEach((place, k) => (copy[place % copy.length] = to[k]!));
        try {
          const back = loadSafetensors(copy, shapes);
          expect([back.W.length, back.b.length]).toEqual([6, 2]);
        } catch (error) {
          expect(error).toBeInstanceOf(WeightsError);
        }
      },
    );
    assert(changed, { numRuns: 3000 });
  });
});
