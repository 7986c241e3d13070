/** @file The IDX format of MNIST: bytes behind a head that says how many of them go which way. */

/**
 * @typedef {object} Digits
 * @property {number} count
 * @property {Uint8Array} pixels 28 × 28 of each digit, row by row; 255 is ink
 * @property {Uint8Array} labels
 */

export const side = 28;

/**
 * The bytes, after the check that their head announces just these sizes.
 * @param {Uint8Array} file
 * @param {readonly number[]} sizes of all axes but the first
 */
export function parseIdx(file, sizes) {
  const head = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const rank = sizes.length + 1;
  const start = 4 + 4 * rank;
  if (file.length < start || head.getUint32(0) !== 0x800 + rank)
    throw new Error(`not an IDX file of bytes with ${rank} axes`);
  const [count, ...others] = Array.from({ length: rank }, (_, i) => head.getUint32(4 + 4 * i));
  if (others.join() !== sizes.join())
    throw new Error(`IDX: ${others.join()} where ${sizes.join()} is expected`);
  const bytes = file.subarray(start);
  if (bytes.length !== sizes.reduce((a, b) => a * b, count))
    throw new Error("IDX: not all is here");
  return { count, bytes };
}

/**
 * @param {Uint8Array} images an IDX file
 * @param {Uint8Array} labels an IDX file
 * @returns {Digits}
 */
export function parseDigits(images, labels) {
  const [pixels, answers] = [parseIdx(images, [side, side]), parseIdx(labels, [])];
  if (pixels.count !== answers.count)
    throw new Error(`${pixels.count} images but ${answers.count} labels`);
  return { count: pixels.count, pixels: pixels.bytes, labels: answers.bytes };
}

/**
 * Those from `from` to just before `to`.
 * @param {Digits} digits
 * @param {number} from
 * @param {number} to
 * @returns {Digits}
 */
export const slice = ({ pixels, labels }, from, to) => ({
  count: to - from,
  pixels: pixels.subarray(from * side * side, to * side * side),
  labels: labels.subarray(from, to),
});
