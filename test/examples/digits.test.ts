/** @file The pure parts of examples/digits, without its data. */
import { expect, test } from "vitest";
import { accuracy, sketch, worstPairs } from "../../examples/digits/evaluate.js";
import { parseDigits, parseIdx, slice } from "../../examples/digits/idx.js";
import { normalise } from "../../examples/digits/page/drawing.js";
import { descend, largest, schedule } from "../../examples/digits/train.js";

const head = (...sizes: readonly number[]): readonly number[] =>
  [0x800 + sizes.length, ...sizes].flatMap((n) => [n >>> 24, n >>> 16, n >>> 8, n]);

test("an IDX file has the sizes that its head announces", () => {
  const labels = Uint8Array.of(...head(3), 7, 8, 9);
  expect(parseIdx(labels, [])).toEqual({ count: 3, bytes: Uint8Array.of(7, 8, 9) });
  expect(() => parseIdx(labels.subarray(0, 10), [])).toThrow("not all is here");
  expect(() => parseIdx(labels, [28, 28])).toThrow("not an IDX file");
  const images = Uint8Array.of(...head(3, 28, 28), ...new Uint8Array(3 * 784).fill(1));
  const two = slice(parseDigits(images, labels), 1, 3);
  expect([two.count, two.pixels.length, ...two.labels]).toEqual([2, 1568, 8, 9]);
  expect(() => parseDigits(images, Uint8Array.of(...head(1), 7))).toThrow("3 images but 1 labels");
});

test("the pairs mixed up most often, both ways", () => {
  const [answers, labels] = [
    [4, 9, 4, 1, 7],
    [9, 4, 9, 1, 2],
  ];
  expect(accuracy(answers, labels)).toBe(0.2);
  expect(worstPairs(answers, labels, 2)).toEqual([
    { label: 4, answer: 9, times: 1, back: 2 },
    { label: 2, answer: 7, times: 1, back: 0 },
  ]);
});

test("a sketch has two rows in a line", () => {
  expect(sketch([255, 0, 0, 255], 2)).toBe("▀▄");
});

test("momentum", () => {
  const arrays = (...values: readonly number[]) => ({
    W1: Float64Array.from(values),
    b1: new Float64Array(0),
    W2: new Float64Array(0),
    b2: new Float64Array(0),
  });
  const [params, gradients, velocity] = [arrays(1), arrays(2), arrays(4)];
  descend(params, gradients, velocity, 0.1, 0.5);
  expect(velocity.W1[0]).toBe(4);
  expect(params.W1[0]).toBeCloseTo(0.6, 12);
  expect([0, 0.5, 1].map(schedule).map((v) => v.toFixed(3))).toEqual(["1.000", "0.500", "0.000"]);
  expect(largest(Float64Array.of(9, 1, 3, 2), 1, 3)).toBe(1);
});

test("a drawing fills a box of 20 × 20 around its centre of mass", () => {
  const ink = new Float64Array(280 * 280);
  for (let row = 10; row < 110; row++) for (let c = 200; c < 250; c++) ink[row * 280 + c] = 1;
  const x = normalise(ink, 280);
  const filled = [...x.keys()].filter((i) => x[i]! > 0.9);
  expect(filled).toHaveLength(200);
  expect([Math.floor(filled[0]! / 28), filled[0]! % 28]).toEqual([4, 9]);
  expect(normalise(new Float64Array(4), 2).every((v) => v === 0)).toBe(true);
});
