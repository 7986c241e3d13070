/** @file Lists of messages as flat arrays, and back. */

/** @param {any[]} list numbers, or lists of them */
export const flat = (list) => Float64Array.from(list.flat(2));

/**
 * Rows of a flat array.
 * @param {Float64Array} array
 * @param {number} count
 */
export const rows = (array, count) =>
  Array.from({ length: count }, (_, i) => {
    const width = array.length / count;
    return Array.from(array.subarray(i * width, (i + 1) * width));
  });
