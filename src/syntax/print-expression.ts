/** @file Expressions as text, in Unicode or ASCII. Brackets are nodes of the tree, so none are put in or left out. */
import type { Span } from "../diagnostics/source.ts";
import type {
  Argument,
  Binder,
  Condition,
  Expression,
  InfixSign,
  Range,
  RelationSign,
  Slot,
  Subscript,
  Target,
  Type,
} from "./ast.ts";
import { canonical, LETTER_NAMES } from "./spelling.ts";
import { plainDigits, plainSubscript, splitSubscript } from "./subscripts.ts";

export interface Style {
  readonly style: "unicode" | "ascii";
  /** Names of the file that would be signs otherwise: Σ, Π, sum, prod, mean, partial, grad. */
  readonly names?: ReadonlySet<string>;
  /** Written so that `+` and `-` are close: `t-1` in a subscript. */
  readonly tight?: boolean;
  /** What is close in the model stays close where it reads the same: `5d`, `Wx+b`. */
  readonly close?: boolean;
}

export function printExpression(e: Expression, style: Style = { style: "unicode" }): string {
  return expression(e, style);
}

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

const inner = (e: Expression, s: Style): string => expression(e, { ...s, tight: false });
const close = (e: Expression, s: Style): string => expression(e, { ...s, tight: true });
const pick = (s: Style, unicode: string, ascii: string): string =>
  s.style === "unicode" ? unicode : ascii;

function expression(e: Expression, s: Style): string {
  switch (e.kind) {
    case "number":
      return s.style === "ascii" && !/^[\d.e+-]+$/.test(e.text) ? String(e.value) : e.text;
    case "name":
      return target({ name: e.word, ...(e.subscript && { subscript: e.subscript }) }, s);
    case "call": {
      const name = target({ name: e.word, ...(e.subscript && { subscript: e.subscript }) }, s);
      const primes = pick(s, "′", "'").repeat(e.primes);
      return `${name}${primes}${e.spaced ? " " : ""}(${callArguments(e.arguments, s)})`;
    }
    case "infix":
      return infix(e, s);
    case "negate":
      return `-${expression(e.operand, s)}`;
    case "implicit":
      // `aᵀ (b + c)` becomes `a' (b + c)`, a call until resolution sees that a is a value.
      return e.factors
        .map((f) => expression(f, s))
        .reduce((left, right, k) => {
          const apart = !s.close || !areClose(e.factors[k - 1]!, e.factors[k]!);
          return left + (apart || !mayTouch(left, right, e.factors[k - 1]!, s) ? " " : "") + right;
        });
    case "power":
      return power(e, s);
    case "transpose":
      return `${expression(e.operand, s)}${pick(s, e.sign, "'")}`;
    case "inverse":
      return `${expression(e.operand, s)}${pick(s, "⁻¹", "^-1")}`;
    case "index":
      return `${expression(e.base, s)}[${slots(e.slots, { ...s, tight: true })}]`;
    case "reduction":
      return `${reductionSign(e, s)}${binders(e.over, s)} ${expression(e.body, s)}`;
    case "norm": {
      const bar = pick(s, "‖", "||");
      return `${between(bar, inner(e.operand, s))}${e.subscript ? subscript(e.subscript, s) : ""}`;
    }
    case "absolute":
      return between("|", inner(e.operand, s));
    case "root":
      return root(e, s);
    case "block":
      return `[${e.rows.map((row) => row.map((x) => inner(x, s)).join(", ")).join("; ")}]`;
    case "cases":
      return `{ ${e.cases.map((one) => printCase(one, s).join(" ")).join("; ")} }`;
    case "partial": {
      const sign = pick(s, "∂", s.names?.has("partial") ? "∂" : "partial ");
      return `${sign}${expression(e.of, s)}/${sign}${target(e.wrt, s)}`;
    }
    case "nabla":
      return `${pick(s, "∇", s.names?.has("grad") ? "∇" : "grad")}${subscript(e.wrt, s)} ${expression(e.of, s)}`;
    case "solve": {
      const body = `${expression(e.body, s)} from ${expression(e.from, s)}`;
      return `${e.role}${subscript(e.over, s)} ${body}`;
    }
    case "condition":
      return printCondition(e.condition, s);
    case "bracket":
      return `(${inner(e.inner, s)})`;
  }
}

interface Placed {
  readonly span: Span;
}

const areClose = (left: Placed, right: Placed): boolean => left.span.end === right.span.start;

/** Whether two factors may stand without room between them: `2π`, but `2 e3`; in Unicode `xᵀA`, `λ‖x‖`. */
function mayTouch(left: string, right: string, leading: Expression, { style }: Style): boolean {
  // `½λ` is `0.5 lambda`.
  if (leading.kind === "number") return left === leading.text && !/^(?:[\d.]|e[+-]?\d)/.test(right);
  return style === "unicode" && (/[ᵀ⁻⁰¹²³⁴-⁹]$/.test(left) || right.startsWith("‖"));
}

