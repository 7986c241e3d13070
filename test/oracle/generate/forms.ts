/** @file The forms an expression can have, by the shape of its value: each a line of LANGUAGE.md's tables. */
import { spelledCall } from "./callables.ts";
import { made, type Form } from "./form.ts";
import * as built from "./built.ts";
import { DIMS, INDEX, NAMES_OF_BATCHES, type Making, type Shape } from "./making.ts";
import { any, atom, factor, last, quotient, term, type Level, type Phrase } from "./phrase.ts";

const otherDim = ({ pick }: Making): string => pick.one(DIMS);

const sum: Form = (shape, { pick }, sub) => {
  const [a, b] = [sub(shape), sub(shape)];
  return made(`${any(a)} ${pick.one(["+", "-"])} ${last(b)}`, "sum", a, b);
};

const minus: Form = (shape, _, sub) => {
  const a = sub(shape);
  return made(`(-${factor(a)})`, "atom", a);
};

/** An elementwise function of the taste; beside a tensor a number may stand. */
const call: Form = (shape, { pick, unicode, taste }, sub) => {
  const { name, inside } = pick.one(taste.callables);
  const args = inside.map(() => sub(shape));
  const literal = inside.length > 1 && pick.once(4) ? pick.upTo(inside.length) : -1;
  const texts = args.map((a, i) =>
    i === literal ? pick.one(["0.5", "2", "(1/3)"]) : inside[i]!(a.text),
  );
  const equal = !taste.smooth && texts[0] === texts[1];
  if (equal) return undefined; // a tie everywhere
  return made(
    `${spelledCall(name, unicode)}(${texts.join(", ")})`,
    "atom",
    ...args.filter((_, i) => i !== literal),
  );
};

/** The author's own functions, and primes. */
const own: Form = (shape, { pick, unicode }, sub) => {
  const a = sub(shape);
  const square = shape.length === 0 ? `${atom(a)}^2` : `${atom(a)}.^2`;
  const text = pick.one([
    `f(${a.text})`,
    unicode ? `f′(${a.text})` : `f'(${a.text})`,
    unicode ? `f′′(${a.text})` : `f''(${a.text})`,
    unicode ? `tanh′(${a.text})` : `tanh'(${a.text})`,
    `exp(0.3 ${atom(a)})`,
    `log(1 + ${square})`,
    unicode ? `√(2 + ${square})` : `sqrt(2 + ${square})`,
  ]);
  return made(text, "atom", a);
};

const two: Form = (shape, { pick, taste }, sub) => {
  const [a, b] = [sub(shape), sub(shape)];
  const f = a.text === b.text || taste.smooth ? "g" : pick.one(["max", "min", "g"]);
  return made(`${f}(${a.text}, ${b.text})`, "atom", a, b);
};

const literal: Form = (shape, { pick }, sub) => {
  const a = sub(shape);
  return made(pick.one([`1 - ${last(a)}`, `${any(a)} + 0.5`, `${any(a)} - (1/2)`]), "sum", a);
};

const scaled: Form = (shape, { pick, unicode }, sub) => {
  const [s, a] = [sub([]), sub(shape)];
  const text = pick.one([
    `${atom(s)} ${atom(a)}`,
    `0.7 ${atom(s)} ${atom(a)}`,
    `${unicode ? "½" : "2 "}${atom(a)}`,
  ]);
  return made(text, "implicit", s, a);
};

const dotted: Form = (shape, { pick, unicode }, sub) => {
  const [s, a] = [sub([]), sub(shape)];
  const sign = unicode ? pick.one(["·", "*"]) : "*";
  return made(`${factor(s)} ${sign} ${factor(a)}`, "product", s, a);
};

const divided: Form = (shape, { pick }, sub) => {
  const [s, a] = [sub([]), sub(shape)];
  const below = pick.one([`(1 + ${atom(s)}^2)`, `(2 + tanh(${s.text}))`]);
  const above = shape.length === 0 ? quotient(a) : factor(a);
  return made(`${above} / ${below}`, shape.length === 0 ? "quotient" : "product", s, a);
};

