/** @file The demo: for each lead, train on the first years and forecast later ones. */
import { setImmediate } from "node:timers/promises";
import { compileModel, loadModel } from "../shared/model.js";
import { withProgress } from "../shared/progress.js";
import { readDays, scaleOf, seriesOf } from "./data.js";
import { errors, naive } from "./evaluate.js";
import { heldOut, leads, paths, settings } from "./settings.js";
import { forecast, train } from "./train.js";

/** @typedef {import("./train.js").Model} Model */
/** @typedef {import("./train.js").Params} Params */
/** @typedef {import("./data.js").Births} Births */

/**
 * @param {number} seed
 * @param {boolean} test whether to look at the test years, or else at the year by which settings are chosen
 */
export async function demo(seed, test) {
  const days = readDays();
  compileModel(paths.model);
  /** @type {Model} */
  const model = await loadModel(paths.model);
  const [from, to] = test ? [heldOut.test, Infinity] : [heldOut.development, heldOut.test];
  const first = days.findIndex(({ year }) => year >= from);
  const asked = [...days.keys()].filter((i) => days[i].year >= from && days[i].year < to);
  const { H, T, batch, steps, rate } = settings;
  console.log(
    `${days.length} days; learns on the first ${first}, forecasts ${asked.length} from ${from} on\n` +
      `${H} hidden, windows of ${T} days, ${steps} batches of ${batch}, rate ${rate}, seed ${seed}`,
  );
  const past = days.slice(0, first);
  for (const lead of leads) {
    const params = await fit(model, past, lead, seed);
    const rows = asked.map((i) => i - lead); // in row t stands day t + lead
    const { mean, deviation } = scaleOf(past);
    const series = seriesOf(days, lead, { mean, deviation });
    const said = forecast(model, series, rows, params, settings);
    report(days, asked, lead, { LSTM: Array.from(said, (value) => mean + deviation * value) });
  }
}

/**
 * @param {Model} model
 * @param {readonly Births[]} past
 * @param {number} lead
 * @param {number} seed
 */
async function fit(model, past, lead, seed) {
  const scale = scaleOf(past);
  const series = seriesOf(past, lead, scale);
  /** @type {Params | undefined} */
  let params;
  const start = performance.now();
  await withProgress(`lead of ${lead} d`, async (report) => {
    for (const { share, loss, params: now } of train(model, series, settings, seed)) {
      params = now;
      report(share, `error ${(scale.deviation * loss).toFixed(0)}`);
      await setImmediate(); // lets the progress bar draw
    }
  });
  const seconds = (performance.now() - start) / 1000;
  console.log(`trained in ${seconds.toFixed(0)} s`);
  return /** @type {Params} */ (params);
}

/**
 * @param {readonly Births[]} days
 * @param {readonly number[]} asked which of them are forecast
 * @param {number} lead
 * @param {Record<string, number[]>} forecasts
 */
function report(days, asked, lead, forecasts) {
  const naives = Object.entries(naive).map(([name, of]) => [
    name,
    asked.map((i) => of(days, i, lead)),
  ]);
  const all = Object.entries({ ...forecasts, ...Object.fromEntries(naives) });
  const chosen = asked.map((i) => days[i]);
  const columns = all.map(([, forecast]) => errors(chosen, forecast));
  console.log(
    `\n${lead === 1 ? "a day" : `${lead} days`} ahead, mean absolute error in births a day:`,
  );
  all.forEach(([name], k) => console.log(`  ${"abcdefg"[k]}  ${name}`));
  console.log(`${"".padEnd(13)}  days${all.map((_, k) => "abcdefg"[k].padStart(7)).join("")}`);
  columns[0].forEach(({ kind, count }, r) => {
    const figures = columns.map((column) => column[r].error.toFixed(0).padStart(7)).join("");
    console.log(`${kind.padEnd(13)} ${String(count).padStart(5)}${figures}`);
  });
  console.log();
}
