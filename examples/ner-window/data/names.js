/** @file The names of a sentence, read off its tags, with what stands around them. */
import { address, ranks } from "./lists.js";
import { normalise } from "./words.js";

/** @typedef {import("./brown.js").Token} Token */

/**
 * Proper nouns in a row, as words, with their neighbours inside the same capitalised group (Brown
 * marks the common words of a name by `-tl`): `Mr. John Smith`, `Fulton County`, `New York`.
 * @typedef {{ at: number, words: string[], before?: Token, after?: Token, titled: boolean,
 *   plural: boolean, possessive: boolean, previous?: Token, next?: Token }} Name
 */

/** The word without the dot of an abbreviation: `mr`, but `j.` and `u.s.`. @param {string} [text] */
export const plain = (text = "") => normalise(text).replace(/(?<=^[^.]{2,})\.$/u, "");

/**
 * @param {Token[]} sentence
 * @returns {Name[]}
 */
export function findNames(sentence) {
  /** @type {Name[]} */
  const names = [];
  for (let at = 0; at < sentence.length; at++) {
    if (!isName(sentence[at])) continue;
    let end = at;
    while (end < sentence.length && isName(sentence[end]) && !closes(sentence[end - 1], end > at))
      end++;
    names.push(describe(sentence, at, end));
    at = end - 1;
  }
  return names;
}

/**
 * @param {Token[]} sentence
 * @param {number} at
 * @param {number} end
 * @returns {Name}
 */
function describe(sentence, at, end) {
  const tokens = sentence.slice(at, end);
  const [previous, next] = [sentence[at - 1], sentence[end]];
  const last = /** @type {Token} */ (tokens.at(-1));
  const possessive = last.tag.includes("$");
  return {
    at,
    words: tokens.map((token) => plain(token.text)),
    titled: previous !== undefined && isTitle(previous),
    plural: /nps/.test(last.tag),
    possessive,
    previous,
    next,
    ...(inTitle(previous) && { before: previous }),
    ...(inTitle(next) && !possessive && { after: next }),
  };
}

/** @param {Token | undefined} token */
const isProper = (token) => token !== undefined && /^(fw-)?np/.test(token.tag);

/** @param {Token | undefined} token */
const inTitle = (token) => token !== undefined && /-tl/.test(token.tag) && !isProper(token);

/** @param {Token} token */
const isTitle = (token) =>
  address.has(plain(token.text)) || (!isProper(token) && ranks.has(plain(token.text)));

/** @param {Token | undefined} token */
const isName = (token) => isProper(token) && !address.has(plain(token?.text));

/** A possessive ends a name: `John's Mary` are two. @param {Token | undefined} token @param {boolean} inside */
const closes = (token, inside) => inside && token !== undefined && token.tag.includes("$");
