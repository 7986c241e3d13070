#!/usr/bin/env node
/** @file Reads handwritten digits: trains a model, shows what it says, serves the page. */
import { parseArgs } from "node:util";
import { run, Trouble } from "../shared/trouble.js";
import { settingsOf } from "./settings.js";

const usage = `usage: node main.js [--model digits|convnet] [--epochs 3] [--batch 50] [--rate 0.1] [--momentum 0.9]
                    [--seed 1] [--no-test]
                                      train and evaluate; --no-test leaves the test set alone
       node main.js read [0..9999] [--model digits|convnet]
                                      read a digit of the test set with what was learnt
       node main.js page [--port 8080]    serve the page that trains in the browser`;

/** @param {string[]} args */
async function main(args) {
  const options = /** @type {const} */ ({
    model: { type: "string", default: "digits" },
    epochs: { type: "string" },
    batch: { type: "string" },
    rate: { type: "string" },
    momentum: { type: "string" },
    seed: { type: "string", default: "1" },
    test: { type: "boolean", default: true },
    port: { type: "string", default: "8080" },
    help: { type: "boolean", short: "h" },
  });
  const parsed = parseArgs({ args, options, allowPositionals: true, allowNegative: true });
  const { values, positionals } = parsed;
  const [command, index] = positionals;
  if (values.help) return console.log(usage);
  const name = nameOf(values.model);
  if (command === undefined) {
    const chosen = settingsOf[name];
    const [epochs, batch] = [
      whole(values.epochs ?? chosen.epochs),
      whole(values.batch ?? chosen.batch),
    ];
    const [rate, momentum] = [
      Number(values.rate ?? chosen.rate),
      Number(values.momentum ?? chosen.momentum),
    ];
    if (!(rate > 0 && momentum >= 0 && momentum < 1))
      throw new Trouble("--rate above 0, --momentum from 0 to 1");
    const { demo } = await import("./demo.js");
    return demo(name, { epochs, batch, rate, momentum }, whole(values.seed), values.test);
  }
  if (command === "read") return (await import("./read.js")).read(name, whole(index ?? "0"));
  if (command === "page") return (await import("./serve.js")).serve(whole(values.port));
  throw new Trouble(`no command "${command}"\n${usage}`);
}

/** @param {string} text @returns {import("./settings.js").Name} */
function nameOf(text) {
  if (text !== "digits" && text !== "convnet")
    throw new Trouble(`no model "${text}": digits or convnet`);
  return text;
}

/** @param {string | number} text */
function whole(text) {
  if (!/^\d{1,9}$/.test(String(text))) throw new Trouble(`"${text}" is no whole number\n${usage}`);
  return Number(text);
}

await run("digits", main);
