/** @file Functions applied: the author's own, and the built-in ones. */
import type { Argument, Expression } from "../../src/syntax/ast.ts";
import { ALONG, ELEMENTWISE, OVER, PAIRWISE } from "./builtins.ts";
import { cumulated, OF_VALUES, optionsOf } from "./composed.ts";
import { where } from "./conditions.ts";
import { prime } from "./derivative.ts";
import * as d from "./dual.ts";
import { plain, type Num } from "./dual.ts";
import { find, withPosition, type Env, type Evaluate } from "./environment.ts";
import { extent, over } from "./loops.ts";
import { meaningOf, type Named } from "./names.ts";
import { norm, gap } from "./norms.ts";
import { bindersIn, bindersOf, type Entity } from "./scope.ts";
import * as t from "./tensor.ts";
import type { Value } from "./tensor.ts";
import { canonical } from "./words.ts";

export function applyFunction(
  { word, subscript, primes }: Named,
  written: readonly Argument[],
  env: Env,
  evaluate: Evaluate,
): Value {
  const args = written.flatMap((a) => (a.name ? [] : [a.value]));
  const meaning = meaningOf(word, subscript, env);
  if (meaning?.kind !== "function") return t.refuse(`${word.text} is no function`);
  const { entity, name } = meaning;
  if (entity) {
    const values = args.map((a) => evaluate(a, env));
    return derived((...z) => own(entity, z, env, evaluate), values, primes);
  }
  if (meaning.subscript) {
    const [body, ...more] = args;
    if (!body || more.length > 0 || primes > 0) return t.refuse(`the arguments of ${name}`);
    const binders = bindersOf(bindersIn(meaning.subscript), (n) => find(n, env)?.kind === "axis");
    if (OVER.has(name))
      return elements(
        name,
        over(binders, env, evaluate, (e) => evaluate(body, e)),
        env,
      );
    const [index, ...others] = binders;
    const extreme = OF_VALUES.get(name);
    if (extreme && name.startsWith("arg") && index && others.length === 0) {
      const parts = over(binders, env, evaluate, (e) => evaluate(body, e));
      const { base } = extent(canonical(index.name.text), env, evaluate);
      const at = extreme([t.stack(parts)], env, {});
      return { shape: [], data: [plain(at.data[0]!) - 1 + base], base };
    }
    if (!ALONG.has(name) || !index || others.length > 0) return t.refuse(`${name} of an index`);
    return along(name, canonical(index.name.text), body, env, evaluate);
  }
  if (name === "norm") {
    const [x, which] = args;
    const order = which && plain(evaluate(which, env).data[0]!);
    return norm(evaluate(x!, env), order === Infinity ? "inf" : order?.toString(), env);
  }
  if (name === "where") return where(written, env, evaluate);
  const composed = OF_VALUES.get(name);
  if (composed && primes === 0) {
    const options = optionsOf(written, (a) => evaluate(a.value, env));
    return composed(
      args.map((a) => evaluate(a, env)),
      env,
      options,
    );
  }
  return derived(
    (...z) => builtin(name, z, env),
    args.map((a) => evaluate(a, env)),
    primes,
  );
}

function derived(
  f: (...z: readonly Value[]) => Value,
  args: readonly Value[],
  primes: number,
): Value {
  if (primes === 0) return f(...args);
  const [z, ...more] = args;
  if (!z || more.length > 0) return t.refuse("f′ of one argument");
  return prime((x) => derived(f, [x], primes - 1), z);
}

/** `f(z) = tanh(z)`: its body sees its parameters and what is declared above it. */
function own(f: Entity, args: readonly Value[], env: Env, evaluate: Evaluate): Value {
  if (f.kind !== "function" || f.parameters.length !== args.length)
    return t.refuse(`the arguments of ${f.key}`);
  const locals = new Map(f.parameters.map((p, i) => [p, args[i]!]));
  return evaluate(f.value, { ...env, limit: f.at, locals });
}

