/** @file Expressions to values, one example of every batch at a time: the rules of LANGUAGE.md, plainly. */
import type { Expression } from "../../src/syntax/ast.ts";
import { kron } from "./composed.ts";
import { holds } from "./conditions.ts";
import { abs, add, div, mul, neg, plain, pow, sqrt } from "./dual.ts";
import { find, touch, type Env } from "./environment.ts";
import { derivative } from "./derivative.ts";
import { applyFunction } from "./functions.ts";
import { over as loop } from "./loops.ts";
import { isFunctionName, meaningOf, read, slotsOf, type Named } from "./names.ts";
import { norm } from "./norms.ts";
import { inverse } from "./linear.ts";
import * as t from "./tensor.ts";
import type { Value } from "./tensor.ts";
import { canonical, cut, wordAt } from "./words.ts";

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

export function evaluate(e: Expression, env: Env): Value {
  switch (e.kind) {
    case "number":
      return t.scalar(e.value);
    case "bracket":
      return evaluate(e.inner, env);
    case "negate":
      return t.negative(evaluate(e.operand, env));
    case "infix":
      return infix(e, env);
    case "name":
    case "call":
    case "implicit":
    case "power":
    case "transpose":
    case "index":
      return product(spread(e, env), env);
    case "reduction":
      return reduction(e, env);
    case "norm":
      return norm(evaluate(e.operand, env), e.subscript && normName(e.subscript), env);
    case "absolute": {
      const x = evaluate(e.operand, env);
      if (!t.isScalar(x)) return t.refuse(`|·| of ${t.show(x)}`);
      env.run.near(Math.abs(plain(x.data[0]!)));
      return t.map(x, abs);
    }
    case "root":
      return t.map(evaluate(e.operand, env), (x) => (env.run.near(plain(x)), sqrt(x)));
    case "block":
      return block(e, env);
    case "cases": {
      for (const c of e.cases)
        touch(env.run, () => [
          c.condition && holds(c.condition, env, evaluate),
          evaluate(c.value, env),
        ]);
      const chosen = e.cases.find(
        (c) => c.condition === undefined || holds(c.condition, env, evaluate),
      );
      return chosen ? evaluate(chosen.value, env) : t.refuse("no case holds");
    }
    case "partial":
      return derivative(e.of, e.wrt.name, e.wrt.subscript, env, evaluate);
    case "nabla": {
      const [slot] = e.wrt.slots;
      if (slot?.kind !== "name") return t.refuse("∇ by a name");
      return derivative(e.of, slot.word, slot.subscript, env, evaluate);
    }
    case "inverse": {
      const x = evaluate(e.operand, env);
      if (t.isScalar(x)) env.run.near(Math.abs(plain(x.data[0]!)));
      return t.isScalar(x) ? t.map(x, (v) => div(1, v)) : inverse(x);
    }
    case "condition":
    case "solve":
      return t.refuse(e.kind);
  }
}

/** One operator of a level after the other, to the left. */
function infix(e: Of<"infix">, env: Env): Value {
  let result = evaluate(e.operands[0]!, env);
  let literal = isLiteral(e.operands[0]!);
  e.signs.forEach(({ sign }, i) => {
    const operand = e.operands[i + 1]!;
    const right = evaluate(operand, env);
    switch (sign) {
      case "+":
      case "-":
        result = t.plusMinus(result, right, sign, [literal, isLiteral(operand)]);
        break;
      case "·":
        result = t.dot(result, right);
        break;
      case "*":
        if (!t.isScalar(result) && !t.isScalar(right)) t.refuse("tensor * tensor");
        result = t.zip(result, right, mul, "*");
        break;
      case "/":
        for (const d of right.data) env.run.near(Math.abs(plain(d)));
        result = t.over(result, right);
        break;
      case "⊙":
        result = t.zip(result, right, mul, "⊙");
        break;
      case "⊘":
        for (const d of right.data) env.run.near(Math.abs(plain(d)));
        result = t.zip(result, right, div, "⊘");
        break;
      case "⊗":
        result = kron(result, right);
    }
    literal &&= isLiteral(operand);
  });
  return result;
}

/** A number as written: `1`, `½`, `-2`, `(1/2)`. It may stand beside a tensor. */
function isLiteral(e: Expression): boolean {
  if (e.kind === "number") return true;
  if (e.kind === "bracket") return isLiteral(e.inner);
  if (e.kind === "negate") return isLiteral(e.operand);
  return e.kind === "infix" && e.operands.every(isLiteral);
}

/**
 * The factors of an implicit product. A word that is no name is cut into letters, `u (x + 1)` is a product where u names a
 * value, and a subscript, prime, exponent or index belongs to the last piece (rule 4): `Wx²` is W x².
 */