const ASCII_SIGNS: ReadonlyMap<InfixSign, string> = new Map([
  ["⊙", ".*"],
  ["⊘", "./"],
]);
const CLOSE_SIGNS: ReadonlySet<InfixSign> = new Set(["·", "/"]);

function infix(e: Of<"infix">, s: Style): string {
  // Without a sign of its own in ASCII: `kron(kron(a, b), c)`.
  if (s.style === "ascii" && e.signs.every(({ sign }) => sign === "⊗"))
    return e.operands.map((o) => inner(o, s)).reduce((a, b) => `kron(${a}, ${b})`);
  return e.operands
    .map((operand, k) => {
      const sign = e.signs[k - 1]?.sign;
      if (!sign) return expression(operand, s);
      const written = (s.style === "ascii" && ASCII_SIGNS.get(sign)) || sign;
      const at = e.signs[k - 1]!;
      const close = s.close && areClose(e.operands[k - 1]!, at) && areClose(at, operand);
      const tight = CLOSE_SIGNS.has(sign) || ((s.tight || close) && (sign === "+" || sign === "-"));
      return (tight ? written : ` ${written} `) + expression(operand, s);
    })
    .join("");
}

const RAISED: ReadonlyMap<string, string> = new Map(
  Array.from("0123456789nikmpd", (letter, k) => [letter, "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿⁱᵏᵐᵖᵈ"[k]!]),
);

function power(e: Of<"power">, s: Style): string {
  const base = expression(e.base, s);
  const raised = e.elementwise || s.style === "ascii" ? undefined : superscript(e.exponent, e);
  if (raised !== undefined) return base + raised;
  const sign = e.elementwise ? ".^" : "^";
  return base + sign + (isSimple(e.exponent) ? expression(e.exponent, s) : braced(e.exponent, s));
}

const braced = (e: Expression, s: Style): string => `{${close(e, s)}}`;

function superscript(exponent: Expression, e: Of<"power">): string | undefined {
  if (exponent.kind === "negate") {
    const digits = superscript(exponent.operand, e);
    return digits === undefined || !e.superscript ? undefined : `⁻${digits}`;
  }
  if (exponent.kind === "number" && /^\d+$/.test(exponent.text))
    return Array.from(exponent.text, (digit) => RAISED.get(digit)!).join("");
  if (exponent.kind === "name" && e.superscript && !exponent.subscript)
    return RAISED.get(exponent.word.text);
  return undefined;
}

/** What may follow `^` without braces. */
function isSimple(e: Expression): boolean {
  const leaf = e.kind === "negate" ? e.operand : e;
  return leaf.kind === "number" || leaf.kind === "name" || leaf.kind === "bracket";
}

function root(e: Of<"root">, s: Style): string {
  if (s.style === "unicode") return `√${expression(e.operand, s)}`;
  return e.operand.kind === "bracket"
    ? `sqrt${expression(e.operand, s)}`
    : `sqrt(${inner(e.operand, s)})`;
}

/** `| |x| |`: two bars must not touch. */
function between(bar: string, text: string): string {
  const first = text.startsWith("|") ? " " : "";
  const last = text.endsWith("|") ? " " : "";
  return `${bar}${first}${text}${last}${bar}`;
}

const SIGNS = {
  sum: ["Σ", "∑", "sum"],
  product: ["Π", "∏", "prod"],
  mean: ["mean", "mean", "mean"],
};

function reductionSign(e: Of<"reduction">, { style, names }: Style): string {
  const [letter, sign, word] = SIGNS[e.role] as [string, string, string];
  if (style === "ascii") return names?.has(word) ? sign : word;
  return names?.has(letter) ? sign : letter;
}

function binders(over: readonly Binder[], s: Style): string {
  const [only] = over;
  if (over.length === 1 && only!.from && only!.to && s.style === "unicode") {
    return `_{${word(only!.name.text, s, "part")}=${close(only!.from, s)}}^${braced(only!.to, s)}`;
  }
  if (over.length === 1 && !only!.from) return part(only!.name.text, s);
  const each = over.map(({ name, from, to }) =>
    from && to
      ? `${word(name.text, s, "part")}=${close(from, s)}..${close(to, s)}`
      : word(name.text, s, "part"),
  );
  return `_{${each.join(",")}}`;
}

export const printCase = (
  { value, condition: when }: Of<"cases">["cases"][number],
  s: Style,
): readonly [string, string] => [
  inner(value, s),
  when ? `if ${printCondition(when, s)}` : "otherwise",
];

const ASCII_RELATIONS: ReadonlyMap<RelationSign, string> = new Map([
  ["≤", "<="],
  ["≥", ">="],
  ["≠", "!="],
]);

