/**
 * @file Random models under all oracles, in two test files that run side by side. NABLA_RANDOM gives the number of models:
 * half of them are the same in every run, half begin at NABLA_SEED, or where the day says: others tomorrow, the same all day.
 * NABLA_ONLY tries one seed alone, with every check.
 */
import { expect } from "vitest";
import { explained, tried, type Failure } from "./tried.ts";

const COUNT = Number(process.env["NABLA_RANDOM"] ?? 4000);
export const ONLY = process.env["NABLA_ONLY"];
export const FIXED = 1;
const DAY = 86_400_000;
export const FRESH = Number(process.env["NABLA_SEED"] ?? Math.floor(Date.now() / DAY) * 100_000);

/** Tries half of the models from a seed on; throws at the first failures, made small. */
export function trySeeds(from: number): void {
  const count = Math.ceil(COUNT / 2);
  const outcomes = { agrees: 0, "no smooth point": 0, "not yet": 0 };
  const failures: Failure[] = [];
  for (let seed = from; seed < from + count && failures.length < 3; seed++) {
    const outcome = tried(seed);
    if (typeof outcome === "string") outcomes[outcome]++;
    else failures.push(outcome);
  }
  expect(failures.map((f) => explained(f)).join("\n\n")).toBe("");
  expect(outcomes.agrees, JSON.stringify(outcomes)).toBeGreaterThan(0.85 * count);
}
