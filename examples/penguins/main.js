#!/usr/bin/env node
/** @file Tells penguins of one species from the others by four measurements. */
import { parseArgs } from "node:util";
import { compileModel, loadModel, save } from "../shared/model.js";
import { random, shuffle } from "../shared/random.js";
import { run, Trouble } from "../shared/trouble.js";
import { complete, foldsOf, inputsOf, measurements, readRows, scaleOf } from "./data.js";
import { countRight, gradientDescent, newton } from "./fit.js";
import { folds, paths, species, tolerance } from "./settings.js";

const usage = "usage: node main.js [--species Adelie] [--seed 1]";

/** @typedef {import("./fit.js").Model} Model */
/** @typedef {import("./data.js").Penguin} Penguin */

/** @param {string[]} args */
async function main(args) {
  const options = /** @type {const} */ ({
    species: { type: "string", default: species },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", short: "h" },
  });
  const { values } = parseArgs({ args, options });
  if (values.help) return console.log(usage);
  compileModel(paths.model);
  /** @type {Model} */
  const model = await loadModel(paths.model);
  const rows = readRows();
  if (!rows.some(({ Species }) => Species === values.species))
    throw new Trouble(
      `no "${values.species}": ${[...new Set(rows.map((r) => r.Species))].join(", ")}`,
    );
  if (!/^\d{1,9}$/.test(values.seed)) throw new Trouble(`--seed 1, not "${values.seed}"`);
  const penguins = complete(rows, values.species);
  const positive = penguins.filter(({ label }) => label === 1).length;
  console.log(
    `${rows.length} penguins, ${penguins.length} with all measurements, ${positive} of them ${values.species}`,
  );
  reportFit(model, penguins);
  reportFolds(model, shuffle(penguins, random(Number(values.seed))));
}

/**
 * @param {Model} model
 * @param {readonly Penguin[]} penguins
 */
function reportFit(model, penguins) {
  const scale = scaleOf(penguins);
  const inputs = inputsOf(penguins, scale);
  const steps = newton(model, inputs, tolerance);
  console.log("\nNewton steps, w ← w − H⁻¹ ∇J:\nstep                J    ‖∇J‖");
  for (const { step, J, gradient } of steps)
    console.log(`${String(step).padStart(4)}  ${J.toFixed(12)}  ${gradient.toExponential(1)}`);
  const { w } = /** @type {import("./fit.js").State} */ (steps.at(-1));
  console.log("\ngradient descent, w ← w − α ∇J:\n   α  steps  ‖∇J‖");
  for (const rate of [0.1, 1, 4, 8]) {
    const states = gradientDescent(model, inputs, tolerance, rate);
    const { step, gradient } = /** @type {import("./fit.js").State} */ (states.at(-1));
    const end = gradient < tolerance ? "" : "  (does not arrive)";
    console.log(
      `${String(rate).padStart(4)}  ${String(step).padStart(5)}  ${gradient.toExponential(1)}${end}`,
    );
  }
  console.log("\nweights of the standardised measurements:");
  [...measurements, "1"].forEach((name, i) =>
    console.log(`  ${name.padEnd(20)} ${w[i].toFixed(3).padStart(7)}`),
  );
  save(paths.model, { params: { w, b: Float64Array.of(0) }, scale });
}

/**
 * Each fold is told apart by what was learnt on the others.
 * @param {Model} model
 * @param {readonly Penguin[]} penguins
 */
function reportFolds(model, penguins) {
  const parts = foldsOf(penguins, folds);
  const right = parts.map((part) => {
    const others = parts.filter((other) => other !== part).flat();
    const scale = scaleOf(others);
    const { w } = /** @type {import("./fit.js").State} */ (
      newton(model, inputsOf(others, scale), tolerance).at(-1)
    );
    return countRight(model, inputsOf(part, scale), w);
  });
  const sum = right.reduce((a, b) => a + b, 0);
  const larger = Math.max(...[0, 1].map((k) => penguins.filter(({ label }) => label === k).length));
  console.log(
    `\n${folds}-fold cross-validation: ${sum} of ${penguins.length} right, ${percent(sum / penguins.length)}` +
      ` (always the larger class: ${percent(larger / penguins.length)})`,
  );
}

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)} %`;

await run("penguins", main);
