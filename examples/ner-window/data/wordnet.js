/** @file What kind of thing a name is to WordNet: a person, a place, a group or something else. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {"P" | "L" | "G" | "M"} NameType */

/** Lexicographer files: noun.person, noun.location, noun.group. */
const types = new Map(
  /** @type {[string, NameType][]} */ ([
    ["18", "P"],
    ["15", "L"],
    ["14", "G"],
  ]),
);

/**
 * Lower-case name, its words joined by `_`, to its types, the commonest sense first.
 * @param {string} folder
 */
export function readWordnet(folder) {
  const synsets = parseSynsets(readFileSync(join(folder, "data.noun"), "utf8"));
  return parseIndex(readFileSync(join(folder, "index.noun"), "utf8"), synsets);
}

/**
 * Lines of data.noun are `offset file n count Word …pointers…`. The pointer `@i` makes a synset an
 * instance; what is written with a capital and is no instance (English, Bible) is M.
 * @param {string} text
 */
export function parseSynsets(text) {
  /** @type {Map<string, NameType>} */
  const synsets = new Map();
  for (const line of text.split("\n")) {
    const type = types.get(line.slice(9, 11)) ?? "M";
    if (/ @i \d/.test(line)) synsets.set(line.slice(0, 8), type);
    else if (/^\p{Lu}/u.test(line.slice(17))) synsets.set(line.slice(0, 8), "M");
  }
  return synsets;
}

/**
 * Lines of index.noun are `lemma n counts… offsets…`, the offsets of 8 digits by frequency.
 * @param {string} text
 * @param {Map<string, NameType>} synsets
 */
export function parseIndex(text, synsets) {
  /** @type {Map<string, NameType[]>} */
  const names = new Map();
  for (const line of text.split("\n")) {
    const [lemma = "", ...fields] = line.trim().split(" ");
    const found = fields.flatMap((field) => synsets.get(field) ?? []);
    if (found.length) names.set(lemma, found);
  }
  return names;
}
