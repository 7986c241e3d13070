/**
 * @file Random models as text: well typed, shapes first. Every expression is made for a type that is asked for, out of the
 * names that are there and out of smaller expressions; what is made is given a name and may be used again and again.
 */
import { choices, type Choices } from "./choices.ts";
import type { Phrase } from "./phrase.ts";
import { DIMS, INDEX, type Item, type Making, type Shape } from "./making.ts";
import { matrixForms, scalarForms, vectorForms } from "./forms.ts";

/** What a model is made from. */
export interface Recipe {
  readonly head: readonly number[];
  readonly steps: readonly (readonly number[])[];
}

export interface Model {
  readonly text: string;
  readonly sizes: Readonly<Record<string, number>>;
}

const SIZES = [
  [3, 5, 7],
  [5, 3, 1],
  [7, 5, 3],
  [1, 3, 5],
];

export function model({ head, steps }: Recipe): Model {
  const pick = choices(head);
  const unicode = pick.flag();
  const [R, of, times] = unicode ? ["ℝ", "∈", "×"] : ["R", ":", " x "];
  const extents = pick.one(SIZES);
  const open = DIMS.map(() => pick.flag());
  const sizes: Record<string, number> = { N: pick.one([3, 9, 1]) };
  const lines = [`dim ${DIMS.map((d, i) => (open[i] ? d : `${d} = ${extents[i]}`)).join(", ")}`];
  DIMS.forEach((d, i) => open[i] && (sizes[d] = extents[i]!));
  lines.push(...DIMS.map((d) => `index ${INDEX[d]} : ${d}`), "batch n : N");
  const items: Item[] = [];
  const add = (letter: string, shape: Shape, batch: boolean, digits = ""): void =>
    void items.push({ letter, digits, shape, batch });
  lines.push(`input x ${of} ${R}^d per n, y : {0,1} per n`);
  add("x", ["d"], true);
  add("y", [], true);
  lines.push("input w : 0..m-1 per n, q : 1..d per n");
  lines.push(`param a ${of} ${R}^d, b ${of} ${R}^m, c ${of} ${R}^k`);
  lines.push(`param s ${of} ${R}, ${unicode ? "α" : "alpha"} : ${R}`);
  lines.push(`param A : ${R}^{m${times}d}, B ${of} ${R}^{k${times}m}`);
  add("a", ["d"], false);
  add("b", ["m"], false);
  add("c", ["k"], false);
  add("s", [], false);
  add("α", [], false);
  add("A", ["m", "d"], false);
  add("B", ["k", "m"], false);
  const f = ["tanh(z)", "z ⊙ σ(z)", "softplus(z) + 2z", "s z .^ 2 - z", "exp(-(z ⊙ z))"];
  const written = pick.one(f);
  lines.push(
    `f(z) = ${unicode ? written : written.replaceAll("⊙", ".*").replaceAll("σ", "sigmoid")}`,
  );
  lines.push(unicode ? "g(p, q) = p ⊙ q - p" : "g(p, q) = p .* q - p");
  steps.forEach((numbers, n) => lines.push(...define(choices(numbers), items, unicode, n + 1)));
  lines.push(...close(choices(head.toReversed()), items, unicode));
  return { text: `${lines.join("\n")}\n`, sizes };
}

/** One definition, under a new name. */
function define(pick: Choices, items: Item[], unicode: boolean, n: number): readonly string[] {
  const shape = pick.one<Shape>([
    [],
    ["d"],
    ["m"],
    ["k"],
    ["m", "d"],
    ["k", "m"],
    ["d", "m"],
    ["m", "m"],
  ]);
  const letter = pick.one(
    shape.length === 0 ? ["t", "β"] : shape.length === 1 ? ["v", "h"] : ["M", "P"],
  );
  const family = shape.length > 0 && new Set(shape).size === shape.length && pick.upTo(4) === 1;
  const bound = new Map(family ? shape.map((d) => [d, INDEX[d]!]) : []);
  const making: Making = { pick, items, bound, unicode, single: false };
  const made = expression(family ? [] : shape, making, 1 + pick.upTo(3));
  const below = shape.map((d) => INDEX[d]).join(",");
  const item: Item = { letter, digits: String(n), shape, batch: made.batch };
  items.push(item);
  const name = spelled(item, making);
  const target = family ? `${letter === "β" && !unicode ? "beta" : letter}${n}_{${below}}` : name;
  return [`${target} = ${made.text}`];
}

