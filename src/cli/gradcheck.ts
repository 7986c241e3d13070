/** @file The emitted gradient against central differences of the emitted forward: needs no other truth. */
import type { Signature } from "../signature.ts";
import { type Draws, draw } from "./draws.ts";

export interface GradcheckOptions {
  /** Open dims; the others get distinct odd sizes from 5 on. */
  readonly sizes?: ReadonlyMap<string, number>;
  readonly seed?: number;
  /** The most entries that are checked of one parameter; a random choice when it has more. */
  readonly entries?: number;
}

export interface Checked {
  readonly key: string;
  readonly verdict: "right" | "wrong" | "not checked";
  /** Why it is not checked. */
  readonly reason?: string;
  /** How many entries were compared, of how many, and how many left out because they lie at a kink. */
  readonly entries: number;
  readonly of: number;
  readonly kinks: number;
  /** max |a − e| / largest |e|, and where. */
  readonly error: number;
  readonly at: number;
  /** There: what the module says, and what the differences say. */
  readonly emitted: number;
  readonly expected: number;
}

export interface Gradcheck {
  readonly sizes: ReadonlyMap<string, number>;
  readonly seed: number;
  /** The objective at the point. */
  readonly objective: number;
  readonly parameters: readonly Checked[];
}

/** What gradcheck calls of a generated module. */
interface Generated {
  workspace(sizes: Sizes): unknown;
  initialize(seed: number, sizes: Sizes): Arrays;
  forward(params: Arrays, inputs: Inputs, workspace: unknown): Readonly<Record<string, number>>;
  backward(params: Arrays, inputs: Inputs, workspace: unknown): Gradients;
  valueAndGradient(
    params: Arrays,
    inputs: Inputs,
    workspace: unknown,
  ): { readonly gradients: Gradients };
}
type Gradients = Readonly<Record<string, Float64Array | Rows>>;
interface Rows {
  readonly count: number;
  readonly rows: Int32Array;
  readonly values: Float64Array;
}
type Sizes = Readonly<Record<string, number>>;
type Arrays = Readonly<Record<string, Float64Array>>;
type Inputs = Readonly<Record<string, Float64Array | Int32Array | number>>;

export const LIMIT = 1e-6;
const ENTRIES = 100;

/** Throws `Unable` when there is nothing that could be compared. */
export async function gradcheck(
  code: string,
  signature: Signature,
  { sizes: given = new Map(), seed = 1, entries = ENTRIES }: GradcheckOptions = {},
): Promise<Gradcheck> {
  if (signature.objective === undefined) throw new Unable("the model has no loss to check");
  const module = await load(code);
  const sizes = chooseSizes(signature.sizes, given);
  const point = findPoint(module, signature, sizes, draw(seed), seed);
  const parameters = signature.gradients.map((key) => checkOne(point, key, entries, draw(seed)));
  return { sizes, seed, objective: point.objective, parameters };
}

/** Its message says, in words, why nothing can be checked. */
export class Unable extends Error {}

async function load(code: string): Promise<Generated> {
  const url = `data:text/javascript;base64,${Buffer.from(code, "utf8").toString("base64")}`;
  return (await import(/* @vite-ignore */ url)) as Generated;
}

/** Distinct, so that an exchanged axis shows. */
function chooseSizes(
  open: readonly string[],
  given: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  for (const name of given.keys())
    if (!open.includes(name))
      throw new Unable(
        `the model has no open size ${name}; open are: ${open.join(", ") || "none"}`,
      );
  const taken = new Set(given.values());
  const sizes = new Map<string, number>();
  let next = 5;
  for (const name of open) {
    while (taken.has(next)) next += 2;
    const size = given.get(name) ?? next;
    taken.add(size);
    sizes.set(name, size);
  }
  return sizes;
}

/** A point of the parameters and inputs, and the module's gradients there, both ways. */
interface Point {
  readonly params: Arrays;
  readonly inputs: Inputs;
  readonly objective: number;
  readonly gradients: readonly Arrays[];
  evaluate(): number;
}

/** Inputs of both signs; where the loss is not finite there (a logarithm, a root), positive ones. */
function findPoint(
  module: Generated,
  signature: Signature,
  sizes: ReadonlyMap<string, number>,
  random: Draws,
  seed: number,
): Point {
  for (const sign of ["any", "positive"] as const) {
    const record = Object.fromEntries(
      Array.from(sizes, ([name, size]) => [signature.sizeKeys?.get(name) ?? name, size]),
    );
    const params = copy(module.initialize(seed, record));
    for (const array of Object.values(params))
      for (let i = 0; i < array.length; i++) array[i]! += 0.1 * random.normal();
    const inputs = Object.fromEntries(
      signature.inputs.map((input) => [input.key, random.argument(input, sizes, sign)]),
    );
    const point = evaluateAt(module, signature.objective!, params, inputs, record);
    if (point) return point;
  }
  throw new Unable("the loss is not finite at the points tried; another --seed or --set may help");
}

function evaluateAt(
  module: Generated,
  objective: string,
  params: Arrays,
  inputs: Inputs,
  sizes: Sizes,
): Point | undefined {
  const workspace = module.workspace(sizes);
  const evaluate = (): number => module.forward(params, inputs, workspace)[objective]!;
  const value = evaluate();
  if (!Number.isFinite(value)) return undefined;
  const dense = (found: Gradients): Arrays =>
    Object.fromEntries(
      Object.entries(found).map(([key, g]) => [key, whole(g, params[key])] as const),
    );
  const gradients = [
    dense(module.backward(params, inputs, workspace)),
    dense(module.valueAndGradient(params, inputs, workspace).gradients),
  ];
  return { params, inputs, objective: value, gradients, evaluate };
}

