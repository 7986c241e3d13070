/** @file npz, several npy in a zip, as `numpy.savez` writes them: the zip is that of `fflate`. */
import { type UnzipFileInfo, unzipSync, zipSync } from "fflate";
import { type Bytes, type Floats, type Precision, type Shapes, countOf, viewOf } from "./floats.ts";
import { arrayOf, npyOf } from "./npy.ts";
import {
  type Found,
  type Loaded,
  type LoadOptions,
  type SaveOptions,
  given,
  loaded,
  namesIn,
} from "./params.ts";
import { WeightsError } from "./trouble.ts";

/** The least that a zip can say; a fixed one, so that the same parameters give the same bytes. */
const SAVED = new Date(1980, 0, 1);
/** Room for the header of an npy. */
const HEADER = 65_600;

/** Parameters as a file for `numpy.load`: `saveNpz(params, shapes(sizes).params)`. */
export function saveNpz<S extends Shapes>(
  params: { readonly [K in keyof S]: Floats },
  shapes: S,
  options: SaveOptions<S> = {},
): Uint8Array<ArrayBuffer> {
  const files = given(params, shapes, options).map(({ name, shape, floats }) => {
    return [`${name}.npy`, npyOf(floats, shape, name)] as const;
  });
  return new Uint8Array(zipSync(Object.fromEntries(files), { level: 0, mtime: SAVED }));
}

/** The parameters that a file has: `loadNpz(bytes, shapes(sizes).params)`. */
export function loadNpz<S extends Shapes, P extends Precision = "f64">(
  file: Bytes,
  shapes: S,
  options: LoadOptions<S, P> = {},
): Loaded<S, P> {
  const bytes = viewOf(file);
  const sizes = new Map(
    Array.from(namesIn(shapes, options.names), ([key, name]) => [
      name,
      8 * countOf(shapes[key]!, name),
    ]),
  );
  const found = new Map<string, Found>();
  const isWanted = ({ name: path, originalSize }: UnzipFileInfo): boolean => {
    const name = path.replace(/\.npy$/, "");
    if (found.has(name)) throw new WeightsError("the file has it twice", name);
    const size = sizes.get(name);
    found.set(name, { dtype: "?", shape: [], floats: () => undefined });
    // Before anything is unpacked: what says that it is larger than it can be is not what is wanted.
    if (size !== undefined && originalSize > size + HEADER)
      throw new WeightsError(`has ${originalSize} bytes, too many for its shape`, name);
    return size !== undefined;
  };
  let files: Readonly<Record<string, Uint8Array>>;
  try {
    files = unzipSync(bytes, { filter: isWanted });
  } catch (error) {
    if (error instanceof WeightsError) throw error;
    throw new WeightsError(`no npz that can be read: ${(error as Error).message}`);
  }
  for (const [path, content] of Object.entries(files)) {
    const name = path.replace(/\.npy$/, "");
    const { dtype, shape, data } = arrayOf(content, name);
    const floats = data instanceof Float64Array || data instanceof Float32Array ? data : undefined;
    found.set(name, { dtype, shape, floats: () => floats });
  }
  return loaded(found, shapes, options);
}
