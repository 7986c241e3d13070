/** @file One model, compiled and interpreted: every number of the module must be the interpreter's. */
import type { File } from "../../src/syntax/ast.ts";
import { code } from "../helpers/compiled.ts";
import { deviation } from "../helpers/deviation.ts";
import { loadModule } from "../helpers/load.ts";
import { asArguments, draw } from "./draw.ts";
import { interpret, type Instance, type Interpreted } from "./interpret.ts";

const MARGIN = 1e-3;
const LARGEST = 1e4;
const FLOOR = 1e-4;
export const TOLERANCE = 1e-10;

/** Numbers at which the model is smooth, and not too large; undefined when they are not soon found. */
export function smoothPoint(
  file: File,
  sizes: Instance["sizes"],
  seed: number,
): { readonly instance: Instance; readonly expected: Interpreted } | undefined {
  for (let attempt = 0; attempt < 12; attempt++) {
    const instance = draw(file, sizes, seed + 7919 * attempt);
    const expected = interpret(file, instance);
    const large = Object.values(expected.values)
      .flat()
      .some((v) => !(Math.abs(v) < LARGEST));
    if (expected.margin > MARGIN && !large) return { instance, expected };
  }
  return undefined;
}

type Arrays = Readonly<Record<string, number | ArrayLike<number>>>;
type Wanted = Readonly<Record<string, readonly number[]>>;

/** Throws with what differs. */
export async function agree(
  text: string,
  file: File,
  instance: Instance,
  expected: Interpreted,
): Promise<void> {
  const js = code(text);
  if (text.length % 4 === 0 && js !== code(text))
    throw new Error("compiled twice, the bytes differ");
  const m = await loadModule(js);
  const { params, inputs } = asArguments(file, instance);
  const workspace = m["workspace"]!(instance.sizes);
  const run = (name: string) => m[name]!(params, inputs, workspace);
  /** What cancels to nothing is compared at the scale of what it is made of: FLOOR of the largest array. */
  const check = (what: string, got: Arrays, wanted: Wanted): void => {
    const floor = FLOOR * Math.max(...Object.values(wanted).flat().map(Math.abs));
    const keys = Object.keys(wanted).toSorted().join();
    if (Object.keys(got).toSorted().join() !== keys)
      throw new Error(`${what} gives ${Object.keys(got).join()}, not ${keys}`);
    for (const [key, values] of Object.entries(wanted)) {
      const off = deviation(got[key]!, values, floor);
      if (!(off <= TOLERANCE))
        throw new Error(`${what}.${key} is off by ${off}: ${show(got[key]!)}, not ${show(values)}`);
    }
  };
  const outputs = Object.fromEntries(expected.outputs.map((key) => [key, expected.values[key]!]));
  check("forward", run("forward"), expected.values);
  const gradients = expected.gradients([...Object.keys(params), ...expected.asked]);
  check("backward", run("backward"), gradients);
  const both = run("valueAndGradient");
  check("valueAndGradient.values", both.values, expected.values);
  check("valueAndGradient.gradients", both.gradients, gradients);
  if (expected.outputs.length > 0) check("predict", run("predict"), outputs);
}

const show = (a: number | ArrayLike<number>): string =>
  typeof a === "number" ? String(a) : `[${Array.from(a).slice(0, 12).join(", ")}]`;
