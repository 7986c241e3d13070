/** @file What a word means where it stands, and the elements that its subscript picks. */
import type { Expression, Slot, Subscript, Word } from "../../src/syntax/ast.ts";
import { asRead, plain, type Num } from "./dual.ts";
import {
  find,
  reading,
  withPosition,
  type Env,
  type Evaluate,
  type Position,
  type Stored,
} from "./environment.ts";
import { BUILTINS } from "./builtins.ts";
import { extent, wholeNumber } from "./loops.ts";
import { splitWord, type Entity } from "./scope.ts";
import * as t from "./tensor.ts";
import type { Value } from "./tensor.ts";
import { canonical, cut, nameOf, wordAt } from "./words.ts";

/** A function as it is mentioned. */
export interface Named {
  readonly word: Word;
  readonly subscript: Subscript | undefined;
  readonly primes: number;
}

export type Meaning =
  | { readonly kind: "local"; readonly value: Value; readonly subscript: Subscript | undefined }
  | { readonly kind: "entity"; readonly entity: Entity; readonly subscript: Subscript | undefined }
  | { readonly kind: "index"; readonly name: string; readonly subscript: undefined }
  | { readonly kind: "constant"; readonly value: number; readonly subscript: undefined }
  | {
      readonly kind: "function";
      readonly name: string;
      readonly entity: Entity | undefined;
      readonly subscript: Subscript | undefined;
    };

const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ["pi", Math.PI],
  ["∞", Infinity],
  ["inf", Infinity],
]);

/**
 * Rule 1, without the cut: the declared name (its subscript part of it, or else elements of it), a built-in, a name before
 * Unicode subscripts. Undefined when the word means nothing.
 */
export function meaningOf(
  word: Word,
  subscript: Subscript | undefined,
  env: Env,
): Meaning | undefined {
  const below = nameOf(subscript);
  const whole =
    subscript && below !== undefined && declared(canonical(word.text, below), undefined, env);
  if (whole) return whole;
  const built = subscript && below !== undefined && builtinWith(word, subscript, below);
  if (built) return built;
  const name = canonical(word.text);
  const exact = declared(name, subscript, env);
  if (exact) return exact;
  const constant = CONSTANTS.get(name);
  if (constant !== undefined && !subscript)
    return { kind: "constant", value: constant, subscript: undefined };
  if (BUILTINS.has(name)) return { kind: "function", name, entity: undefined, subscript };
  const split = subscript ? undefined : splitWord(word);
  if (!split) return undefined;
  if (
    BUILTINS.has(canonical(split.base.text)) &&
    !declared(canonical(split.base.text), undefined, env)
  )
    return {
      kind: "function",
      name: canonical(split.base.text),
      entity: undefined,
      subscript: split.subscript,
    };
  return declared(canonical(split.base.text), split.subscript, env);
}

/** `log_softmax` is one name, and `log_softmax_j` that name with a subscript. */
function builtinWith(word: Word, subscript: Subscript, below: string): Meaning | undefined {
  const whole = canonical(word.text, below);
  const name = [...BUILTINS].find((b) => b.includes("_") && `${whole}_`.startsWith(`${b}_`));
  if (name === undefined) return undefined;
  const rest = whole.slice(name.length + 1);
  const index: Slot = { kind: "name", word: wordAt(rest, word), span: subscript.span };
  const of = rest === "" ? undefined : { ...subscript, slots: [index] };
  return { kind: "function", name, entity: undefined, subscript: of };
}

function declared(name: string, subscript: Subscript | undefined, env: Env): Meaning | undefined {
  const value = env.locals.get(name);
  if (value) return { kind: "local", value, subscript };
  if (env.positions.has(name)) return { kind: "index", name, subscript: undefined };
  const entity = find(name, env);
  if (entity?.kind === "function") return { kind: "function", name, entity, subscript };
  return entity && { kind: "entity", entity, subscript };
}

export const isFunctionName = (word: Word, subscript: Subscript | undefined, env: Env): boolean =>
  meaningOf(word, subscript, env)?.kind === "function";

/** A name as a value. */
export function read(
  word: Word,
  subscript: Subscript | undefined,
  env: Env,
  evaluate: Evaluate,
): Value {
  const meaning = meaningOf(word, subscript, env);
  if (!meaning || meaning.kind === "function") return t.refuse(`${word.text} is no value`);
  if (meaning.kind === "constant") return t.scalar(meaning.value);
  if (meaning.kind === "index") return t.scalar(env.positions.get(meaning.name)!.value);
  if (meaning.kind === "entity" && meaning.entity.kind === "sequence" && meaning.subscript)
    return sequencePart(meaning.entity, meaning.subscript, env, evaluate);
  const whole = meaning.kind === "local" ? meaning.value : valueOf(meaning.entity, env, evaluate);
  const value = { ...whole, data: whole.data.map(asRead) };
  return meaning.subscript
    ? t.pick(value, slotsOf(meaning.subscript.slots, env, evaluate, meaning.subscript))
    : value;
}

