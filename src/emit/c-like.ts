/** @file Expressions of C-like languages as text that knows its precedence and its depth. */

/** An expression. `depth` counts nested nodes, so that long ones can be cut. */
export interface Expression {
  readonly text: string;
  readonly level: number;
  readonly depth: number;
}

export const LEVEL = {
  choice: 3,
  or: 4,
  and: 5,
  equality: 9,
  compare: 10,
  add: 12,
  multiply: 13,
  unary: 15,
  atom: 20,
} as const;

/** The deepest expression that is printed. */
export const DEEPEST = 12;

export const atom = (text: string, depth = 1): Expression => ({ text, level: LEVEL.atom, depth });

/** In brackets where it binds less than `level`. */
export const within = (e: Expression, level: number): string =>
  e.level < level ? `(${e.text})` : e.text;

const OPERATORS = {
  "||": LEVEL.or,
  "&&": LEVEL.and,
  "===": LEVEL.equality,
  "<": LEVEL.compare,
  "<=": LEVEL.compare,
  "+": LEVEL.add,
  "-": LEVEL.add,
  "*": LEVEL.multiply,
  "/": LEVEL.multiply,
  "%": LEVEL.multiply,
  "|": 6,
} as const;

export type Infix = keyof typeof OPERATORS;

/** `a ∘ b`, bracketed so that it is evaluated as given, and as prettier prints it. */
export function binary(operator: Infix, a: Expression, b: Expression): Expression {
  const level = OPERATORS[operator];
  if (operator === "||") return either(a, b);
  const mixed = level === LEVEL.multiply && a.level === level && !sameKind(operator, a.text);
  return {
    text: `${within(a, mixed ? level + 1 : level)} ${operator} ${within(b, level + 1)}`,
    level,
    depth: 1 + Math.max(a.depth, b.depth),
  };
}

// prettier brackets `a || (b && c)`.
function either(a: Expression, b: Expression): Expression {
  const side = (e: Expression, level: number): string =>
    e.level < level || e.level === LEVEL.and ? `(${e.text})` : e.text;
  return {
    text: `${side(a, LEVEL.or)} || ${side(b, LEVEL.and)}`,
    level: LEVEL.or,
    depth: 1 + Math.max(a.depth, b.depth),
  };
}

// prettier brackets `(a * b) / c` and `(a / b) * c`.
const sameKind = (operator: Infix, left: string): boolean =>
  operator === "*" && !left.includes("/") && !left.includes("%");

export const negative = (a: Expression): Expression => ({
  text: `-${within(a, LEVEL.atom)}`,
  level: LEVEL.unary,
  depth: 1 + a.depth,
});

export const negation = (a: Expression): Expression => ({
  text: `!${within(a, LEVEL.atom)}`,
  level: LEVEL.unary,
  depth: 1 + a.depth,
});

/** `test ? a : b` */
export const choice = (test: Expression, a: Expression, b: Expression): Expression => ({
  text: `${within(test, LEVEL.and)} ? ${within(a, LEVEL.and)} : ${within(b, LEVEL.choice)}`,
  level: LEVEL.choice,
  depth: 1 + Math.max(test.depth, a.depth, b.depth),
});

/** `f(a, b)`; `Math.exp` is two nodes deep itself. */
export const apply = (name: string, ...args: readonly Expression[]): Expression =>
  atom(
    `${name}(${args.map((a) => a.text).join(", ")})`,
    1 + Math.max(2, ...args.map((a) => a.depth)),
  );
