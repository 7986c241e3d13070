/**
 * @file log |Γ(x)| and its derivatives as textbooks define them: far up by Stirling's series, then down by the recurrence.
 * Slow and evidently right; generated code has faster ones of its own.
 */

/** Bernoulli numbers B₂, B₄, … */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66];
const FAR = 40;

/** DLMF 5.11.1, and Γ(x + 1) = x Γ(x). */
export function lgamma(x: number): number {
  if (x < 0.5) {
    if (Number.isInteger(x)) return Infinity;
    if (x > -1e-3) return lgamma(x + 1) - Math.log(Math.abs(x));
    return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  }
  if (x === Infinity) return Infinity;
  let [sum, y] = [0, x];
  for (; y < FAR; y++) sum += Math.log(y);
  const series = BERNOULLI.map((b, i) => b / ((2 * i + 1) * (2 * i + 2) * y ** (2 * i + 1)));
  const tail = series.reduce((a, b) => a + b);
  return (y - 0.5) * Math.log(y) - y + Math.log(2 * Math.PI) / 2 + tail - sum;
}

/** DLMF 5.11.2, and ψ(x + 1) = ψ(x) + 1/x. */
export function digamma(x: number): number {
  if (x <= 0) return Number.isInteger(x) ? NaN : digamma(1 - x) - Math.PI / Math.tan(Math.PI * x);
  let [sum, y] = [0, x];
  for (; y < FAR; y++) sum += 1 / y;
  const series = BERNOULLI.map((b, i) => b / ((2 * i + 2) * y ** (2 * i + 2)));
  return Math.log(y) - 1 / (2 * y) - series.reduce((a, b) => a + b) - sum;
}

/** DLMF 5.15.8, and ψ⁽ⁿ⁾(x) = ψ⁽ⁿ⁾(x + 1) − (−1)ⁿ n! / xⁿ⁺¹. */
export function polygamma(n: number, x: number): number {
  if (x < -1e5 || (x <= 0 && Number.isInteger(x))) return NaN;
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
  let [sum, y] = [0, x];
  for (; y < FAR + n; y++) sum += factorial(n) / y ** (n + 1);
  const series = BERNOULLI.map(
    (b, i) => (b * factorial(2 * i + 1 + n)) / (factorial(2 * i + 2) * y ** (2 * i + 2 + n)),
  );
  const far = factorial(n - 1) / y ** n + factorial(n) / (2 * y ** (n + 1));
  const value = sum + far + series.reduce((a, b) => a + b);
  return n % 2 === 0 ? -value : value;
}

export function gammafn(x: number): number {
  if (x === 0) return 1 / x;
  if (x < 0 && (Number.isInteger(x) || x === -Infinity)) return NaN;
  const size = Math.exp(lgamma(x));
  return x < 0 && Math.floor(x) % 2 !== 0 ? -size : size;
}

/** log (Γ(p) Γ(q) / Γ(p + q)). */
export function logbeta(p: number, q: number): number {
  if (!(Math.min(p, q) >= 0) || Math.max(p, q) === 0) return NaN;
  if (Math.max(p, q) === Infinity) return Math.min(p, q) === 0 ? NaN : -Infinity;
  if (Math.max(p, q) < 1e-17) return Math.log(1 / p + 1 / q);
  return lgamma(p) + lgamma(q) - lgamma(p + q);
}
