/**
 * @file Every short text over ten significant characters. HOSTILE_LENGTH gives the length: 5 is 111 110 texts for each
 * alphabet and some seconds, 6 is 1 111 110 and most of a minute on a free core.
 */
import { describe, expect, it } from "vitest";
import { judge } from "./judge.ts";

const LENGTH = Number(process.env["HOSTILE_LENGTH"] ?? 5);

const ALPHABETS: readonly (readonly [string, readonly string[]])[] = [
  ["expressions", Array.from("x1=-(){_|'")],
  ["lines", Array.from('=x \n[],:Σ"')],
];

/** Shortest first. */
function* strings(letters: readonly string[], longest: number): Generator<string> {
  let last = [""];
  for (let length = 1; length <= longest; length++) {
    const isLast = length === longest;
    const next: string[] = [];
    for (const head of last)
      for (const letter of letters) {
        const text = head + letter;
        yield text;
        if (!isLast) next.push(text);
      }
    last = next;
  }
}

describe(`texts of up to ${LENGTH} characters`, () => {
  it.each(ALPHABETS)(
    "of %s",
    { timeout: 60_000 * 10 ** Math.max(0, LENGTH - 5) },
    (name, letters) => {
      const start = performance.now();
      let count = 0;
      for (const text of strings(letters, LENGTH)) {
        const { crime } = judge(text);
        if (crime !== undefined) expect.fail(`${crime}\n${JSON.stringify(text)}`);
        count++;
      }
      const rate = Math.round((count / (performance.now() - start)) * 1000);
      console.log(`${name}: all ${count} texts of up to ${LENGTH} characters, ${rate}/s`);
      expect(count).toBe((10 ** (LENGTH + 1) - 10) / 9);
    },
  );
});
