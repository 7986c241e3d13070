/**
 * @file Forms of tensors that are chosen, joined, rearranged, convolved and measured. What has another shape than what is
 * asked for is made a number in which every place counts differently.
 */
import { made, type Form, type Sub } from "./form.ts";
import { DIMS, INDEX, type Batches, type Making, type Shape } from "./making.ts";
import { atom, type Phrase } from "./phrase.ts";

const outside = { bound: new Map<string, string>() };
const whole = (sub: Sub, ...shape: Shape): Phrase => sub(shape, outside);
/** A number of any tensor: no two places of it count the same. */
const seen = (text: string): string => `mean(sin(cumsum(vec(${text}))))`;
const two = ({ pick }: Making): readonly [string, string] => {
  const first = pick.one(DIMS);
  return [first, pick.one(DIMS.filter((d) => d !== first))];
};
const has = ({ items }: Making, letter: string): boolean =>
  items.some((i) => i.letter === letter && i.digits === "");
/** Index data depends on the first batch, if there is one. */
const data = ({ batches }: Making): { readonly batch: Batches } => ({ batch: batches & 1 });
const by = (text: string, ...from: readonly { readonly batch: Batches }[]): Phrase => ({
  text,
  level: "atom",
  batch: from.reduce((all, f) => all | f.batch, 0),
});

/** A condition of numbers; `of` names what is compared. */
function condition(making: Making, of: Phrase, more: Phrase): string {
  const { pick, unicode, bound } = making;
  const [le, ge, ne] = unicode ? ["≤", "≥", "≠"] : ["<=", ">=", "!="];
  const [a, b] = [of, more].map((p) => atom(p));
  const [i, j] = [...bound.values()];
  const simple = [`${a} > 0.1`, `${a} < 0.7`, `-0.4 < ${a} ${le} 0.9`, `${a} ${ge} 0.2`];
  const places = [
    ...(i ? [`${i} ${le} 2`, `${i} ${ne} 1`, `${i} = 2`] : []),
    ...(i && j ? [`${i} < ${j}`, `${i} + 1 ${ge} ${j}`] : []),
  ];
  if (places.length > 0 && pick.flag()) return pick.one(places);
  const [p, q] = [
    pick.one(simple),
    b === a ? `${b} < 0.3` : pick.one([`${b} < 0.3`, `not ${b} > 1`]),
  ];
  return pick.one([p, p, `${p} and ${q}`, `${p} or ${q}`, `not ${p}`]);
}

const kinked = (making: Making): boolean => !making.taste.smooth;

/** where, clamp, huber: entry by entry, or as a whole. */
export const chosen: Form = (shape, making, sub) => {
  if (!kinked(making)) return undefined;
  const { pick } = making;
  const [a, b] = [sub(shape), sub(shape)];
  if (a.text === b.text) return undefined;
  switch (pick.upTo(4)) {
    case 0: {
      const [u, v] = [sub(shape), sub(shape)];
      const text = condition({ ...making, bound: outside.bound }, u, v);
      return made(`where(${text}, ${a.text}, ${b.text})`, "atom", a, b, u, v);
    }
    case 1: {
      const [u, v] = [sub([]), sub([])];
      return made(`where(${condition(making, u, v)}, ${a.text}, ${b.text})`, "atom", a, b, u, v);
    }
    case 2: {
      const ends = pick.one(["-0.5, 0.7", `-1, 2 + tanh(${b.text})`]);
      return ends.includes("tanh")
        ? made(`clamp(${a.text}, ${ends})`, "atom", a, b)
        : made(`clamp(${a.text}, ${ends})`, "atom", a);
    }
    default:
      return pick.flag()
        ? made(`huber(${a.text})`, "atom", a)
        : made(`huber(${a.text}, 0.8)`, "atom", a);
  }
};

export const cases: Form = (shape, making, sub) => {
  if (!kinked(making)) return undefined;
  const [a, b, u, v] = [sub(shape), sub(shape), sub([]), sub([])];
  const more = making.pick.once(3) ? sub(shape) : undefined;
  const middle = more ? `; ${more.text} if ${atom(u)} > 1.2` : "";
  const text = `{${a.text} if ${condition(making, u, v)}${middle}; ${b.text} otherwise}`;
  return made(text, "atom", a, b, u, v, ...(more ? [more] : []));
};

