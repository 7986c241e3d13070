/** @file What an operator's definition does with its inputs: which it reads, where, under which loops, at what cost. */
import type { Node, Value } from "../graph/node.ts";
import {
  at as position,
  loopOver,
  nothing,
  type Access,
  type Buffer,
  type Definition,
  type Element,
  type Index,
  type Loop,
  type ScalarOp,
} from "../kernel/formula.ts";
import { indexKey } from "../kernel/places.ts";
import { partsOf } from "./elements.ts";

/** One place where a definition reads an input: at these positions of its free axes and its shape, under these loops. */
export interface Site {
  readonly input: Value;
  readonly at: readonly Index[];
  /** The definition's own reductions around it, from outside in; for pieces, their loops. */
  readonly under: readonly Loop[];
}

export interface Probe {
  /** Free axes, then the shape. */
  readonly loops: readonly Loop[];
  readonly sites: readonly Site[];
  /** Of the arithmetic and of positions that are not affine, in loads. */
  readonly cost: number;
  readonly reduces: boolean;
  /** Nothing but sums and signs: Σ, +, −. */
  readonly sums: boolean;
  /** It pushes. */
  readonly pieces: boolean;
  /** It goes step by step: each reads what the result holds already. */
  readonly steps: boolean;
}

const probes = new WeakMap<Value, Probe>();

/** Of a value that has a definition. */
export function probe(value: Value): Probe {
  let result = probes.get(value);
  if (result === undefined) {
    result = probing(value);
    probes.set(value, result);
  }
  return result;
}

const ofPositions = new WeakMap<Value, boolean>();

/** It reads no memory: numbers, sizes and positions alone stand in it. */
export function isOfPositions(value: Value): boolean {
  const stack = [value];
  for (let v = stack.at(-1); v !== undefined; v = stack.at(-1)) {
    const inputs = v.node.op.define ? probe(v).sites.map((s) => s.input) : [v];
    const open = inputs.filter((x) => x !== v && !ofPositions.has(x));
    if (open.length > 0) stack.push(...open);
    else {
      const plain = v.node.op.define !== undefined && !probe(v).pieces && !probe(v).reduces;
      ofPositions.set(v, plain && inputs.every((x) => ofPositions.get(x)));
      stack.pop();
    }
  }
  return ofPositions.get(value)!;
}

const SHAPE_LOOPS = ["i", "j", "k", "l"];

/** Loops for the free axes and the shape of a value, named as people do. */
export function loopsFor(axes: Node["free"], shape: Value["shape"]): readonly Loop[] {
  const taken = new Set(axes.map((a) => a.name));
  const names = [...SHAPE_LOOPS, "q", "r", "p", "o"].filter((n) => !taken.has(n));
  return [
    ...axes.map((a) => loopOver(a.name, a.extent)),
    ...shape.map((extent, i) => loopOver(names[i] ?? "i", extent)),
  ];
}

/** The definition of a value, its inputs read by `inputs`, its free axes where `env` says. */
export function definitionOf(
  value: Value,
  inputs: readonly Access[],
  here: (axisKey: string) => Index,
): Definition {
  const { node } = value;
  if (node.op.define === undefined) throw new Error(`internal: ${node.op.name} has no definition`);
  const define = node.op.define.bind(node.op);
  return define(inputs, node, here);
}

function probing(value: Value): Probe {
  const { node, shape } = value;
  const loops = loopsFor(node.free, shape);
  const here = new Map<string, Index>(node.free.map((a, i) => [a.key, position(loops[i]!)]));
  const inputOf = new Map<Buffer, Value>();
  const accesses = node.inputs.map((input): Access => {
    const buffer: Buffer = { name: "", extents: [], of: "real" };
    inputOf.set(buffer, input);
    return (at, bind) => ({
      kind: "load",
      from: buffer,
      at: [...input.node.free.map((a) => bind?.get(a.key) ?? here.get(a.key)!), ...at],
    });
  });
  const definition = definitionOf(value, accesses, (key) => here.get(key)!);
  const seen = survey(inputOf);
  if (definition.by === "element") {
    const own = loops.slice(node.free.length).map(position);
    const element = definition.element(own);
    seen.visit(element, []);
    return { ...seen.result(), loops, sums: isSum(element), pieces: false, steps: false };
  }
  const own: Access = () => nothing;
  for (const piece of definition.by === "steps" ? definition.steps(own) : definition.pieces()) {
    seen.visit(piece.value, piece.loops);
    for (const index of piece.to) seen.positions(index, piece.loops);
  }
  return { ...seen.result(), loops, sums: true, pieces: true, steps: definition.by === "steps" };
}

