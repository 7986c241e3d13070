/** @file Laws between models, of which none needs an oracle: other names, dead code, 8 J, a parameter in two, inlining. */
import { code } from "../../helpers/compiled.ts";
import { loadScript, type Loaded } from "../../helpers/load.ts";
import { interpret } from "../interpret.ts";
import { compare, Disagreement, identical, type Numbers } from "../numbers.ts";
import type { Point, Trial } from "../trial.ts";
import {
  eightTimes,
  inlined,
  respelled,
  respelledKey,
  twoParameters,
  withDeadCode,
} from "./respell.ts";

type Given = Readonly<Record<string, unknown>>;
type Results = Readonly<Record<string, Numbers>>;
interface Both {
  readonly values: Results;
  readonly gradients: Results;
}

export function metamorphic(trial: Trial): void {
  const [point] = trial.points;
  const isOurs = /^g\(p, q\)/mu.test(trial.text) && /^(?:loss|maximize)/mu.test(trial.text);
  if (!point || !isOurs) return; // a text that this generator made
  const { params, inputs } = point;
  const run = (text: string, own: Given = params, others: Given = inputs): Both =>
    both(loadScript(code(text)), trial, own, others);
  const was = both(trial.module, trial, params, inputs);

  const renamed = run(respelled(trial.text), rekeyed(params), rekeyed(inputs));
  sameBits("other names", renamed.values, rekeyed(was.values));
  sameBits("other names", renamed.gradients, rekeyed(was.gradients));

  const dead = run(withDeadCode(trial.text));
  sameBits("dead code", dead.values, was.values);
  sameBits("dead code", dead.gradients, was.gradients);

  const eight = run(eightTimes(trial.text)).gradients;
  for (const { of, wrt, export: own } of point.expected.derivatives)
    if (of === point.expected.objective && own === undefined)
      nearly(
        `8 J: ${wrt}`,
        eight[wrt]!,
        Array.from(was.gradients[wrt] as readonly number[], (x) => 8 * x),
      );

  if ("a" in params)
    inTwo(was, run(twoParameters(trial.text), { ...params, Y: Float64Array.from(params["a"]!) }));
  inlining(trial, point, run);
}

/** But for the order of factors: 8 is a number that identities see. */
function nearly(what: string, got: Numbers, wanted: readonly number[]): void {
  const scale = Math.max(...wanted.map(Math.abs), Number.MIN_VALUE);
  Array.from(got as readonly number[]).forEach((v, i) => {
    if (!Object.is(v, wanted[i]) && !(Math.abs(v - wanted[i]!) <= 1e-12 * scale))
      throw new Disagreement(`${what}: ${v}, not ${wanted[i]!}`);
  });
}

/** The gradients by the halves of a parameter add to that by the whole. */
function inTwo(was: Both, { gradients }: Both): void {
  const [a, y, sum] = [
    gradients["a"],
    gradients["Y"],
    was.gradients["a"],
  ] as unknown as readonly number[][];
  sum!.forEach((s, i) => {
    const scale = Math.max(Math.abs(a![i]!), Math.abs(y![i]!), ...sum!.map(Math.abs));
    if (!(Math.abs(a![i]! + y![i]! - s) <= 1e-9 * scale))
      throw new Disagreement(`a in two: ${a![i]!} + ${y![i]!} is not ${s}`);
  });
}

function inlining(
  { text, file }: Trial,
  { expected, instance }: Point,
  run: (text: string) => Both,
): void {
  const written = inlined(text);
  if (written === undefined) return;
  let got: Both;
  try {
    got = run(written);
  } catch {
    return; // brackets do not do everywhere what a name does: `(A)_i`
  }
  for (const key of Object.keys(got.values)) {
    const again = (): readonly number[] => interpret(file, instance).values[key]!;
    compare(`inlined: ${key}`, got.values[key]!, { wanted: expected.values[key]!, again });
  }
}

function both(module: Loaded, { sizes }: Trial, params: Given, inputs: Given): Both {
  const workspace = module["workspace"]!(sizes);
  const { values, gradients } = module["valueAndGradient"]!(params, inputs, workspace);
  return { values: copied(values), gradients: copied(gradients) };
}

/** Results belong to the workspace. */
const copied = (all: Results): Results =>
  Object.fromEntries(
    Object.entries(all).map(([key, x]) => [key, typeof x === "number" ? x : Array.from(x)]),
  );

const rekeyed = <T>(all: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(all).map(([key, x]) => [respelledKey(key), x]));

function sameBits(what: string, got: Results, wanted: Results): void {
  for (const [key, x] of Object.entries(wanted)) identical(`${what}: ${key}`, got[key] ?? NaN, x);
}
