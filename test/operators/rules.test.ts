/** @file Every rule of the table: its examples make it fire, it can be switched off, and it keeps what it says. */
import { describe, expect, it } from "vitest";
import { compile, REWRITES } from "../../src/compile.ts";
import type { Value } from "../../src/graph/node.ts";
import { rules, type Rule } from "../../src/operators/identities/index.ts";
import * as b from "../helpers/big.ts";
import type { Big } from "../helpers/big.ts";
import { evaluateBig } from "../helpers/evaluate-big.ts";
import { loadModule, type Loaded } from "../helpers/load.ts";
import { read } from "../semantics/model.ts";
import { modelOf } from "./example.ts";

/** What a hole is filled with. */
// prettier-ignore
const SPECIAL = [
  0, 5e-324, 2.2250738585072014e-308, 1e-308, 1e-16, 0.5, 1, 1 + 2 ** -52, 2, 20, 40,
  709.78, 710, 745.2, 1e16, 1e308, Infinity,
].flatMap((x) => [x, -x]);
const POINTS = [...SPECIAL, 1 - 2 ** -53, NaN];
/** With two holes one of them takes every value, the other one of these. */
const FEW = [0, 1e-16, -2, 40, -745.2, 1e308, -Infinity, NaN];

const pairs = (holes: number): readonly (readonly [number, number])[] => [
  ...POINTS.flatMap((a) => (holes > 1 ? FEW : [0.3]).map((c) => [a, c] as const)),
  ...(holes > 1 ? FEW.flatMap((a) => POINTS.map((c) => [a, c] as const)) : []),
];

/** Each symbol from the two values of the holes. */
const fill: Readonly<Record<string, (a: number, c: number) => readonly number[]>> = {
  s: (a) => [a],
  t: (_, c) => [c],
  v: (a, c) => [a, c, 0.5],
  w: (a, c) => [c, -0.25, a],
  A: (a, c) => [a, 1, c, -2, 0.5, 3],
  B: (a, c) => [a, 0.5, 2, c, -1, 1.5, 0.25, a, 3],
  x: () => [0.5, -1, 2, 0.25, 3, -0.5, 1, -2, 0.75],
  z: () => [1, -0.5, 2],
};

