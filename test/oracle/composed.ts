/** @file The built-in functions of tensors: what they take by value, and what comes out, by plain loops. */
import type { Argument } from "../../src/syntax/ast.ts";
import * as d from "./dual.ts";
import { plain, type Num } from "./dual.ts";
import type { Env } from "./environment.ts";
import * as linear from "./linear.ts";
import { gap } from "./norms.ts";
import * as t from "./tensor.ts";
import type { Value } from "./tensor.ts";
import { convolution, pool, transposedConvolution } from "./windows.ts";

/** `options` are the arguments given by name. */
export type OfValues = (
  args: readonly Value[],
  env: Env,
  options: Readonly<Record<string, Value>>,
) => Value;

const number = (x: Value): number => plain(x.data[0]!);
const vector = (data: readonly Num[]): Value => ({ shape: [data.length], data });
const square = (x: Num): Num => d.mul(x, x);

export const OF_VALUES: ReadonlyMap<string, OfValues> = new Map<string, OfValues>([
  ["clamp", clamp],
  ["huber", huber],
  ["crossentropy", crossentropy],
  ["kl", kl],
  ["cumsum", ([x]) => vector(cumulated(x!.data))],
  ["argmax", ([x], env) => first(x!.data, env)],
  ["argmin", ([x], env) => first(x!.data.map(d.neg), env)],
  ["one_hot", oneHot],
  ["kron", ([a, b]) => kron(a!, b!)],
  ["cross", ([a, b]) => cross(a!.data, b!.data)],
  ["diag", ([x]) => diag(x!)],
  ["trace", ([x]) => t.scalar(d.total(diag(x!).data))],
  ["tr", ([x]) => t.scalar(d.total(diag(x!).data))],
  ["lowertri", ([x, l]) => lowertri(x!.data, l!.data)],
  ["inv", ([A]) => linear.inverse(A!)],
  ["det", ([A]) => t.scalar(linear.pivots(A!).reduce(d.mul))],
  ["logdet", ([A]) => t.scalar(d.total(linear.pivots(A!).map((x) => d.log(d.abs(x)))))],
  ["solve", ([A, b]) => linear.solved(A!, b!)],
  ["trisolve", ([L, b]) => linear.solved(linear.lower(L!), b!)],
  ["cholesky", ([A]) => linear.cholesky(A!)],
  ["concat", (args) => args.map(asRows).reduce(above)],
  ["stack", (args) => t.stack(args)],
  ["reshape", ([x, ...sizes]) => ({ shape: sizes.map(number), data: x!.data })],
  [
    "permute",
    ([x, ...order]) =>
      permute(
        x!,
        order.map((i) => number(i) - 1),
      ),
  ],
  ["logmvgamma", ([p, x]) => t.scalar(logmvgamma(number(p!), x!.data[0]!))],
  ["conv", ([x, K, bias], _, o) => convolution(x!, K!, bias ?? o["bias"], numbers(o))],
  [
    "convtranspose",
    ([x, K, bias], _, o) => transposedConvolution(x!, K!, bias ?? o["bias"], numbers(o)),
  ],
  [
    "maxpool",
    ([x, s], env, o) => pool(x!, number(s!), numbers(o), (xs) => (gap(xs, env), d.largest(xs))),
  ],
  [
    "meanpool",
    ([x, s], _, o) => pool(x!, number(s!), numbers(o), (xs) => d.div(d.total(xs), xs.length)),
  ],
]);

const numbers = (options: Readonly<Record<string, Value>>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, x]) => (t.isScalar(x) ? [[name, number(x)]] : [])),
  );

