/** @file Numbers as bytes: lengths of shapes, and what the types of a file are as arrays of floats. */
import { float16ToFloat32 } from "npyjs";
import { WeightsError, shown } from "./trouble.ts";

export type Precision = "f32" | "f64";
export type Floats = Float32Array | Float64Array;
/** By name, as `shapes(sizes).params` of a generated module has them. */
export type Shapes = Readonly<Record<string, readonly number[]>>;
/** A whole file. */
export type Bytes = ArrayBuffer | Uint8Array;

export function viewOf(file: Bytes): Uint8Array {
  // A plain view: `slice` of a Buffer would copy nothing.
  if (file instanceof Uint8Array)
    return new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  if (file instanceof ArrayBuffer) return new Uint8Array(file);
  throw new TypeError("the file: expected a Uint8Array or an ArrayBuffer");
}

/** How many entries, where that is a number to count with. */
export function countOf(shape: readonly number[], tensor: string): number {
  let count = 1;
  let exact = true;
  for (const extent of shape) {
    if (!Number.isSafeInteger(extent) || extent < 0)
      throw new WeightsError(`${String(extent)} is no extent`, tensor);
    count *= extent;
    exact &&= Number.isSafeInteger(count);
  }
  if (count !== 0 && !exact) throw new WeightsError(`${shown(shape)} is too large`, tensor);
  return count;
}

export const DTYPES = { f32: "F32", f64: "F64" } as const;

export const precisionOf = (floats: Floats): Precision =>
  floats instanceof Float64Array ? "f64" : "f32";

/** The entries of a tensor of floats; undefined for any other type. The bytes are copied, so they may start anywhere. */
export function decode(dtype: string, bytes: Uint8Array): Floats | undefined {
  const copy = (): ArrayBuffer => bytes.slice().buffer;
  if (dtype === "F64") return new Float64Array(copy());
  if (dtype === "F32") return new Float32Array(copy());
  if (dtype === "F16") return Float32Array.from(new Uint16Array(copy()), float16ToFloat32);
  // The upper half of an f32.
  if (dtype === "BF16")
    return new Float32Array(Uint32Array.from(new Uint16Array(copy()), (half) => half << 16).buffer);
  return undefined;
}

/** In this precision. To f64 it is exact; to f32 it rounds, and is refused where that would make an infinity. */
export function converted(floats: Floats, to: Precision, tensor: string): Floats {
  if (precisionOf(floats) === to) return floats;
  if (to === "f64") return Float64Array.from(floats);
  const rounded = Float32Array.from(floats);
  const lost = rounded.findIndex(
    (value, i) => !Number.isFinite(value) && Number.isFinite(floats[i]),
  );
  if (lost >= 0)
    throw new WeightsError(`entry ${lost} is ${floats[lost]}, too large for F32`, tensor);
  return rounded;
}
