/**
 * @file safetensors: the length of a header as 8 bytes, the header as JSON, the numbers. No library of npm both writes the
 * format and checks what it reads, so it is here.
 */
import {
  type Bytes,
  type Floats,
  type Precision,
  type Shapes,
  DTYPES,
  countOf,
  decode,
  precisionOf,
  viewOf,
} from "./floats.ts";
import { type Loaded, type LoadOptions, type SaveOptions, given, loaded } from "./params.ts";
import { WeightsError, listed, quoted, shown } from "./trouble.ts";

/** As it stands in a file. */
export interface StoredTensor {
  /** `F64`, `F32`, `F16`, `BF16`, `I64` … */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** A view into the file. */
  readonly bytes: Uint8Array;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** Bits of an entry, then the types that have them. */
const WIDTHS = [
  "4 F4",
  "6 F6_E2M3 F6_E3M2",
  "8 BOOL U8 I8 F8_E5M2 F8_E4M3 F8_E8M0",
  "16 U16 I16 F16 BF16",
  "32 U32 I32 F32",
  "64 U64 I64 F64 C64",
];
const BITS: ReadonlyMap<string, number> = new Map(
  WIDTHS.flatMap((row) => {
    const [bits, ...types] = row.split(" ");
    return types.map((type) => [type, Number(bits)] as const);
  }),
);
/** What other readers of the format refuse too. */
const LONGEST_HEADER = 100_000_000;
const METADATA = "__metadata__";

/**
 * Parameters as a file: `saveSafetensors(params, shapes(sizes).params)`.
 * The same parameters give the same bytes.
 */
export function saveSafetensors<S extends Shapes>(
  params: { readonly [K in keyof S]: Floats },
  shapes: S,
  options: SaveOptions<S> & { readonly metadata?: Readonly<Record<string, string>> } = {},
): Uint8Array<ArrayBuffer> {
  const tensors = given(params, shapes, options).toSorted(
    // As the format's own library: the widest type first, so that all are aligned; then by name.
    (a, b) => b.floats.BYTES_PER_ELEMENT - a.floats.BYTES_PER_ELEMENT || (a.name < b.name ? -1 : 1),
  );
  const header: [string, unknown][] = [];
  if (options.metadata) header.push([METADATA, textsOf(options.metadata)]);
  let end = 0;
  for (const { name, shape, floats } of tensors) {
    if (name === METADATA) throw new WeightsError("is no name for a tensor", name);
    const begin = end;
    end += floats.byteLength;
    header.push([name, { dtype: DTYPES[precisionOf(floats)], shape, data_offsets: [begin, end] }]);
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const length = Math.ceil(json.length / 8) * 8;
  if (length > LONGEST_HEADER) throw new WeightsError("the header would be above 100 MB");
  const file = new Uint8Array(8 + length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.fill(0x20, 8, 8 + length).set(json, 8);
  let at = 8 + length;
  for (const { floats } of tensors) {
    file.set(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength), at);
    at += floats.byteLength;
  }
  return file;
}

/** The parameters that a file has: `loadSafetensors(bytes, shapes(sizes).params)`. */
export function loadSafetensors<S extends Shapes, P extends Precision = "f64">(
  file: Bytes,
  shapes: S,
  options: LoadOptions<S, P> = {},
): Loaded<S, P> {
  const found = Array.from(readSafetensors(file).tensors, ([name, { dtype, shape, bytes }]) => {
    return [name, { dtype, shape, floats: () => decode(dtype, bytes) }] as const;
  });
  return loaded(new Map(found), shapes, options);
}

/** All that a file has, whatever it is for. Nothing is copied. */
export function readSafetensors(file: Bytes): Safetensors {
  const bytes = viewOf(file);
  if (bytes.length < 8) throw new WeightsError("no safetensors: shorter than 8 bytes");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > LONGEST_HEADER)
    throw new WeightsError("no safetensors: the header would be above 100 MB");
  if (length > bytes.length - 8)
    throw new WeightsError(
      `the file ends in its header: ${length} bytes, ${bytes.length - 8} there`,
    );
  const start = 8 + Number(length);
  const header = headerOf(bytes.subarray(8, start));
  const data = bytes.subarray(start);
  const tensors = new Map<string, StoredTensor>();
  const spans: Span[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === METADATA) continue;
    const { dtype, shape, span } = entryOf(entry, name);
    const { begin, end } = span;
    if (end > data.length)
      throw new WeightsError(`ends at byte ${end}, the file has ${data.length}`, name);
    tensors.set(name, { dtype, shape, bytes: data.subarray(begin, end) });
    spans.push(span);
  }
  checkCover(spans, data.length);
  const metadata = Object.hasOwn(header, METADATA) ? header[METADATA] : {};
  return { tensors, metadata: new Map(Object.entries(textsOf(metadata))) };
}

interface Span {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

function headerOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let header: unknown;
  try {
    header = JSON.parse(
      new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.slice()),
    );
  } catch {
    throw new WeightsError("no safetensors: the header is no JSON");
  }
  if (bytes[0] !== 0x7b || !isRecord(header))
    throw new WeightsError("no safetensors: the header is no JSON object");
  return header;
}

function entryOf(
  entry: unknown,
  name: string,
): { readonly dtype: string; readonly shape: readonly number[]; readonly span: Span } {
  if (!isRecord(entry)) throw new WeightsError("the header does not describe it", name);
  const [dtype, shape, offsets] = ["dtype", "shape", "data_offsets"].map((key) =>
    Object.hasOwn(entry, key) ? entry[key] : undefined,
  );
  const bits = typeof dtype === "string" ? BITS.get(dtype) : undefined;
  if (typeof dtype !== "string" || bits === undefined)
    throw new WeightsError(
      `${typeof dtype === "string" ? quoted(dtype) : typeof dtype} is no type`,
      name,
    );
  if (!isNumbers(shape)) throw new WeightsError("its shape is no list of numbers", name);
  if (!isNumbers(offsets) || offsets.length !== 2)
    throw new WeightsError("its offsets are no two numbers", name);
  const [begin, end] = offsets as readonly [number, number];
  if (![begin, end].every((at) => Number.isSafeInteger(at)) || begin < 0 || end < begin)
    throw new WeightsError(`${shown(offsets)} is no range of bytes`, name);
  const size = (countOf(shape, name) * bits) / 8;
  if (end - begin !== size)
    throw new WeightsError(
      `${dtype} ${shown(shape)} takes ${size} bytes, its offsets give ${end - begin}`,
      name,
    );
  return { dtype, shape, span: { name, begin, end } };
}

/** The tensors lie one after the other, from the first byte to the last. */
function checkCover(spans: readonly Span[], length: number): void {
  let at = 0;
  let before: Span | undefined;
  for (const span of spans.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (span.begin < at) throw new WeightsError(`overlaps ${listed([before!.name])}`, span.name);
    if (span.begin > at)
      throw new WeightsError(`begins at byte ${span.begin}, nothing is at ${at}`, span.name);
    at = span.end;
    before = span;
  }
  if (at !== length) throw new WeightsError(`${length - at} bytes at the end belong to no tensor`);
}

function textsOf(metadata: unknown): Readonly<Record<string, string>> {
  if (!isRecord(metadata) || Object.values(metadata).some((text) => typeof text !== "string"))
    throw new WeightsError("the metadata is no record of texts");
  return metadata as Readonly<Record<string, string>>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => typeof item === "number");