const hadamard: Form = (shape, { pick, unicode }, sub) => {
  const [a, b] = [sub(shape), sub(shape)];
  const sign = unicode ? pick.one(["⊙", "∘"]) : ".*";
  return made(`${factor(a)} ${sign} ${factor(b)}`, "product", a, b);
};

const quotients: Form = (shape, { unicode }, sub) => {
  const [a, b] = [sub(shape), sub(shape)];
  return made(`${factor(a)} ${unicode ? "⊘" : "./"} (2 + ${atom(b)}.^2)`, "product", a, b);
};

/** Over one of the batches that it depends on. */
const overBatch: Form = (shape, { pick, unicode }, sub) => {
  const a = sub(shape);
  const axes = [...NAMES_OF_BATCHES].filter(([bit]) => (a.batch & bit) !== 0);
  if (axes.length === 0) return a;
  const [bit, n] = pick.one(axes);
  const sign = pick.one([`mean_${n}`, unicode ? `Σ_${n}` : `sum_${n}`]);
  return { text: `${sign} ${term(a)}`, level: "tail", batch: a.batch & ~bit };
};

const plain: readonly Form[] = [
  built.chosen,
  built.cases,
  sum,
  minus,
  call,
  call,
  own,
  literal,
  scaled,
  dotted,
  divided,
  two,
];
const outside = { bound: new Map<string, string>() };

const power: Form = (_, { pick, unicode }, sub) => {
  const [a, b] = [sub([]), sub([])];
  const text = pick.one([
    unicode ? `${atom(a)}²` : `${atom(a)}^2`,
    unicode ? `${atom(a)}³` : `${atom(a)}^3`,
    `(1 + ${atom(a)}^2)^1.5`,
    `(1 + ${atom(a)}^2)^{-1}`,
    `(${unicode ? "σ" : "sigmoid"}(${a.text}))^{0.5 ${atom(b)}}`,
    `pow(1 + ${atom(a)}^2, 0.5 ${atom(b)})`,
  ]);
  return made(text, raised(text), a, b);
};

/** A power takes no second exponent without brackets. */
const raised = (text: string): Phrase["level"] =>
  /[²³]$|\^(?:\{.*\}|\S+)$/u.test(text) ? "implicit" : "atom";

const bare: Form = (_, { pick, unicode, taste }, sub) => {
  const [a, s] = [sub([]), sub([])];
  const simple = taste.callables.flatMap(({ name, inside }) =>
    inside.length === 1 && inside[0]!("a") === "a" ? [spelledCall(name, unicode)] : [],
  );
  const f = pick.one([...simple, "tanh", unicode ? "σ" : "sigma", "f"]);
  return pick.flag()
    ? made(`${f} ${atom(a)}`, "tail", a)
    : made(`${atom(s)} ${f} ${atom(a)}`, "tail", s, a);
};

const inner: Form = (_, making, sub) => {
  const d = otherDim(making);
  const [u, v] = [sub([d], outside), sub([d], outside)];
  const { pick, unicode } = making;
  const forms = unicode
    ? [`${factor(u)}·${factor(v)}`, `${atom(u)}ᵀ${atom(v)}`, `dot(${u.text}, ${v.text})`]
    : [`dot(${u.text}, ${v.text})`, `${atom(u)}' ${atom(v)}`];
  const form = pick.upTo(forms.length);
  const level = (unicode ? ["product", "implicit", "atom"] : ["atom", "implicit"])[form];
  return made(forms[form]!, level as Level, u, v);
};

const quadratic: Form = (_, making, sub) => {
  const { pick, unicode } = making;
  const [m, d] = pick.one([
    ["m", "d"],
    ["k", "m"],
  ]);
  const [u, a, v] = [sub([m!], outside), sub([m!, d!], outside), sub([d!], outside)];
  return unicode
    ? made(`${atom(u)}ᵀ${atom(a)} ${atom(v)}`, "implicit", u, a, v)
    : made(`${atom(u)}' ${atom(a)} ${atom(v)}`, "implicit", u, a, v);
};

