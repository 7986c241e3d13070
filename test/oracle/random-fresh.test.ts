/** @file Random models that no run of another day has seen; the title says the seed. */
import { it } from "vitest";
import { FRESH, ONLY, trySeeds } from "./seeds.ts";

it.skipIf(ONLY !== undefined)(`random models from seed ${FRESH} on`, { timeout: 1_200_000 }, () =>
  trySeeds(FRESH),
);
