/** @file Whoever adds a built-in or a feature to the language extends the generator of random models and its oracle. */
import { expect, it } from "vitest";
import { operatorsCalled, builtinNames } from "../../src/semantics/builtins.ts";
import { composed } from "../../src/semantics/composed/index.ts";
import { operators } from "../../src/operators/index.ts";
import { model } from "./generate/model.ts";
import { canonical } from "./words.ts";

const SEEDS = 1500;

/** Made in another way than by a call of that name. */
const BY_SIGN: Readonly<Record<string, RegExp>> = {
  norm: /\bnorm\(|‖|\|\|/u,
  kron: /\bkron\(|⊗/u,
  sigmoid: /\b(?:sigmoid|sigma)\b|σ/u,
};

const FEATURES: Readonly<Record<string, RegExp>> = {
  "cases on data": /\{[^{}]* if [^{};]*[<>≤≥]/u,
  "cases on indices": / if (?:not )?[ijl] (?:≤|<=|≠|!=|<|=) /u,
  "a chain of relations": /-0\.4 < /u,
  and: / and /u,
  or: / or /u,
  not: /\bnot /u,
  "a block matrix": /\[[^[\]]+, [^[\]]+; [^[\]]+, [^[\]]+\]/u,
  "a sum over an index": /(?:Σ|∑|sum)_[ijl]/u,
  "a product over an index": /(?:Π|∏|prod)_[ijl]/u,
  "bounds of a sum": /Σ_\{|sum_\{/u,
  "softmax along an index": /softmax_[ijl]/u,
  "a family": /_\{[ijl](?:,[ijl])*\} = /u,
  "an element by a number": /\[1\]/u,
  "a column": /\[:,1\]/u,
  "a gather by index data": /\[w\]|\[q\]/u,
  "a gather by a family": /E\[r\]/u,
  "a sparse parameter": / sparse$/mu,
  "two batches": /^batch p/mu,
  "an own function and its derivative": /f[′']/u,
  "a Hessian": /^hessian/mu,
  "a gradient by a definition": /^grad J wrt \p{L}+[\d₀-₉]/mu,
  "a constant": /^const/mu,
};

const texts = Array.from({ length: SEEDS }, (_, seed) => model(seed + 1).text);
const all = texts.join("\n");

it.each(Object.entries(FEATURES))("%s", (_, pattern) => {
  expect(texts.filter((text) => pattern.test(text)).length).toBeGreaterThan(2);
});

it("every built-in that the compiler knows", () => {
  const called = operators.flatMap((op) =>
    op.notation && "call" in op.notation && /^\p{L}/u.test(op.notation.call)
      ? [op.notation.call]
      : [],
  );
  const known = new Set([...called, ...composed.keys(), ...builtinNames].map((n) => canonical(n)));
  const words = new Set(Array.from(all.matchAll(/\p{L}[\p{L}\p{Nd}_]*/gu), ([w]) => canonical(w)));
  const missing = [...known].filter(
    (name) =>
      (operatorsCalled(name).length > 0 || composed.has(name)) &&
      !words.has(name) &&
      !BY_SIGN[name]?.test(all),
  );
  expect(missing.toSorted()).toEqual([]);
});
