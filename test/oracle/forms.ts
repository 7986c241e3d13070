/** @file The forms an expression can have, by the shape of its value: each a line of LANGUAGE.md's tables. */
import { DIMS, INDEX, type Making, type Shape } from "./making.ts";
import { any, atom, factor, last, quotient, term, type Level, type Phrase } from "./phrase.ts";

type Sub = (shape: Shape, inside?: Partial<Making>) => Phrase;
/** Undefined where the form does not fit. */
type Form = (shape: Shape, making: Making, sub: Sub) => Phrase | undefined;

const made = (text: string, level: Level, ...from: readonly Phrase[]): Phrase => ({
  text,
  level,
  batch: from.some((f) => f.batch),
});

const otherDim = ({ pick }: Making): string => pick.one(DIMS);

const sum: Form = (shape, { pick }, sub) => {
  const [a, b] = [sub(shape), sub(shape)];
  return made(
    `${any(a)} ${pick.one(["+", "-"])} ${last(b)}`,
    b.level === "tail" ? "sum" : "sum",
    a,
    b,
  );
};

const minus: Form = (shape, _, sub) => {
  const a = sub(shape);
  return made(`(-${factor(a)})`, "atom", a);
};

/** Elementwise functions; their arguments inside the domain. */
const call: Form = (shape, { pick, unicode, bound }, sub) => {
  const a = sub(shape);
  const square = bound.size > 0 || shape.length === 0 ? `${atom(a)}^2` : `${atom(a)}.^2`;
  const names = ["tanh", "softplus", "relu", "abs", "logsigmoid", unicode ? "σ" : "sigma", "f"];
  const text = pick.one([
    ...names.map((f) => `${f}(${a.text})`),
    `exp(0.3 ${atom(a)})`,
    `expm1(tanh(${a.text}))`,
    `log(1 + ${square})`,
    `log1p(${square})`,
    unicode ? `√(2 + ${square})` : `sqrt(2 + ${square})`,
    unicode ? `f′(${a.text})` : `f'(${a.text})`,
  ]);
  return made(text, "atom", a);
};

const two: Form = (shape, { pick }, sub) => {
  const [a, b] = [sub(shape), sub(shape)];
  const f = a.text === b.text ? "g" : pick.one(["max", "min", "g"]);
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

/** A number that is the same for all examples: the mean over the batch. */
const overBatch: Form = (shape, making, sub) => {
  if (making.single) return undefined;
  const a = sub(shape);
  if (!a.batch || making.bound.size > 0) return a;
  const sign = making.pick.one(["mean_n", making.unicode ? "Σ_n" : "sum_n"]);
  return { text: `${sign} ${term(a)}`, level: "tail", batch: false };
};

const plain = [sum, minus, call, call, literal, scaled, dotted, divided, two];
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

const bare: Form = (_, { pick, unicode }, sub) => {
  const [a, s] = [sub([]), sub([])];
  const f = pick.one(["tanh", "softplus", unicode ? "σ" : "sigma", "f"]);
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
  const { pick, unicode } = making;
  const a = sub([otherDim(making)], outside);
  const text = pick.one([
    ...["sum", "mean", "max", "min", "lse"].map((f) => `${f}(${a.text})`),
    unicode ? `‖${a.text}‖²` : `||${a.text}||^2`,
    unicode ? `‖${a.text}‖` : `||${a.text}||`,
    unicode ? `‖${a.text}‖₁` : `norm(${a.text}, 1)`,
  ]);
  return made(text, raised(text), a);
};

const reducedMatrix: Form = (_, making, sub) => {
  const { pick, unicode } = making;
  const [m, d] = pick.one([
    ["m", "d"],
    ["k", "m"],
    ["d", "m"],
  ]);
  const a = sub([m!, d!], outside);
  const norms = unicode ? [`‖${a.text}‖²`, `‖${a.text}‖_F`] : [`||${a.text}||^2`];
  const text = pick.one([`sum(${a.text})`, `max(${a.text})`, `lse(vec(${a.text}))`, ...norms]);
  return made(text, raised(text), a);
};

/** `Σ_i …` with the index in scope: bodies use elements and the index itself. */
const indexed: Form = (_, making, sub) => {
  const { pick, unicode, bound } = making;
  const free = DIMS.filter((d) => !bound.has(d));
  if (free.length === 0) return undefined;
  const d = pick.one(free);
  const i = INDEX[d]!;
  const body = sub([], { bound: new Map([...bound, [d, i]]) });
  const sign = pick.one(unicode ? ["Σ", "∑"] : ["sum"]);
  switch (pick.upTo(6)) {
    case 0:
      return made(`${sign}_${i} ${term(body)}`, "tail", body);
    case 1:
      return made(`mean_${i} ${term(body)}`, "tail", body);
    case 2:
      return made(`max_${i}(${body.text})`, "atom", body);
    case 3:
      return made(`lse_${i}(${body.text})`, "atom", body);
    case 4:
      return made(`${sign}_${i} ${i} ${atom(body)}`, "tail", body);
    default:
      return made(`min_${i} (${body.text})`, "tail", body);
  }
};

/** `Σ_{i=2}^{d} …`, `sum_{i=1..2}`: bounds. */
const bounded: Form = (_, making, sub) => {
  const { pick, unicode } = making;
  const d = otherDim(making);
  const i = INDEX[d]!;
  if (making.bound.has(d)) return undefined;
  const body = sub([], { bound: new Map([...making.bound, [d, i]]) });
  const range = unicode ? `Σ_{${i}=1}^{${d}}` : `sum_{${i}=1..${d}}`;
  return made(pick.flag() ? `${range} ${term(body)}` : `${range} ${i} ${atom(body)}`, "tail", body);
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

/** An element: of a name by number, by an index of the batch. */
const element: Form = (_, making, sub) => {
  const { pick, single } = making;
  const d = pick.one(["d", "m"]);
  const a = sub([d], outside);
  if (single || pick.flag()) return made(`${atom(a)}[1]`, "atom", a);
  return { text: `${atom(a)}[${d === "d" ? "q" : "w"}]`, level: "atom", batch: true };
};

const asNumber: Form = (_, { pick, bound }, sub) => {
  const [i] = [...bound.values()];
  const a = sub([]);
  return i === undefined
    ? undefined
    : made(`${pick.one([i, `(${i} + 1)`])} ${atom(a)}`, "implicit", a);
};

export const scalarForms: readonly Form[] = [
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
const sliced: Form = ([d], { pick, single }, sub) => {
  if (d === "d" && !single && pick.flag()) {
    const a = sub(["m", "d"]);
    return { text: `${atom(a)}[w]`, level: "atom", batch: true };
  }
  const row = pick.flag();
  const other = pick.one(DIMS.filter((o) => o !== d));
  const a = sub(row ? [other, d!] : [d!, other]);
  return made(`${atom(a)}[${row ? "1" : ":,1"}]`, "atom", a);
};

export const vectorForms: readonly Form[] = [
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

export const matrixForms: readonly Form[] = [
  ...plain,
  overBatch,
  hadamard,
  quotients,
  outer,
  outer,
  transposed,
  matrices,
];
