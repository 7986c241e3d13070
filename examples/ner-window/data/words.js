/** @file From a token as it stands in a text to the forms under which a vector is looked for. */

/** The vectors know these signs by another spelling; of words of one letter they know none. */
const spelling = new Map([
  ["a", "an"],
  ["i", "we"],
  ["``", '"'],
  ["''", '"'],
  ["“", '"'],
  ["”", '"'],
  ["--", "-"],
  ["–", "-"],
  ["—", "-"],
]);

/**
 * The lower-case word of a token, without a possessive ending: the lecture's features are words.
 * @param {string} token
 */
export function normalise(token) {
  const lower = token.normalize("NFC").toLowerCase().replaceAll("’", "'");
  return spelling.get(lower) ?? (lower.replace(/(?<=.)'s?$/u, "") || lower);
}

/**
 * The forms to try in turn: `mr.` then `mr`, `u.s.` then `us`, `didn't` then `did`,
 * `1,200` then `ten`, `vice-president` then `president`.
 * @param {string} token
 */
export function* forms(token) {
  const word = normalise(token);
  yield word;
  if (/.\.$/u.test(word)) yield word.slice(0, -1);
  if (/\p{L}\.\p{L}/u.test(word)) yield word.replaceAll(".", "");
  if (word.includes("'")) yield normalise(word.replace(/(?<!ca)n't$|'\p{L}+$/u, ""));
  if (/^[$]?\p{N}/u.test(word)) yield /^1[5-9]\p{N}{2}\.?$/u.test(word) ? "year" : "ten";
  if (word.includes("-")) yield word.slice(word.lastIndexOf("-") + 1);
}