/** A reduction of tensors works on each of their elements for itself. */
function elements(name: string, parts: readonly Value[], env: Env): Value {
  const [first] = parts;
  if (!first || parts.some((p) => !t.same(p, first))) return t.refuse(`${name} of nothing`);
  return {
    shape: first.shape,
    data: first.data.map((_, i) =>
      reduce(
        name,
        parts.map((p) => p.data[i]!),
        env,
      ),
    ),
  };
}

function reduce(name: string, xs: readonly Num[], env: Env): Num {
  switch (name) {
    case "sum":
      return d.total(xs);
    case "mean":
      return d.div(d.total(xs), xs.length);
    case "prod":
      return xs.reduce(d.mul);
    case "max":
      gap(xs, env);
      return d.largest(xs);
    case "min":
      gap(xs.map(d.neg), env);
      return d.neg(d.largest(xs.map(d.neg)));
    case "var":
      return variance(xs);
    case "std":
      return deviation(xs, env);
    default:
      return d.lse(xs);
  }
}

/** The mean square distance from the mean: by n, not by n − 1. */
function variance(xs: readonly Num[]): Num {
  const mean = d.div(d.total(xs), xs.length);
  const far = xs.map((x) => d.sub(x, mean));
  return d.div(d.total(far.map((x) => d.mul(x, x))), xs.length);
}

function deviation(xs: readonly Num[], env: Env): Num {
  if (xs.length === 1) return 0;
  const square = variance(xs);
  env.run.near(plain(square));
  return plain(square) === 0 ? 0 : d.sqrt(square);
}

/** `softmax_j S_{i,j}`: over all j, and of these the one at hand. */
function along(name: string, index: string, body: Expression, env: Env, evaluate: Evaluate): Value {
  const here = env.positions.get(index);
  if (!here) return t.refuse(`${index} is not bound here`);
  const { count, base } = extent(index, env, evaluate);
  const parts = Array.from({ length: count }, (_, position) =>
    evaluate(body, withPosition(env, index, { position, base, value: position + base })),
  );
  return {
    shape: parts[0]!.shape,
    data: parts[0]!.data.map(
      (_, i) =>
        normalised(
          name,
          parts.map((p) => p.data[i]!),
        )[here.position]!,
    ),
  };
}

function normalised(name: string, xs: readonly Num[]): readonly Num[] {
  if (name === "softmax") return d.softmax(xs);
  if (name === "cumsum") return cumulated(xs);
  const sum = d.lse(xs);
  return xs.map((x) => d.sub(x, sum));
}

function builtin(name: string, args: readonly Value[], env: Env): Value {
  const [x, y] = args;
  if (!x) return t.refuse(`${name} of nothing`);
  const simple = ELEMENTWISE.get(name);
  if (simple && args.length === 1) {
    for (const v of x.data) if (simple.near) env.run.near(simple.near(plain(v)));
    return t.map(x, simple.f);
  }
  const pair = PAIRWISE.get(name);
  if (pair && args.length === 2) {
    const of = (p: Num, q: Num): Num => {
      if (pair.near) env.run.near(pair.near(plain(p), plain(q)));
      return pair.f(p, q);
    };
    return t.zip(x, y!, of, name);
  }
  if (OVER.has(name) && args.length === 1) {
    if (t.isScalar(x)) return t.refuse(`${name} of a scalar`);
    return t.scalar(reduce(name, x.data, env));
  }
  if (ALONG.has(name) && args.length === 1) {
    if (!t.isVector(x)) return t.refuse(`${name} of ${t.show(x)} without its axis`);
    return { shape: x.shape, data: normalised(name, x.data) };
  }
  switch (name) {
    case "vec": // joins rows, as memory does
      return { shape: [x.data.length], data: x.data };
    case "stop":
      return t.map(x, plain);
    case "dot":
      return t.dot(x, y!);
    case "outer":
      return t.beside(x, t.transpose(y!));
    case "zeros":
    case "ones": {
      const shape = args.map((a) => plain(a.data[0]!));
      return {
        shape,
        data: Array.from({ length: t.volume(shape) }, () => (name === "ones" ? 1 : 0)),
      };
    }
    case "eye":
      return t.matrix(plain(x.data[0]!), plain(x.data[0]!), (i, j) => (i === j ? 1 : 0));
    default:
      return t.refuse(`${name} of ${args.length} arguments`);
  }
}
