/** @file Loops are cut where a choice changes, and only where the order of the cuts is certain. */
import { expect, test } from "vitest";
import { dimAdd, dimNumber, dimSymbol, showDim, type Dim } from "../../src/dim.ts";
import { at, nothing, number, shifted, type Element, type Loop } from "../../src/kernel/formula.ts";
import { segments } from "../../src/lower/choices.ts";

const [n, m] = ["n", "m"].map((name) => dimSymbol({ name })) as [Dim, Dim];
const [zero, one, two] = [0, 1, 2].map((x) => dimNumber(x)) as [Dim, Dim, Dim];

const choice = (loop: Loop, from: Dim, to: Dim, by = zero): Element => ({
  kind: "when",
  index: shifted(at(loop), by),
  from,
  to,
  then: number(1),
  otherwise: nothing,
});

/** The lengths of the parts of a loop. */
function cut(extent: Dim, make: (loop: Loop) => readonly Element[], known: readonly Dim[] = []) {
  const loop: Loop = { name: "i", extent };
  return segments(loop, make(loop), { known, renewed: () => {} }).map((s) =>
    s.loop ? showDim(s.loop.extent) : "1",
  );
}

test("at the ends of a choice", () => {
  expect(cut(dimAdd(n, m), (i) => [choice(i, zero, n)])).toEqual(["n", "m"]);
  expect(cut(dimAdd(n, m), (i) => [choice(i, n, dimAdd(n, one))])).toEqual(["n", "1", "m - 1"]);
  expect(cut(n, (i) => [choice(i, m, dimAdd(n, m), m)])).toEqual(["n"]);
});

test("of several choices in order", () => {
  const extent = dimAdd(dimAdd(n, m), two);
  const ends = [dimAdd(dimAdd(n, m), one), n, dimAdd(n, m)];
  expect(cut(extent, (i) => ends.map((end) => choice(i, zero, end)))).toEqual(["n", "m", "1", "1"]);
});

test("not where n or m may come first", () => {
  const both = cut(dimAdd(n, m), (i) => [choice(i, zero, n), choice(i, zero, m)]);
  expect(both).toEqual(["n", "m"]);
});

test("where it is known that the size is large enough", () => {
  const second = (i: Loop) => [choice(i, one, two)];
  expect(cut(n, second)).toEqual(["n"]);
  expect(cut(n, second, [dimAdd(n, dimNumber(-2))])).toEqual(["1", "1", "n - 2"]);
});

test("a reshaped position", () => {
  const loop: Loop = { name: "i", extent: dimAdd(n, m) };
  const row: Element = {
    kind: "when",
    index: { kind: "quotient", of: at(loop), by: n },
    from: zero,
    to: one,
    then: number(1),
    otherwise: number(2),
  };
  const parts = segments(loop, [row], { known: [], renewed: () => {} });
  expect(parts.map((p) => showDim(p.loop!.extent))).toEqual(["n", "m"]);
});
