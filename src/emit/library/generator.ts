/** @file Random numbers from integer operations and + − × ÷ √ alone: the same bits for a seed in every engine. */
import type { Piece } from "../library.ts";

export const GENERATOR: Readonly<Record<string, Piece>> = {
  stream: {
    uses: ["hash"],
    text: ({ of }) => `\
/**
 * Uniform numbers in [0, 1) with 53 bits: xoshiro128** (Blackman and Vigna, Scrambled linear pseudorandom number
 * generators, ACM TOMS 47(4), 2021). Each parameter has its own stream.
 */
function stream(seed${of("number")}, index${of("number")})${of("() => number")} {
  const low = seed >>> 0;
  const high = Math.floor(seed / 4294967296) >>> 0;
  let a = hash(low ^ 0x9e3779b9);
  let b = hash(a ^ high);
  let c = hash(b ^ index);
  let d = hash(c ^ 0x9e3779b9) | 1;
  const bits = ()${of("number")} => {
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  };
  return () => ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992;
}`,
  },
  hash: {
    text: ({ of }) => `\
/** Spreads 32 bits: the finalizer of MurmurHash3 (Appleby). */
function hash(bits${of("number")})${of("number")} {
  let h = bits;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}`,
  },
  uniform: {
    uses: ["stream"],
    text: ({ of, real }) => `\
/** Fills with uniform numbers between two bounds. */
function uniform(
  array${of(real)},
  from${of("number")},
  to${of("number")},
  random${of("() => number")},
)${of("void")} {
  for (let i = 0; i < array.length; i++) array[i] = from + (to - from) * random();
}`,
  },
  normal: {
    uses: ["trial"],
    text: ({ of, real }) => `\
/**
 * Fills with normal numbers, drawn exactly by comparing uniform ones: algorithm N of Karney, Sampling exactly from the
 * normal distribution, ACM TOMS 42(1), 2016. The number is ±(k + x) with whole k and x in [0, 1).
 */
function normal(
  array${of(real)},
  mean${of("number")},
  deviation${of("number")},
  random${of("() => number")},
)${of("void")} {
  let i = 0;
  while (i < array.length) {
    let k = 0;
    while (trial(0.5, random)) k++;
    let accepted = true;
    for (let n = k * (k - 1); n > 0 && accepted; n--) accepted = trial(0.5, random);
    const x = random();
    const h = (x * (2 * k + x)) / (2 * k + 2);
    for (let n = k + 1; n > 0 && accepted; n--) accepted = trial(h, random);
    if (accepted) array[i++] = mean + deviation * (random() < 0.5 ? k + x : -k - x);
  }
}`,
  },
  orthogonal: {
    uses: ["normal"],
    text: ({ of, real, bang }) => `\
/**
 * Fills matrices of rows × columns, one after the other, with orthonormal rows, or columns where those are fewer: normal
 * numbers made orthogonal, each vector twice (Saxe, McClelland and Ganguli, arXiv:1312.6120, 2013, section 3).
 */
function orthogonal(
  array${of(real)},
  rows${of("number")},
  columns${of("number")},
  random${of("() => number")},
)${of("void")} {
  normal(array, 0, 1, random);
  const [count, length] = rows <= columns ? [rows, columns] : [columns, rows];
  const [next, step] = rows <= columns ? [columns, 1] : [1, columns];
  const dot = (a${of("number")}, b${of("number")})${of("number")} => {
    let sum = 0;
    for (let k = 0; k < length; k++) sum += array[a + k * step]${bang} * array[b + k * step]${bang};
    return sum;
  };
  for (let start = 0; start < array.length; start += rows * columns) {
    for (let i = 0; i < count; i++) {
      const own = start + i * next;
      for (let pass = 0; pass < 2; pass++) {
        for (let j = 0; j < i; j++) {
          const other = start + j * next;
          const part = dot(own, other);
          for (let k = 0; k < length; k++) array[own + k * step]${bang} -= part * array[other + k * step]${bang};
        }
      }
      const norm = Math.sqrt(dot(own, own));
      for (let k = 0; k < length; k++) array[own + k * step]${bang} /= norm;
    }
  }
}`,
  },
  trial: {
    uses: ["stream"],
    text: ({ of }) => `\
/** True with probability exp(-h), 0 ≤ h ≤ 1: a falling run of uniform numbers below h has even length (von Neumann 1951). */
function trial(h${of("number")}, random${of("() => number")})${of("boolean")} {
  let last = h;
  for (let even = true; ; even = !even) {
    const u = random();
    if (u >= last) return even;
    last = u;
  }
}`,
  },
};
