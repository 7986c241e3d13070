/** @file Derivative rules made wrong, one mistake at a time; and whether a mistake is none. */
import { forward } from "../../src/autodiff/forward.ts";
import { dimValue } from "../../src/dim.ts";
import type { Node, Value } from "../../src/graph/node.ts";
import type { Calculus, Example, Operator, Tensor } from "../../src/graph/operator.ts";
import { written, type Builder } from "../../src/operators/index.ts";
import { evaluate } from "../helpers/evaluate.ts";
import { application, draw, given, reals } from "../operators/laws.ts";
import { MISTAKES, type Mistake } from "./mistakes.ts";

export interface Mutant {
  readonly name: string;
  readonly op: Operator;
  /** Only a second derivative is wrong. */
  readonly later: boolean;
}

/** All mutants of an operator's two rules; not all mistakes can be made in all of them. */
export function mutantsOf(op: Operator): readonly Mutant[] {
  const slots = Array.from({ length: Math.max(...op.examples.map((e) => e.inputs.length)) });
  return MISTAKES.flatMap((mistake) => [
    ...slots.map((_, i): Mutant => ({
      name: `vjp, input ${i}: ${mistake.name}`,
      op: wrongVjp(op, mistake, i),
      later: mistake.later === true,
    })),
    { name: `jvp: ${mistake.name}`, op: wrongJvp(op, mistake), later: mistake.later === true },
  ]);
}

function wrongVjp(op: Operator, mistake: Mistake, i: number): Operator {
  return {
    ...op,
    vjp: (c, cts, node) => {
      const right: readonly (Value | null)[] = op.vjp(c, cts, node);
      return right.map((v, k) => (k === i && v ? mistake.make(c, v, node) : v)) as never;
    },
  };
}

function wrongJvp(op: Operator, mistake: Mistake): Operator {
  return {
    ...op,
    jvp: (c, tangents, node) => op.jvp(c, tangents, node).map((v) => v && mistake.make(c, v, node)),
  };
}

/** Whether the mistake can be made in a rule at all: on some example the formula is another. */
export function isMade(op: Operator, mutant: Operator): boolean {
  return op.examples.some((example) => {
    const c = written();
    const { right, wrong } = formulas(c, op, mutant, example);
    return right.some((v, k) => v !== wrong[k]);
  });
}

const TRIES = 24;

/**
 * Whether a mutant gives the derivatives of the right rule all the same, and those of these: at other points than the laws
 * try, on all examples and at the kinks.
 */
export function isEquivalent(op: Operator, mutant: Operator): boolean {
  const kinks = (op.kinks ?? []).map(({ at }): Example => ({
    inputs: at.map((v) => ({ shape: [], values: [v] })),
  }));
  return [...op.examples, ...kinks].every((example) => {
    const c = written();
    const { inputs, right, wrong, more } = formulas(c, op, mutant, example);
    const directions = new Map<Value, Value>();
    for (const i of reals(example)) directions.set(inputs[i]!, symbolLike(c, inputs[i]!, `v${i}`));
    const pairs = [right, wrong].map((all) => {
      const known = all.map((v) => v ?? c.number(0));
      const along = forward(c, directions, known).map((v) => v ?? c.number(0));
      return [...known, ...along];
    });
    const symbols = [...inputs, ...more, ...directions.values()];
    return Array.from({ length: example.special ? 2 : TRIES }).every((_, seed) => {
      const data = [
        ...draw(example, 100 + seed),
        ...[...more, ...directions.values()].map(
          (v, k) => draw(shaped(v), 1000 * (k + 1) + seed)[0]!,
        ),
      ];
      const [a, b] = pairs.map((all) => evaluate(c, all, given(symbols, data)));
      return a!.every((x, k) => isSame(x, b![k]!));
    });
  });
}

/** A derivative of 0 is a number for all shapes. */
function isSame(a: Tensor, b: Tensor): boolean {
  const count = Math.max(a.data.length, b.data.length);
  const at = ({ data }: Tensor, k: number): number => data[data.length === 1 ? 0 : k]!;
  return Array.from({ length: count }).every((_, k) => {
    const [x, y] = [at(a, k), at(b, k)];
    return x === y || !Number.isFinite(x) || Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(x));
  });
}

const shaped = (v: Value): Example => ({ inputs: [{ shape: v.shape.map((d) => dimValue(d)!) }] });
const symbolLike = (c: Builder, v: Value, name: string): Value =>
  c.symbol({ name, key: name, shape: v.shape, axes: [], of: "real" });

/** Cotangents and tangents by the right rules and by the wrong ones. */
function formulas(c: Builder, op: Operator, mutant: Operator, example: Example) {
  const { inputs, result } = application(c, op, example);
  const node = result.node as Node<never>;
  const ct = symbolLike(c, result, "ct");
  const moved = reals(example);
  const tangents = inputs.map((v, i) => (moved.includes(i) ? symbolLike(c, v, `t${i}`) : null));
  const of = (rules: Operator): readonly (Value | null)[] => {
    const cts: readonly (Value | null)[] = rules.vjp(c as Calculus, [ct], node);
    const along = rules.jvp(c as Calculus, tangents as never, node);
    return [...moved.map((i) => cts[i] ?? null), ...along];
  };
  return {
    inputs,
    right: of(op),
    wrong: of(mutant),
    more: [ct, ...tangents.filter((t) => t !== null)],
  };
}
