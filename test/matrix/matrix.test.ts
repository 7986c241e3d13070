/** @file Every operator in all surroundings, as emitted code: values by plain loops, gradients by differences of these. */
import { describe, expect, it } from "vitest";
import { operators } from "../../src/operators/index.ts";
import { expected, groupOf, type Cell, type Group } from "./cells.ts";
import { bare, moduleOf, PRECISIONS, programOf, realsOf, type Precision } from "./module.ts";
import type { Loaded } from "../helpers/load.ts";

const withExamples = operators.filter((op) => op.examples.length > 0);

interface Results {
  readonly values: Readonly<Record<string, ArrayLike<number> | number>>;
  readonly gradients: Readonly<Record<string, ArrayLike<number>>>;
}

function run(module: Loaded, { put, data }: Group, precision: Precision): Results {
  const given = (isParam: boolean) =>
    Object.fromEntries(
      put.leaves
        .filter((leaf) => (leaf.role === "param") === isParam)
        .map(({ key, of, shape, axes, role }) => {
          const values = data.get(key)!;
          const isNumber = role !== "param" && shape.length === 0 && axes.length === 0;
          if (isNumber) return [key, values[0]!];
          return [key, of === "real" ? realsOf(values, precision) : Int32Array.from(values)];
        }),
    );
  const [params, inputs, memory] = [given(true), given(false), module["workspace"]!()];
  if (put.leaves.some((leaf) => leaf.role === "param"))
    return module["valueAndGradient"]!(params, inputs, memory) as Results;
  return { values: module["predict"]!(params, inputs, memory), gradients: {} };
}

const list = (x: ArrayLike<number> | number): readonly number[] =>
  typeof x === "number" ? [x] : Array.from(x);

/** As doubles, or as singles that were stored once. */
function close(
  got: number,
  want: number,
  size: number,
  tolerance: number,
  precision: Precision,
): boolean {
  if (Object.is(got, want) || got === want) return true;
  if (!Number.isFinite(want)) return false;
  if (precision === "f32" && Math.fround(got) === Math.fround(want)) return true;
  const rounding = precision === "f32" ? 2 ** -21 : 0;
  return Math.abs(got - want) <= (tolerance + rounding) * Math.max(Math.abs(want), size);
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((s, v, k) => s + v * b[k]!, 0);

/** ∂⟨w, y⟩/∂x by differences of five points at two steps that agree: where they do not, a kink is near. */
function slope(
  cell: Cell,
  data: ReadonlyMap<string, Float64Array>,
  key: string,
  k: number,
): number {
  const x = data.get(key)!;
  const at = (by: number): number =>
    dot(data.get(cell.weight)!, expected(cell, new Map(data).set(key, x.with(k, x[k]! + by))));
  const five = (h: number): number => (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
  for (const step of [2 ** -9, 2 ** -14, 2 ** -19]) {
    const [wide, narrow] = [five(step), five(step / 2)];
    if (Math.abs(wide - narrow) <= 1e-7 * Math.max(1, Math.abs(narrow)))
      return (16 * narrow - wide) / 15;
  }
  throw new Error(`${cell.op.name}, ${cell.name}: no slope by ${key}[${k}]`);
}

interface Expected {
  readonly value: readonly number[];
  readonly gradients: ReadonlyMap<string, readonly number[]>;
}

function truth(cell: Cell, group: Group): Expected {
  const value = Array.from(expected(cell, group.data));
  // A pattern may put numbers where the operator has no value: no derivative either.
  const params =
    cell.example.special || value.some((v) => Number.isNaN(v))
      ? []
      : [...new Set(cell.keys.filter((_, i) => cell.pattern.slots[i]!.role === "param"))];
  return {
    value,
    gradients: new Map(
      params.map((key) => [
        key,
        Array.from(group.data.get(key)!, (_, k) => slope(cell, group.data, key, k)),
      ]),
    ),
  };
}

function wrongIn(
  cell: Cell,
  { values, gradients }: Results,
  want: Expected,
  precision: Precision,
): readonly string[] {
  const y = list(values[cell.result]!);
  const wrong =
    y.length === want.value.length ? [] : [`${y.length} results, not ${want.value.length}`];
  y.forEach((v, k) => {
    if (!close(v, want.value[k]!, 1, 1e-12, precision))
      wrong.push(`y[${k}] is ${v}, not ${want.value[k]}`);
  });
  for (const [key, slopes] of want.gradients) {
    slopes.forEach((d, k) => {
      const g = gradients[key]![k]!;
      if (!close(g, d, 1, 2e-9, precision)) wrong.push(`∂/∂${key}[${k}] is ${g}, not ${d}`);
    });
  }
  return wrong.map((w) => `${cell.name}: ${w}`);
}

let cells = 0;
describe.each(withExamples.map((op) => [op.name, op] as const))("%s", (_, op) => {
  const group = groupOf(op);
  const singles: Group = {
    ...group,
    data: new Map(Array.from(group.data, ([k, x]) => [k, Float64Array.from(Float32Array.from(x))])),
  };
  const program = programOf(group.put);
  const known = new Map<string, Expected>();

  it.each(PRECISIONS)("is right in all its cells, %s", (precision) => {
    const given = precision === "f64" ? group : singles;
    const results = run(moduleOf(program, precision), given, precision);
    const wrong = group.cells.flatMap((cell) => {
      const key = cell.example.special ? `${precision} ${cell.result}` : cell.result;
      const want = known.get(key) ?? truth(cell, given);
      known.set(key, want);
      return wrongIn(cell, results, want, precision);
    });
    cells += group.cells.length;
    expect(wrong).toEqual([]);
  });

  it.each(PRECISIONS)("is the same in TypeScript, %s", (precision) => {
    const few = programOf(groupOf(op, op.examples.slice(0, 1)).put);
    expect(bare(few, "ts", precision)).toBe(bare(few, "js", precision));
  });
});

it("has at least 3000 cells", () => expect(cells).toBeGreaterThanOrEqual(3000));

it("leaves no operator out but what cells are made of, and what only a recurrence or a system can hold", () => {
  const made = ["number", "size", "eye", "ordinal", "place", "open", "repeat", "close"];
  const ofSequences = ["earlier", "state", "seen"];
  const ofSystems = ["lu", "luSolve"];
  const without = operators.filter((op) => op.examples.length === 0).map((op) => op.name);
  expect(without.toSorted()).toEqual([...made, ...ofSequences, ...ofSystems].toSorted());
});
