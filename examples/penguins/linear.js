/** @file Systems of equations with a symmetric positive definite matrix. */

/**
 * L, lower, with A = L Lᵀ.
 * @param {ArrayLike<number>} A row by row
 * @param {number} n
 */
export function cholesky(A, n) {
  const L = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = A[i * n + j];
      for (let k = 0; k < j; k++) rest -= L[i * n + k] * L[j * n + k];
      if (i === j && !(rest > 0)) throw new Error("the matrix is not positive definite");
      L[i * n + j] = i === j ? Math.sqrt(rest) : rest / L[j * n + j];
    }
  }
  return L;
}

/**
 * x with L Lᵀ x = b.
 * @param {Float64Array} L
 * @param {ArrayLike<number>} b
 */
export function solve(L, b) {
  const n = b.length;
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= L[i * n + k] * x[k];
    x[i] /= L[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= L[k * n + i] * x[k];
    x[i] /= L[i * n + i];
  }
  return x;
}

/**
 * ‖v‖
 * @param {Float64Array} v
 */
export const norm = (v) => Math.hypot(...v);
