/**
 * @file Functions that Math has not, as a textbook defines them: series and continued fractions, slow and evidently right.
 * Generated code has faster ones of its own.
 */

/** erf(z) = 2/√π exp(−z²) Σ_k 2ᵏ z^(2k+1) / (2k+1)!!: no term is negative, nothing cancels. */
function erfSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 1; term > sum * 1e-18; k++) {
    term *= (2 * z * z) / (2 * k + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
}

/** erfc(z) = exp(−z²)/√π · 1/(z + (1/2)/(z + (2/2)/(z + (3/2)/(z + …)))), for z ≥ 2. */
function erfcFraction(z: number): number {
  let below = z;
  for (let k = 200; k > 0; k--) below = z + k / 2 / below;
  return Math.exp(-z * z) / Math.sqrt(Math.PI) / below;
}

export function erf(z: number): number {
  if (z < 0) return -erf(-z);
  if (z === 0 || Number.isNaN(z)) return z;
  return z < 2 ? erfSeries(z) : 1 - erfc(z);
}

export function erfc(z: number): number {
  if (z < 0) return 2 - erfc(-z);
  if (z === Infinity) return 0;
  return z < 2 ? 1 - erf(z) : erfcFraction(z);
}

export const normcdf = (z: number): number => erfc(-z / Math.SQRT2) / 2;

/** To the nearest whole number; a half goes to the even one. */
export function round(z: number): number {
  const below = Math.floor(z);
  if (z - below === 0.5) return below % 2 === 0 ? below : below + 1;
  return Math.round(z);
}

/** a − b ⌊a/b⌋: it has the sign of b. */
export function mod(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && Math.sign(rest) !== Math.sign(b) ? rest + b : rest;
}

/** exp(z²) erfc(z). */
export function erfcx(z: number): number {
  if (z < 2) return z < -27 ? Infinity : Math.exp(z * z) * erfc(z);
  let below = z;
  for (let k = 200; k > 0; k--) below = z + k / 2 / below;
  return 1 / Math.sqrt(Math.PI) / below;
}

/** (2/√π)/erfcx(z) − 2z: for larger z by the continued fraction of erfc, because the two are nearly equal there. */
export function erfcxExcess(z: number): number {
  if (!(z > 2)) return 2 / Math.sqrt(Math.PI) / erfcx(z) - 2 * z;
  let rest = 0;
  for (let k = 200; k > 0; k--) rest = k / 2 / (z + rest);
  return 2 * rest;
}

export function logErfc(z: number): number {
  if (z === Infinity) return -Infinity;
  return z < 1 ? Math.log1p(-erf(z)) : Math.log(erfcx(z)) - z * z;
}

export const logNormcdf = (z: number): number =>
  z > 0 ? Math.log1p(-normcdf(-z)) : logErfc(-z / Math.SQRT2) - Math.LN2;

/** By halving the interval where erf, or erfc far out, takes the value. */
export function erfinv(x: number): number {
  if (x < 0) return -erfinv(-x);
  if (x === 0) return x;
  if (!(x < 1)) return x === 1 ? Infinity : NaN;
  if (x < 1e-8) return (x * Math.sqrt(Math.PI)) / 2;
  let [low, high] = [0, 6];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    const isAbove = x < 0.5 ? erf(middle) > x : erfc(middle) < 1 - x;
    if (isAbove) high = middle;
    else low = middle;
  }
}
