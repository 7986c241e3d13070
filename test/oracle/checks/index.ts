/** @file The checks of random models, each once in so many: the oracles of the test plan. */
import type { Trial } from "../trial.ts";
import { adjoint } from "./adjoint.ts";
import { differences } from "./differences.ts";
import {
  interpretedKernels,
  singlePrecision,
  typeScript,
  withoutRewrites,
} from "./differential.ts";
import { dualNumbers } from "./dual.ts";
import { metamorphic } from "./metamorphic.ts";
import { rewrites } from "./rewrites.ts";
import { structure } from "./structure.ts";

export interface Check {
  readonly name: string;
  /** It is the turn of every so manyth model. */
  readonly once: number;
  readonly run: (trial: Trial) => void;
}

export const CHECKS: readonly Check[] = [
  { name: "dual numbers", once: 1, run: (trial) => dualNumbers(trial) },
  { name: "five-point differences", once: 10, run: differences },
  { name: "adjoint", once: 7, run: adjoint },
  { name: "without rewrites", once: 19, run: withoutRewrites },
  { name: "single precision", once: 13, run: singlePrecision },
  { name: "TypeScript", once: 29, run: typeScript },
  { name: "kernels interpreted", once: 9, run: interpretedKernels },
  { name: "metamorphic laws", once: 53, run: metamorphic },
  { name: "each rewrite", once: 17, run: rewrites },
  { name: "structure", once: 41, run: structure },
];
