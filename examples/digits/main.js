#!/usr/bin/env node
/** @file Reads handwritten digits: trains the model of digits.nabla, shows what it says, serves the page. */
import { parseArgs } from "node:util";
import { run, Trouble } from "../shared/trouble.js";
import { settings } from "./settings.js";

const usage = `usage: node main.js [--epochs 3] [--batch 50] [--rate 0.1] [--momentum 0.9] [--seed 1] [--no-test]
                                      train and evaluate; --no-test leaves the test set alone
       node main.js read [0..9999]    read a digit of the test set with what was learnt
       node main.js page [--port 8080]    serve the page that trains in the browser`;

/** @param {string[]} args */
async function main(args) {
  const options = /** @type {const} */ ({
    epochs: { type: "string", default: String(settings.epochs) },
    batch: { type: "string", default: String(settings.batch) },
    rate: { type: "string", default: String(settings.rate) },
    momentum: { type: "string", default: String(settings.momentum) },
    seed: { type: "string", default: "1" },
    test: { type: "boolean", default: true },
    port: { type: "string", default: "8080" },
    help: { type: "boolean", short: "h" },
  });
  const parsed = parseArgs({ args, options, allowPositionals: true, allowNegative: true });
  const { values, positionals } = parsed;
  const [command, index] = positionals;
  if (values.help) return console.log(usage);
  if (command === undefined) {
    const [epochs, batch, seed] = [values.epochs, values.batch, values.seed].map(whole);
    const [rate, momentum] = [values.rate, values.momentum].map(Number);
    if (!(rate > 0 && momentum >= 0 && momentum < 1))
      throw new Trouble("--rate above 0, --momentum from 0 to 1");
    const { demo } = await import("./demo.js");
    return demo({ epochs, batch, rate, momentum }, seed, values.test);
  }
  if (command === "read") return (await import("./read.js")).read(whole(index ?? "0"));
  if (command === "page") return (await import("./serve.js")).serve(whole(values.port));
  throw new Trouble(`no command "${command}"\n${usage}`);
}

/** @param {string} text */
function whole(text) {
  if (!/^\d{1,9}$/.test(text)) throw new Trouble(`"${text}" is no whole number\n${usage}`);
  return Number(text);
}

await run("digits", main);
