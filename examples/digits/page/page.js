/** @file The page: starts the training, shows how far it is, and what the model says of a drawing. */
import { normalise } from "./drawing.js";

/** @typedef {import("../train.js").State & { right: number, error?: string }} Message */

const query = new URLSearchParams(location.search);
const number = (/** @type {string} */ key, /** @type {number} */ otherwise) =>
  Number(query.get(key) ?? otherwise);
const settings = {
  epochs: number("epochs", 3),
  batch: number("batch", 50),
  rate: number("rate", 0.1),
  momentum: number("momentum", 0.9),
};

const element = (/** @type {string} */ id) =>
  /** @type {HTMLElement} */ (document.getElementById(id));
const state = element("state");
const progress = /** @type {HTMLProgressElement} */ (element("progress"));
const button = /** @type {HTMLButtonElement} */ (element("train"));
const canvas = /** @type {HTMLCanvasElement} */ (element("canvas"));
const pen = /** @type {CanvasRenderingContext2D} */ (
  canvas.getContext("2d", { willReadFrequently: true })
);
const bars = Array.from({ length: 10 }, () => {
  const [item, meter] = [document.createElement("li"), document.createElement("meter")];
  item.append(meter);
  element("bars").append(item);
  return meter;
});

/** @type {import("../train.js").Model | undefined} */
let model;
/** @type {import("../train.js").Params | undefined} */
let params;

button.addEventListener("click", async () => {
  button.disabled = true;
  state.textContent = "reading the digits";
  model = await import(cached("digits.js"));
  const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }) => {
    hear(data);
    if (!data.error && data.epoch < settings.epochs) return;
    worker.terminate();
    button.disabled = false;
  });
  worker.postMessage({ settings, heldOut: number("heldOut", 10_000) });
});

/** @param {string} name of a file that the demo made */
const cached = (name) => new URL(`../.cache/${name}`, import.meta.url).href;

element("load").addEventListener("click", async () => {
  try {
    /** @type {import("../train.js").Model} */
    const module = await import(cached("digits.js"));
    const { loadSafetensors } = await import("nabla/weights");
    const response = await fetch(cached("digits.safetensors"));
    if (!response.ok) throw new Error("nothing learnt yet: run the demo first");
    params = loadSafetensors(await response.arrayBuffer(), module.shapes({ N: 1 }).params);
    model = module;
    state.textContent = "loaded";
    read();
  } catch (error) {
    state.textContent = /** @type {Error} */ (error).message;
  }
});

/** @param {Message} message */
function hear({ epoch, share, loss, params: now, right, error }) {
  if (error) {
    state.textContent = error;
    return;
  }
  params = now;
  progress.value = share;
  const accuracy = epoch ? `, ${(100 * right).toFixed(2)} % of the held-out digits` : "";
  state.textContent = `${epoch} of ${settings.epochs} epochs, loss ${loss.toFixed(3)}${accuracy}`;
  read();
}

/** What the model says of the drawing. */
function read() {
  if (!model || !params) return;
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  const ink = Array.from({ length: data.length / 4 }, (_, i) => data[4 * i] / 255);
  const x = normalise(ink, canvas.width);
  const empty = x.every((value) => value === 0);
  const { p } = model.predict(params, { x }, model.workspace({ N: 1 }));
  bars.forEach((meter, digit) => (meter.value = empty ? 0 : p[digit]));
}

pen.lineWidth = 22;
pen.lineCap = "round";
pen.strokeStyle = "white";
canvas.addEventListener("pointerdown", ({ offsetX, offsetY, pointerId }) => {
  canvas.setPointerCapture(pointerId);
  pen.beginPath();
  pen.moveTo(offsetX, offsetY);
});
canvas.addEventListener("pointermove", ({ offsetX, offsetY, buttons }) => {
  if (!buttons) return;
  pen.lineTo(offsetX, offsetY);
  pen.stroke();
  read();
});
element("clear").addEventListener("click", () => {
  pen.clearRect(0, 0, canvas.width, canvas.height);
  read();
});
