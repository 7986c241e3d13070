#!/usr/bin/env node
/** @file Fits a curve to the CO₂ at Mauna Loa and forecasts the years that it has not seen. */
import { parseArgs } from "node:util";
import { compileModel, loadModel, save } from "../shared/model.js";
import { run } from "../shared/trouble.js";
import { readMonths } from "./data.js";
import { naive, plot, rmse } from "./evaluate.js";
import { curve, fit } from "./fit.js";
import { heldOut, paths, tolerance } from "./settings.js";

/** @typedef {import("./data.js").Month} Month */

/** @param {string[]} args */
async function main(args) {
  parseArgs({ args });
  compileModel(paths.model);
  /** @type {import("./fit.js").Model} */
  const model = await loadModel(paths.model);
  const months = readMonths();
  const [past, future] = [months.slice(0, -heldOut), months.slice(-heldOut)];
  console.log(`${months.length} months; the last ${heldOut} are held out`);

  const start = performance.now();
  const { params, step, J, gradient } = fit(model, past, tolerance);
  const time = (performance.now() - start).toFixed(0);
  console.log(
    `${step} steps of L-BFGS in ${time} ms: J = ${J.toFixed(6)}, ‖∇J‖ = ${gradient.toExponential(1)}`,
  );
  for (const [key, values] of Object.entries(params))
    console.log(`  ${key}  ${Array.from(values, (value) => value.toFixed(4)).join("  ")}`);
  save(paths.model, { params });

  const ppm = (/** @type {Month} */ month) => month.ppm;
  const [before, after] = [past.map(ppm), future.map(ppm)];
  const forecast = curve(model, future, params);
  const lines = /** @type {const} */ ([
    ["curve, months of the fit", rmse(curve(model, past, params), before)],
    ["curve, held out", rmse(forecast, after)],
    ["same month of the last year, held out", rmse(naive(before, heldOut, 0), after)],
    ["… and the growth of the last 10 years", rmse(naive(before, heldOut, 10), after)],
  ]);
  console.log("\nroot mean squared error, ppm:");
  for (const [name, value] of lines) console.log(`  ${name.padEnd(38)} ${value.toFixed(3)}`);

  console.log(`\nheld out, ${future[0].year.toFixed(1)} to ${future.at(-1)?.year.toFixed(1)}`);
  console.log("(· measured, ─ curve, ● both):");
  console.log(plot(after, forecast, 14));
}

await run("curve", main);
