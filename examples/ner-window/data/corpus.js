/** @file The three parts of the data: training, held-out and hand-checked tokens, side by side. */
import { readFileSync } from "node:fs";
import { paths } from "../settings.js";
import { windows } from "../windows.js";
import { readBrown } from "./brown.js";
import { parseGold } from "./gold.js";
import { readLists } from "./lists.js";
import { labelDocument } from "./silver.js";
import { split } from "./split.js";
import { embed } from "./vocabulary.js";
import { normalise } from "./words.js";

/** @typedef {import("./silver.js").Label} Label */
/** @typedef {{ tokens: string[], silver: Label[], gold?: string[] }} Labelled a sentence */
/** @typedef {{ w: Int32Array, words: string[], labels: Label[], gold: string[] }} Part per token */

/**
 * @param {import("./vectors.js").Vectors} vectors
 */
export function readCorpus(vectors) {
  const checked = parseGold(readFileSync(paths.gold, "utf8"));
  const documents = readBrown(paths.brown);
  const lists = readLists(paths.packages);
  const parts = split(documents, new Set(checked.map(({ id }) => id)));

  /** @param {import("./brown.js").Document} document @returns {Labelled[]} */
  const labelled = ({ sentences }) => {
    const silver = labelDocument(sentences, lists);
    return sentences.map((s, i) => ({ tokens: s.map(({ text }) => text), silver: silver[i] }));
  };
  const byId = new Map(documents.map((document) => [document.id, document]));
  const sentences = {
    training: parts.training.flatMap(labelled),
    heldOut: parts.heldOut.flatMap(labelled),
    checked: joinGold(checked, (id) => labelled(byId.get(id) ?? { id, sentences: [] })),
  };
  const all = [...sentences.training, ...sentences.heldOut, ...sentences.checked];
  const vocabulary = embed(
    all.map(({ tokens }) => tokens),
    vectors,
  );
  const ids = new Map(all.map((sentence, i) => [sentence, vocabulary.ids[i]]));

  /** @param {Labelled[]} some @returns {Part} */
  const part = (some) => ({
    w: windows(some.map((sentence) => ids.get(sentence) ?? [])),
    words: some.flatMap(({ tokens }) => tokens.map(normalise)),
    labels: some.flatMap(({ silver }) => silver),
    gold: some.flatMap(({ gold }) => gold ?? []),
  });
  return {
    vocabulary,
    documents: { training: parts.training.length, heldOut: parts.heldOut.length },
    sentences: sentences.checked.length,
    training: part(sentences.training),
    heldOut: part(sentences.heldOut),
    checked: part(sentences.checked),
  };
}

/**
 * The checked sentences with their hand-made labels beside the silver ones.
 * @param {import("./gold.js").Checked[]} checked
 * @param {(id: string) => Labelled[]} labelled
 */
function joinGold(checked, labelled) {
  const documents = new Map(
    [...new Set(checked.map(({ id }) => id))].map((id) => [id, labelled(id)]),
  );
  return checked.map(({ id, sentence, labels }) => {
    const found = documents.get(id)?.[sentence];
    if (found?.tokens.length !== labels.length)
      throw new Error(`gold.tsv: ${id} sentence ${sentence} is not the one of this corpus`);
    return { ...found, gold: labels };
  });
}
