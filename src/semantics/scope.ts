/** @file Declared names: which spellings are one name, what a name stands for, and what was used. */
import { broughtTwice } from "../diagnostics/catalogue/files.ts";
import * as names from "../diagnostics/catalogue/names.ts";
import type { Report } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";
import type { Dim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import type { Axis } from "../graph/type.ts";
import type { Expression, Slot, Subscript, Target, Type, Word } from "../syntax/ast.ts";
import { asciiKey, canonicalName, cutLetters } from "../syntax/spelling.ts";
import { plainSubscript, splitSubscript } from "../syntax/subscripts.ts";
import { builtinKind } from "./builtins.ts";
import type { Context } from "./context.ts";
import type { Rows } from "./recurrence.ts";
import type { Typed } from "./typed.ts";

/** How a name is written: its word, and its subscript where that is part of the name (`W_Q`). */
export interface Spelling {
  readonly word: Word;
  readonly subscript?: Subscript | undefined;
}

export interface Entity {
  /** As the model writes it. */
  readonly name: string;
  readonly key: string;
  /** Where it is declared. */
  readonly span: Span;
  /** The how-manieth name it is. */
  readonly order: number;
  readonly is: Meaning;
  /** The `use` that brought it. */
  readonly via?: Span;
}

export type Meaning =
  | { readonly kind: "dim"; readonly dim: Dim }
  | { readonly kind: "axis"; readonly axis: Axis }
  | {
      readonly kind: "value";
      readonly role: "param" | "input" | "const" | "definition" | "parameter";
      readonly typed: Typed;
      /** The leading shape axes that the declaration wrote as subscripts. */
      readonly family: readonly Axis[];
      /** A constant whole number. */
      readonly whole?: number;
      /** The rows of a sequence, those of its start among them. */
      readonly rows?: Rows;
      /** Its value at one step, inside its recurrence. */
      readonly step?: Value;
    }
  /** A sequence inside its own recurrence: it has its steps only. */
  | {
      readonly kind: "member";
      readonly seq: string;
      readonly read: (ctx: Context, slots: readonly Slot[], span: Span) => Typed | undefined;
    }
  | {
      readonly kind: "function";
      readonly parameters: readonly Word[];
      /** The lines before `return`; none in `f(z) = tanh(z)`. */
      readonly body: readonly Local[];
      readonly results: readonly Expression[];
      /** Names of which the body binds those that are indices. */
      readonly binds: ReadonlySet<string>;
      /** Names by which the body takes derivatives. */
      readonly wrt: ReadonlySet<string>;
      /** What the body sees: names above it, in its own file. */
      readonly home: Pick<Context, "scope" | "outlook" | "limit">;
      /** What was made of the body before, by the arguments. */
      readonly expansions: Map<string, readonly Typed[]>;
    }
  /** Its declaration was refused: known, and silent. */
  | { readonly kind: "failed" };

/** A definition in the body of a function. */
export interface Local {
  readonly target: Target;
  readonly type?: Type;
  readonly value: Expression;
}

/** A name that is seen before the declared ones. */
export const localEntity = (name: string, span: Span, is: Meaning): Entity => ({
  name,
  key: name,
  span,
  order: -1,
  is,
});

export class Scope {
  readonly entities: Entity[] = [];
  readonly #byName = new Map<string, Entity>();
  readonly #byKey = new Map<string, Entity>();
  readonly #used = new Set<Entity>();

  /** Gives a name its meaning. A second declaration of one name is reported and changes nothing. */
  declare(spelling: Spelling, span: Span, is: Meaning, report: Report): Entity | undefined {
    const { name, canonical, key } = spell(spelling);
    const before = this.#byName.get(canonical);
    if (before) {
      const { via } = before;
      report(
        via
          ? broughtTwice(span, name, before.span, { span: via, text: "by this line" })
          : names.declaredTwice(span, name, before.span),
      );
      return undefined;
    }
    const twin = this.#byKey.get(key);
    if (twin) report(names.sameKey(span, name, twin.name, twin.span, key));
    const kind = spelling.subscript ? undefined : builtinKind(canonical);
    if (kind) report(names.shadowsBuiltin(span, name, kind));
    const entity: Entity = {
      name,
      key,
      span,
      order: this.entities.length,
      is: twin ? { kind: "failed" } : is,
    };
    this.entities.push(entity);
    this.#byName.set(canonical, entity);
    this.#byKey.set(key, twin ?? entity);
    return twin ? undefined : entity;
  }

  /** A name of another file under its own meaning. */
  bring(canonical: string, entity: Entity, use: Span, report: Report): void {
    const { name, key, span } = entity;
    const before = this.#byName.get(canonical) ?? this.#byKey.get(key);
    if (before) {
      const other = { span: before.span, text: `\`${before.name}\` is declared here` };
      report(broughtTwice(use, name, span, other));
      return;
    }
    const brought = { ...entity, order: this.entities.length, via: use };
    this.entities.push(brought);
    this.#byName.set(canonical, brought);
    this.#byKey.set(key, brought);
  }

  /** What is declared here, not brought, by canonical name. */
  *own(): Generator<readonly [string, Entity]> {
    for (const pair of this.#byName) if (!pair[1].via) yield pair;
  }

  find(canonical: string, limit: number): Entity | undefined {
    const entity = this.#byName.get(canonical);
    return entity && entity.order < limit ? entity : undefined;
  }

  use(entity: Entity): void {
    this.#used.add(entity);
  }

  isUsed(entity: Entity): boolean {
    return this.#used.has(entity);
  }
}

export function spell({ word, subscript }: Spelling): {
  name: string;
  canonical: string;
  key: string;
} {
  const canonical = canonicalName(word.text, subscript);
  return { name: nameAsWritten(word, subscript), canonical, key: asciiKey(word.text, subscript) };
}

/** `W_Q`, `β_{i,k}`: from the tree, so that it is the model's own spelling. */
function nameAsWritten(word: Word, subscript: Subscript | undefined): string {
  if (!subscript) return word.text;
  const slots = subscript.slots.map((slot) => {
    if (slot.kind === "name") return nameAsWritten(slot.word, slot.subscript);
    return slot.kind === "number" ? slot.text : slot.kind === "whole" ? ":" : "…";
  });
  const text = slots.join(",");
  return subscript.form === "braces" && [...text].length > 1
    ? `${word.text}_{${text}}`
    : `${word.text}_${text}`;
}

/** The letters that a word can be cut into, with their places; undefined where it cannot. */
export function cut(word: Word): readonly Word[] | undefined {
  const pieces = cutLetters(word.text);
  if (pieces === undefined || pieces.length < 2) return undefined;
  let start = word.span.start;
  return pieces.map((text) => {
    const piece: Word = { text, span: { start, end: start + text.length } };
    start += text.length;
    return piece;
  });
}

/** `xᵢ` as x with the subscript i, `Uₜ₋₁` as U with `t-1`; undefined for a word without Unicode subscripts at its end. */
export function unicodeSubscript(
  word: Word,
): { readonly word: Word; readonly subscript: Subscript } | undefined {
  const [base, marks] = splitSubscript(word.text);
  if (base === "" || marks === "") return undefined;
  const start = word.span.start + base.length;
  const span = { start, end: start + marks.length };
  return {
    word: { text: base, span: { start: word.span.start, end: start } },
    subscript: { slots: unicodeSlots(plainSubscript(marks), span), form: "unicode", span },
  };
}

function unicodeSlots(text: string, span: Span): readonly Slot[] {
  const atom = (t: string): Expression =>
    /^\d+$/.test(t)
      ? { kind: "number", value: Number(t), text: t, span }
      : { kind: "name", word: { text: t, span }, span };
  if (/^\p{L}+$/u.test(text)) {
    return Array.from(text, (letter, i) => {
      const at = { start: span.start + i, end: span.start + i + 1 };
      return { kind: "name", word: { text: letter, span: at }, span: at };
    });
  }
  const [, left, sign, right] = /^(\p{L}|\d+)([+-])(\p{L}|\d+)$/u.exec(text) ?? [];
  if (!sign) return [atom(text)];
  return [
    {
      kind: "infix",
      signs: [{ sign: sign as "+" | "-", span }],
      operands: [atom(left!), atom(right!)],
      span,
    },
  ];
}