const reduced: Form = (_, making, sub) => {
  const { pick, unicode, taste } = making;
  const a = sub([otherDim(making)], outside);
  const kinked = [
    `max(${a.text})`,
    `min(${a.text})`,
    unicode ? `‖${a.text}‖₁` : `norm(${a.text}, 1)`,
    unicode ? `‖${a.text}‖_∞` : `norm(${a.text}, inf)`,
  ];
  const text = pick.one([
    ...["sum", "mean", "lse"].map((f) => `${f}(${a.text})`),
    unicode ? `‖${a.text}‖²` : `||${a.text}||^2`,
    unicode ? `‖${a.text}‖` : `||${a.text}||`,
    ...(taste.smooth ? [] : kinked),
  ]);
  return made(text, raised(text), a);
};

const reducedMatrix: Form = (_, making, sub) => {
  const { pick, unicode, taste } = making;
  const [m, d] = pick.one([
    ["m", "d"],
    ["k", "m"],
    ["d", "m"],
  ]);
  const a = sub([m!, d!], outside);
  const norms = unicode ? [`‖${a.text}‖²`, `‖${a.text}‖_F`] : [`||${a.text}||^2`];
  const largest = taste.smooth ? [] : [`max(${a.text})`];
  const text = pick.one([
    `sum(${a.text})`,
    `mean(${a.text})`,
    ...largest,
    `lse(vec(${a.text}))`,
    ...norms,
  ]);
  return made(text, raised(text), a);
};

/** `Σ_i …` with the index in scope: bodies use elements and the index itself. */
const indexed: Form = (_, making, sub) => {
  const { pick, unicode, bound, taste } = making;
  const free = DIMS.filter((d) => !bound.has(d));
  if (free.length === 0) return undefined;
  const d = pick.one(free);
  const i = INDEX[d]!;
  const body = sub([], { bound: new Map([...bound, [d, i]]) });
  const sign = pick.one(unicode ? ["Σ", "∑"] : ["sum"]);
  switch (pick.upTo(taste.smooth ? 3 : 5)) {
    case 0:
      return made(`${sign}_${i} ${term(body)}`, "tail", body);
    case 1:
      return made(`mean_${i} ${term(body)}`, "tail", body);
    case 2:
      return made(`lse_${i}(${body.text})`, "atom", body);
    case 3:
      return made(`max_${i}(${body.text})`, "atom", body);
    default:
      return made(`min_${i} (${body.text})`, "tail", body);
  }
};

/** `Σ_{i=2}^{d} …`, `sum_{i=1..2}`: bounds. */
const bounded: Form = (_, making, sub) => {
  const { unicode } = making;
  const d = otherDim(making);
  const i = INDEX[d]!;
  if (making.bound.has(d)) return undefined;
  const body = sub([], { bound: new Map([...making.bound, [d, i]]) });
  const range = unicode ? `Σ_{${i}=1}^{${d}}` : `sum_{${i}=1..${d}}`;
  return made(`${range} ${term(body)}`, "tail", body);
};

/** softmax_i with its index bound outside. */
const normalised: Form = (_, making, sub) => {
  const { pick, bound } = making;
  const [d] = [...bound.keys()];
  if (d === undefined) return undefined;
  const body = sub([]);
  const f = pick.one(["softmax", "log_softmax"]);
  return made(`${f}_${bound.get(d)}(${body.text})`, "atom", body);
};

/** An element: of a name by number, by index data. */
const element: Form = (_, making, sub) => {
  const { pick } = making;
  const d = pick.one(["d", "m"]);
  const a = sub([d], outside);
  if (pick.flag()) return made(`${atom(a)}[1]`, "atom", a);
  return made(`${atom(a)}[${d === "d" ? "q" : "w"}]`, "atom", a, data(making));
};

/** Index data depends on the first batch, if there is one. */
const data = ({ batches }: Making): Phrase => ({ text: "", level: "atom", batch: batches & 1 });

