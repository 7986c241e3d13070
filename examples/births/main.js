#!/usr/bin/env node
/** @file Forecasts daily births, a day and a week ahead, beside naive forecasts. */
import { parseArgs } from "node:util";
import { run, Trouble } from "../shared/trouble.js";

const usage = `usage: node main.js [--seed 1] [--no-test]
--no-test: measures on the year by which settings are chosen, and leaves the test years alone`;

/** @param {string[]} args */
async function main(args) {
  const options = /** @type {const} */ ({
    seed: { type: "string", default: "1" },
    test: { type: "boolean", default: true },
    help: { type: "boolean", short: "h" },
  });
  const { values } = parseArgs({ args, options, allowNegative: true });
  if (values.help) return console.log(usage);
  if (!/^\d{1,9}$/.test(values.seed)) throw new Trouble(`--seed 1, not "${values.seed}"`);
  const { demo } = await import("./demo.js");
  await demo(Number(values.seed), values.test);
}

await run("births", main);
