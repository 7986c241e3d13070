/**
 * @file The error function and its kin, and rounding as mathematics has it. The coefficients are of Chebyshev expansions
 * computed with 50 digits; test/emit/special.test.ts measures the errors against exact arithmetic.
 */
import type { Piece } from "../library.ts";

export const SPECIAL: Readonly<Record<string, Piece>> = {
  scaledErfc: {
    text: ({ of, bang }) => `\
/** g(z) = (1 + 2z) exp(z²) erfc(z) for z ≥ ½, as a Chebyshev series in w = (z − 3½) / (z + 2½). */
const ERFC = [
  1.2158607077657972, -0.07003596062266333, -0.031212281863928895, 0.017848920221515494,
  -0.0047477438641571786, 0.0006979759512045605, -2.232265264169159e-5, -1.188466952605727e-5,
  1.620645658313269e-6, 1.9249260169326538e-7, -5.398930903972093e-8, -4.156516062908507e-9,
  1.756644036640814e-9, 1.4501601687127496e-10, -5.93003325159224e-11, -7.177362736358065e-12,
  1.9752118153445035e-12, 3.957732055566407e-13, -5.6227837872898543e-14, -2.1313961194633382e-14,
  6.751087238734024e-16, 1.0416763667212802e-15, 7.63712236050369e-17, -4.1932501906123426e-17,
  -8.855720989503246e-18,
];

/** exp(z²) erfc(z) for z ≥ ½, by Clenshaw's recurrence. */
function scaledErfc(z${of("number")})${of("number")} {
  const w = (z - 3.5) / (z + 2.5);
  let b = 0;
  let c = 0;
  for (let k = ERFC.length - 1; k > 0; k--) {
    const next = ERFC[k]${bang} + 2 * w * b - c;
    c = b;
    b = next;
  }
  return (ERFC[0]${bang} + w * b - c) / (1 + 2 * z);
}`,
  },
  bell: {
    text: ({ of }) => `\
/** exp(−s z²): z² is split, because its rounding would be magnified. */
function bell(z${of("number")}, s${of("number")})${of("number")} {
  const high = Math.fround(z);
  return Math.exp(-s * high * high) * Math.exp(s * (high - z) * (high + z));
}`,
  },
  smallErf: {
    text: ({ of }) => `\
/** erf(z) for |z| ≤ ½: z times a polynomial in z². */
function smallErf(z${of("number")})${of("number")} {
  const u = z * z;
  let p = 1.4725865480556744e-6;
  p = p * u - 1.4845849259707869e-5;
  p = p * u + 0.00012053335124353741;
  p = p * u - 0.0008548297753674966;
  p = p * u + 0.00522397737302147;
  p = p * u - 0.026866170632887928;
  p = p * u + 0.11283791670925353;
  p = p * u - 0.37612638903183476;
  p = p * u + 1.1283791670955126;
  return z * p;
}`,
  },
  erf: {
    uses: ["smallErf", "erfc"],
    text: ({ of }) => `\
/** The error function, 2/√π ∫₀ᶻ exp(−t²) dt. */
function erf(z${of("number")})${of("number")} {
  if (Math.abs(z) <= 0.5) return smallErf(z);
  return z < 0 ? erfc(-z) - 1 : 1 - erfc(z);
}`,
  },
  erfc: {
    uses: ["smallErf", "bell", "scaledErfc"],
    text: ({ of }) => `\
/** 1 − erf(z), right also where that is small. */
function erfc(z${of("number")})${of("number")} {
  if (Math.abs(z) <= 0.5) return 1 - smallErf(z);
  if (z < 0) return 2 - erfc(-z);
  return z > 28 ? 0 : bell(z, 1) * scaledErfc(z);
}`,
  },
  normcdf: {
    uses: ["smallErf", "bell", "scaledErfc"],
    text: ({ of }) => `\
/** The normal distribution function Φ(z), right also where it is small. */
function normcdf(z${of("number")})${of("number")} {
  const y = Math.abs(z) * Math.SQRT1_2;
  if (y <= 0.5) return 0.5 + 0.5 * smallErf(z * Math.SQRT1_2);
  if (Number.isNaN(z)) return z;
  const tail = y > 28 ? 0 : 0.5 * bell(z, 0.5) * scaledErfc(y);
  return z < 0 ? tail : 1 - tail;
}`,
  },
  erfcx: {
    uses: ["smallErf", "bell", "scaledErfc"],
    text: ({ of }) => `\
/** exp(z²) erfc(z): it neither overflows nor underflows for z > -26. */
function erfcx(z${of("number")})${of("number")} {
  if (Math.abs(z) < 0.5) return Math.exp(z * z) * (1 - smallErf(z));
  if (z > 1e9) return 0.5641895835477563 / z;
  if (z < -27) return Infinity;
  return z < 0 ? 2 * bell(z, -1) - scaledErfc(-z) : scaledErfc(z);
}`,
  },
  erfcxExcess: {
    uses: ["erfcx"],
    text: ({ of }) => `\
/** (2/√π)/erfcx(z) − 2z: for larger z by the continued fraction of erfc, because the two are nearly equal there. */
function erfcxExcess(z${of("number")})${of("number")} {
  if (!(z > 2)) return 1.1283791670955126 / erfcx(z) - 2 * z;
  let rest = 0;
  for (let k = 80; k > 0; k--) rest = k / 2 / (z + rest);
  return 2 * rest;
}`,
  },
  logErfc: {
    uses: ["erf", "erfcx"],
    text: ({ of }) => `\
/** log erfc(z), right also where erfc(z) is 0. */
function logErfc(z${of("number")})${of("number")} {
  if (z === Infinity) return -Infinity;
  return z < 0.5 ? Math.log1p(-erf(z)) : Math.log(erfcx(z)) - z * z;
}`,
  },
  logNormcdf: {
    uses: ["normcdf", "erfcx"],
    text: ({ of }) => `\
/** log Φ(z), right also where Φ(z) is 0 or rounds to 1. */
function logNormcdf(z${of("number")})${of("number")} {
  if (z === -Infinity) return z;
  return z > 0
    ? Math.log1p(-normcdf(-z))
    : Math.log(0.5 * erfcx(-z * Math.SQRT1_2)) - 0.5 * z * z;
}`,
  },
  erfinv: {
    uses: ["erf", "erfc"],
    text: ({ of }) => `\
/** The inverse of erf: a start within 0.4 percent (Winitzki 2008), then steps of Halley. NaN outside [-1, 1]. */
function erfinv(x${of("number")})${of("number")} {
  const size = Math.abs(x);
  if (size === 1) return x * Infinity;
  if (!(size < 1)) return NaN;
  // Exact where it is used.
  const rest = 1 - size;
  const half = 0.5 * Math.log(rest * (1 + size));
  const mean = 4.330746750799873 + half;
  let y =
    size < 0.1 ? 0.886226925452758 * size : Math.sqrt(Math.sqrt(mean * mean - half / 0.0735) - mean);
  const steps = size < 0.9 ? 2 : 3;
  for (let k = 0; k < steps; k++) {
    const over = size < 0.5 ? erf(y) - size : rest - erfc(y);
    const step = over * 0.886226925452758 * Math.exp(y * y);
    y -= step / (1 + y * step);
  }
  return x < 0 ? -y : size === 0 ? x : y;
}`,
  },
  round: {
    text: ({ of }) => `\
/** To the nearest whole number; a half goes to the even one. */
function round(z${of("number")})${of("number")} {
  return Math.abs(z % 1) === 0.5 ? 2 * Math.round(z / 2) : Math.round(z);
}`,
  },
  mod: {
    text: ({ of }) => `\
/** a − b ⌊a/b⌋: it has the sign of b. */
function mod(a${of("number")}, b${of("number")})${of("number")} {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}`,
  },
};