const isSum = (e: Element): boolean =>
  e.kind === "load" ||
  (e.kind === "reduce" && e.by === "sum" && isSum(e.body)) ||
  (e.kind === "call" &&
    (e.op === "add" || e.op === "sub" || e.op === "neg") &&
    e.args.every(isSum));

function survey(inputOf: ReadonlyMap<Buffer, Value>) {
  const sites = new Map<string, Site>();
  const done = new Set<Element>();
  let cost = 0;
  let reduces = false;
  const positions = (index: Index, under: readonly Loop[]): void => {
    if (index.kind === "affine") for (const t of index.terms) positions(t.index, under);
    if (index.kind === "quotient" || index.kind === "remainder") positions(index.of, under);
    if (index.kind === "value") {
      cost += INDEX_BY_VALUE;
      visit(index.value, under);
    }
  };
  const visit = (e: Element, under: readonly Loop[]): void => {
    if (done.has(e)) return;
    done.add(e);
    if (e.kind === "call") cost += COST[e.op];
    if (e.kind === "load") {
      const input = inputOf.get(e.from)!;
      const key = `${input.node.id}.${input.result}[${e.at.map(indexKey).join()}]`;
      if (!sites.has(key)) sites.set(key, { input, at: e.at, under });
      for (const index of e.at) positions(index, under);
    } else if (e.kind === "position") positions(e.index, under);
    else if (e.kind === "reduce") {
      reduces = true;
      visit(e.body, [...under, e.loop]);
    } else {
      if (e.kind === "when") positions(e.index, under);
      for (const part of partsOf(e)) visit(part, under);
    }
  };
  return { visit, positions, result: () => ({ sites: [...sites.values()], cost, reduces }) };
}

const INDEX_BY_VALUE = 1;

/** In loads. */
const CHEAP = 0.5;
const SLOW = 4;
const FUNCTION = 20;
export const COST: Readonly<Record<ScalarOp, number>> = {
  add: CHEAP,
  sub: CHEAP,
  mul: CHEAP,
  neg: CHEAP,
  max: CHEAP,
  min: CHEAP,
  abs: CHEAP,
  sign: CHEAP,
  less: CHEAP,
  lessEqual: CHEAP,
  equal: CHEAP,
  and: CHEAP,
  or: CHEAP,
  not: CHEAP,
  select: CHEAP,
  div: SLOW,
  sqrt: SLOW,
  exp: FUNCTION,
  log: FUNCTION,
  log1p: FUNCTION,
  expm1: FUNCTION,
  tanh: FUNCTION,
  sigmoid: FUNCTION,
  softplus: FUNCTION,
  pow: FUNCTION,
  log2: FUNCTION,
  log10: FUNCTION,
  cbrt: FUNCTION,
  sin: FUNCTION,
  cos: FUNCTION,
  tan: FUNCTION,
  asin: FUNCTION,
  acos: FUNCTION,
  atan: FUNCTION,
  sinh: FUNCTION,
  cosh: FUNCTION,
  asinh: FUNCTION,
  acosh: FUNCTION,
  atanh: FUNCTION,
  atan2: FUNCTION,
  floor: CHEAP,
  ceil: CHEAP,
  round: SLOW,
  mod: SLOW,
  erf: FUNCTION,
  erfc: FUNCTION,
  lgamma: FUNCTION,
  digamma: FUNCTION,
  polygamma: FUNCTION,
  normcdf: FUNCTION,
  erfinv: FUNCTION,
  erfcx: FUNCTION,
  erfcxExcess: FUNCTION,
  logErfc: FUNCTION,
  logNormcdf: FUNCTION,
  gammafn: FUNCTION,
  logbeta: FUNCTION,
};