export function printCondition(c: Condition, s: Style): string {
  if (c.kind === "not") return `not ${printCondition(c.operand, s)}`;
  if (c.kind !== "relation")
    return c.operands.map((operand) => printCondition(operand, s)).join(` ${c.kind} `);
  return c.operands
    .map((operand, k) => {
      const sign = c.signs[k - 1];
      if (!sign) return inner(operand, s);
      return ` ${(s.style === "ascii" && ASCII_RELATIONS.get(sign)) || sign} ${inner(operand, s)}`;
    })
    .join("");
}

export const callArguments = (of: readonly Argument[], s: Style): string =>
  of
    .map(({ name, value }) => (name ? `${word(name.text, s, "name")} = ` : "") + inner(value, s))
    .join(", ");

export function printType(type: Type, s: Style): string {
  switch (type.kind) {
    case "integer":
      return "ℤ";
    case "bit":
      return "{0,1}";
    case "range":
      return printRange(type.range, s);
    case "real": {
      const real = pick(s, "ℝ", "R");
      if (type.shape.length === 0) return real;
      const dims = type.shape.map((x) => close(x, s));
      if (dims.length === 1 && /^[\p{L}\p{M}\d₀-ₜᵢ-ᵪⱼ]+$/u.test(dims[0]!))
        return `${real}^${dims[0]}`;
      // Beside a dim of that name, ` x ` could not be told apart.
      const named = dims.some((dim) => /\bx\b/.test(dim));
      return `${real}^{${dims.join(named ? "×" : pick(s, "×", " x "))}}`;
    }
  }
}

export const printRange = ({ from, to }: Range, s: Style): string =>
  from ? `${close(from, s)}..${close(to, s)}` : close(to, s);

export const printTarget = (t: Pick<Target, "name" | "subscript">, s: Style): string =>
  target(t, s);

function target({ name, subscript: below }: Pick<Target, "name" | "subscript">, s: Style): string {
  if (!below) return word(name.text, s);
  // `_1` after digits or subscripts stays: W1_2 is not W12.
  const [only] = below.slots;
  const digits = below.form !== "braces" && only!.kind === "number" ? only.text : undefined;
  const text = word(name.text, s, "part");
  if (digits !== undefined && s.style === "unicode" && !/[\d₀-ₜᵢ-ᵪⱼ∞]$/.test(text))
    return text + lowered(digits);
  return text + subscript(below, s, true);
}

const lowered = (digits: string): string =>
  Array.from(digits, (digit) => String.fromCodePoint(0x2080 + Number(digit))).join("");

function subscript({ slots: of, form }: Subscript, s: Style, onName = false): string {
  const [only] = of;
  if (form !== "braces" && of.length === 1) {
    if (only!.kind === "number")
      return s.style === "unicode" && !onName ? lowered(only.text) : `_${only.text}`;
    if (only!.kind === "name") return part(only.word.text, s);
  }
  return `_{${slots(of, { ...s, tight: true }, ",")}}`;
}

const part = (text: string, s: Style): string => `_${word(text, s, "part")}`;

const slots = (of: readonly Slot[], s: Style, comma = ", "): string =>
  of.map((slot) => (slot.kind === "whole" ? ":" : expression(slot, s))).join(comma);

/**
 * A word in this spelling. Only a letter on its own has another one: `λ₁` is `lambda1`, but `λx` is no `lambdax`.
 * A "name" has no braces; a "part" no subscript: it is one, or one follows.
 */
export function word(text: string, s: Style, where: "free" | "name" | "part" = "free"): string {
  if (text.includes("_"))
    return text
      .split("_")
      .map((piece) => word(piece, s, "part"))
      .join("_");
  if (s.style === "unicode") return letterFor(text, s);
  const [base, below] = splitSubscript(text);
  const [, first, tail] = /^(.\p{M}*)([\d₀-₉]*)$/su.exec(base.normalize("NFC")) ?? [];
  const named = first === undefined ? undefined : LETTER_NAMES.get(canonical(first));
  const plain = plainDigits(named === undefined ? base : named + tail!);
  if (below === "") return plain;
  const sub = plainSubscript(below);
  if (/^\d+$/.test(sub)) return /\d$/.test(plain) ? `${plain}_${sub}` : plain + sub;
  if (where === "part") return plain + below;
  if (/^\p{L}$/u.test(sub)) return `${plain}_${word(sub, s, "part")}`;
  if (where === "name") return text;
  if (/^\p{L}+$/u.test(sub))
    return `${plain}_{${Array.from(sub, (letter) => word(letter, s, "part")).join(",")}}`;
  return /^(?:\p{L}|\d+)[+-](?:\p{L}|\d+)$/u.test(sub) ? `${plain}_{${sub}}` : text;
}

/** `lambda` → `λ`, `lambda1` → `λ1`; any other word as it is. */
function letterFor(text: string, { names }: Style): string {
  const letter = canonical(text);
  const sign = letter[0]!;
  if ((sign === "Σ" || sign === "Π") && !names?.has(sign)) return text;
  return /^[A-Za-z]+\d*$/.test(text) && /^[^A-Za-z]\d*$/.test(letter) ? letter : text;
}