const measured: Form = (_, making, sub) => {
  const [d] = two(making);
  const { pick, unicode } = making;
  const [u, v] = [whole(sub, d), whole(sub, d)];
  const i = INDEX[d]!;
  const free = !making.bound.has(d);
  const p = `softmax(${u.text})`;
  const one = (text: string): Phrase => by(text, u);
  const both = (text: string): Phrase => by(text, u, v);
  const product = unicode ? pick.one(["Π", "∏"]) : "prod";
  return pick.one([
    () => one(`var(${u.text})`),
    () => one(`std(${u.text})`),
    () => one(`prod(${u.text})`),
    () => both(`kl(${p}, softmax(${v.text}))`),
    () => both(`crossentropy(${u.text}, ${v.text})`),
    () =>
      one(
        `logmvgamma(2, 1.2 + ‖${u.text}‖²)`
          .replaceAll("‖", unicode ? "‖" : "||")
          .replace("²", unicode ? "²" : "^2"),
      ),
    () => one(`trigamma(1.5 + tanh(mean(${u.text})))`),
    () => {
      if (!free) return one(`prod(${u.text})`);
      const body = sub([], { bound: new Map([...making.bound, [d, i]]) });
      return {
        text: `(${product}_${i} (${body.text}))`,
        level: "atom" as const,
        batch: body.batch,
      };
    },
  ])();
};

/** By class, by position of the largest, by index data. */
const picked: Form = (_, making, sub) => {
  const { pick } = making;
  const [d] = two(making);
  const [u, v] = [whole(sub, d), whole(sub, d)];
  const z = whole(sub, "m");
  const forms = [
    () => by(`crossentropy(${z.text}, w)`, z, data(making)),
    () =>
      by(`(${atom(z)})' one_hot(w, m)`.replace("'", making.unicode ? "ᵀ" : "'"), z, data(making)),
  ];
  if (kinked(making) && u.text !== v.text)
    forms.push(
      () => by(`${atom(u)}[argmax(${v.text})]`, u, v),
      () => by(`dot(${u.text}, one_hot(argmin(${v.text}), ${d}))`, u, v),
    );
  const made = pick.one(forms)();
  return { ...made, level: made.text.includes("one_hot(w") ? "implicit" : "atom" };
};

/** Joined and moved, then seen as a number. */
const arranged: Form = (_, making, sub) => {
  const { pick, unicode } = making;
  const [d, e] = two(making);
  const [A, u, v] = [whole(sub, d, e), whole(sub, d), whole(sub, e)];
  const pair = (text: string): Phrase => by(seen(text), u, v);
  return pick.one([
    () => {
      const [B, C, D] = [whole(sub, d, d), whole(sub, e, e), whole(sub, e, d)];
      return by(seen(`[${A.text}, ${B.text}; ${C.text}, ${D.text}]`), A, B, C, D);
    },
    () => pair(`concat(${u.text}, ${v.text})`),
    () => pair(`[${u.text}; ${v.text}; 2]`),
    () => by(seen(`stack(${u.text}, tanh(${u.text}))`), u),
    () => by(seen(`[${A.text}, ${u.text}]`), A, u),
    () => pair(unicode ? `${atom(u)} ⊗ ${atom(v)}` : `kron(${u.text}, ${v.text})`),
    () => {
      const B = whole(sub, e, d);
      return by(seen(unicode ? `${atom(A)} ⊗ ${atom(B)}` : `kron(${A.text}, ${B.text})`), A, B);
    },
    () => by(seen(`diag(${u.text})`), u),
    () => {
      const B = whole(sub, e, d);
      return by(`${pick.one(["trace", "tr"])}(${atom(A)} ${atom(B)})`, A, B);
    },
    () => {
      const B = whole(sub, e, d);
      return by(seen(`diag(${atom(A)} ${atom(B)})`), A, B);
    },
    () => {
      const B = whole(sub, d, d);
      // Of at most a few rows: the diagonal outweighs the rest.
      const S = `9 eye(${d}) + sin(${B.text})`;
      const form = pick.one([
        seen(`inv(${S})`),
        seen(unicode ? `(${S})⁻¹ ${atom(u)}` : `(${S})^-1 ${atom(u)}`),
        seen(`solve(${S}, ${u.text})`),
        seen(`solve(${S}, ${A.text})`),
        seen(`trisolve(${S}, ${u.text})`),
        seen(`cholesky(${S})`),
        `logdet(${S})`,
        `tanh(det(${S})/10000)`,
      ]);
      return by(form, A, B, u);
    },
    () => by(seen(`permute(${A.text}, 2, 1)`), A),
    () => by(seen(`permute(stack(${A.text}, sin(${A.text})), 3, 1, 2)`), A),
    () => by(seen(`reshape(${A.text}, ${e}, ${d})`), A),
    () =>
      by(
        seen(
          `cross(concat(2, ${whole(sub).text}, 1), concat(sin(sum(${u.text})), 3, sum(${v.text})))`,
        ),
        u,
        v,
        ALL(making),
      ),
    () =>
      has(making, "C")
        ? ((b) => by(seen(`lowertri(${b.text}, C)`), b))(whole(sub, "m"))
        : pair(`concat(${v.text}, ${u.text})`),
  ])();
};
/** What may depend on every batch. */
const ALL = ({ batches }: Making): { readonly batch: Batches } => ({ batch: batches });