const asNumber: Form = (_, { pick, bound }, sub) => {
  const [i] = [...bound.values()];
  const a = sub([]);
  return i === undefined || !pick.once(30) // not yet: a declared index as a number
    ? undefined
    : made(`${pick.one([i, `(${i} + 1)`])} ${atom(a)}`, "implicit", a);
};

const scalarForms: readonly Form[] = [
  ...plain,
  overBatch,
  power,
  bare,
  inner,
  inner,
  quadratic,
  reduced,
  reduced,
  reducedMatrix,
  indexed,
  indexed,
  bounded,
  normalised,
  element,
  asNumber,
  ...built.scalars,
];

const applied: Form = ([m], making, sub) => {
  const { pick, unicode } = making;
  const d = otherDim(making);
  const [a, b, v] = [sub([m!, d]), sub([d, m!]), sub([d])];
  const bareWords = /^\p{L}[₀-₉]*$/u;
  const tight = bareWords.test(a.text) && bareWords.test(v.text) ? `${a.text}${v.text}` : undefined;
  if (pick.flag()) return made(tight ?? `${atom(a)} ${atom(v)}`, "implicit", a, v);
  return made(`${atom(b)}${unicode ? "ᵀ" : "'"} ${atom(v)}`, "implicit", b, v);
};

const softmax: Form = (shape, { pick }, sub) => {
  const a = sub(shape);
  return made(`${pick.one(["softmax", "log_softmax"])}(${a.text})`, "atom", a);
};

/** A row, a column, a row by index data. */
const sliced: Form = ([d], making, sub) => {
  const { pick } = making;
  if (d === "d" && pick.flag()) {
    const a = sub(["m", "d"], outside);
    return made(`${atom(a)}[w]`, "atom", a, data(making));
  }
  const row = pick.flag();
  const other = pick.one(DIMS.filter((o) => o !== d));
  const a = sub(row ? [other, d!] : [d!, other], outside);
  return made(`${atom(a)}[${row ? "1" : ":,1"}]`, "atom", a);
};

/** Rows of E by the data of a family, joined: a window of words. */
const window: Form = ([k], making) =>
  k === "k" && making.items.some((i) => i.letter === "F")
    ? made(making.pick.one(["F vec(E[r])", "F tanh(vec(E[r]))"]), "implicit", data(making))
    : undefined;

const vectorForms: readonly Form[] = [
  ...plain,
  overBatch,
  hadamard,
  hadamard,
  quotients,
  applied,
  applied,
  applied,
  softmax,
  sliced,
  window,
  ...built.vectors,
];

const outer: Form = ([m, d], { unicode }, sub) => {
  const [u, v] = [sub([m!]), sub([d!])];
  return made(`${atom(u)} ${atom(v)}${unicode ? "ᵀ" : "'"}`, "implicit", u, v);
};

const transposed: Form = ([m, d], { unicode }, sub) => {
  const a = sub([d!, m!]);
  const inner = /['ᵀ]$/.test(a.text) ? `(${a.text})` : atom(a);
  return made(`${inner}${unicode ? "ᵀ" : "'"}`, "atom", a);
};

const matrices: Form = ([m, d], making, sub) => {
  const k = otherDim(making);
  const [a, b] = [sub([m!, k]), sub([k, d!])];
  return made(`${atom(a)} ${atom(b)}`, "implicit", a, b);
};

const matrixForms: readonly Form[] = [
  ...plain,
  overBatch,
  hadamard,
  quotients,
  outer,
  outer,
  transposed,
  matrices,
  ...built.matrices,
];

const BY_RANK = [scalarForms, vectorForms, matrixForms];
const OF_INDICES: readonly Form[] = [indexed, indexed, bounded, bounded, normalised, asNumber];

/** A form of a shape, after the taste of the model. */
export function formOf(shape: Shape, { pick, taste }: Making): Form {
  if (pick.upTo(10) < taste.calls) return call;
  if (taste.indices && shape.length === 0 && pick.flag()) return pick.one(OF_INDICES);
  return pick.one(BY_RANK[shape.length]!);
}
