/** @file JSON with the place of every value, for messages that point. Nothing in it becomes a key of an object. */
import type { Span } from "../diagnostics/source.ts";

export type Json = { readonly span: Span } & (
  | { readonly kind: "object"; readonly entries: readonly Entry[] }
  | { readonly kind: "list"; readonly items: readonly Json[] }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "switch"; readonly value: boolean }
  | { readonly kind: "null" }
);

export interface Entry {
  readonly key: string;
  readonly at: Span;
  readonly value: Json;
}

export interface Fault {
  readonly span: Span;
  readonly message: string;
}

const DEEPEST = 50;

/** A string, a number or a word; a sign; or whatever stands there. */
const TOKEN =
  /[ \t\r\n]*(?:("(?:[^"\\\n]|\\.)*")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.])|([A-Za-z]+)|([{}[\]:,])|(\/[/*]|[^]|$))/y;

interface Token {
  readonly text: string;
  readonly kind: "text" | "number" | "word" | "sign" | "other" | "end";
  readonly span: Span;
}

export function parseJson(text: string): Json | Fault {
  try {
    return new Parser(text).whole();
  } catch (error) {
    if (error instanceof Unfit) return error.fault;
    throw error;
  }
}

class Unfit extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

class Parser {
  private readonly text: string;
  private token: Token;

  constructor(text: string) {
    this.text = text;
    this.token = this.tokenAt(0);
  }

  whole(): Json {
    const value = this.value(0);
    if (this.token.kind !== "end") this.fail("the configuration ends before this.");
    return value;
  }

  private tokenAt(offset: number): Token {
    TOKEN.lastIndex = offset;
    const [, string, number, word, sign, other = ""] = TOKEN.exec(this.text)!;
    const text = string ?? number ?? word ?? sign ?? other;
    const end = TOKEN.lastIndex;
    const kind =
      string !== undefined
        ? "text"
        : number !== undefined
          ? "number"
          : word !== undefined
            ? "word"
            : sign !== undefined
              ? "sign"
              : text === ""
                ? "end"
                : "other";
    return { text, kind, span: { start: end - text.length, end } };
  }

  private next(): Token {
    const token = this.token;
    this.token = this.tokenAt(token.span.end);
    return token;
  }

  private value(depth: number): Json {
    if (depth > DEEPEST) this.fail("this is nested too deeply.");
    const { kind, text, span } = this.token;
    if (kind === "text") return { kind, span, value: this.string() };
    if (kind === "number") return { kind, span: this.next().span, value: Number(text) };
    if (kind === "word") {
      if (text === "true" || text === "false")
        return { kind: "switch", span: this.next().span, value: text === "true" };
      if (text === "null") return { kind: "null", span: this.next().span };
      this.fail("JSON has no such word; a string stands in double quotes.");
    }
    if (this.isNext("{")) {
      const entries: Entry[] = [];
      const whole = this.items("}", () => entries.push(this.entry(entries, depth)));
      return { kind: "object", span: whole, entries };
    }
    if (this.isNext("[")) {
      const items: Json[] = [];
      const whole = this.items("]", () => items.push(this.value(depth + 1)));
      return { kind: "list", span: whole, items };
    }
    return this.fail(
      kind === "end" ? "a value is missing here." : "this is not the start of a JSON value.",
    );
  }

  private items(close: "}" | "]", one: () => void): Span {
    const { start } = this.next().span;
    if (!this.isNext(close)) one();
    while (this.isNext(",")) {
      const comma = this.next();
      if (this.isNext(close)) this.fail(`JSON has no comma before \`${close}\`.`, comma.span);
      one();
    }
    if (!this.isNext(close)) this.fail(`\`,\` or \`${close}\` is missing here.`);
    return { start, end: this.next().span.end };
  }

  private isNext(sign: string): boolean {
    return this.token.kind === "sign" && this.token.text === sign;
  }

  private entry(before: readonly Entry[], depth: number): Entry {
    const at = this.token.span;
    if (this.token.kind !== "text") this.fail("a key in double quotes is missing here.");
    const key = this.string();
    if (before.some((entry) => entry.key === key))
      this.fail(`\`${key}\` stands here for the second time.`, at);
    if (!this.isNext(":")) this.fail("`:` is missing here.");
    this.next();
    return { key, at, value: this.value(depth + 1) };
  }

  private string(): string {
    try {
      const value: unknown = JSON.parse(this.token.text);
      this.next();
      return value as string;
    } catch {
      return this.fail("this string has a sign or an escape that JSON does not allow.");
    }
  }

  private fail(message: string, span = this.token.span): never {
    const { text } = this.token;
    if (text === "//" || text === "/*") message = "JSON has no comments.";
    if (text === '"') message = "this string is not closed.";
    throw new Unfit({ span, message });
  }
}