/** The workspace owns what it returns and writes over it. */
const copy = (arrays: Arrays): Arrays =>
  Object.fromEntries(Object.entries(arrays).map(([key, array]) => [key, array.slice()]));

/** A gradient in an array of its own; one by rows as long as its parameter. */
function whole(gradient: Float64Array | Rows, parameter: Float64Array | undefined): Float64Array {
  if (gradient instanceof Float64Array) return gradient.slice();
  const { count, rows, values } = gradient;
  const width = values.length / rows.length;
  const result = new Float64Array(parameter?.length ?? 0);
  for (let i = 0; i < count; i++)
    result.set(values.subarray(i * width, (i + 1) * width), rows[i]! * width);
  return result;
}

interface Entry {
  readonly at: number;
  readonly expected: number;
  /** What rounding in the loss may do to `expected`. */
  readonly noise: number;
  /** The emitted value that is farther from it. */
  readonly emitted: number;
}

function checkOne(point: Point, key: string, most: number, random: Draws): Checked {
  const array = point.params[key] ?? point.inputs[key];
  const emitted = point.gradients.map((g) => g[key]);
  const of = array instanceof Float64Array ? array.length : 0;
  const nothing = { key, entries: 0, of, kinks: 0, error: 0, at: 0, emitted: 0, expected: 0 };
  if (!(array instanceof Float64Array))
    return { ...nothing, verdict: "not checked", reason: "it is not an array that a caller gives" };
  const lengths = emitted.map((g) => g?.length);
  if (lengths.some((length) => length !== of))
    return { ...nothing, verdict: "wrong", reason: `its gradient has ${lengths[0]} entries` };

  const positions = choose(emitted[0]!, most, random);
  const entries = positions.map((at) => differentiate(point, array, emitted, at));
  const scale = Math.max(...entries.map((e) => Math.abs(e.expected)));
  const smooth = entries.filter(
    (e) => !(exceeds(e, scale) && isKink(point, array, emitted, e, scale)),
  );
  const counts = { ...nothing, entries: smooth.length, kinks: entries.length - smooth.length };
  if (entries.every((e) => e.emitted === 0 && Math.abs(e.expected) <= e.noise))
    return { ...counts, verdict: "not checked", reason: "its gradient is zero everywhere" };
  if (smooth.length === 0)
    return { ...counts, verdict: "not checked", reason: "every entry tried lies at a kink" };
  const worst = smooth.reduce((a, b) => (distance(b) > distance(a) ? b : a));
  const figures = { ...counts, error: distance(worst) / scale };
  const found = { ...figures, at: worst.at, emitted: worst.emitted, expected: worst.expected };
  if (!exceeds(worst, scale)) return { ...found, verdict: "right" };
  // The differences carry too few digits for the limit, and what they have agrees.
  if (distance(worst) <= worst.noise)
    return { ...found, verdict: "not checked", reason: "it is too small beside the loss" };
  return { ...found, verdict: "wrong" };
}

/** NaN is infinitely far. */
const distance = (e: Entry): number => {
  const d = Math.abs(e.emitted - e.expected);
  return Number.isNaN(d) ? Infinity : d;
};
const exceeds = (e: Entry, scale: number): boolean => !(distance(e) <= LIMIT * scale);

/** All entries, or a random choice: half of it where the gradient is not zero, so that sparse ones are met. */
function choose(gradient: Float64Array, most: number, random: Draws): readonly number[] {
  const all = Array.from(gradient, (_, i) => i);
  if (all.length <= most) return all;
  const alive = random.some(
    all.filter((i) => gradient[i] !== 0),
    Math.ceil(most / 2),
  );
  const chosen = new Set([...alive, ...random.some(all, most)]);
  return [...chosen].slice(0, most).toSorted((a, b) => a - b);
}

/** Step ∛ε·max(1, |x|): where the errors of rounding and of the formula are of one size. */
function differentiate(
  point: Point,
  array: Float64Array,
  gradients: readonly (Float64Array | undefined)[],
  at: number,
  shrink = 1,
): Entry {
  const x = array[at]!;
  const step = (Math.cbrt(Number.EPSILON) * Math.max(1, Math.abs(x))) / shrink;
  const high = (array[at] = x + step);
  const above = point.evaluate();
  const low = (array[at] = x - step);
  const below = point.evaluate();
  array[at] = x;
  const expected = (above - below) / (high - low);
  const largest = Math.max(Math.abs(above), Math.abs(below), 1);
  const noise = (16 * Number.EPSILON * largest) / step;
  const apart = (g: number): number => (Number.isNaN(g) ? Infinity : Math.abs(g - expected));
  const emitted = gradients.map((g) => g![at]!).reduce((a, b) => (apart(b) > apart(a) ? b : a));
  return { at, expected, noise, emitted };
}

/** A kink (of relu, max, |·|) between x − h and x + h spoils the difference, but not one with a smaller h. */
function isKink(
  point: Point,
  array: Float64Array,
  gradients: readonly (Float64Array | undefined)[],
  entry: Entry,
  scale: number,
): boolean {
  const closer = differentiate(point, array, gradients, entry.at, 64);
  const moved = Math.abs(closer.expected - entry.expected);
  return moved > entry.noise + closer.noise && distance(closer) <= LIMIT * scale + closer.noise;
}
