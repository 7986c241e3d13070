/** @file npy, the arrays of NumPy: `npyjs` reads and writes them, here is checked what it is given. */
import { dump, parse } from "npyjs";
import { type Bytes, type Floats, countOf, viewOf } from "./floats.ts";
import { WeightsError, quoted, shown } from "./trouble.ts";

/** An array as it was saved, row-major. */
export interface NpyArray {
  /** `F64`, `F32`, `F16` (whose data are f32), `I32`, `U8`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data:
    Floats | Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array;
}

/** An array of the shape, row-major, as a file. */
export function saveNpy(
  data: Floats | Int32Array,
  shape: readonly number[] = [data.length],
): Uint8Array<ArrayBuffer> {
  return npyOf(data, shape, "npy");
}

/** What a file has. An array saved by columns comes row-major. */
export function loadNpy(file: Bytes): NpyArray {
  return arrayOf(file, "npy");
}

export function npyOf(
  data: Floats | Int32Array,
  shape: readonly number[],
  tensor: string,
): Uint8Array<ArrayBuffer> {
  const count = countOf(shape, tensor);
  if (data.length !== count)
    throw new WeightsError(
      `${shown(shape)} has ${count} entries, the array ${data.length}`,
      tensor,
    );
  if (shape.length > MOST_AXES) throw new WeightsError("has more than 64 axes", tensor);
  return new Uint8Array(dump(data as never, [...shape]));
}

/** NumPy's own limit. */
const MOST_AXES = 64;

export function arrayOf(file: Bytes, tensor: string): NpyArray {
  const bytes = viewOf(file).slice().buffer;
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(bytes);
  } catch (error) {
    throw new WeightsError(`no npy that can be read: ${(error as Error).message}`, tensor);
  }
  const { shape, fortranOrder } = parsed;
  const [, letter, size] = /^(f(?=[248])|[iu](?=[124]))(\d)$/.exec(parsed.dtype) ?? [];
  if (letter === undefined)
    throw new WeightsError(`arrays of ${quoted(parsed.dtype)} are not read`, tensor);
  if (shape.length > MOST_AXES) throw new WeightsError("has more than 64 axes", tensor);
  const count = countOf(shape, tensor);
  const data = parsed.data as NpyArray["data"];
  if (data.length !== count)
    throw new WeightsError(`${shown(shape)} has ${count} entries, the file ${data.length}`, tensor);
  const dtype = `${letter.toUpperCase()}${8 * Number(size)}`;
  return { dtype, shape, data: fortranOrder ? byRows(data, shape) : data };
}

/** From columns first to rows first. */
function byRows<A extends NpyArray["data"]>(data: A, shape: readonly number[]): A {
  const out = data.slice() as A;
  const at = shape.map(() => 0);
  for (let i = 0; i < data.length; i++) {
    let place = 0;
    for (let k = 0; k < shape.length; k++) place = place * shape[k]! + at[k]!;
    out[place] = data[i]!;
    for (let k = 0; k < shape.length && ++at[k]! === shape[k]; k++) at[k] = 0;
  }
  return out;
}
