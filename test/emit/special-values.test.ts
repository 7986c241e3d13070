/** @file Special functions of generated code against values computed with 60 digits by special-values.py. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compile } from "../../src/compile.ts";
import { loadScript } from "../helpers/load.ts";

const values = JSON.parse(
  readFileSync(new URL("special-values.json", import.meta.url), "utf8"),
) as Readonly<Record<string, readonly (readonly number[])[]>>;

/** A function of numbers, as a model that calls it computes it. */
function emitted(
  expression: string,
  names: readonly string[],
): (...x: readonly number[]) => number {
  const text = [...names.map((n) => `param ${n} : ℝ`), `loss J = ${expression}`, ""].join("\n");
  const { code, diagnostics } = compile(
    { name: "special.nabla", text },
    { target: "js", precision: "f64" },
  );
  if (code === undefined) throw new Error(diagnostics.map((d) => d.message).join("\n"));
  const module = loadScript(code);
  const memory = module["workspace"]!();
  return (...x) =>
    module["valueAndGradient"]!(
      Object.fromEntries(names.map((n, i) => [n, Float64Array.of(x[i]!)])),
      {},
      memory,
    ).values.J as number;
}

const { abs, max, min, log, log1p } = Math;
const lgamma = emitted("lgamma(x)", ["x"]);
/** The largest of the terms that log_student adds up. */
const terms = (x: number, v: number): number =>
  max(1, abs(log(v)), ((v + 1) / 2) * log1p((x * x) / v));

interface Case {
  readonly key: string;
  readonly call: string;
  readonly names: string;
  /** In ulp of the value, or of what `of` says where that is larger. */
  readonly bound: number;
  readonly of?: (...x: readonly number[]) => number;
}

const CASES: readonly Case[] = [
  { key: "erfinv", call: "erfinv(x)", names: "x", bound: 4 },
  { key: "erfcx", call: "erfcx(x)", names: "x", bound: 4 },
  { key: "logErfc", call: "log_erfc(x)", names: "x", bound: 4 },
  { key: "logNormcdf", call: "log_normcdf(x)", names: "x", bound: 4 },
  { key: "gammafn", call: "gammafn(x)", names: "x", bound: 4 },
  {
    key: "logbeta",
    call: "logbeta(x, y)",
    names: "x y",
    bound: 4,
    of: (x, y) => max(1, abs(lgamma(min(x!, y!)))),
  },
  {
    key: "log_student",
    call: "log_student(x, v)",
    names: "x v",
    bound: 4,
    of: (x, v) => terms(x!, v!),
  },
  { key: "logit", call: "logit(x)", names: "x", bound: 4 },
];

it.each(CASES)("$key", ({ key, call, names, bound, of = () => 0 }) => {
  const f = emitted(call, names.split(" "));
  const errors = values[key]!.map((row) => {
    const [at, exact] = [row.slice(0, -1), row.at(-1)!];
    const unit = Math.max(abs(exact), of(...at), 2 ** -1022) * Number.EPSILON;
    return { at, got: f(...at), exact, ulps: abs(f(...at) - exact) / unit };
  });
  const wrong = errors.filter(({ ulps }) => !(ulps <= bound));
  expect(wrong).toEqual([]);
});
