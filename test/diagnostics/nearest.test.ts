/** @file Did you mean …? */
import { expect, test } from "vitest";
import { nearest } from "../../src/diagnostics/nearest.ts";

test.each([
  ["softamx", ["softmax", "softplus", "max"], ["softmax"]],
  ["sigmiod", ["sigmoid"], ["sigmoid"]],
  ["learning_rat", ["learning_rate", "learned"], ["learning_rate"]],
  ["lamda", ["lambda", "gamma"], ["lambda", "gamma"]],
  ["exo", ["exp", "log"], ["exp"]],
  ["σοφτμαξ", ["σοφτμξα"], ["σοφτμξα"]],
])("%s of %j", (name, candidates, found) => {
  expect(nearest(name, candidates)).toEqual(found);
});

test.each(["x", "W_1", "W₂", "h_t", "x̂", "𝐀", "β₁", "xᵢ"])("%s is near to nothing", (name) => {
  expect(nearest(name, ["y", "W_2", "W₁", "h_s", "ŷ", "𝐁", "β₂", "xⱼ", "xs"])).toEqual([]);
});

test("no one-letter name is offered, nor the name itself", () => {
  expect(nearest("xyz", ["x", "x_y", "xyz", "xy"])).toEqual(["xy"]);
});

test("at a distance of at most 0.4 of the length", () => {
  expect(nearest("abcde", ["abcxy"])).toEqual(["abcxy"]);
  expect(nearest("abcde", ["abxyz"])).toEqual([]);
  expect(nearest("ab", ["ac"])).toEqual([]);
});

test("at most five, best first, each once, whatever their order", () => {
  const names = ["alphaX1", "alphaX2", "alphabet", "alphas", "alphax", "alphas", "alph", "alpho"];
  const found = nearest("alpha", names);
  expect(found).toEqual(["alph", "alphas", "alphax", "alpho", "alphaX1"]);
  expect(nearest("alpha", names.toReversed())).toEqual(found);
});

test("long names and many of them take no time", () => {
  const many = Array.from({ length: 100_000 }, (_, i) => `name_${i}`);
  const before = performance.now();
  nearest("x".repeat(1e6), ["y".repeat(1e6)]);
  nearest("name_x", ["y".repeat(1e6), ...many]);
  expect(performance.now() - before).toBeLessThan(1500);
});
