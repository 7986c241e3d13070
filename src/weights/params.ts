/** @file Between the parameters of a module and the tensors of a file: names, shapes and types must be those expected. */
import { type Floats, type Precision, type Shapes, DTYPES, converted, countOf } from "./floats.ts";
import { WeightsError, listed, shown } from "./trouble.ts";

export interface SaveOptions<S extends Shapes = Shapes> {
  /** Converts to this precision; otherwise each array keeps its own. */
  readonly as?: Precision;
  /** What a parameter is called in the file, where that is not its own name. */
  readonly names?: { readonly [K in keyof S]?: string };
}

export interface LoadOptions<S extends Shapes = Shapes, P extends Precision = Precision> {
  /** The precision that the module was built with; "f64" if not given. */
  readonly as?: P;
  /** Takes tensors of another type of float (F64, F32, F16, BF16) and converts them. */
  readonly convert?: boolean;
  /** What a parameter is called in the file, where that is not its own name. */
  readonly names?: { readonly [K in keyof S]?: string };
  /** What to do with tensors that are no parameters; "refuse" if not given. */
  readonly others?: "refuse" | "ignore";
}

/** Parameters, fit for a generated module of that precision. */
export type Loaded<S extends Shapes, P extends Precision> = {
  readonly [K in keyof S]: [P] extends ["f32"] ? Float32Array : Float64Array;
};

/** A tensor of a file. */
export interface Found {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Its entries; undefined where they are no floats. */
  floats(): Floats | undefined;
}

/** A tensor for a file. */
export interface Given {
  readonly name: string;
  readonly shape: readonly number[];
  readonly floats: Floats;
}

type Names = Readonly<Record<string, string | undefined>>;

/** Parameters and what they are called in the file. */
export function namesIn(shapes: Shapes, names: Names = {}): ReadonlyMap<string, string> {
  const strange = Object.keys(names).filter((key) => !Object.hasOwn(shapes, key));
  if (strange.length > 0)
    throw new WeightsError(
      `names: ${listed(strange)} is no parameter, there is ${listed(Object.keys(shapes))}`,
    );
  const all = new Map<string, string>();
  const owner = new Map<string, string>();
  for (const key of Object.keys(shapes)) {
    const name = (Object.hasOwn(names, key) ? names[key] : undefined) ?? key;
    const other = owner.get(name);
    if (other !== undefined)
      throw new WeightsError(`is the name of two parameters, ${listed([other, key])}`, name);
    owner.set(name, key);
    all.set(key, name);
  }
  return all;
}

/** What is to be saved, after all checks. */
export function given(
  params: Readonly<Record<string, Floats>>,
  shapes: Shapes,
  { as, names }: SaveOptions,
): readonly Given[] {
  const strange = Object.keys(params).filter((key) => !Object.hasOwn(shapes, key));
  if (strange.length > 0) throw new WeightsError(`no shape is known of ${listed(strange)}`);
  return Array.from(namesIn(shapes, names), ([key, name]) => {
    const floats = Object.hasOwn(params, key) ? params[key] : undefined;
    if (!(floats instanceof Float64Array || floats instanceof Float32Array))
      throw new WeightsError("expected a Float64Array or a Float32Array", key);
    const shape = shapes[key]!;
    const count = countOf(shape, key);
    if (floats.length !== count)
      throw new WeightsError(
        `${shown(shape)} has ${count} entries, the array ${floats.length}`,
        key,
      );
    return { name, shape, floats: as ? converted(floats, as, key) : floats };
  });
}

/** The parameters that a file has, after all checks. */
export function loaded<S extends Shapes, P extends Precision>(
  found: ReadonlyMap<string, Found>,
  shapes: S,
  { as, convert = false, names, others = "refuse" }: LoadOptions<S, P>,
): Loaded<S, P> {
  const wanted = namesIn(shapes, names);
  if (others === "refuse") {
    const expected = new Set(wanted.values());
    const strange = [...found.keys()].filter((name) => !expected.has(name));
    if (strange.length > 0)
      throw new WeightsError(
        `the file also has ${listed(strange)}; \`others: "ignore"\` leaves that out`,
      );
  }
  const entries = Array.from(wanted, ([key, name]) => {
    const tensor = found.get(name);
    if (!tensor)
      throw new WeightsError(`the file does not have it, it has ${listed(found.keys())}`, name);
    return [key, one(tensor, name, shapes[key]!, as ?? "f64", convert)] as const;
  });
  return Object.fromEntries(entries) as Loaded<S, P>;
}

function one(
  tensor: Found,
  name: string,
  shape: readonly number[],
  as: Precision,
  convert: boolean,
): Floats {
  countOf(shape, name);
  if (tensor.shape.length !== shape.length || tensor.shape.some((extent, k) => extent !== shape[k]))
    throw new WeightsError(`the file has ${shown(tensor.shape)}, not ${shown(shape)}`, name);
  const wanted = DTYPES[as];
  const floats = tensor.dtype === wanted || convert ? tensor.floats() : undefined;
  if (floats) return converted(floats, as, name);
  const able = ["F64", "F32", "F16", "BF16"].includes(tensor.dtype);
  const hint = able ? "; `convert: true` converts it" : "";
  throw new WeightsError(`the file has ${tensor.dtype}, not ${wanted}${hint}`, name);
}
