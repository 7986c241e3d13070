/** @file Random models, the same in every run; or one alone. */
import { expect, it } from "vitest";
import { FIXED, ONLY, trySeeds } from "./seeds.ts";
import { explained, tried } from "./tried.ts";

it.skipIf(ONLY !== undefined)(`random models from seed ${FIXED} on`, { timeout: 1_200_000 }, () =>
  trySeeds(FIXED),
);

it.skipIf(ONLY === undefined)(`seed ${ONLY}, every check`, { timeout: 600_000 }, () => {
  const outcome = tried(Number(ONLY), { every: true });
  expect(typeof outcome === "string" ? "" : explained(outcome)).toBe("");
});
