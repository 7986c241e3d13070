/** @file Mini-batches through the generated module. */
import { random, shuffle } from "../shared/random.js";
import { keeping, negatives, pairs, subsample } from "./sampling.js";
import { optimizer } from "./steps.js";

/** @typedef {typeof import("../../generated/word-vectors/skipgram.ts")} Model */
/** @typedef {import("./steps.js").Params} Params */
/** @typedef {import("./data.js").Corpus} Corpus */
/** @typedef {import("./settings.js").Settings} Settings */
/** @typedef {{ share: number, loss: number, pairs: number, params: Params }} State share: of all texts */
/** @typedef {{ w: Int32Array, c: Int32Array, r: Int32Array }} Inputs */

/**
 * The rate falls linearly to 0 with the share of the texts that is done. A value is given about twice a second, and at the end.
 * @param {Model} model
 * @param {Corpus} corpus
 * @param {Settings} settings
 * @param {number} seed
 * @returns {Generator<State, void, void>}
 */
export function* train(model, corpus, settings, seed) {
  const { d, k, batch } = settings;
  const V = corpus.words.length;
  const params = model.initialize(seed, { V, d });
  const workspace = model.workspace({ V, d, k, N: batch });
  const step = optimizer(settings.optimizer, params, d, batch);
  let [loss, done] = [(k + 1) * Math.log(2), 0];
  let shown = Date.now();
  for (const { share, inputs } of batches(corpus, settings, random(seed))) {
    const { values, gradients } = model.valueAndGradient(params, inputs, workspace);
    step(gradients, settings.rate * (1 - share));
    loss += (values.J - loss) / 1000;
    done += batch;
    if (Date.now() - shown > 500) {
      yield { share, loss, pairs: done, params };
      shown = Date.now();
    }
  }
  yield { share: 1, loss, pairs: done, params };
}

/**
 * The inputs of one batch after the other, in the same arrays; the last pairs that fill none are left out.
 * @param {Corpus} corpus
 * @param {Pick<Settings, "batch" | "k" | "epochs" | "window" | "threshold">} settings
 * @param {() => number} next
 * @returns {Generator<{ share: number, inputs: Inputs }, void, void>}
 */
export function* batches({ texts, counts }, { batch, k, epochs, window, threshold }, next) {
  const keep = keeping(counts, threshold);
  const draw = negatives(counts, next);
  const inputs = {
    w: new Int32Array(batch),
    c: new Int32Array(batch),
    r: new Int32Array(batch * k),
  };
  /** @type {number[]} */
  const waiting = [];
  const order = Array.from(texts);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, next);
    for (const [i, text] of order.entries()) {
      const used = subsample(text, keep, next);
      pairs(used, window, next, (word, context) => waiting.push(word, context));
      const share = (epoch + i / order.length) / epochs;
      let at = 0;
      for (; at + 2 * batch <= waiting.length; at += 2 * batch) {
        fill(inputs, waiting, at, k, draw);
        yield { share, inputs };
      }
      waiting.splice(0, at);
    }
  }
}

/**
 * Pairs from a place on, each with k drawn words that are not its own context.
 * @param {Inputs} inputs
 * @param {readonly number[]} from words and contexts by turns
 * @param {number} at
 * @param {number} k
 * @param {() => number} draw
 */
function fill({ w, c, r }, from, at, k, draw) {
  for (let n = 0; n < w.length; n++) {
    w[n] = from[at + 2 * n];
    c[n] = from[at + 2 * n + 1];
    for (let j = 0; j < k; j++) {
      let drawn = draw();
      while (drawn === c[n]) drawn = draw();
      r[n * k + j] = drawn;
    }
  }
}
