/** @file The LSTM through the generated module: training on windows drawn at random, and forecasts. */
import { random } from "../shared/random.js";
import { adam } from "./adam.js";
import { d, gather, room } from "./data.js";

/** @typedef {typeof import("../../generated/births/births.ts")} Model */
/** @typedef {import("../../generated/births/births.ts").Params} Params */
/** @typedef {import("./data.js").Inputs} Inputs */
/** @typedef {import("./settings.js").Settings} Settings */
/** @typedef {{ share: number, loss: number, params: Params }} State share: of all steps */

/**
 * The rate falls to 0 along half a cosine wave. A value is given about twice a second, and at the end.
 * @param {Model} model
 * @param {Inputs} series
 * @param {Settings} settings
 * @param {number} seed
 * @returns {Generator<State, void, void>}
 */
export function* train(model, series, { H, T, batch, steps, rate }, seed) {
  const next = random(seed);
  const params = model.initialize(seed, { d, H });
  const workspace = model.workspace({ d, H, T, N: batch });
  const inputs = room(batch, T);
  const step = adam(params);
  const starts = series.y.length - T + 1;
  let loss = 1;
  let shown = Date.now();
  for (let i = 0; i < steps; i++) {
    const drawn = Array.from({ length: batch }, () => Math.floor(starts * next()));
    gather(series, drawn, T, inputs);
    const { values, gradients } = model.valueAndGradient(params, inputs, workspace);
    step(gradients, (rate * (1 + Math.cos((Math.PI * i) / steps))) / 2);
    loss += (values.J - loss) / 50;
    if (Date.now() - shown > 500) {
      yield { share: i / steps, loss, params };
      shown = Date.now();
    }
  }
  yield { share: 1, loss, params };
}

/**
 * What the model says at rows of the series, each by the T rows that end there; standardised.
 * @param {Model} model
 * @param {Inputs} series
 * @param {readonly number[]} rows from T - 1
 * @param {Params} params
 * @param {Pick<Settings, "H" | "T">} settings
 */
export function forecast(model, series, rows, params, { H, T }) {
  const inputs = room(rows.length, T);
  const starts = rows.map((row) => row - T + 1);
  gather(series, starts, T, inputs);
  return model.predict(params, inputs, model.workspace({ d, H, T, N: rows.length })).s_T;
}
