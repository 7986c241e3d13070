#!/usr/bin/env node
/** @file Vectors of words: trains the model of skipgram.nabla, shows which words are near. */
import { parseArgs } from "node:util";
import { run, Trouble } from "../shared/trouble.js";
import { settings } from "./settings.js";

const usage = `usage: node main.js [options]       train; scores beside baselines; keep the vectors
       node main.js near WORD …      the nearest words by what was learnt
       node main.js compare [options]    the time of a step with and without \`sparse\`
options: --optimizer sgd|adam, --rate, --epochs, --batch, --d, --k, --window, --least, --threshold,
         --seed 1, --no-test (leaves the test groups alone)`;

/** @param {string[]} args */
async function main(args) {
  const text = /** @type {const} */ ({ type: "string" });
  const options = /** @type {const} */ ({
    optimizer: text,
    rate: text,
    epochs: text,
    batch: text,
    d: text,
    k: text,
    window: text,
    least: text,
    threshold: text,
    seed: text,
    test: { type: "boolean", default: true },
    help: { type: "boolean", short: "h" },
  });
  const parsed = parseArgs({ args, options, allowPositionals: true, allowNegative: true });
  const { values, positionals } = parsed;
  const [command, ...words] = positionals;
  if (values.help) return console.log(usage);
  if (command === "near" && words.length > 0) return (await import("./near.js")).near(words);
  const chosen = choose(values);
  if (command === "compare") return (await import("./compare.js")).compare(chosen);
  if (command !== undefined) throw new Trouble(`cannot do "${positionals.join(" ")}"\n${usage}`);
  const { demo } = await import("./demo.js");
  return demo(chosen, whole(values.seed ?? "1"), values.test);
}

/**
 * The settings, with those that were given.
 * @param {Readonly<Record<string, string | boolean | undefined>>} values
 * @returns {import("./settings.js").Settings}
 */
function choose(values) {
  const { rates, ...others } = settings;
  /** @template T @param {string} key @param {T} otherwise @param {(text: string) => T} read */
  const given = (key, otherwise, read) =>
    typeof values[key] === "string" ? read(values[key]) : otherwise;
  const optimizer = given("optimizer", others.optimizer, nameOf);
  return {
    optimizer,
    rate: given("rate", rates[optimizer], positive),
    epochs: given("epochs", others.epochs, whole),
    batch: given("batch", others.batch, whole),
    d: given("d", others.d, whole),
    k: given("k", others.k, whole),
    window: given("window", others.window, whole),
    least: given("least", others.least, whole),
    threshold: given("threshold", others.threshold, positive),
  };
}

/** @param {string} text @returns {import("./settings.js").Name} */
function nameOf(text) {
  if (text !== "sgd" && text !== "adam") throw new Trouble(`no optimizer "${text}": sgd or adam`);
  return text;
}

/** @param {string} text */
function whole(text) {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Trouble(`"${text}" is no whole number\n${usage}`);
  return Number(text);
}

/** @param {string} text */
function positive(text) {
  if (!(Number(text) > 0 && Number(text) < Infinity))
    throw new Trouble(`"${text}" is no positive number\n${usage}`);
  return Number(text);
}

await run("word-vectors", main);
