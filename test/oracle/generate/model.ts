/**
 * @file Random models as text: well typed, shapes first. Every expression is made for a type that is asked for, out of the
 * names that are there and out of smaller expressions; what is made is given a name and may be used again and again.
 */
import { choices } from "./choices.ts";
import { formOf } from "./forms.ts";
import { INDEX, NAMES_OF_BATCHES, type Item, type Making, type Shape } from "./making.ts";
import { head } from "./head.ts";
import { pruned } from "./pruned.ts";
import { atom, type Phrase } from "./phrase.ts";
import { tasteOf } from "./taste.ts";

export interface Model {
  readonly text: string;
  readonly sizes: Readonly<Record<string, number>>;
  readonly taste: string;
}

export function model(seed: number): Model {
  const pick = choices(seed);
  const taste = tasteOf(pick);
  const { lines, sizes, items, unicode, batches } = head(pick);
  const making: Making = { pick, items, bound: new Map(), unicode, batches, taste };
  const [from, to] = taste.steps;
  const steps = from + pick.upTo(to - from + 1);
  for (let n = 1; n <= steps; n++) lines.push(define(making, items, n));
  if (pick.once(4)) lines.push(...sequences(making, items, sizes));
  lines.push(...close(making));
  const written = pick.once(8) ? lines : pruned(lines, METAMORPHIC);
  return { text: `${written.join("\n")}\n`, sizes, taste: taste.name };
}

/** What the laws between models read in any of them. */
const METAMORPHIC = ["a", "s"];

const SHAPES: readonly Shape[] = [
  [],
  [],
  ["d"],
  ["m"],
  ["k"],
  ["m", "d"],
  ["k", "m"],
  ["d", "m"],
  ["m", "m"],
];

/** One definition, under a new name; some are families over an index, of numbers or of vectors. */
function define(outer: Making, items: Item[], n: number): string {
  const { pick, unicode, taste } = outer;
  const shape = taste.shape ?? pick.one(SHAPES);
  const letter = pick.one(
    shape.length === 0 ? ["t", "β"] : shape.length === 1 ? ["v", "h"] : ["M", "P"],
  );
  const canBeFamily = shape.length > 0 && new Set(shape).size === shape.length;
  const family = canBeFamily && pick.once(taste.indices ? 2 : 5) ? 1 + pick.upTo(shape.length) : 0;
  const over = shape.slice(0, family);
  const making = { ...outer, bound: new Map(over.map((d) => [d, INDEX[d]!])) };
  const [from, to] = taste.depth;
  const made = expression(shape.slice(family), making, from + pick.upTo(to - from + 1));
  const item: Item = { letter, digits: String(n), shape, batch: made.batch };
  items.push(item);
  const below = over.map((d) => INDEX[d]).join(",");
  const target = family
    ? `${letter === "β" && !unicode ? "beta" : letter}${n}_{${below}}`
    : spelled(item, making);
  return `${target} = ${made.text}`;
}

/** The loss takes the latest definitions in, the outputs show some of them; further derivatives are asked for. */
function close(making: Making): readonly string[] {
  const { pick, items, unicode } = making;
  const made = items.filter((i) => i.digits !== "");
  const late = made.slice(-1 - pick.upTo(4));
  const early = made.filter((i) => !late.includes(i) && pick.once(4));
  const square = unicode ? "½‖a‖²" : "0.5 a' a";
  const terms = [...early, ...late].map((item) => summed(item, making));
  const loss = pick.once(6) ? terms : [...terms, square];
  const shown = made.filter(() => pick.once(3)).map((i) => spelled(i, making));
  const lines = [`${pick.once(12) ? "maximize" : "loss"} J = ${loss.join(" + ")}`];
  if (shown.length > 0) lines.push(`output ${shown.join(", ")}`);
  if (pick.once(3)) lines.push("grad J wrt x");
  const scalar = made.find(
    (i) => !i.shape.includes("T") && i.shape.length === 0 && i.batch === 0 && pick.flag(),
  );
  if (scalar)
    lines.push(`grad ${spelled(scalar, making)} wrt ${pick.one(["a", "A", "x", "s, B"])}`);
  const held = made.find((i) => !i.shape.includes("T") && pick.once(8));
  if (held) lines.push(`grad J wrt ${spelled(held, making)}`);
  if (pick.once(8)) lines.push(`hessian J wrt ${pick.one(["a", "b", "c"])}`);
  return lines;
}

