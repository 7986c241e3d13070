/** @file The pure parts of examples/word-vectors, on toy text: no data package is needed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { neighbourCounts, positivePmi } from "../../examples/word-vectors/baselines.js";
import { numbered, tokenise } from "../../examples/word-vectors/data.js";
import { neighbours, odd, score, table, unit } from "../../examples/word-vectors/evaluate.js";
import { development, test as tested } from "../../examples/word-vectors/groups.js";
import {
  drawing,
  keeping,
  negatives,
  pairs,
  subsample,
} from "../../examples/word-vectors/sampling.js";
import { adam, descend, optimizer } from "../../examples/word-vectors/steps.js";
import { batches, train, type Model } from "../../examples/word-vectors/train.js";
import { live } from "../helpers/compiled.ts";
import { deviation } from "../helpers/deviation.ts";
import { random } from "../helpers/random.ts";

const folder = join(import.meta.dirname, "../../examples/word-vectors");
const text = readFileSync(join(folder, "skipgram.nabla"), "utf8");
const toy = numbered(
  ["a b a c a b", "c a b a a c b d"].map((line) => line.split(" ")),
  1,
);

describe("words", () => {
  test("are lower-case, without possessives; numbers count", () => {
    expect(tokenise("The People’s House, in 1950: don't -- É'S")).toEqual(
      "the people house in 1950 don't é".split(" "),
    );
    expect(tokenise(" \n")).toEqual([]);
  });

  test("are numbered by their frequency, rare ones left out", () => {
    const { words, counts, texts } = numbered([["b", "a", "rare"], ["a", "a", "b"], []], 2);
    expect(words).toEqual(["a", "b"]);
    expect([...counts]).toEqual([3, 2]);
    expect(texts.map((text) => [...text])).toEqual([[1, 0], [0, 0, 1], []]);
  });

  test("of a group are in no other", () => {
    const all = [development, tested].flatMap((groups) => Object.values(groups).flat());
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("sampling", () => {
  test("frequent words are used less often: √(t/f)", () => {
    // f = 0.9, 0.09, 0.01
    const keep = keeping([90, 9, 1], 0.01);
    expect(deviation(keep, [Math.sqrt(1 / 90), Math.sqrt(1 / 9), 1])).toBeLessThan(1e-15);
    const text = Int32Array.of(0, 1, 0, 2);
    expect([...subsample(text, Float64Array.of(1, 0, 0.5), () => 0.4)]).toEqual([0, 0, 2]);
  });

  test.each([[[1]], [[1, 1, 1]], [[5, 1, 0, 2]], [[1e-9, 1, 1e9]], [[1, 2, 3, 4, 5, 6, 7]]])(
    "numbers are drawn in proportion to %j",
    (weights) => {
      // Evenly spaced instead of random: every draw is off by at most a column's edge.
      const steps = 70_000;
      let at = 0;
      const draw = drawing(weights, () => (at++ + 0.5) / steps);
      const drawn = weights.map(() => 0);
      for (let i = 0; i < steps; i++) drawn[draw()]!++;
      const total = weights.reduce((a, b) => a + b, 0);
      weights.forEach((weight, i) =>
        expect(Math.abs(drawn[i]! / steps - weight / total)).toBeLessThan(1e-3),
      );
    },
  );

  test("negative samples follow count^¾", () => {
    const draw = negatives([16, 1], random(1));
    let first = 0;
    for (let i = 0; i < 20_000; i++) if (draw() === 0) first++;
    expect(Math.abs(first / 20_000 - 8 / 9)).toBeLessThan(0.01);
  });

  test("pairs reach as far as was drawn, and not beyond the text", () => {
    const told = (reach: number, ...words: readonly number[]): string[] => {
      const found: string[] = [];
      // window 3: 1 + ⌊3 x⌋ = reach
      const next = (): number => (reach - 1) / 3;
      pairs(Int32Array.from(words), 3, next, (w, c) => void found.push(`${w}${c}`));
      return found;
    };
    expect(told(1, 7, 8, 9)).toEqual(["78", "87", "89", "98"]);
    expect(told(3, 7, 8, 9)).toEqual(["78", "79", "87", "89", "97", "98"]);
    expect(told(2, 7)).toEqual([]);
  });

  test("batches are full, see every epoch, and tell a context from other words", () => {
    const settings = { batch: 4, k: 3, epochs: 5, window: 2, threshold: 1 };
    const shares: number[] = [];
    for (const { share, inputs } of batches(toy, settings, random(1))) {
      shares.push(share);
      expect([inputs.w.length, inputs.c.length, inputs.r.length]).toEqual([4, 4, 12]);
      inputs.r.forEach((word, i) => expect(word).not.toBe(inputs.c[Math.floor(i / 3)]));
    }
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    // 5 epochs of 14 words with 1 or 2 neighbours to each side
    expect(shares.length).toBeGreaterThan((5 * 14) / 4);
    expect(shares.length).toBeLessThan((5 * 14 * 4) / 4);
  });
});

const rowsOf = (width: number, rows: Readonly<Record<number, readonly number[]>>) => {
  const numbers = Object.keys(rows).map(Number);
  return {
    count: numbers.length,
    rows: Int32Array.of(...numbers, 99), // what lies behind `count` means nothing
    values: Float64Array.of(
      ...numbers.flatMap((row) => [...rows[row]!]),
      ...Array.from({ length: width }, () => NaN),
    ),
  };
};

describe("steps", () => {
  test("SGD by rows is SGD", async () => {
    const [m, plain] = [await live(text), await live(text.replaceAll(" sparse", ""))];
    const sizes = { V: 12, d: 3, k: 2, N: 6 };
    const [params, same] = [m["initialize"]!(1, sizes), m["initialize"]!(1, sizes)];
    const [memory, other] = [m["workspace"]!(sizes), plain["workspace"]!(sizes)];
    const step = optimizer("sgd", params, 3, 6);
    const next = random(1);
    const words = (count: number): Int32Array =>
      Int32Array.from({ length: count }, () => Math.floor(12 * next()));
    for (let i = 0; i < 20; i++) {
      const inputs = { w: words(6), c: words(6), r: words(12) };
      step(m["valueAndGradient"]!(params, inputs, memory).gradients, 0.1);
      const { gradients } = plain["valueAndGradient"]!(same, inputs, other);
      for (const key of ["E", "U"])
        for (let j = 0; j < 36; j++) same[key][j] -= 6 * 0.1 * gradients[key][j];
      for (const key of ["E", "U"])
        expect(deviation(params[key], same[key]), key).toBeLessThan(1e-13);
    }
  });

  test("rows without a gradient stay", () => {
    const θ = Float64Array.of(1, 2, 3, 4, 5, 6);
    descend(θ, rowsOf(2, { 2: [1, 2] }), 2, 0.5);
    expect([...θ]).toEqual([1, 2, 3, 4, 4.5, 5]);
    const step = adam(θ, 2);
    step(rowsOf(2, { 0: [1, -1] }), 0.1);
    step(rowsOf(2, { 2: [1, -1] }), 0.1);
    expect([...θ.subarray(2, 4)]).toEqual([3, 4]);
    // The first step is as long as the rate, whatever the gradient.
    expect(deviation(θ.subarray(0, 2), [0.9, 2.1])).toBeLessThan(1e-6);
  });

  test("Adam by rows is Adam where every row has a gradient", () => {
    const [rate, β1, β2, ε] = [0.01, 0.9, 0.999, 1e-8];
    const next = random(3);
    const draw = (): number[] => Array.from({ length: 6 }, () => next() - 0.5);
    const start = draw();
    const θ = Float64Array.from(start);
    const step = adam(θ, 2);
    const [plain, m, v] = [start, new Float64Array(6), new Float64Array(6)];
    for (let t = 1; t <= 50; t++) {
      const g = draw();
      step(rowsOf(2, { 0: g.slice(0, 2), 1: g.slice(2, 4), 2: g.slice(4) }), rate);
      // Algorithm 1 as the paper has it.
      for (let i = 0; i < 6; i++) {
        m[i] = β1 * m[i]! + (1 - β1) * g[i]!;
        v[i] = β2 * v[i]! + (1 - β2) * g[i]! ** 2;
        const [mean, square] = [m[i]! / (1 - β1 ** t), v[i]! / (1 - β2 ** t)];
        plain[i]! -= (rate * mean) / (Math.sqrt(square) + ε);
      }
      expect(deviation(θ, plain)).toBeLessThan(1e-12);
    }
  });

  test.each(["sgd", "adam"] as const)("%s lowers the loss of a toy text", async (name) => {
    const model = (await live(text)) as unknown as Model;
    const rate = name === "sgd" ? 0.05 : 0.02;
    const settings = { d: 4, k: 2, batch: 4, epochs: 200, window: 1, least: 1, threshold: 1 };
    const run = () => [...train(model, toy, { ...settings, optimizer: name, rate }, 1)].at(-1)!;
    const { loss, share, params } = run();
    expect(share).toBe(1);
    expect(loss).toBeLessThan(3 * Math.log(2) - 0.2);
    expect(run().params, "the same for a seed").toEqual(params);
  });
});

describe("scores", () => {
  const vectors: Record<string, readonly number[]> = {
    a: [1, 0],
    b: [2, 0.1],
    c: [3, -0.1],
    d: [0, 1],
    e: [0.1, 5],
    f: [0, 0.1],
  };
  const groups = { first: ["a", "b", "c"], second: ["d", "e", "f"] };

  test("are full where groups lie apart, and those of chance where they do not", () => {
    expect(score(groups, (word) => vectors[word]!)).toEqual({ oddOneOut: 1, nearest: 1 });
    const next = random(5);
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [i, Array.from({ length: 6 }, (_, j) => `${i} ${j}`)]),
    );
    const chance = score(many, () => Array.from({ length: 40 }, () => next() - 0.5));
    expect(Math.abs(chance.oddOneOut - 0.25)).toBeLessThan(0.05);
  });

  test("the odd one is the one that fits least", () => {
    const cosines = table(["a", "d", "b", "c"].map((word) => unit(vectors[word]!)));
    expect(odd([0, 1, 2, 3], cosines)).toBe(1);
    expect(odd([3, 2, 1, 0], cosines)).toBe(1);
  });

  test("neighbours come by the cosine, without the word itself", () => {
    const rows = ["a", "b", "d", "c"].map((word) => unit(vectors[word]!));
    const found = neighbours(rows, 0, 2);
    expect(found.map(({ i }) => i)).toEqual([3, 1]);
    expect(found[0]!.cosine).toBeCloseTo(3 / Math.hypot(3, 0.1), 12);
    expect([...unit([0, 0])]).toEqual([0, 0]);
  });

  test("counts of neighbours and their PMI", () => {
    const { words, counts } = toy;
    const row = neighbourCounts(toy, ["d", "c"], 2).get("d")!;
    expect(words.map((word, i) => [word, row[i]])).toEqual([
      ["a", 0],
      ["b", 1],
      ["c", 1],
      ["d", 0],
    ]);
    // 14 words; b and c are half of d's neighbours each
    const want = [0, Math.log(14 / 2 / counts[1]!), Math.log(14 / 2 / counts[2]!), 0];
    expect(deviation(positivePmi(row, counts), want)).toBeLessThan(1e-12);
  });
});
