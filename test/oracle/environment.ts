/** @file Where an expression is evaluated: the names it sees, the positions of batches and indices, what is known. */
import type { Expression } from "../../src/syntax/ast.ts";
import type { Num } from "./dual.ts";
import type { Entity, Scope } from "./scope.ts";
import { Refused, type Value } from "./tensor.ts";

export interface Instance {
  readonly sizes: Readonly<Record<string, number>>;
  readonly params: Readonly<Record<string, ArrayLike<number>>>;
  readonly inputs: Readonly<Record<string, ArrayLike<number> | number>>;
}

/** An array in memory: batches first. A leaf, or a definition that is held fixed while it is differentiated by. */
export interface Stored {
  readonly per: readonly string[];
  readonly value: Value;
}

/** One run: nothing in it changes but what is already known. */
export interface Run {
  readonly scope: Scope;
  readonly instance: Instance;
  /** Values with tangents, which stand for an entity. */
  readonly given: ReadonlyMap<Entity, Stored>;
  readonly leaves: Map<Entity, Stored>;
  readonly known: Map<Entity, Known[]>;
  /** The batches that are read, innermost evaluation last. */
  readonly reads: Map<string, number>[];
  /** Called with the distance of an argument from a kink or from the end of a domain. */
  readonly near: (distance: number) => void;
  /** Branches that are not taken are evaluated too: a value depends on every batch that any of them reads. */
  readonly everyBranch?: true;
}

/** A definition's value, and the batch positions it was made at: it holds wherever those are the same. */
export interface Known {
  readonly at: ReadonlyMap<string, number>;
  readonly value: Value;
}

export interface Position {
  /** From 0. */
  readonly position: number;
  /** The index as a number. */
  readonly value: number;
  readonly base: number;
}

export interface Env {
  readonly run: Run;
  /** Statements from here on are not yet declared. */
  readonly limit: number;
  readonly locals: ReadonlyMap<string, Value>;
  readonly positions: ReadonlyMap<string, Position>;
}

export type Evaluate = (e: Expression, env: Env) => Value;

/** Whether a name is declared above, and as what. */
export function find(name: string, env: Env): Entity | undefined {
  const entity = env.run.scope.entities.get(name);
  return entity && entity.at < env.limit ? entity : undefined;
}

export const isAxisIn =
  (env: Env) =>
  (name: string): boolean =>
    env.positions.has(name) || find(name, env)?.kind === "axis";

/** What f reads of batches; a batch bound inside is not read outside. */
export function reading<T>(run: Run, f: () => T, bound?: string): [T, ReadonlyMap<string, number>] {
  const reads = new Map<string, number>();
  run.reads.push(reads);
  try {
    return [f(), reads];
  } finally {
    run.reads.pop();
    for (const [name, position] of reads) if (name !== bound) run.reads.at(-1)?.set(name, position);
  }
}

export const withPosition = (env: Env, name: string, position: Position): Env => ({
  ...env,
  positions: new Map([...env.positions, [name, position]]),
});

export type Numbers = readonly Num[];

/** What a branch that is not taken reads; that it may not be defined there is no mistake. */
export function touch(run: Run, branch: () => unknown): void {
  if (!run.everyBranch) return;
  try {
    branch();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
