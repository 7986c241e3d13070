/** @file The nearest words of a word, by the cosine. */
import { Trouble } from "../shared/trouble.js";
import { neighbours } from "./evaluate.js";
import { recall } from "./vectors.js";

/**
 * By what was learnt before.
 * @param {readonly string[]} asked
 */
export function near(asked) {
  const { words, rows } = recall();
  for (const word of asked) {
    const of = words.indexOf(word.toLowerCase());
    if (of < 0) throw new Trouble(`"${word}" is in none of the addresses, or too seldom`);
    for (const { i, cosine } of neighbours(rows, of, 10))
      console.log(`${cosine.toFixed(2)} ${words[i]}`);
    console.log();
  }
}

/**
 * A line for each word.
 * @param {readonly string[]} words
 * @param {readonly Float64Array[]} rows
 * @param {readonly string[]} asked
 */
export const lines = (words, rows, asked) =>
  asked.map((word) => {
    const found = neighbours(rows, words.indexOf(word), 7);
    return `  ${word.padEnd(12)} ${found.map(({ i }) => words[i]).join(", ")}`;
  });
