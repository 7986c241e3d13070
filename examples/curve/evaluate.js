/** @file What a forecast is measured by, and drawn with. */

/**
 * Root of the mean squared error.
 * @param {ArrayLike<number>} forecast
 * @param {ArrayLike<number>} truth
 */
export function rmse(forecast, truth) {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += (forecast[i] - truth[i]) ** 2;
  return Math.sqrt(sum / truth.length);
}

/**
 * The naive forecast: the same month of the last year known, and for each year from there what the last `years` grew
 * by in the mean.
 * @param {readonly number[]} past by month
 * @param {number} count months to forecast
 * @param {number} years
 */
export function naive(past, count, years) {
  const n = past.length;
  const growth = years ? (past[n - 1] - past[n - 1 - 12 * years]) / years : 0;
  return Array.from({ length: count }, (_, i) => {
    const ahead = Math.floor(i / 12) + 1;
    return past[n - 12 + (i % 12)] + growth * ahead;
  });
}

/**
 * Points and a curve in characters: `·` a value, `─` the curve, `●` both.
 * @param {ArrayLike<number>} values
 * @param {ArrayLike<number>} curve
 * @param {number} height
 */
export function plot(values, curve, height) {
  const all = [...Array.from(values), ...Array.from(curve)];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const row = (/** @type {number} */ v) =>
    high > low ? Math.round(((high - v) / (high - low)) * (height - 1)) : 0;
  return Array.from({ length: height }, (_, r) => {
    const line = Array.from(values, (value, i) => {
      const [here, there] = [row(value) === r, row(curve[i]) === r];
      return here && there ? "●" : here ? "·" : there ? "─" : " ";
    });
    const label = high - (r * (high - low)) / Math.max(1, height - 1);
    return `${label.toFixed(0).padStart(5)} │${line.join("").trimEnd()}`;
  }).join("\n");
}
