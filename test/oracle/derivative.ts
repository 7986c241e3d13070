/** @file Derivatives inside the language: f′(z), ∂s/∂x and ∇_x s, by a level of dual numbers of their own. */
import type { Expression, Subscript, Word } from "../../src/syntax/ast.ts";
import { freshLevel, seeded, tangentsOf } from "./dual.ts";
import type { Env, Evaluate, Stored } from "./environment.ts";
import { meaningOf, valueOf } from "./names.ts";
import type { Entity } from "./scope.ts";
import { refuse, type Value } from "./tensor.ts";

/** The derivative of an elementwise f: one tangent, 1 everywhere. */
export function prime(f: (z: Value) => Value, z: Value): Value {
  const level = freshLevel();
  const y = f({ shape: z.shape, data: z.data.map((x) => seeded(x, level, 0, 1)) });
  if (y.shape.join() !== z.shape.join()) return refuse("f′ needs an elementwise f");
  return { shape: y.shape, data: y.data.map((x) => tangentsOf(x, level, 1)[0]!) };
}

/**
 * ∂y/∂x of a scalar y has x's shape; otherwise it is the Jacobian, shape(y) × shape(x). Other uses of what x is made of are
 * held fixed, and x does not depend on anything.
 */
export function derivative(
  of: Expression,
  word: Word,
  subscript: Subscript | undefined,
  env: Env,
  evaluate: Evaluate,
): Value {
  const meaning = meaningOf(word, subscript, env);
  if (meaning?.kind !== "entity" || meaning.subscript) return refuse(`∂ by ${word.text}`);
  const { entity } = meaning;
  const x = valueOf(entity, env, evaluate);
  const level = freshLevel();
  const count = x.data.length;
  const value = { shape: x.shape, data: x.data.map((v, k) => seeded(v, level, k, count)) };
  const given = new Map<Entity, Stored>([...env.run.given, [entity, { per: [], value }]]);
  const run = { ...env.run, given, known: new Map() };
  const y = evaluate(of, { ...env, run });
  const shape = [...y.shape, ...x.shape];
  return { shape, data: y.data.flatMap((v) => tangentsOf(v, level, count)) };
}