export function valueOf(entity: Entity, env: Env, evaluate: Evaluate): Value {
  const { run } = env;
  const given = run.given.get(entity);
  if (given) return stored(given, env);
  switch (entity.kind) {
    case "dim":
      return t.scalar(wholeNumber(entity, env, evaluate));
    case "axis":
      return t.refuse(`${entity.key} is not bound here`);
    case "leaf": {
      const known = run.leaves.get(entity) ?? leafOf(entity, env, evaluate);
      run.leaves.set(entity, known);
      return stored(known, env);
    }
    case "definition":
      return definition(entity, env, evaluate);
    case "sequence":
      return steps(entity, entity.family, [], env, evaluate);
    case "function":
      return t.refuse(`${entity.key} is a function`);
  }
}

/** The example at hand of an array in memory. */
function stored({ per, value }: Stored, env: Env): Value {
  return per.reduce((v, batch) => {
    const at = env.positions.get(batch);
    if (!at) return t.refuse(`no ${batch} here`);
    env.run.reads.at(-1)?.set(batch, at.position);
    return t.part(v, at.position);
  }, value);
}

/** Axes in memory: batches in the order of `per`, then subscripts as written, then the own shape. */
export function leafShape(
  entity: Entity & { kind: "leaf" },
  env: Env,
  evaluate: Evaluate,
): readonly number[] {
  const here = { ...env, limit: entity.at, locals: new Map(), positions: new Map() };
  const { type } = entity.group;
  const own = type.kind === "real" ? type.shape.map((e) => plain(evaluate(e, here).data[0]!)) : [];
  return [...entity.per, ...entity.family]
    .map((name) => extent(name, here, evaluate).count)
    .concat(own);
}

export function leafOf(entity: Entity & { kind: "leaf" }, env: Env, evaluate: Evaluate): Stored {
  const { instance } = env.run;
  const shape = leafShape(entity, env, evaluate);
  const here = { ...env, limit: entity.at, locals: new Map(), positions: new Map() };
  const { type, start } = entity.group;
  const from = entity.role === "param" ? instance.params[entity.key] : instance.inputs[entity.key];
  const n = t.volume(shape);
  let data: readonly Num[];
  if (from === undefined) {
    if (entity.role !== "const" || start?.kind !== "value")
      return t.refuse(`no value of ${entity.key}`);
    const value = evaluate(start.value, here);
    data = t.isScalar(value) ? Array.from({ length: n }, () => value.data[0]!) : value.data;
  } else data = typeof from === "number" ? [from] : Array.from(from);
  if (data.length !== n) t.refuse(`${entity.key} has ${data.length} of ${n} numbers`);
  // Index data has the base of its range: `1..V` counts from 1.
  const base =
    type.kind === "range"
      ? { base: type.range.from ? plain(evaluate(type.range.from, here).data[0]!) : 1 }
      : {};
  return { per: entity.per, value: { shape, data, ...base } };
}

/** Evaluated where it stands: it sees batches, but neither indices nor locals of its reader. */
function definition(entity: Entity & { kind: "definition" }, env: Env, evaluate: Evaluate): Value {
  const { run } = env;
  const batches = new Map([...env.positions].filter(([name]) => isBatch(name, env)));
  const known = run.known.get(entity) ?? [];
  run.known.set(entity, known);
  const hit = known.find((k) => [...k.at].every(([name, p]) => batches.get(name)?.position === p));
  if (hit) {
    for (const [name, p] of hit.at) run.reads.at(-1)?.set(name, p);
    return hit.value;
  }
  const here: Env = { ...env, limit: entity.at, locals: new Map(), positions: batches };
  const [value, at] = reading(run, () => family(entity.value, entity.family, here, evaluate));
  known.push({ at, value });
  return value;
}

type SequenceEntity = Entity & { kind: "sequence" };

/** `h_{t-1}`, `h_T`, `h_0`: along a seq a subscript is the number of a step. */
function sequencePart(
  entity: SequenceEntity,
  subscript: Subscript,
  env: Env,
  evaluate: Evaluate,
): Value {
  const slots = subscript.slots.flatMap((s): readonly Slot[] =>
    s.kind === "whole" ? [s] : subscriptWords(s, env),
  );
  const own = slots.slice(0, entity.family.length);
  if (own.length < entity.family.length || own.some((s) => s.kind === "whole"))
    return t.refuse(`a part of the sequence ${entity.key}`);
  const numbers = own.map((s) => plain(evaluate(s as Expression, env).data[0]!));
  const value = stepAt(entity, numbers, env, evaluate);
  const rest = slots.slice(own.length);
  return rest.length > 0 ? t.pick(value, slotsOf(rest, env, evaluate)) : value;
}

