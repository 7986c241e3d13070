/** @file Text from the user to tokens: sentences as typed, or piped in with a token a line. */
import { Trouble } from "../shared/trouble.js";
import { address, ranks } from "./data/lists.js";

/**
 * `Mr. Smith met Anna.` is one sentence of five tokens.
 * @param {string} text
 */
export function tokenise(text) {
  const tokens = text.split(/\s+/u).filter(Boolean).flatMap(takeApart);
  /** @type {string[][]} */
  const sentences = [[]];
  for (const token of tokens) {
    sentences.at(-1)?.push(token);
    if (/^[.?!]+$/.test(token)) sentences.push([]);
  }
  return sentences.filter((sentence) => sentence.length > 0);
}

/**
 * A piece of text without spaces: quotes, brackets and stops stand apart from their word.
 * @param {string} piece
 * @returns {string[]}
 */
function takeApart(piece) {
  const [, before = "", word = "", after = ""] =
    /^([("'“‘[]*)(.*?)([)\]"'”’,;:!?]*)$/u.exec(piece) ?? [];
  const stop = /[^.]\.$/u.test(word) && !isAbbreviation(word);
  const inner = stop ? [...takeApart(word.slice(0, -1)), "."] : word ? [word] : [];
  return [...before, ...inner, ...after];
}

/** `J.`, `U.S.`, `Mr.` @param {string} word */
function isAbbreviation(word) {
  const plain = word.slice(0, -1).toLowerCase();
  return /^(\p{L}\.)+$/u.test(word) || address.has(plain) || ranks.has(plain) || others.has(plain);
}

const others = new Set(["jr", "sr", "st", "mt", "inc", "co", "corp", "etc", "vs"]);

/**
 * @param {string} text a token a line; a blank line ends a sentence
 */
export function readTokens(text) {
  /** @type {string[][]} */
  const sentences = [[]];
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (const [i, line] of lines.entries()) {
    const token = line.trim();
    if (/\s/u.test(token)) throw new Trouble(`line ${i + 1} is not one token: "${token}"`);
    if (token) sentences.at(-1)?.push(token);
    else sentences.push([]);
  }
  return sentences.filter((tokens) => tokens.length > 0);
}