export const optionsOf = (
  args: readonly Argument[],
  value: (a: Argument) => Value,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(args.flatMap((a) => (a.name ? [[a.name.text, value(a)]] : [])));

const same = (x: Value, like: Value): Value =>
  t.isScalar(x) && !t.isScalar(like) ? t.map(like, () => x.data[0]!) : x;

function clamp([x, low, high]: readonly Value[], env: Env): Value {
  const [from, to] = [same(low!, x!), same(high!, x!)];
  const data = x!.data.map((v, i) => {
    const [a, b] = [from.data[i]!, to.data[i]!];
    for (const end of [a, b]) env.run.near(Math.abs(plain(v) - plain(end)));
    return d.min(d.max(v, a), b);
  });
  return { shape: x!.shape, data };
}

/** ½ r² up to δ, and straight on from there. */
function huber([r, given]: readonly Value[], env: Env): Value {
  const δ = same(given ?? t.scalar(1), r!);
  const data = r!.data.map((x, i) => {
    const at = δ.data[i]!;
    env.run.near(Math.abs(Math.abs(plain(x)) - plain(at)));
    return Math.abs(plain(x)) <= plain(at)
      ? d.mul(0.5, square(x))
      : d.mul(at, d.sub(d.abs(x), d.mul(0.5, at)));
  });
  return { shape: r!.shape, data };
}

/** −log softmax(z) at a class, or −Σ y log softmax(z). */
function crossentropy([z, y]: readonly Value[]): Value {
  const sum = d.lse(z!.data);
  const losses = z!.data.map((x) => d.sub(sum, x));
  if (t.isScalar(y!)) return t.scalar(losses[number(y!) - (y!.base ?? 1)]!);
  return t.scalar(d.total(losses.map((l, i) => d.mul(y!.data[i]!, l))));
}

function kl([p, q]: readonly Value[], env: Env): Value {
  return t.scalar(
    d.total(
      p!.data.map((x, i) => {
        const y = q!.data[i]!;
        env.run.near(Math.min(plain(x), plain(y)));
        return d.mul(x, d.log(d.div(x, y)));
      }),
    ),
  );
}

export function cumulated(xs: readonly Num[]): readonly Num[] {
  let sum: Num = 0;
  return xs.map((x) => (sum = d.add(sum, x)));
}

/** The first of the largest, counted from 1. */
function first(xs: readonly Num[], env: Env): Value {
  gap(xs, env);
  const values = xs.map(plain);
  return { shape: [], data: [values.indexOf(Math.max(...values)) + 1], base: 1 };
}

function oneHot([y, size]: readonly Value[]): Value {
  const n = number(size!);
  const rows = y!.data.map((x) => plain(x) - (y!.base ?? 1));
  const data = rows.flatMap((at) => Array.from({ length: n }, (_, k) => (k === at ? 1 : 0)));
  return { shape: [...y!.shape, n], data };
}

/** (A ⊗ B)[ip + k, jq + l] = A[i, j] B[k, l] */
export function kron(a: Value, b: Value): Value {
  if (t.isVector(a) && t.isVector(b))
    return vector(a.data.flatMap((x) => b.data.map((y) => d.mul(x, y))));
  const [m, n] = a.shape as [number, number];
  const [p, q] = b.shape as [number, number];
  return t.matrix(m * p, n * q, (i, j) =>
    d.mul(a.data[Math.floor(i / p) * n + Math.floor(j / q)]!, b.data[(i % p) * q + (j % q)]!),
  );
}

function cross(a: readonly Num[], b: readonly Num[]): Value {
  const entry = (i: number, j: number): Num => d.sub(d.mul(a[i]!, b[j]!), d.mul(a[j]!, b[i]!));
  return vector([entry(1, 2), entry(2, 0), entry(0, 1)]);
}

function diag(x: Value): Value {
  const [n] = x.shape as [number];
  if (!t.isVector(x)) return vector(Array.from({ length: n }, (_, i) => x.data[i * n + i]!));
  return t.matrix(n, n, (i, j) => (i === j ? x.data[i]! : 0));
}

/** The first on the diagonal, the second below it by columns. */
function lowertri(diagonal: readonly Num[], below: readonly Num[]): Value {
  const n = diagonal.length;
  const all: Num[] = Array.from({ length: n * n }, () => 0);
  let next = 0;
  for (let j = 0; j < n; j++) {
    all[j * n + j] = diagonal[j]!;
    for (let i = j + 1; i < n; i++) all[i * n + j] = below[next++]!;
  }
  return { shape: [n, n], data: all };
}

const asRows = (x: Value): Value => (t.isScalar(x) ? vector(x.data) : x);
function above(a: Value, b: Value): Value {
  if (a.shape.slice(1).join() !== b.shape.slice(1).join()) return t.refuse("rows of concat");
  return { shape: [a.shape[0]! + b.shape[0]!, ...a.shape.slice(1)], data: [...a.data, ...b.data] };
}

/** Axis i of the result is axis order[i] of x. */
function permute(x: Value, order: readonly number[]): Value {
  const shape = order.map((axis) => x.shape[axis]!);
  const data = Array.from({ length: x.data.length }, (_, k) => {
    const at: number[] = [];
    let rest = k;
    for (let i = shape.length - 1; i >= 0; i--) {
      at[order[i]!] = rest % shape[i]!;
      rest = Math.floor(rest / shape[i]!);
    }
    return x.data[at.reduce((place, p, axis) => place * x.shape[axis]! + p, 0)]!;
  });
  return { shape, data };
}

function logmvgamma(p: number, x: Num): Num {
  const terms = Array.from({ length: p }, (_, j) => d.lgamma(d.sub(x, j / 2)));
  return d.add((p * (p - 1) * Math.log(Math.PI)) / 4, d.total(terms));
}
