/** @file Property tests draw the same cases in every run; `NABLA_SEED=…` draws others. */
import { configureGlobal } from "fast-check";

configureGlobal({ seed: Number(process.env["NABLA_SEED"] ?? 20261123) });
