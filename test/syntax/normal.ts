/** @file A tree without places and spelling: equal for two texts that say the same. */
import type { Subscript, Word } from "../../src/syntax/ast.ts";
import { splitWord } from "../../src/syntax/lettered.ts";
import { canonical, canonicalName } from "../../src/syntax/spelling.ts";

type Tree = { readonly [key: string]: unknown };

const SPELLING = new Set(["span", "form", "superscript", "comments"]);

export function normal(of: unknown): unknown {
  if (Array.isArray(of)) return of.map((item) => normal(item));
  if (typeof of !== "object" || of === null) return of;
  const tree = of as Tree;
  if (typeof tree["text"] === "string" && tree["kind"] === undefined)
    return canonical(tree["text"]);
  if (tree["kind"] === "number") return { number: tree["value"] };
  const made: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(tree))
    if (!SPELLING.has(key)) made[key] = normal(value);
  if (tree["kind"] === "name" || tree["kind"] === "call")
    Object.assign(made, named(tree["word"] as Word, tree["subscript"] as Subscript | undefined));
  else if (isWord(tree["name"]))
    Object.assign(made, named(tree["name"], tree["subscript"] as Subscript | undefined));
  return spelled(made);
}

const isWord = (of: unknown): of is Word =>
  typeof of === "object" && of !== null && "text" in of && !("kind" in of);

function named(word: Word, subscript: Subscript | undefined): Tree {
  const split = subscript ? { base: word, subscript } : splitWord(word);
  const id = canonicalName(split.base.text, split.subscript);
  return { id, word: undefined, name: undefined, subscript: undefined };
}

const call = (id: string, args: readonly unknown[]): Tree => ({
  kind: "call",
  id,
  arguments: args.map((value) => ({ value })),
  primes: 0,
  spaced: false,
});

/** Signs that have two spellings with two trees. */
function spelled(tree: Record<string, unknown>): unknown {
  const kind = tree["kind"];
  if (kind === "transpose" || kind === "reduction") {
    const { sign: _, word: __, ...rest } = tree;
    return rest;
  }
  if (kind === "power") {
    const exponent = tree["exponent"] as Tree;
    const operand = exponent["operand"] as Tree | undefined;
    if (exponent["kind"] === "negate" && operand?.["number"] === 1 && !tree["elementwise"])
      return { kind: "inverse", operand: tree["base"] };
  }
  if (kind === "root") {
    const operand = tree["operand"] as Tree;
    return call("sqrt", [operand["kind"] === "bracket" ? operand["inner"] : operand]);
  }
  if (kind === "implicit") {
    const factors = (tree["factors"] as Tree[]).reduce<Tree[]>((before, factor) => {
      const last = before.at(-1);
      const primes = last && factor["kind"] === "bracket" ? primed(last) : 0;
      if (primes === 0) return [...before, factor];
      // `aᵀ (b)` and `a' (b)`.
      let of = last!;
      while (of["kind"] === "transpose") of = of["operand"] as Tree;
      const made = { ...call(of["id"] as string, [factor["inner"]]), primes, spaced: true };
      return [...before.slice(0, -1), made];
    }, []);
    return factors.length === 1 ? factors[0] : { kind, factors };
  }
  if (kind === "infix") {
    const signs = (tree["signs"] as Tree[]).map((s) => s["sign"]);
    const operands = tree["operands"] as unknown[];
    if (signs.every((sign) => sign === "⊗")) return operands.reduce((a, b) => call("kron", [a, b]));
  }
  return tree;
}

/** How many transposes stand directly on a name. */
function primed(tree: Tree): number {
  if (tree["kind"] !== "transpose") return 0;
  const inner = tree["operand"] as Tree;
  if (inner["kind"] === "name") return 1;
  const more = primed(inner);
  return more === 0 ? 0 : more + 1;
}
