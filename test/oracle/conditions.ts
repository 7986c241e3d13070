/** @file Conditions: whether they hold, of numbers as a whole and of tensors entry by entry. */
import type { Argument, Condition, Expression, RelationSign } from "../../src/syntax/ast.ts";
import { plain } from "./dual.ts";
import { touch, type Env, type Evaluate } from "./environment.ts";
import * as t from "./tensor.ts";
import type { Value } from "./tensor.ts";

export function holds(c: Condition, env: Env, evaluate: Evaluate): boolean {
  if (env.run.everyBranch) return truths(c, env, evaluate)[0]!;
  switch (c.kind) {
    case "not":
      return !holds(c.operand, env, evaluate);
    case "and":
      return c.operands.every((o) => holds(o, env, evaluate));
    case "or":
      return c.operands.some((o) => holds(o, env, evaluate));
    case "relation":
      return truths(c, env, evaluate)[0]!;
  }
}

/** One truth, or one for every entry. */
function truths(c: Condition, env: Env, evaluate: Evaluate): readonly boolean[] {
  switch (c.kind) {
    case "not":
      return truths(c.operand, env, evaluate).map((x) => !x);
    case "and":
      return joined(c.operands, (xs) => xs.every(Boolean));
    case "or":
      return joined(c.operands, (xs) => xs.some(Boolean));
    case "relation":
      return related(c, env, evaluate);
  }
  function joined(
    parts: readonly Condition[],
    by: (xs: readonly boolean[]) => boolean,
  ): readonly boolean[] {
    const all = parts.map((p) => truths(p, env, evaluate));
    const length = Math.max(...all.map((x) => x.length));
    return Array.from({ length }, (_, i) => by(all.map((x) => x[x.length === 1 ? 0 : i]!)));
  }
}

/** `0 < x ≤ 1` holds link by link. */
function related(
  c: Extract<Condition, { kind: "relation" }>,
  env: Env,
  evaluate: Evaluate,
): readonly boolean[] {
  const values = c.operands.map((o: Expression) => evaluate(o, env).data);
  const length = Math.max(...values.map((v) => v.length));
  return Array.from({ length }, (_, entry) =>
    c.signs.every((sign, i) => {
      const [a, b] = [values[i]!, values[i + 1]!].map((v) => v[v.length === 1 ? 0 : entry]!);
      if (typeof a !== "number" || typeof b !== "number")
        env.run.near(Math.abs(plain(a!) - plain(b!)));
      return compare(sign, plain(a!), plain(b!));
    }),
  );
}

/** `where(x > 0, a, b)`: a branch that is taken nowhere is not evaluated. */
export function where(written: readonly Argument[], env: Env, evaluate: Evaluate): Value {
  const [test, a, b, ...more] = written;
  if (!test || !a || !b || more.length > 0) return t.refuse("where of a condition and two values");
  const condition = conditionOf(test);
  for (const x of [a, b]) touch(env.run, () => evaluate(x.value, env));
  const truth = truths(condition, env, evaluate);
  if (truth.length === 1) return evaluate(truth[0] ? a.value : b.value, env);
  const [yes, no] = [a, b].map((x) => evaluate(x.value, env)) as [Value, Value];
  const shape = t.isScalar(yes) ? no.shape : yes.shape;
  const at = (v: Value, i: number) => v.data[t.isScalar(v) ? 0 : i]!;
  return { shape, data: truth.map((holding, i) => at(holding ? yes : no, i)) };
}

/** `l = 2` is read as an argument called l. */
function conditionOf({ name, value, span }: Argument): Condition {
  if (name && value.kind !== "condition")
    return {
      kind: "relation",
      operands: [{ kind: "name", word: name, span }, value],
      signs: ["="],
      span,
    };
  return value.kind === "condition" ? value.condition : t.refuse("a condition");
}

function compare(sign: RelationSign, a: number, b: number): boolean {
  switch (sign) {
    case "<":
      return a < b;
    case "≤":
      return a <= b;
    case ">":
      return a > b;
    case "≥":
      return a >= b;
    case "=":
      return a === b;
    case "≠":
      return a !== b;
  }
}
