/** @file The GloVe vectors: streamed once from the package's JSON into a file of float32 rows. */
import { closeSync, createReadStream, existsSync, openSync, readSync, statSync } from "node:fs";
import { mkdir, open, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const dimensions = 100;
const rowBytes = 4 * dimensions;

/** @typedef {{ words: string[], file: string }} Vectors words[i] has row i of the file */

/**
 * Opens the cache in `folder`; makes it from `json` when it is not there.
 * @param {string} json
 * @param {string} folder
 * @param {(share: number) => void} [progress]
 * @returns {Promise<Vectors>}
 */
export async function openVectors(json, folder, progress = () => {}) {
  const file = join(folder, "vectors.f32");
  const names = join(folder, "vectors.json");
  if (!existsSync(file)) {
    await mkdir(folder, { recursive: true });
    await writeFile(names, JSON.stringify(await convert(json, `${file}.part`, progress)));
    await rename(`${file}.part`, file); // last: an interrupted run leaves no half of a cache
  }
  return { words: JSON.parse(await readFile(names, "utf8")), file };
}

/**
 * Writes the vectors as rows of float32 and returns their words in the order of the rows. The file
 * is read in chunks: as a whole it would take a gigabyte of memory.
 * @param {string} json
 * @param {string} target
 * @param {(share: number) => void} progress
 */
async function convert(json, target, progress) {
  const { size } = statSync(json);
  const input = createReadStream(json, { highWaterMark: 1 << 20, encoding: "utf8" });
  const out = await open(target, "w");
  /** @type {string[]} */
  const words = [];
  let rest = "";
  for await (const chunk of input) {
    const lines = (rest + chunk).split(rowEnd);
    rest = /** @type {string} */ (lines.pop());
    const rows = lines.map(parseRow).filter((row) => row !== undefined);
    words.push(...rows.map((row) => row.word));
    await out.write(Buffer.concat(rows.map((row) => new Uint8Array(row.vector.buffer))));
    progress(input.bytesRead / size);
  }
  await out.close();
  return words;
}

/** `],"` or, after the last row, `]},"`: neither stands in a word, where quotes are escaped. */
const rowEnd = /\]\}?,"/;

/**
 * A row is `word":[100 numbers, norm, index`; the list of words before the rows gives undefined.
 * @param {string} text
 */
export function parseRow(text) {
  const row = text.replace(/^vectors":\{"/, ""); // before the first one
  const at = row.lastIndexOf('":[');
  const numbers = /** @type {number[]} */ (JSON.parse(`${row.slice(at + 2)}]`));
  if (numbers.length !== dimensions + 2) return undefined;
  return {
    word: /** @type {string} */ (JSON.parse(`"${row.slice(0, at)}"`)),
    vector: Float32Array.from(numbers.slice(0, dimensions)),
  };
}

/**
 * The rows with these numbers, one after the other.
 * @param {Vectors} vectors
 * @param {readonly number[]} rows
 */
export function readRows(vectors, rows) {
  const out = new Float64Array(rows.length * dimensions);
  const row = new Float32Array(dimensions);
  const file = openSync(vectors.file, "r");
  rows.forEach((number, i) => {
    readSync(file, row, 0, rowBytes, number * rowBytes);
    out.set(row, i * dimensions);
  });
  closeSync(file);
  return out;
}
