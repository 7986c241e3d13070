/**
 * @file Functions that Math has not, computed in other ways than the compiler's: the error function by the trapezoidal
 * rule (Goodwin, "The evaluation of integrals of the form ∫ f(x) exp(−x²) dx", 1949), which converges like exp(−π²/h²).
 */

const H = 0.5;

/** 2/√π Σ (−1)ᵏ x^(2k+1) / (k! (2k+1)), for small x. */
function erfNearZero(x: number): number {
  let power = x;
  let sum = x;
  for (let k = 1; k < 30; k++) {
    power *= (-x * x) / k;
    sum += power / (2 * k + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** erfc(x) = (x h/π) exp(−x²) Σ_k exp(−t²)/(t² + x²) over all whole k, t = (k + ½)h, and 2/(1 + exp(2πx/h)) for x < π/h. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x < 0) return 2 - erfc(-x);
  if (x < 0.5) return 1 - erfNearZero(x);
  if (x > 27.3) return 0;
  let sum = 0;
  for (let k = 0; k < 16; k++) {
    const t = (k + 0.5) * H;
    sum += (2 * Math.exp(-t * t)) / (t * t + x * x);
  }
  const rule = (x * H * Math.exp(-x * x) * sum) / Math.PI;
  return x < Math.PI / H ? rule + 2 / (1 + Math.exp((2 * Math.PI * x) / H)) : rule;
}

export const erf = (x: number): number =>
  Math.abs(x) < 0.5 ? erfNearZero(x) : x < 0 ? erfc(-x) - 1 : 1 - erfc(x);

/** The nearest whole number, and of two the even one. */
export function round(x: number): number {
  const options = [Math.floor(x), Math.ceil(x)];
  const [down, up] = options.map((n) => Math.abs(n - x));
  if (down !== up) return down! < up! ? options[0]! : options[1]!;
  return options.find((n) => n % 2 === 0) ?? x;
}

/** a − b ⌊a/b⌋ */
export const mod = (a: number, b: number): number => a - b * Math.floor(a / b);

/** exp(x²) erfc(x); the sum of erfc without its factor. */
export function erfcx(x: number): number {
  if (x < 6.5) return Math.exp(x * x) * erfc(x);
  let sum = 0;
  for (let k = 0; k < 16; k++) {
    const t = (k + 0.5) * H;
    sum += (2 * Math.exp(-t * t)) / (t * t + x * x);
  }
  return (x * H * sum) / Math.PI;
}

/** Newton's method, its steps from the side where erf is bent towards the root. */
export function erfinv(x: number): number {
  if (x < 0) return -erfinv(-x);
  let y = 0;
  for (let k = 0; k < 60; k++)
    y += ((x < 0.5 ? x - erf(y) : erfc(y) - (1 - x)) * Math.sqrt(Math.PI) * Math.exp(y * y)) / 2;
  return y;
}
