/** @file The table of kinks and special points, on every target and precision. */
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile.ts";
import { loadScript, type Loaded } from "../helpers/load.ts";
import { SECTIONS, type Answer, type Row } from "./kinks.ts";

const TARGETS = ["js", "ts"] as const;
const PRECISIONS = ["f64", "f32"] as const;
const EPSILON = 2 ** -52;

const parameters = ({ at }: Row): readonly string[] => Object.keys(at).filter((key) => key !== "c");

function modelOf(row: Row): string {
  const type = (key: string): string => (key === "v" || key === "w" ? "ℝ^3" : "ℝ");
  return [
    ...(row.expression.includes("_i") ? ["index i : 3"] : []),
    ...parameters(row).map((key) => `param ${key} : ${type(key)}`),
    ...("c" in row.at ? ["const c : ℝ"] : []),
    `loss J = ${row.expression}`,
    "",
  ].join("\n");
}

const modules = new Map<string, Loaded>();
/** Compiled once for all points. */
function moduleOf(
  text: string,
  target: (typeof TARGETS)[number],
  precision: (typeof PRECISIONS)[number],
): Loaded {
  const key = `${target} ${precision} ${text}`;
  let loaded = modules.get(key);
  if (!loaded) {
    const { code, diagnostics } = compile({ name: "kink.nabla", text }, { target, precision });
    if (code === undefined) throw new Error(diagnostics.map((d) => d.message).join("\n"));
    loaded = loadScript(target === "ts" ? transformSync(code, { loader: "ts" }).code : code);
    modules.set(key, loaded);
  }
  return loaded;
}

function answer(row: Row, module: Loaded, precision: (typeof PRECISIONS)[number]): Answer {
  const Reals = precision === "f64" ? Float64Array : Float32Array;
  const keys = parameters(row);
  const given = Object.fromEntries(keys.map((key) => [key, Reals.from(row.at[key]!)]));
  const constants = "c" in row.at ? { c: row.at["c"]![0] } : {};
  const { values, gradients } = module["valueAndGradient"]!(
    given,
    constants,
    module["workspace"]!(),
  );
  return {
    value: values.J,
    gradients: keys.map((key) => Array.from(gradients[key] as Float64Array)),
  };
}

/** To four units in the last place, of a single where it was stored as one. */
function near(got: number, expected: number, precision: (typeof PRECISIONS)[number]): boolean {
  if (Object.is(got, expected) || got === expected) return true;
  if (!Number.isFinite(expected)) return false;
  if (precision === "f64") return Math.abs(got - expected) <= 4 * EPSILON * Math.abs(expected);
  return (
    Math.fround(got) === Math.fround(expected) ||
    Math.abs(got - expected) <= 2 ** -22 * Math.abs(expected)
  );
}

describe.each(SECTIONS.flatMap(({ title, rows }) => rows.map((row) => [title, row] as const)))(
  "%s",
  (_, row) => {
    const place = Object.entries(row.at).map(
      ([key, x]) => `${key} = ${x.map((v) => (Object.is(v, -0) ? "-0" : v)).join(" ")}`,
    );
    it.each(TARGETS.flatMap((t) => PRECISIONS.map((p) => [t, p] as const)))(
      `${row.expression} at ${place.join(", ")}: %s %s`,
      (target, precision) => {
        const got = answer(row, moduleOf(modelOf(row), target, precision), precision);
        const expected = precision === "f32" ? (row.single ?? row) : row;
        const pairs = [
          [got.value, expected.value] as const,
          ...expected.gradients.flatMap((g, i) =>
            g.map((v, k) => [got.gradients[i]![k]!, v] as const),
          ),
        ];
        const wrong = pairs
          .filter(([a, b]) => !near(a, b, precision))
          .map(([a, b]) => `${a}, not ${b}`);
        expect(wrong).toEqual([]);
      },
    );
  },
);

it("has a row for each parameter of each derivative it speaks of", () => {
  for (const { rows } of SECTIONS)
    for (const row of rows)
      for (const { gradients } of [row, row.single ?? row])
        if (gradients.length > 0)
          expect(gradients.map((g) => g.length)).toEqual(
            parameters(row).map((key) => row.at[key]!.length),
          );
});
