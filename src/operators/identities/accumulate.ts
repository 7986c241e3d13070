/** @file Where cotangents meet: a common factor is taken out, so that δ p − δ y is δ (p − y). */
import type { Value } from "../../graph/node.ts";
import type { Calculus } from "../../graph/operator.ts";
import { by, numberOf } from "./match.ts";

/** a + b for two cotangents of one value. */
export function accumulate(c: Calculus, a: Value, b: Value): Value {
  if (a === b) return twice(c, a);
  const [signA, left] = signed(a);
  const [signB, right] = signed(b);
  for (const op of ["mul", "div"] as const) {
    const [x, y] = [by(left, op), by(right, op)];
    if (!x || !y) continue;
    const pairs =
      op === "div"
        ? ([[1, 1]] as const)
        : ([
            [0, 0],
            [0, 1],
            [1, 0],
            [1, 1],
          ] as const);
    for (const [i, j] of pairs) {
      if (x.inputs[i] !== y.inputs[j]) continue;
      const [p, q] = [x.inputs[1 - i]!, y.inputs[1 - j]!];
      const rest = combine(c, signA, p, signB, q);
      return op === "div" ? c.div(rest, x.inputs[i]!) : c.mul(x.inputs[i]!, rest);
    }
  }
  return combine(c, signA, left, signB, right);
}

/** 2a; 2k x where a is k x with a number k. */
function twice(c: Calculus, a: Value): Value {
  const product = by(a, "mul");
  const number = numberOf(product?.inputs[0]);
  return number === undefined
    ? c.mul(c.number(2), a)
    : c.mul(c.number(2 * number), product!.inputs[1]!);
}

const signed = (x: Value): readonly [1 | -1, Value] => {
  const inner = by(x, "neg")?.inputs[0];
  return inner ? [-1, inner] : [1, x];
};

function combine(c: Calculus, signA: 1 | -1, a: Value, signB: 1 | -1, b: Value): Value {
  if (signA === 1) return signB === 1 ? c.add(a, b) : c.sub(a, b);
  return signB === 1 ? c.sub(b, a) : c.neg(c.add(a, b));
}