/** One or two states along a seq, forwards or backwards, and what is made of them. */
function sequences(outer: Making, items: Item[], sizes: Record<string, number>): readonly string[] {
  const { pick, unicode } = outer;
  // Long enough for every step to come to depend on what the states depend on.
  sizes["T"] = pick.one([3, 4, 5]);
  const lines = ["dim T", "seq o : T"];
  const [of, R] = unicode ? ["∈", "ℝ"] : [":", "R"];
  const per = outer.batches & 1 && pick.flag() ? " per n" : "";
  lines.push(`input X_{o} ${of} ${R}^d${per}`);
  items.push({ letter: "X", digits: "", shape: ["T", "d"], batch: per ? 1 : 0 });
  const forwards = pick.flag();
  const back = pick.one([1, 1, 2]);
  const states = Array.from({ length: pick.one([1, 1, 2]) }, (_, k) => ({
    letter: "h",
    digits: `9${k}`,
    shape: pick.one<Shape>([[], ["d"], ["m"]]),
    batch: pick.one([0, outer.batches]),
  }));
  // Each depends on what any of them does.
  const batch = states.reduce((all, s) => all | s.batch, per ? 1 : 0) | outer.batches;
  const read = (s: (typeof states)[number], by: number): Item => ({
    letter: `${spelled(s, outer)}_{o${forwards ? "-" : "+"}${by}}`,
    digits: "",
    shape: s.shape,
    batch,
    step: true,
  });
  for (const s of states)
    for (let by = 1; by <= back; by++) {
      const at = forwards ? String(1 - by) : `T+${by}`;
      const start = expression(s.shape, { ...outer, items: outer.items.slice() }, 1);
      lines.push(`${spelled(s, outer)}_{${at}} = ${start.text}`);
    }
  const earlier = states.flatMap((s) => Array.from({ length: back }, (_, k) => read(s, k + 1)));
  // Not by an index that is bound: nothing of a step may be taken together over all steps.
  const here: Item = { letter: "X_{o}", digits: "", shape: ["d"], batch: per ? 1 : 0, step: true };
  const plain = items.filter((i) => !i.shape.includes("T"));
  const inside = { ...outer, items: [...plain, here, ...earlier, ...earlier] };
  for (const s of states) {
    const next = expression(s.shape, inside, 1 + pick.upTo(2));
    const kept = read(s, 1).letter; // every step depends on all before it
    lines.push(`${spelled(s, outer)}_{o} = tanh(${next.text}) + 0.5 tanh(${kept})`);
  }
  for (const s of states)
    items.push({ letter: s.letter, digits: s.digits, shape: ["T", ...s.shape], batch });
  const below = { ...outer, items, bound: new Map([["T", "o"]]) };
  const shape = pick.one<Shape>([[], ["d"]]);
  const term = expression(shape, below, 2);
  lines.push(`v93 = ${unicode ? "Σ_o" : "sum_o"} (${term.text})`);
  items.push({ letter: "v", digits: "93", shape, batch: batch | term.batch });
  const end = states[0]!;
  lines.push(`v94 = ${spelled(end, outer)}_{${pick.one(forwards ? ["T", "0"] : ["1", "T+1"])}}`);
  items.push({ letter: "v", digits: "94", shape: end.shape, batch });
  return lines;
}

/** A number without batches. */
function summed(item: Item, making: Making): string {
  const { pick, unicode } = making;
  const name = spelled(item, making);
  const inner =
    item.shape.length === 0 ? name : `sum(${pick.one([name, `tanh(${name})`, `sin(${name})`])})`;
  const signs = [...NAMES_OF_BATCHES]
    .filter(([bit]) => (item.batch & bit) !== 0)
    .map(([, n]) => pick.one([`mean_${n}`, unicode ? `Σ_${n}` : `sum_${n}`]));
  return [...(pick.flag() ? signs : signs.toReversed()), inner].join(" ");
}

/** An expression of a shape, made of about 2^depth pieces. */
export function expression(shape: Shape, making: Making, depth: number): Phrase {
  if (depth <= 0) return name(shape, making);
  const sub = (s: Shape, inside: Partial<Making> = {}): Phrase =>
    expression(s, { ...making, ...inside }, depth - 1);
  return formOf(shape, making)(shape, making, sub) ?? name(shape, making);
}

/** A name of the shape, an element or row at bound indices, or the smallest thing that has the shape. */
export function name(shape: Shape, making: Making): Phrase {
  const { items, bound } = making;
  const fitting = items.filter((i) => i.shape.join() === shape.join());
  const parts = items.filter(
    ({ shape: whole, step }) =>
      !step &&
      whole.length > shape.length &&
      new Set(whole).size === whole.length && // not yet: one index twice
      whole.slice(whole.length - shape.length).join() === shape.join() &&
      whole.slice(0, whole.length - shape.length).every((d) => bound.has(d)),
  );
  const item = oneOf(bound.size > 0 ? [...fitting, ...parts, ...parts] : fitting, making);
  if (item) {
    const text = element(item, item.shape.length - shape.length, making);
    return { text, level: "atom", batch: item.batch };
  }
  const [row, column] = shape.map((d) => name([d], making)) as [Phrase, Phrase];
  const text = `(${atom(row)} ${atom(column)}${making.unicode ? "ᵀ" : "'"})`;
  return { text, level: "atom", batch: row.batch | column.batch };
}

function oneOf(all: readonly Item[], { pick, taste }: Making): Item | undefined {
  if (all.length === 0) return undefined;
  const among = taste.among === undefined ? all.length : Math.min(taste.among, all.length);
  const back = Math.min(pick.upTo(among), taste.among === undefined ? pick.upTo(among) : among);
  return all[all.length - 1 - back];
}

/** `v_i`, `A_ij`, `A_{i,j}`, `A[i,j]`, `A_j`: a part at the indices that are bound. */
function element(item: Item, subscripts: number, making: Making): string {
  const at = item.shape.slice(0, subscripts).map((d) => making.bound.get(d)!);
  const base = spelled(item, making);
  if (at.length === 0) return base;
  const braces = `${base}_{${at.join(",")}}`;
  if (item.digits !== "") return making.pick.one([`${base}[${at.join(",")}]`, braces]);
  return making.pick.one([`${base}_${at.join("")}`, braces, `${base}[${at.join(",")}]`]);
}

const GREEK: Readonly<Record<string, string>> = { α: "alpha", β: "beta", λ: "lambda" };

/** `v1`, `v₁`, `v_1` are one name. A subscript behind it wants digits that are part of the word. */
export function spelled({ letter, digits }: Item, { pick, unicode }: Making): string {
  const word = unicode ? letter : (GREEK[letter] ?? letter);
  if (digits === "") return word;
  const low = Array.from(digits, (c) => "₀₁₂₃₄₅₆₇₈₉"[Number(c)]!).join("");
  return word + (unicode ? pick.one([low, digits]) : digits);
}