interface Result {
  readonly value: number;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

class Example {
  readonly text: string;
  readonly #module: Promise<Loaded>;
  readonly told: string;
  readonly parameters: readonly string[];
  readonly inputs: readonly string[];
  constructor(text: string, without: readonly string[]) {
    this.text = text;
    const { code, show, signature } = compile(
      { name: "example.nabla", text },
      { target: "js", without },
    );
    this.told = show("rewrites")!;
    this.parameters = signature!.params.map((p) => p.key);
    this.inputs = signature!.inputs.map((p) => p.key);
    this.#module = loadModule(code!);
  }
  async at(): Promise<(a: number, c: number) => Result> {
    const module = await this.#module;
    const memory = module["workspace"]!();
    const of = (key: string, a: number, c: number): unknown =>
      key === "c" ? 1 : Float64Array.from(fill[key]!(a, c));
    const all = (keys: readonly string[], a: number, c: number) =>
      Object.fromEntries(keys.map((key) => [key, of(key, a, c)]));
    return (a, c) => {
      const [params, inputs] = [all(this.parameters, a, c), all(this.inputs, a, c)];
      const { values, gradients } = module["valueAndGradient"]!(params, inputs, memory);
      const more = Object.keys(module).filter((name) => name.startsWith("hessian"));
      const results = [
        ...Object.entries(gradients as Record<string, Float64Array>),
        ...more.map(
          (name) => [name, module[name]!(params, inputs, memory) as Float64Array] as const,
        ),
      ];
      return {
        value: values.J as number,
        gradients: Object.fromEntries(results.map(([key, g]) => [key, Array.from(g)])),
      };
    };
  }
}

const EPSILON = 2 ** -52;
const same = (x: number, y: number): boolean => x === y || (Number.isNaN(x) && Number.isNaN(y));

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const withExamples = rules.filter((r) => r.examples.length > 0);

describe.each(withExamples.flatMap((r) => r.examples.map((e) => [r.name, e, r] as const)))(
  "%s: %s",
  (name, example, rule) => {
    const text = modelOf(example);
    const both = once(() => [new Example(text, []), new Example(text, [name])] as const);

    it("fires, and can be switched off", () => {
      const [on, off] = both();
      expect(on.told).toMatch(new RegExp(`^${name}: `, "m"));
      expect(off.told).not.toMatch(new RegExp(`^${name}: `, "m"));
    });

    it(`keeps ${rule.keeps}`, async () => {
      const [on, off] = both();
      const [after, before] = [await on.at(), await off.at()];
      const holes = on.parameters.join() === "s" ? 1 : 2;
      const wrong: string[] = [];
      for (const [a, c] of pairs(holes)) {
        const found = kept(rule, text, before(a, c), after(a, c), on.parameters, [a, c]);
        if (found) wrong.push(`at (${a}, ${c}): ${found}`);
      }
      expect(wrong).toEqual([]);
    });
  },
);

/** What is wrong, in words. */
function kept(
  rule: Rule,
  text: string,
  before: Result,
  after: Result,
  parameters: readonly string[],
  [a, c]: readonly [number, number],
): string | undefined {
  // Sums of gradients may come in another order.
  const wide = [a, c].some((x) => !(Math.abs(x) <= 40));
  const near = (x: number, y: number): boolean =>
    wide ||
    same(x, y) ||
    (Number.isFinite(x) && Math.abs(x - y) <= 1e-12 * Math.max(1, Math.abs(x)));
  const both = Object.entries(after.gradients).flatMap(([key, g]) =>
    g.map((v, i) => [`∂/∂${key}[${i}]`, before.gradients[key]![i]!, v] as const),
  );
  switch (rule.keeps) {
    case "every bit":
      return Object.is(before.value, after.value)
        ? differs(both, near)
        : `${before.value} becomes ${after.value}`;
    case "all but the sign of a zero":
      return same(before.value, after.value)
        ? differs(both, near)
        : `${before.value} becomes ${after.value}`;
    case "all but rounding":
      return differs([["the value", before.value, after.value], ...both], near);
    case "the exact value":
      return inexact(text, before, after, parameters, a, c);
  }
}

const differs = (
  all: readonly (readonly [what: string, before: number, after: number])[],
  agree: (x: number, y: number) => boolean,
): string | undefined => {
  const found = all.find(([, x, y]) => !agree(x, y));
  return found && `${found[0]}: ${found[1]} becomes ${found[2]}`;
};

/** Where the true value is known, it is met as well as the formula's condition allows; elsewhere nothing changes. */
function inexact(
  text: string,
  before: Result,
  after: Result,
  parameters: readonly string[],
  a: number,
  c: number,
): string | undefined {
  if (Number.isNaN(a) || (Number.isNaN(c) && !parameters.every((p) => p === "s")))
    return Number.isNaN(after.value) ? undefined : `NaN becomes ${after.value}`;
  const root = objective(text);
  const value = (da: Big, dc: Big): Big =>
    evaluateBig(root, (key, at) => {
      if (key === "c") return 1;
      const index = at.reduce((sum, i) => sum * 3 + i, 0);
      const plain = fill[key]!(0, 0)[index]!;
      const [ofA, ofC] = [fill[key]!(1, 0)[index]! - plain, fill[key]!(0, 1)[index]! - plain];
      return ofA ? da : ofC ? dc : plain;
    });
  const [x, y] = [near(a), near(c)];
  const truth = value(x, y);
  const infinite = [a, c].some((v) => !Number.isFinite(v));
  if (infinite || typeof truth === "number") {
    if (same(before.value, after.value)) return undefined;
    // Where the written formula has a value it stays; an infinity is met as the limit is.
    const found = far("the value", before.value, after.value, truth, b.abs(truth));
    const lost = [a, c].some((v) => Math.abs(v) > 1e4) && typeof truth === "number";
    return found === undefined ||
      Number.isNaN(before.value) ||
      (lost && !Number.isFinite(before.value))
      ? undefined
      : found;
  }
  const [h, k] = [step(a), step(c)];
  const at = (i: number, j: number): Big =>
    value(b.add(x, b.mul(b.big(i), h)), b.add(y, b.mul(b.big(j), k)));
  const around = [at(1, 0), at(-1, 0), at(0, 1), at(0, -1)] as const;
  if (around.some((v) => typeof v === "number")) return undefined;
  const [fa, fc] = [slope(around[0], around[1], h), slope(around[2], around[3], k)];
  const reach = b.add(b.abs(b.mul(x, fa)), b.abs(b.mul(y, fc)));
  const off = far("the value", before.value, after.value, truth, b.add(b.abs(truth), reach));
  if (off) return off;
  // Where the value went under or over, slopes did before it.
  const lost = far("the value", NaN, after.value, truth, b.add(b.abs(truth), reach));
  if (lost || !Number.isFinite(b.toNumber(truth))) return undefined;

  if (!parameters.every((p) => p === "s" || p === "t")) return undefined;
  const corners = [at(1, 1), at(1, -1), at(-1, 1), at(-1, -1)] as const;
  const mixed = b.div(
    b.sub(b.add(corners[0], corners[3]), b.add(corners[1], corners[2])),
    b.mul(b.big(4), b.mul(h, k)),
  );
  const bend = (p: Big, q: Big, d: Big): Big =>
    b.div(b.sub(b.add(p, q), b.mul(b.big(2), truth)), b.mul(d, d));
  const faa = bend(around[0], around[1], h);
  const fcc = bend(around[2], around[3], k);
  // A slope is as exact as the value, and as the differences that stand for the truth.
  const size = b.add(b.abs(truth), b.add(b.abs(x), b.abs(y)));
  const also = (x: number, d: Big): Big => {
    const value = Math.abs(x) < 1e3 ? b.abs(truth) : b.ZERO;
    return b.add(value, b.div(b.mul(size, b.twoTo(-1320)), d));
  };
  const reachA = b.add(b.abs(b.mul(x, faa)), b.abs(b.mul(y, mixed)));
  const reachC = b.add(b.abs(b.mul(x, mixed)), b.abs(b.mul(y, fcc)));
  for (const [key, truth, reach] of [
    ["s", fa, b.add(reachA, also(a, h))],
    ["t", fc, b.add(reachC, also(c, k))],
  ] as const) {
    if (!parameters.includes(key)) continue;
    const found = far(
      `∂/∂${key}`,
      before.gradients[key]![0]!,
      after.gradients[key]![0]!,
      truth,
      b.add(b.abs(truth), reach),
    );
    if (found) return found;
  }
  return undefined;
}

/** Within some units in the last place of the value, or of what a change of the arguments by one would make of it. */
function far(
  what: string,
  before: number,
  after: number,
  truth: Big,
  scale: Big,
): string | undefined {
  const expected = b.toNumber(truth);
  if (same(expected, after)) return undefined;
  const apart = (x: number): Big => b.abs(b.sub(b.big(x), truth));
  const allowed = b.add(b.mul(scale, b.big(16 * EPSILON)), b.twoTo(-1060));
  if (Number.isFinite(after) && !b.less(allowed, apart(after))) return undefined;
  // Not much farther than it was.
  const was = Number.isFinite(before) && b.mul(b.big(4), apart(before));
  if (was && Number.isFinite(after) && !b.less(was, apart(after))) return undefined;
  return same(before, after) ? undefined : `${what}: ${before} becomes ${after}, not ${expected}`;
}

/** An infinity is tried as 2^2500. */
const near = (x: number): Big =>
  Number.isFinite(x) ? b.big(x) : x > 0 ? b.twoTo(2500) : b.neg(b.twoTo(2500));
const step = (x: number): Big =>
  x === 0 ? b.twoTo(-200) : b.mul(b.abs(b.big(Math.min(1, Math.abs(x)))), b.twoTo(-100));
const slope = (above: Big, below: Big, h: Big): Big =>
  b.div(b.sub(above, below), b.mul(b.big(2), h));

const roots = new Map<string, Value>();
function objective(text: string): Value {
  const known = roots.get(text) ?? read(text).model!.objective!.value;
  roots.set(text, known);
  return known;
}

it("every rule has an example; these two are met by graphs alone", () => {
  expect(rules.filter((r) => r.examples.length === 0).map((r) => r.name)).toEqual([
    "elementwise-product",
    "sum-of-product",
  ]);
});

it("names are unique, and are what can be switched off", () => {
  expect(REWRITES.toSorted()).toEqual(rules.map((r) => r.name).toSorted());
});
