/**
 * @file Millions of texts, each compiled: no exception, no hang, places inside the file. HOSTILE gives the number of texts
 * (a million as the figure of the project; the default keeps to about a minute), NABLA_SEED repeats a run.
 */
import { describe, expect, it } from "vitest";
import { random } from "../helpers/random.ts";
import { judge, printed, smallest } from "./judge.ts";
import { pieces } from "./models.ts";
import { bytes, edited, sentence, shuffled, type Random } from "./random-text.ts";

const COUNT = Number(process.env["HOSTILE"] ?? 40_000);
const SEED = Number(process.env["NABLA_SEED"] ?? 20261124);
/** One in so many is compiled to the end and printed as a terminal would be given it. */
const WHOLE = 16;

const KINDS: readonly (readonly [string, (random: Random) => string, number])[] = [
  ["edited models", edited, 0.5],
  ["sentences of the grammar", sentence, 0.25],
  ["words in any order", shuffled, 0.15],
  ["bytes", bytes, 0.1],
];

describe(`${COUNT} hostile texts, seed ${SEED}`, () => {
  it.each(KINDS)("%s", { timeout: 100_000 + COUNT * 10 }, (name, make, share) => {
    const count = Math.ceil(COUNT * share);
    const start = performance.now();
    const codes = new Map<string, number>();
    for (let k = 0; k < count; k++) {
      // Each text has a seed of its own, so one is made again without those before it.
      const text = make(random(SEED + k));
      const whole = k % WHOLE === 0;
      const { diagnostics, crime } = judge(text, whole);
      if (crime !== undefined) {
        const small = smallest(text, (t) => judge(t, whole).crime !== undefined, pieces);
        expect.fail(
          `${crime}\nseed ${SEED + k}, ${name}\n${JSON.stringify(small)}\n--- as found ---\n${text}`,
        );
      }
      if (whole)
        for (const line of printed(text)) expect(line.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
      for (const { code } of diagnostics) codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${name}: ${count} texts from seed ${SEED}, ${Math.round(count / seconds)}/s, ${codes.size} codes`,
    );
  });
});
