/** @file Programs give what the graph says, are sound, and look as people would write them. */
import { describe, expect, test } from "vitest";
import { show } from "../../src/kernel/show.ts";
import { problemsOf } from "../../src/kernel/verify.ts";
import {
  Draft,
  family,
  logistic,
  mixture,
  mlp,
  ner,
  neuron,
  plainPredict,
  skipGram,
} from "./model.ts";
import { comparisons } from "./numbers.ts";

const cases = [
  ["neuron", neuron, { m: 3, n: 4 }],
  ["predict", plainPredict, { m: 3, n: 4 }],
  ["ner", ner, { V: 7, d: 3, H: 4, N: 5 }],
  ["mlp", mlp, { d: 5, h: 4, k: 3, N: 6 }],
  ["skip-gram", skipGram, { V: 9, d: 3, k: 4, N: 5 }],
  ["logistic", logistic, { d: 3, N: 5 }],
  ["mixture", mixture, { D: 3, K: 4, N: 5 }],
  ["family", family, { J: 2, K: 3, N: 4 }],
] as const;

describe.each(cases)("%s", (name, draft, sizes) => {
  test("gives what the graph says", () => {
    for (const { what, got, wanted } of comparisons(draft(), sizes)) {
      expect(got.length, what).toBe(wanted.length);
      got.forEach((v, i) => expect(v, `${what}[${i}]`).toBeCloseTo(wanted[i]!, 10));
    }
  });
  test("gives it where every extent is 1", () => {
    const ones = Object.fromEntries(Object.keys(sizes).map((s) => [s, 1]));
    for (const { what, got, wanted } of comparisons(draft(), ones))
      got.forEach((v, i) => expect(v, `${what}[${i}]`).toBeCloseTo(wanted[i]!, 10));
  });
  test("is sound", () => expect(problemsOf(draft().program())).toEqual([]));
  test("looks as it did", async () => {
    await expect(show(draft().program())).toMatchFileSnapshot(`programs/${name}.txt`);
  });
  test("is the same program twice", () =>
    expect(show(draft().program())).toBe(show(draft().program())));
});

test("the backward pass of the NER model keeps x, h and p", () => {
  const { storage, routines } = ner().program();
  const kept = storage.filter((s) => s.role === "residual").map((s) => s.buffer.name);
  expect(kept).toEqual(["x", "tanh1"]);
  expect(routines.map((r) => r.residuals)).toEqual(["keeps", "needs", "spoils", "spoils"]);
});

test("only a batch can be resized", () => {
  expect(ner().program().resizable).toEqual(["N"]);
  expect(mixture().program().resizable).toEqual([]);
});

test("a chain of thousands is lowered in linear time, without recursion", () => {
  const time = (n: number): number => {
    const d = new Draft();
    const x = d.leaf("param", "x", [d.dim("m")]);
    let v = x;
    for (let i = 0; i < n; i++)
      v = d.define(`v${i}`, d.c.add(d.c.mul(v, x), i % 7 === 0 ? d.c.call("tanh", v) : x));
    d.define("J", d.c.sum(v, [0]));
    d.minimize("J");
    const start = performance.now();
    d.program();
    return performance.now() - start;
  };
  time(500);
  expect(time(4000) / time(1000)).toBeLessThan(12);
});
