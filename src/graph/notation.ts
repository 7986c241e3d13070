/** @file Values in the model's notation, one short line: what comments and rewrites say. */
import type { Node, Value } from "./node.ts";
import type { Phrase } from "./operator.ts";
import type { Axis } from "./type.ts";

/** For comments: people read them. */
const DEPTH = 8;
const LENGTH = 120;

/**
 * `value` over names. `nameOf` says what a value is called, if it has a name; the value itself is always written out. What is
 * deeper or longer than the limits is `…`.
 */
export function notate(
  value: Value,
  nameOf: (x: Value) => string | undefined,
  { depth: deepest, length } = { depth: DEPTH, length: LENGTH },
): string {
  // What is shared is written once a depth, and never much longer than is shown: a graph is no tree.
  const known = new Map<Value, Phrase[]>();
  const phrase = (x: Value, depth: number): Phrase => {
    const name = nameOf(x);
    if (name !== undefined) return atom(name);
    if (depth > deepest) return atom("…");
    const own = known.get(x) ?? [];
    known.set(x, own);
    const made = (own[depth] ??= written(x, depth));
    return made.text.length > 4 * length ? atom("…") : made;
  };
  const written = (x: Value, depth: number): Phrase => {
    const { node } = x;
    const of = (y: Value): Phrase => phrase(y, depth + 1);
    const inputs = node.inputs.map(of);
    return node.op.say?.(inputs, node, of) ?? fromNotation(inputs, node);
  };
  const { text } = written(value, 0);
  return text.length > length ? `${[...text].slice(0, length - 1).join("")}…` : text;
}

export const atom = (text: string): Phrase => ({ text, level: "atom" });

const ORDER = { sum: 0, product: 1, implicit: 2, atom: 3 } as const;

/** The text of a phrase, in brackets where it holds less tightly than its place asks. */
export const within = (phrase: Phrase, level: Phrase["level"]): string =>
  ORDER[phrase.level] < ORDER[level] ? `(${phrase.text})` : phrase.text;

function fromNotation(inputs: readonly Phrase[], { op }: Node): Phrase {
  const { notation } = op;
  const [a, b] = inputs;
  if (notation === undefined || a === undefined)
    return atom(`${op.name}(${inputs.map((i) => i.text).join(", ")})`);
  if ("postfix" in notation) return atom(within(a, "atom") + notation.postfix);
  if ("call" in notation)
    return { text: `${notation.call}(${inputs.map((i) => i.text).join(", ")})`, level: "atom" };
  const level = ["+", "-"].includes(notation.infix) ? "sum" : "product";
  // Of one level, the left operand needs no brackets and the right one does.
  const right = level === "sum" ? "product" : "implicit";
  return { text: `${within(a, level)} ${notation.infix} ${within(b!, right)}`, level };
}

/** `x_n` for a plain name; a longer phrase stays as it is unless it must have its subscript. */
export function subscripted(x: Phrase, subscript: string, always = false): Phrase {
  if (subscript === "") return x;
  if (/^[\p{L}\p{M}\p{N}∂/]+$/u.test(x.text)) return atom(`${x.text}_${subscript}`);
  const joined = /^([\p{L}\p{M}\p{N}∂/]+)_(\w+)$/u.exec(x.text);
  if (joined) return atom(`${joined[1]}_{${joined[2]},${subscript}}`);
  return always ? atom(`(${x.text})_${subscript}`) : x;
}

/** The free axis that was closed to be the shape axis at a position. */
export function closedAxis({ node }: Value, position: number): Axis | undefined {
  return node.op.name === "close" && node.attributes["position"] === position
    ? (node.attributes["axis"] as Axis)
    : undefined;
}
