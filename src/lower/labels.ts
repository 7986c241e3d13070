/** @file What values and their buffers are called: in comments as people write, in code in ASCII. */
import { dimProduct } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import { notate } from "../graph/notation.ts";
import { probe } from "./probe.ts";

export interface Label {
  /** `∂J/∂W` */
  readonly name: string;
  /** `d_W` */
  readonly key: string;
}

export interface Labels {
  /** Of a value with a name. */
  of(value: Value): Label | undefined;
  /** Of a value that is stored: with a name in any case. */
  stored(value: Value): Label;
  /** The equation of a value's kernel, over names of the model and what is stored: `h = tanh(W x + b)`. */
  equation(value: Value, isStored: (value: Value) => boolean): string;
}

export function labelling(
  names: ReadonlyMap<Value, Label>,
  results: ReadonlyMap<Value, Label>,
  cotangents: readonly Value[],
): Labels {
  const views = viewed(names);
  const deltas = new Map(cotangents.map((v, i) => [v, delta(i, cotangents.length)]));
  const others = new Map<Value, Label>();
  const counts = new Map<string, number>();

  const of = (v: Value): Label | undefined =>
    names.get(v) ?? deltas.get(v) ?? results.get(v) ?? others.get(v);
  const stored = (v: Value): Label => {
    const known = of(v) ?? (views.has(v) ? names.get(views.get(v)!) : undefined);
    if (known !== undefined) return known;
    const name = v.node.op.name;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const label = { name: `${name}_${count}`, key: `${name}${count}` };
    others.set(v, label);
    return label;
  };
  const equation = (v: Value, isStored: (value: Value) => boolean): string => {
    const nameOf = (x: Value): string | undefined =>
      x === v ? undefined : (names.get(x) ?? (isStored(x) ? of(x) : undefined))?.name;
    const right = notate(views.get(v) ?? v, nameOf);
    const left = [
      stored(v).name,
      ...(deltas.has(v) && results.has(v) ? [results.get(v)!.name] : []),
    ];
    return `${left.join(" = ")} = ${right}`;
  };
  return { of, stored, equation };
}

const SUBSCRIPTS = [..."₀₁₂₃₄₅₆₇₈₉"];
const delta = (i: number, count: number): Label =>
  count === 1
    ? { name: "δ", key: "delta" }
    : {
        name: `δ${[...String(i + 1)].map((d) => SUBSCRIPTS[Number(d)]).join("")}`,
        key: `delta${i + 1}`,
      };

/** What a named value only shows in another shape: the array is stored under that name. */
function viewed(names: ReadonlyMap<Value, Label>): ReadonlyMap<Value, Value> {
  const views = new Map<Value, Value>();
  for (const named of names.keys()) {
    let v = named;
    for (let inner = seen(v); inner !== undefined && !names.has(inner); inner = seen(inner)) {
      if (views.has(inner)) break;
      views.set(inner, named);
      v = inner;
    }
  }
  return views;
}

function seen(v: Value): Value | undefined {
  if (v.node.op.define === undefined) return undefined;
  const { cost, sites, pieces, reduces } = probe(v);
  const [site] = sites;
  if (cost > 0 || pieces || reduces || sites.length !== 1 || site === undefined) return undefined;
  return sizeOf(v) === sizeOf(site.input) ? site.input : undefined;
}

const sizeOf = (v: Value): string =>
  dimProduct([...v.node.free.map((a) => a.extent), ...v.shape]).key;
