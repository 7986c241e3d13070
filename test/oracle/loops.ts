/** @file Indices and batches: how many positions they have, and something for each of them. */
import type { Binder, Expression } from "../../src/syntax/ast.ts";
import { plain } from "./dual.ts";
import { find, isAxisIn, reading, withPosition, type Env, type Evaluate } from "./environment.ts";
import { bindersOf, type Entity } from "./scope.ts";
import { refuse } from "./tensor.ts";
import { canonical } from "./words.ts";

const bare = (env: Env, limit: number): Env => ({
  ...env,
  limit,
  locals: new Map(),
  positions: new Map(),
});

/** `index i : n` runs 1..n, `index i : 0..n-1` from 0. */
export function extent(
  name: string,
  env: Env,
  evaluate: Evaluate,
): { readonly count: number; readonly base: number } {
  const axis = find(name, env);
  if (axis?.kind !== "axis") return refuse(`${name} is no index`);
  const here = bare(env, axis.at + 1);
  const number = (e: Expression): number => plain(evaluate(e, here).data[0]!);
  const base = axis.range.from ? number(axis.range.from) : 1;
  return { base, count: number(axis.range.to) - base + 1 };
}

/** A size: given, or from its definition. */
export function wholeNumber(dim: Entity & { kind: "dim" }, env: Env, evaluate: Evaluate): number {
  const size = dim.value
    ? plain(evaluate(dim.value, bare(env, dim.at + 1)).data[0]!)
    : env.run.instance.sizes[dim.key];
  return size === undefined || !Number.isInteger(size) ? refuse(`the size of ${dim.key}`) : size;
}

/** Something for every position of the binders, the last one fastest. */
export function over<T>(
  binders: readonly Binder[],
  env: Env,
  evaluate: Evaluate,
  f: (env: Env) => T,
): readonly T[] {
  const [binder, ...rest] = bindersOf(binders, isAxisIn(env));
  if (!binder) return [f(env)];
  const name = canonical(binder.name.text);
  const [results] = reading(
    env.run,
    () =>
      positions(binder, env, evaluate).flatMap((p) =>
        over(rest, withPosition(env, name, p), evaluate, f),
      ),
    name,
  );
  return results;
}

/** A range whose lower bound is the literal 0 counts from 0, every other from 1. A bound may name outer indices. */
function positions(binder: Binder, env: Env, evaluate: Evaluate) {
  let first: number;
  let last: number;
  let base: number;
  if (binder.from && binder.to) {
    first = plain(evaluate(binder.from, env).data[0]!);
    last = plain(evaluate(binder.to, env).data[0]!);
    base = binder.from.kind === "number" && binder.from.value === 0 ? 0 : 1;
  } else {
    const range = extent(canonical(binder.name.text), env, evaluate);
    base = range.base;
    first = base;
    last = base + range.count - 1;
  }
  const count = Math.max(0, last - first + 1);
  return Array.from({ length: count }, (_, k) => ({
    position: first + k - base,
    value: first + k,
    base,
  }));
}