function spread(e: Expression, env: Env): readonly Expression[] {
  switch (e.kind) {
    case "implicit":
      return e.factors.flatMap((f) => spread(f, env));
    case "name": {
      if (meaningOf(e.word, e.subscript, env)) return [e];
      const pieces = cut(e.word.text);
      if (pieces.length < 2) return t.refuse(`unknown name ${e.word.text}`);
      return pieces.map((p, i): Expression => {
        const sub = i === pieces.length - 1 && e.subscript ? { subscript: e.subscript } : {};
        const piece: Of<"name"> = { kind: "name", word: wordAt(p, e.word), ...sub, span: e.span };
        const is = meaningOf(piece.word, piece.subscript, env);
        if (!is || is.kind === "function")
          t.refuse(`unknown name ${e.word.text}: ${p} is no value`);
        return piece;
      });
    }
    case "call": {
      if (isFunctionName(e.word, e.subscript, env)) return [e];
      const [inner, ...more] = e.arguments;
      if (!inner || more.length > 0) return t.refuse(`${e.word.text} is no function`);
      const name = { word: e.word, ...(e.subscript && { subscript: e.subscript }) };
      // `A' (x + y)` of a value is Aᵀ (x + y).
      let left: Expression = { kind: "name", ...name, span: e.span };
      for (let k = 0; k < e.primes; k++)
        left = { kind: "transpose", operand: left, sign: "′", span: e.span };
      return [...spread(left, env), { kind: "bracket", inner: inner.value, span: e.span }];
    }
    case "power": {
      const inner = spread(e.base, env);
      return [...inner.slice(0, -1), { ...e, base: inner.at(-1)! }];
    }
    case "index": {
      const inner = spread(e.base, env);
      return [...inner.slice(0, -1), { ...e, base: inner.at(-1)! }];
    }
    case "transpose": {
      const inner = spread(e.operand, env);
      return [...inner.slice(0, -1), { ...e, operand: inner.at(-1)! }];
    }
    default:
      return [e];
  }
}

/** Factors side by side, from the left. A bare function takes the one operand behind it. */
function product(factors: readonly Expression[], env: Env): Value {
  const values: Value[] = [];
  for (let i = 0; i < factors.length; i++) {
    const bare = bareFunction(factors[i]!, env);
    if (bare) {
      const rest = factors.slice(i + 1);
      const nested = rest[0] !== undefined && bareFunction(rest[0], env) !== undefined;
      if (rest.length === 0 || (rest.length > 1 && !nested)) t.refuse("one operand of a function");
      const operand: Expression = { kind: "implicit", factors: rest, span: factors[i]!.span };
      values.push(applyFunction(bare, [{ value: operand, span: operand.span }], env, evaluate));
      break;
    }
    values.push(factor(factors[i]!, env));
  }
  return values.reduce(t.beside);
}

function bareFunction(e: Expression, env: Env): Named | undefined {
  if (e.kind === "transpose" && e.sign === "′") {
    const f = bareFunction(e.operand, env);
    return f && { ...f, primes: f.primes + 1 };
  }
  if (e.kind !== "name" || !isFunctionName(e.word, e.subscript, env)) return undefined;
  return { word: e.word, subscript: e.subscript, primes: 0 };
}

function factor(e: Expression, env: Env): Value {
  switch (e.kind) {
    case "name":
      return read(e.word, e.subscript, env, evaluate);
    case "call": {
      const named = { word: e.word, subscript: e.subscript, primes: e.primes };
      return applyFunction(named, e.arguments, env, evaluate);
    }
    case "transpose":
      return t.transpose(factor(e.operand, env));
    case "power": {
      const { exponent: p } = e;
      const base = factor(e.base, env);
      const isT = p.kind === "name" && p.word.text === "T" && !p.subscript && !find("T", env);
      if (isT && !e.superscript && !e.elementwise) return t.transpose(base); // `A^T`
      const exponent = evaluate(p, env);
      if (exponent.data.some((x) => !Number.isInteger(plain(x)) || plain(x) < 0))
        for (const x of base.data) env.run.near(Math.abs(plain(x)));
      if (e.elementwise) return t.zip(base, exponent, pow, ".^");
      const isInverse = base.shape.length === 2 && plain(exponent.data[0]!) < 0;
      return isInverse ? t.power(inverse(base), t.map(exponent, neg)) : t.power(base, exponent);
    }
    case "index":
      return t.pick(factor(e.base, env), slotsOf(e.slots, env, evaluate));
    default:
      return evaluate(e, env);
  }
}

/** `Σ_i`, `Π_i`, `mean_n`: every own element for itself. */
function reduction(e: Of<"reduction">, env: Env): Value {
  const parts = loop(e.over, env, evaluate, (inner) => evaluate(e.body, inner));
  if (parts.length === 0) return t.scalar(e.role === "product" ? 1 : 0);
  const by = e.role === "product" ? mul : add;
  const all = parts.reduce((a, b) => t.zip(a, b, by, e.word.text));
  return e.role === "mean" ? t.map(all, (x) => div(x, parts.length)) : all;
}

function normName(s: { readonly slots: Of<"index">["slots"] }): string {
  const [slot] = s.slots;
  if (slot?.kind === "number") return slot.text;
  return slot?.kind === "name" ? canonical(slot.word.text) : "";
}

/** `[a; b]` joins along the first axis, a scalar counts as length 1; `[A, B]` along the second. */
function block(e: Of<"block">, env: Env): Value {
  const rows = e.rows.map((row) => row.map((x) => evaluate(x, env)).reduce(sideBySide));
  return rows.reduce((a, b) => {
    const [up, down] = [a, b].map((x) => (t.isScalar(x) ? { ...x, shape: [1] } : x));
    if (up!.shape.slice(1).join() !== down!.shape.slice(1).join())
      return t.refuse("rows of a block");
    const shape = [up!.shape[0]! + down!.shape[0]!, ...up!.shape.slice(1)];
    return { shape, data: [...up!.data, ...down!.data] };
  });
}

function sideBySide(a: Value, b: Value): Value {
  const columns = (x: Value): Value => (t.isVector(x) ? { ...x, shape: [x.data.length, 1] } : x);
  const [left, right] = [columns(a), columns(b)];
  const [m, k] = left.shape;
  if (left.shape.length !== 2 || right.shape.length !== 2 || right.shape[0] !== m)
    return t.refuse("columns of a block");
  const n = right.shape[1]!;
  return t.matrix(m!, k! + n, (i, j) =>
    j < k! ? left.data[i * k! + j]! : right.data[i * n + j - k!]!,
  );
}
