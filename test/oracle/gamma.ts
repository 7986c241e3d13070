/**
 * @file The logarithm of the gamma function and its derivatives for x > 0: moved up by Γ(x+1) = x Γ(x), then Stirling's
 * series (Abramowitz and Stegun, 6.1.40 and 6.4.11).
 */

/** B₂, B₄, … */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];
const FAR = 15;

export function lgamma(x: number): number {
  let product = 1;
  let z = x;
  for (; z < FAR; z++) product *= z;
  const series = BERNOULLI.reduce(
    (sum, b, i) => sum + b / ((2 * i + 2) * (2 * i + 1) * z ** (2 * i + 1)),
    0,
  );
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/** ψ⁽ᵐ⁾(x), the (m+1)th derivative of log Γ. */
export function polygamma(m: number, x: number): number {
  const sign = m % 2 === 0 ? -1 : 1;
  let sum = 0;
  let z = x;
  for (; z < FAR; z++) sum += factorial(m) / z ** (m + 1);
  const head =
    m === 0 ? 0.5 / z - Math.log(z) : factorial(m - 1) / z ** m + factorial(m) / (2 * z ** (m + 1));
  const tail = BERNOULLI.reduce((all, b, i) => {
    const k = 2 * i + 2;
    return all + (b * factorial(k + m - 1)) / (factorial(k) * z ** (k + m));
  }, 0);
  return sign * (sum + head + tail);
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
