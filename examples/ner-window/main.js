#!/usr/bin/env node
/** @file Finds names of persons in text: trains the model of ner.nabla, and tags with it. */
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { run, Trouble } from "../shared/trouble.js";

const usage = `usage: node main.js [--seeds 1-5]     train, evaluate and tag an example (a minute or two)
       node main.js tag "sentence"    tag a sentence
       node main.js tag < tokens      tag tokens, one a line, blank lines between sentences`;

/** @param {string[]} args */
async function main(args) {
  const options = /** @type {const} */ ({
    seeds: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [command, ...words] = positionals;
  if (values.help) return console.log(usage);
  if (command === "tag") return runTag(words);
  if (command !== undefined) throw new Trouble(`no command "${command}"\n${usage}`);
  const { demo } = await import("./demo.js");
  return demo(parseSeeds(values.seeds ?? "1-5"));
}

/** @param {string[]} words */
async function runTag(words) {
  const { readTokens, tokenise } = await import("./read-tokens.js");
  const { tag } = await import("./tag.js");
  const sentences = words.length
    ? tokenise(words.join(" "))
    : readTokens(await text(process.stdin));
  process.stdout.write(await tag(sentences));
}

/** `3` or `1-5`. @param {string} list */
function parseSeeds(list) {
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(list) ?? [];
  if (from === undefined || Number(to ?? from) < Number(from))
    throw new Trouble(`--seeds 1-5, not "${list}"`);
  return Array.from({ length: Number(to ?? from) - Number(from) + 1 }, (_, i) => Number(from) + i);
}

await run("ner-window", main);
