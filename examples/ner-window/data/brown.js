/** @file The Brown corpus as its package ships it: a document a file, a sentence a line, `word/tag`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {{ text: string, tag: string }} Token */
/** @typedef {Token[]} Sentence */
/** @typedef {{ id: string, sentences: Sentence[] }} Document */

/**
 * @param {string} line such as `The/at jury/nn said/vbd`
 * @returns {Sentence}
 */
export function parseSentence(line) {
  return line
    .trim()
    .split(/\s+/)
    .map((item) => {
      const slash = item.lastIndexOf("/"); // `1/2/cd` is the token `1/2`
      if (slash < 1) throw new Error(`"${item}" is no word/tag`);
      return { text: item.slice(0, slash), tag: item.slice(slash + 1) };
    });
}

/**
 * @param {string} text
 * @returns {Sentence[]}
 */
export function parseDocument(text) {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(parseSentence);
}

/**
 * @param {string} folder
 * @returns {Document[]} in the order of their names
 */
export function readBrown(folder) {
  return readdirSync(folder)
    .filter((name) => /^c[a-r]\d\d$/.test(name))
    .sort()
    .map((id) => ({ id, sentences: parseDocument(readFileSync(join(folder, id), "latin1")) }));
}
