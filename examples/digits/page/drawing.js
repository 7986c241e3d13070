/** @file From a drawing to the input of the model, as MNIST's digits were made. */

const side = 28;
const box = 20;

/**
 * The ink, scaled with its proportions kept so that it just fits a box of 20 × 20, then moved so that its centre of
 * mass is the centre of 28 × 28.
 * @param {ArrayLike<number>} ink from 0 to 1, row by row
 * @param {number} width
 * @returns {Float64Array} all 0 without ink
 */
export function normalise(ink, width) {
  const x = new Float64Array(side * side);
  const found = Array.from(ink).flatMap((value, i) => (value > 0.1 ? [i] : []));
  if (found.length === 0) return x;
  const columns = found.map((i) => i % width);
  const rows = found.map((i) => Math.floor(i / width));
  const least = (/** @type {number[]} */ values) => values.reduce((a, b) => Math.min(a, b));
  const most = (/** @type {number[]} */ values) => values.reduce((a, b) => Math.max(a, b));
  const [left, top] = [least(columns), least(rows)];
  const extent = 1 + Math.max(most(columns) - left, most(rows) - top);
  const scale = box / extent;
  const at = (/** @type {number} */ i) => ({
    column: ((i % width) - left + 0.5) * scale,
    row: (Math.floor(i / width) - top + 0.5) * scale,
  });
  let [mass, right, down] = [0, 0, 0];
  for (const i of found) {
    const { column, row } = at(i);
    mass += ink[i];
    right += ink[i] * column;
    down += ink[i] * row;
  }
  const [across, along] = [side / 2 - right / mass, side / 2 - down / mass];
  for (const i of found) {
    const { column, row } = at(i);
    const [c, r] = [Math.floor(column + across), Math.floor(row + along)];
    if (c >= 0 && c < side && r >= 0 && r < side) x[r * side + c] += ink[i] * scale * scale;
  }
  return x.map((value) => Math.min(1, value));
}