const convolved: Form = (_, making, sub) => {
  const { pick } = making;
  const [u, c] = [whole(sub, "d"), whole(sub, "k")];
  const A = whole(sub, "m", "d");
  const plain = (): Phrase => by(seen(`conv(${u.text}, ${c.text}, pad = 3)`), u, c);
  return pick.one([
    plain,
    () => {
      const how = pick.one(["pad = 1, extra = 2", "stride = 2", "stride = 3, dilation = 2"]);
      return by(seen(`convtranspose(${u.text}, ${c.text}, ${how})`), u, c);
    },
    () => {
      const twice = `stack(${u.text}, sin(${u.text}))`;
      return has(making, "K")
        ? by(seen(`convtranspose(${twice}, K, bias = b, stride = 2)`), u)
        : plain();
    },
    () => (has(making, "K") ? by(seen(`conv(${A.text}, K, pad = 1)`), A) : plain()),
    () =>
      has(making, "K")
        ? by(seen(`conv(${A.text}, K, bias = W, pad = 2, dilation = 2)`), A)
        : plain(),
    () => by(seen(`meanpool(stack(concat(${u.text}, ${u.text})), 2, stride = 1)`), u),
  ])();
};

export const scalars: readonly Form[] = [measured, picked, arranged, arranged, convolved];

const cumulated: Form = (shape, _, sub) => {
  const a = sub(shape);
  return made(`cumsum(${a.text})`, "atom", a);
};

const pooled: Form = ([d], making, sub) => {
  const [u, v] = [sub([d!]), sub([d!])];
  if (u.text === v.text) return undefined;
  const f = kinked(making) ? making.pick.one(["maxpool", "meanpool"]) : "meanpool";
  return made(`vec(${f}(reshape(concat(${u.text}, ${v.text}), 1, 2${d}), 2))`, "atom", u, v);
};

const diagonal: Form = ([d], making, sub) => {
  const e = making.pick.one(DIMS.filter((o) => o !== d));
  const [a, b] = [whole(sub, d!, e), whole(sub, e, d!)];
  return made(`diag(${atom(a)} ${atom(b)})`, "atom", a, b);
};

const oneHot: Form = ([d], making) =>
  d === "m"
    ? by("one_hot(w, m)", data(making))
    : d === "d"
      ? by("one_hot(q, d)", data(making))
      : undefined;

const filled: Form = ([d], { pick }, sub) => {
  const [s, a] = [sub([]), sub([d!])];
  return made(`${atom(s)} ${pick.one(["ones", "zeros"])}(${d}) + ${atom(a)}`, "sum", s, a);
};

export const vectors: readonly Form[] = [filled, cumulated, pooled, diagonal, oneHot];

const rearranged: Form = ([m, d], making, sub) => {
  const { pick } = making;
  const a = sub([d!, m!]);
  return pick.one([
    () => {
      const [u, v] = [sub([m!]), sub([d!])];
      return made(`outer(${u.text}, ${v.text})`, "atom", u, v);
    },
    () => {
      const b = sub([m!, d!]);
      return made(`eye(${m}) ${atom(b)}`, "implicit", b);
    },
    () => made(`permute(${a.text}, 2, 1)`, "atom", a),
    () => made(`reshape(${a.text}, ${m}, ${d})`, "atom", a),
    () => {
      if (m !== d) return made(`reshape(vec(${a.text}), ${m}, ${d})`, "atom", a);
      const u = sub([m!]);
      return made(`diag(${u.text})`, "atom", u);
    },
  ])();
};

export const matrices: readonly Form[] = [rearranged];