/** The loss takes the latest definitions in, the outputs show some of them. */
function close(pick: Choices, items: readonly Item[], unicode: boolean): readonly string[] {
  const making: Making = { pick, items, bound: new Map(), unicode, single: false };
  const made = items.filter((i) => i.digits !== "");
  const used = made.length > 0 ? made.slice(-4) : items.filter((i) => i.letter === "a");
  const terms = used.map((item): string => {
    const name = spelled(item, making);
    const whole = item.shape.length === 0 ? name : `sum(${pick.one([name, `tanh(${name})`])})`;
    return item.batch ? `${pick.one(["mean_n", unicode ? "Σ_n" : "sum_n"])} ${whole}` : whole;
  });
  const outputs = made.filter((_, i) => (i + made.length) % 2 === 1).map((i) => spelled(i, making));
  const kept = items.filter((i) => i.letter === "a").map((i) => `‖${i.letter}‖²`);
  return [
    `loss J = ${[...terms, unicode ? `½${kept[0]}` : "0.5 a' a"].join(" + ")}`,
    ...(outputs.length > 0 ? [`output ${outputs.join(", ")}`] : []),
    ...(pick.flag() ? ["grad J wrt x"] : []),
  ];
}

/** An expression of a shape, made of about 2^depth pieces. */
export function expression(shape: Shape, making: Making, depth: number): Phrase {
  if (depth <= 0) return name(shape, making);
  const forms = shape.length === 0 ? scalarForms : shape.length === 1 ? vectorForms : matrixForms;
  const form = making.pick.one(forms);
  const sub = (s: Shape, inside: Partial<Making> = {}): Phrase =>
    expression(s, { ...making, ...inside }, depth - 1);
  return form(shape, making, sub) ?? name(shape, making);
}

/** A name of the shape, or the smallest thing that has it. Later names come up more often. */
export function name(shape: Shape, making: Making): Phrase {
  const { pick, items, bound, single } = making;
  const key = shape.join();
  const usable = items.filter((i) => !(single && i.batch));
  const fitting = usable.filter((i) => i.shape.join() === key);
  if (shape.length === 0) {
    const elements = usable.filter((i) => i.shape.length > 0 && i.shape.every((d) => bound.has(d)));
    const all = [...fitting, ...elements, ...elements];
    const item = all[all.length - 1 - Math.min(pick.upTo(all.length), pick.upTo(all.length))]!;
    return { text: element(item, making), level: "atom", batch: item.batch };
  }
  const back = Math.min(pick.upTo(fitting.length || 1), pick.upTo(fitting.length || 1));
  const item = fitting[fitting.length - 1 - back];
  if (item) return { text: spelled(item, making), level: "atom", batch: item.batch };
  const [row, column] = shape.map((d) => name([d], making));
  const text = `(${row!.text} ${making.unicode ? `${column!.text}ᵀ` : `${column!.text}'`})`;
  return { text, level: "atom", batch: row!.batch || column!.batch };
}

/** `v_i`, `A_ij`, `A_{i,j}`, `A[i,j]`: an element at the indices that are bound. */
function element(item: Item, making: Making): string {
  const at = item.shape.map((d) => making.bound.get(d)!);
  const base = spelled(item, making);
  if (at.length === 0) return base;
  const braces = `${base}_{${at.join(",")}}`;
  if (item.digits !== "") return making.pick.one([`${base}[${at.join(",")}]`, braces]);
  return making.pick.one([`${base}_${at.join("")}`, braces, `${base}[${at.join(",")}]`]);
}

const GREEK: Readonly<Record<string, string>> = { α: "alpha", β: "beta" };

/** `v1`, `v₁`, `v_1` are one name. A subscript behind it wants digits that are part of the word. */
export function spelled({ letter, digits }: Item, { pick, unicode }: Making): string {
  const word = unicode ? letter : (GREEK[letter] ?? letter);
  if (digits === "") return word;
  const low = Array.from(digits, (c) => "₀₁₂₃₄₅₆₇₈₉"[Number(c)]!).join("");
  return word + (unicode ? pick.one([low, digits]) : digits);
}