/** The whole: a step for every place of its axes. */
function steps(
  entity: SequenceEntity,
  [index, ...rest]: readonly string[],
  numbers: readonly number[],
  env: Env,
  evaluate: Evaluate,
): Value {
  if (index === undefined) return stepAt(entity, numbers, env, evaluate);
  const { count, base } = extent(index, env, evaluate);
  const each = Array.from({ length: count }, (_, k) =>
    steps(entity, rest, [...numbers, base + k], env, evaluate),
  );
  return t.stack(each);
}

/** Each step is computed once, whoever reads it. */
const cells = new WeakMap<Entity, Map<string, Entity>>();

function stepAt(
  entity: SequenceEntity,
  numbers: readonly number[],
  env: Env,
  evaluate: Evaluate,
): Value {
  const { run } = env;
  const places = numbers.map((n, i) => {
    const { base, count } = extent(entity.family[i]!, env, evaluate);
    return { base, position: n - base, value: n, isInside: n >= base && n < base + count };
  });
  const line = (slot: Slot, i: number): boolean =>
    places[i]!.isInside
      ? slot.kind === "name"
      : slot.kind !== "whole" &&
        slot.kind !== "name" &&
        plain(evaluate(slot, { ...env, limit: Infinity, locals: new Map() }).data[0]!) ===
          numbers[i];
  const boundary = entity.boundaries.find((b) => b.slots.every(line));
  if (!boundary && places.some((p) => !p.isInside))
    return t.refuse(`no ${entity.key} at ${numbers.join()}`);
  const batches = new Map([...env.positions].filter(([name]) => isBatch(name, env)));
  const own = cells.get(entity) ?? new Map<string, Entity>();
  cells.set(entity, own);
  const cell = own.get(numbers.join()) ?? { ...entity };
  own.set(numbers.join(), cell);
  const known = run.known.get(cell) ?? [];
  run.known.set(cell, known);
  const hit = known.find((k) => [...k.at].every(([name, p]) => batches.get(name)?.position === p));
  if (hit) {
    for (const [name, p] of hit.at) run.reads.at(-1)?.set(name, p);
    return hit.value;
  }
  const positions = new Map<string, Position>(batches);
  places.forEach((p, i) => p.isInside && positions.set(entity.family[i]!, p));
  const here: Env = { ...env, limit: Infinity, locals: new Map(), positions };
  const [value, at] = reading(run, () => evaluate((boundary ?? entity).value, here));
  known.push({ at, value });
  return value;
}

/** Rule 5: family ≡ tensor. `μ_k` has the axis k first, and `μ` is the whole. */
function family(e: Expression, indices: readonly string[], env: Env, evaluate: Evaluate): Value {
  const [index, ...rest] = indices;
  if (index === undefined) return evaluate(e, env);
  const { count, base } = extent(index, env, evaluate);
  return t.stack(
    Array.from({ length: count }, (_, position) => {
      const inner = withPosition(env, index, { position, base, value: position + base });
      return family(e, rest, inner, evaluate);
    }),
  );
}

const isBatch = (name: string, env: Env): boolean => {
  const entity = env.run.scope.entities.get(name);
  return entity?.kind === "axis" && entity.role === "batch";
};

/** Positions from 0 for every slot; null for `:`. */
export function slotsOf(
  slots: readonly Slot[],
  env: Env,
  evaluate: Evaluate,
  subscript?: Subscript,
): Parameters<typeof t.pick>[1] {
  return slots.flatMap((slot) => {
    if (slot.kind === "whole") return [null];
    if (subscript && subscript.form !== "braces" && slot.kind === "number")
      return t.refuse("a number is an element only in brackets or braces");
    return subscriptWords(slot, env).map((e) => {
      const value = evaluate(e, env);
      const base = value.base ?? baseOf(e, env);
      return { shape: value.shape, positions: value.data.map((x) => plain(x) - base) };
    });
  });
}

/** A subscript word is cut like any word, into slots: `W_ij` is `W_{i,j}`. */
function subscriptWords(e: Expression, env: Env): readonly Expression[] {
  if (e.kind !== "name" || meaningOf(e.word, e.subscript, env)) return [e];
  return cut(e.word.text).map((p, i, all): Expression => {
    const sub = i === all.length - 1 && e.subscript ? { subscript: e.subscript } : {};
    return { kind: "name", word: wordAt(p, e.word), ...sub, span: e.span };
  });
}

/** Rule 6: an affine expression of indices has their base; constants, dims and whole numbers count from 1. */
function baseOf(e: Expression, env: Env): number {
  const bases = new Set(indexBases(e, env));
  if (bases.size > 1) t.refuse("two bases in one subscript");
  return [...bases][0] ?? 1;
}

function indexBases(e: Expression, env: Env): readonly number[] {
  switch (e.kind) {
    case "name": {
      const own = env.positions.get(canonical(e.word.text))?.base;
      return own === undefined ? [] : [own];
    }
    case "infix":
      return e.operands.flatMap((o) => indexBases(o, env));
    case "implicit":
      return e.factors.flatMap((o) => indexBases(o, env));
    case "negate":
      return indexBases(e.operand, env);
    case "bracket":
      return indexBases(e.inner, env);
    default:
      return [];
  }
}
