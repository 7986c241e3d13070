/** @file The same model made in other ways: no rewrites, TypeScript, f32, kernels interpreted. */
import { transformSync } from "esbuild";
import { REWRITES } from "../../../src/compile.ts";
import { emit } from "../../../src/emit/index.ts";
import { Interpreter } from "../../../src/kernel/interpret.ts";
import { loadScript, type Loaded } from "../../helpers/load.ts";
import { stagesOf } from "../../helpers/stages.ts";
import { identical, type Numbers } from "../numbers.ts";
import type { Point, Trial } from "../trial.ts";
import { isRows, type Rows } from "./dense.ts";
import { dualNumbers } from "./dual.ts";

type Nested = Readonly<Record<string, Numbers>>;

/** Without any rewrite, the module still says what dual numbers say. */
export function withoutRewrites(trial: Trial): void {
  const { program } = stagesOf(trial.text, REWRITES);
  dualNumbers(trial, loadScript(emit(program, { target: "js" })));
}

/** In single precision, to single precision. */
export function singlePrecision(trial: Trial): void {
  const code = emit(trial.stages.program, { target: "js", precision: "f32" });
  const narrow = (all: Point["inputs"]): Point["inputs"] =>
    Object.fromEntries(
      Object.entries(all).map(([key, x]) => [
        key,
        x instanceof Float64Array ? Float32Array.from(x) : x,
      ]),
    ) as never;
  dualNumbers(trial, loadScript(code), {
    tolerance: 1e-5,
    least: 2 ** -126,
    given: ({ params, inputs }) => ({ params: narrow(params) as never, inputs: narrow(inputs) }),
  });
}

const stripped = (code: string): string =>
  transformSync(code, { loader: "ts", target: "es2023" })
    .code.replaceAll(/^export \{[^}]*\};?$/gmu, "")
    .replaceAll(
      /^function (workspace|resize|initialize|shapes|[a-z]\w*)\(/gmu,
      "export function $1(",
    );

/** TypeScript gives the bits of JavaScript. */
export function typeScript(trial: Trial): void {
  const typed = loadScript(stripped(emit(trial.stages.program, { target: "ts" })));
  everyRoutine(trial, (name, point) => {
    const run = (m: Loaded): unknown => {
      const workspace = m["workspace"]!(trial.sizes);
      m["forward"]?.(point.params, point.inputs, workspace);
      return copied(m[name]!(point.params, point.inputs, workspace));
    };
    sameBits(`${name} in TypeScript`, run(typed), run(trial.module));
  });
}

/** What the code computes in another, faster way than the interpreter: not the same bits. */
const FASTER = /\b(erf|normcdf|logErfc|logNormcdf|\w*gamma|gammafn|logbeta|nearTwo)\w*\(/u;

/** The interpreter of kernels gives the bits of the code. */
export function interpretedKernels(trial: Trial): void {
  if (FASTER.test(trial.code)) return;
  const { program } = trial.stages;
  everyRoutine(trial, (name, point) => {
    const { params, inputs } = point;
    const workspace = trial.module["workspace"]!(trial.sizes);
    trial.module["forward"]?.(params, inputs, workspace);
    const got = copied(trial.module[name]!(params, inputs, workspace));
    const machine = new Interpreter(program, trial.sizes);
    if (program.routines.some((r) => r.name === "forward")) machine.run("forward", params, inputs);
    const results = machine.run(name, params, inputs);
    const wanted =
      results.values && results.gradients
        ? { values: results.values, gradients: results.gradients }
        : (results.result ?? results.values ?? results.gradients ?? results.outputs);
    sameBits(`${name}, code and kernels`, got, wanted);
  });
}

function everyRoutine(trial: Trial, f: (name: string, point: Point) => void): void {
  const [point] = trial.points;
  for (const { name } of trial.stages.program.routines) if (point) f(name, point);
}

const isNumbers = (x: unknown): x is Numbers =>
  typeof x === "number" || ArrayBuffer.isView(x) || Array.isArray(x);

function sameBits(what: string, got: unknown, wanted: unknown): void {
  if (isNumbers(got)) return identical(what, got, wanted as Numbers);
  for (const key of Object.keys(got as object))
    sameBits(`${what}: ${key}`, (got as Nested)[key], (wanted as Nested)[key]);
}

/** What a workspace gives is its own, and overwritten by the next call. */
function copied(x: unknown): unknown {
  if (isNumbers(x)) return typeof x === "number" ? x : Array.from(x);
  if (isRows(x as object)) return filled(x as Rows);
  return Object.fromEntries(Object.entries(x as object).map(([key, v]) => [key, copied(v)]));
}

/** The rows in use: what a workspace has room for beyond them is of no gradient. */
function filled({ count, rows, values }: Rows): unknown {
  const width = values.length / rows.length;
  const [used, theirs] = [rows, values].map((x) => Array.from(x));
  return { count, rows: used!.slice(0, count), values: theirs!.slice(0, count * width) };
}
