/** @file All expressions inside an expression, without recursion: trees are deep. */
import type { Condition, Expression, Subscript } from "../syntax/ast.ts";

type Part = Expression | Condition | undefined;

/** The expression and all below it, subscripts included, outer before inner. */
export function* expressionsIn(root: Expression): Generator<Expression> {
  const stack: Part[] = [root];
  while (stack.length > 0) {
    const e = stack.pop();
    if (e === undefined) continue;
    if (!isCondition(e)) yield e;
    stack.push(...partsOf(e).toReversed());
  }
}

const isCondition = (e: Expression | Condition): e is Condition =>
  e.kind === "relation" || e.kind === "not" || e.kind === "and" || e.kind === "or";

const slots = (subscript: Subscript | undefined): readonly Part[] =>
  (subscript?.slots ?? []).map((s) => (s.kind === "whole" ? undefined : s));

function partsOf(e: Expression | Condition): readonly Part[] {
  switch (e.kind) {
    case "number":
      return [];
    case "name":
      return slots(e.subscript);
    case "call":
      return [...slots(e.subscript), ...e.arguments.map((a) => a.value)];
    case "infix":
    case "and":
    case "or":
    case "relation":
      return e.operands;
    case "implicit":
      return e.factors;
    case "power":
      return [e.base, e.exponent];
    case "index":
      return [e.base, ...e.slots.map((s) => (s.kind === "whole" ? undefined : s))];
    case "reduction":
      return [...e.over.flatMap((b) => [b.from, b.to]), e.body];
    case "norm":
      return [e.operand, ...slots(e.subscript)];
    case "block":
      return e.rows.flat();
    case "cases":
      return e.cases.flatMap((c) => [c.value, c.condition]);
    case "partial":
      return [e.of];
    case "nabla":
      return [e.of];
    case "solve":
      return [e.body, e.from];
    case "condition":
      return [e.condition];
    case "bracket":
      return [e.inner];
    default:
      return [e.operand];
  }
}
