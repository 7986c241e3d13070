/**
 * @file Silver labels. In Brown people marked which tokens are proper nouns; these rules add of what:
 * P person, L place, G group, M another name, `?` undecided (masked). All other tokens are O.
 */
import { calendar, deities, humanVerbs, places } from "./lists.js";
import { findNames, plain } from "./names.js";

/** @typedef {import("./names.js").Name} Name */
/** @typedef {import("./lists.js").Lists} Lists */
/** @typedef {import("./wordnet.js").NameType} NameType */
/** @typedef {NameType | "?" | "O"} Label */

/**
 * A label for each token of each sentence of a document.
 * @param {import("./brown.js").Sentence[]} sentences
 * @param {Lists} lists
 */
export function labelDocument(sentences, lists) {
  const labels = sentences.map((sentence) => sentence.map(() => /** @type {Label} */ ("O")));
  const names = sentences.map(findNames);
  const known = knownPersons(names.flat(), lists);
  names.forEach((found, s) => {
    for (const name of found) {
      const label = typeByForm(name, lists) ?? typeByWords(name, known, lists) ?? "?";
      labels[s].fill(label, name.at, name.at + name.words.length);
    }
  });
  return labels;
}

/**
 * The surnames and first names of those whom the document names in full, with a title, or beside
 * a verb that only people do: a bare `Hoag` is then a person as well.
 * @param {Name[]} names
 * @param {Lists} lists
 */
function knownPersons(names, lists) {
  /** @type {Set<string>} */
  const known = new Set();
  for (const name of names) {
    const form = typeByForm(name, lists);
    if (form === "P" || (!form && name.words.length === 1 && actsHuman(name)))
      for (const word of name.words) if (!isInitial(word)) known.add(word);
  }
  return known;
}

/**
 * The type of a name by its form and its neighbours, where these decide it.
 * @param {Name} name
 * @param {Lists} lists
 * @returns {NameType | undefined}
 */
export function typeByForm({ words, before, after, titled, plural }, { firstNames, wordnet }) {
  const [first = "", last = ""] = [words[0], words.at(-1)];
  if (words.every((word) => calendar.has(word) || deities.has(word))) return "M";
  if (after && /^(nn|jj|cc|vb|np)/.test(after.tag))
    return places.has(plain(after.text)) ? "L" : "G";
  if (titled) return "P";
  if (plural) return "M";
  if (before && before.tag.startsWith("cc")) return "G";
  const [type] = lookUp(before ? [plain(before.text), ...words] : words, wordnet);
  if (type && words.length + (before ? 1 : 0) > 1) return type;
  if (before && places.has(plain(before.text))) return "L";
  if (words.every(isInitial)) return type ?? "M";
  if (words.length > 1 && !isInitial(last) && (firstNames.has(first) || isInitial(first)))
    return "P";
  return undefined;
}

/**
 * The type of a name by its words alone: what the document knows, then WordNet, then first names.
 * @param {Name} name
 * @param {Set<string>} known
 * @param {Lists} lists
 * @returns {Label | undefined}
 */
export function typeByWords({ words, before }, known, { firstNames, wordnet }) {
  const last = words.at(-1) ?? "";
  const [type] =
    words.length === 1 ? lookUp(words, wordnet) : lookUp([last], wordnet).filter((t) => t === "P");
  if (before && before.tag.startsWith("in")) return type === "P" ? "?" : type; // Archbishop of Canterbury
  if (known.has(last)) return type === undefined || type === "P" ? "P" : "?";
  if (type === "M" && firstNames.has(last)) return "?";
  return type ?? (words.length === 1 && firstNames.has(last) ? "P" : undefined);
}

/**
 * @param {string[]} words
 * @param {Lists["wordnet"]} wordnet
 */
const lookUp = (words, wordnet) => wordnet.get(words.join("_")) ?? [];

/** `J.`, `J`, `U.S.` @param {string} word */
const isInitial = (word) => /^(\p{L}\.)*\p{L}\.?$/u.test(word);

/** @param {Name} name */
function actsHuman({ previous, next, possessive }) {
  if (possessive) return false;
  const verb = (/** @type {import("./brown.js").Token | undefined} */ token) =>
    token !== undefined && /^vb[dz]/.test(token.tag) && humanVerbs.has(token.text.toLowerCase());
  return verb(next) || (verb(previous) && /^[.,;]/.test(next?.text ?? "."));
}
