/** @file Scalar functions that Math has not, right at ±1000. */
import type { Piece } from "../library.ts";
import { GAMMA } from "./gamma.ts";
import { SPECIAL } from "./special.ts";

export const SCALAR: Readonly<Record<string, Piece>> = {
  sigmoid: {
    text: ({ of }) => `\
/** σ(z) = 1 / (1 + exp(-z)), never through an overflow. */
function sigmoid(z${of("number")})${of("number")} {
  const e = Math.exp(-Math.abs(z));
  return z < 0 ? e / (1 + e) : 1 / (1 + e);
}`,
  },
  softplus: {
    text: ({ of }) => `\
/** log(1 + exp(z)), never through an overflow. */
function softplus(z${of("number")})${of("number")} {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}`,
  },
  ...SPECIAL,
  ...GAMMA,
};
