/** @file The parameters of a generated module, saved and loaded. */
import { expect, it } from "vitest";
import * as neuron from "../../generated/neuron/neuron.ts";
import { loadNpz, loadSafetensors, saveNpz, saveSafetensors } from "../../src/weights/index.ts";

it("a module computes the same with what it loads", () => {
  const sizes = { m: 3, n: 2 };
  const { params: shapes } = neuron.shapes(sizes);
  const params = neuron.initialize(1, sizes);
  const inputs = { x: Float64Array.of(0.5, -1) };
  const value = (of: neuron.Params): number =>
    neuron.forward(of, inputs, neuron.workspace(sizes)).s;
  const loaded: neuron.Params = loadSafetensors(saveSafetensors(params, shapes), shapes);
  expect(loaded).toEqual(params);
  expect(value(loaded)).toBe(value(params));
  expect(value(loadNpz(saveNpz(params, shapes), shapes))).toBe(value(params));
  // A module of other sizes does not take them.
  expect(() =>
    loadSafetensors(saveSafetensors(params, shapes), neuron.shapes({ m: 3, n: 5 }).params),
  ).toThrow('"W": the file has [3, 2], not [3, 5]');
});
