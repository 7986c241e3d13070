/**
 * @file Dual numbers with several tangents at once, over numbers or over dual numbers of a lower level. A value without
 * tangents is a plain number: it carries no gradient. A tangent that is 0 moves nothing, whatever it is multiplied by.
 */

export type Num = number | Dual;

export class Dual {
  readonly level: number;
  readonly value: Num;
  readonly tangents: readonly Num[];
  constructor(level: number, value: Num, tangents: readonly Num[]) {
    this.level = level;
    this.value = value;
    this.tangents = tangents;
  }
}

let levels = 0;
/** Every differentiation has its own level: nested ones cannot be mistaken for each other. */
export const freshLevel = (): number => ++levels;

/** `x` with tangent 1 in one of `count` directions. */
export const seeded = (x: Num, level: number, direction: number, count: number): Num =>
  new Dual(
    level,
    x,
    Array.from({ length: count }, (_, k) => (k === direction ? 1 : 0)),
  );

/** The number without any tangent. */
export const plain = (x: Num): number => (typeof x === "number" ? x : plain(x.value));
export const carries = (x: Num): boolean => typeof x !== "number";

/** The tangents of a level; zeros where it has none. */
export const tangentsOf = (x: Num, level: number, count: number): readonly Num[] => {
  if (typeof x !== "number" && x.level === level) return x.tangents;
  if (levelOf(x) > level) throw new Error("oracle: a tangent outlives its level");
  return Array.from({ length: count }, () => 0);
};

const levelOf = (x: Num): number => (typeof x === "number" ? 0 : x.level);
const below = (x: Num, level: number): Num => (levelOf(x) === level ? (x as Dual).value : x);

/** The chain rule for one and for two arguments. */
export function lift(x: Num, f: (x: number) => number, slope: (x: Num) => Num): Num {
  if (typeof x === "number") return f(x);
  const s = slope(x.value);
  return new Dual(
    x.level,
    lift(x.value, f, slope),
    x.tangents.map((t) => moved(s, t)),
  );
}

function lift2(
  a: Num,
  b: Num,
  f: (a: number, b: number) => number,
  slopes: readonly [(a: Num, b: Num) => Num, (a: Num, b: Num) => Num],
): Num {
  if (typeof a === "number" && typeof b === "number") return f(a, b);
  const level = Math.max(levelOf(a), levelOf(b));
  const [x, y] = [below(a, level), below(b, level)];
  const parts = [a, b].flatMap((z, i) =>
    levelOf(z) === level ? [{ slope: slopes[i]!(x, y), tangents: (z as Dual).tangents }] : [],
  );
  const tangents = parts[0]!.tangents.map((_, k) =>
    parts.reduce<Num>((sum, p) => add(sum, moved(p.slope, p.tangents[k]!)), 0),
  );
  return new Dual(level, lift2(x, y, f, slopes), tangents);
}

const moved = (slope: Num, tangent: Num): Num => (tangent === 0 ? 0 : mul(slope, tangent));

const one = (): Num => 1;
export function add(a: Num, b: Num): Num {
  if (typeof a === "number" && typeof b === "number") return a + b;
  return lift2(a, b, (x, y) => x + y, [one, one]);
}
export function sub(a: Num, b: Num): Num {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return lift2(a, b, (x, y) => x - y, [one, () => -1]);
}
export function mul(a: Num, b: Num): Num {
  if (typeof a === "number" && typeof b === "number") return a * b;
  return lift2(a, b, (x, y) => x * y, [(_, y) => y, (x) => x]);
}
export const div = (a: Num, b: Num): Num =>
  lift2(a, b, (x, y) => x / y, [(_, y) => div(1, y), (x, y) => neg(div(x, mul(y, y)))]);
export const neg = (a: Num): Num => mul(-1, a);

export const exp = (x: Num): Num => lift(x, Math.exp, exp);
export const log = (x: Num): Num => lift(x, Math.log, (y) => div(1, y));
export const sqrt = (x: Num): Num => lift(x, Math.sqrt, (y) => div(0.5, sqrt(y)));
export const tanh = (x: Num): Num => lift(x, Math.tanh, (y) => sub(1, mul(tanh(y), tanh(y))));
export const sigmoid = (x: Num): Num =>
  lift(
    x,
    (y) => (y >= 0 ? 1 / (1 + Math.exp(-y)) : Math.exp(y) / (1 + Math.exp(y))),
    (y) => mul(sigmoid(y), sigmoid(neg(y))),
  );
export const softplus = (x: Num): Num =>
  lift(x, (y) => Math.max(y, 0) + Math.log1p(Math.exp(-Math.abs(y))), sigmoid);
export const log1p = (x: Num): Num => lift(x, Math.log1p, (y) => div(1, add(1, y)));
export const expm1 = (x: Num): Num => lift(x, Math.expm1, exp);
export const sin = (x: Num): Num => lift(x, Math.sin, cos);
export const cos = (x: Num): Num => lift(x, Math.cos, (y) => neg(sin(y)));

/** x^p: (x⁰)′ = 0, and 0^p does not depend on a positive p. */
export const pow = (a: Num, b: Num): Num =>
  lift2(a, b, (x, p) => x ** p, [
    (x, p) => (plain(p) === 0 ? 0 : mul(p, pow(x, sub(p, 1)))),
    (x, p) => (plain(x) === 0 ? 0 : mul(log(x), pow(x, p))),
  ]);

/** Kinks: relu′(0) = 0, |·|′(0) = 0, sign is flat. */
export const relu = (x: Num): Num => {
  const at = plain(x);
  return Number.isNaN(at) ? x : at > 0 ? x : 0;
};
export const abs = (x: Num): Num => {
  const at = plain(x);
  return at > 0 ? x : at < 0 ? neg(x) : at === 0 ? 0 : x;
};

/**
 * The larger of two. At a tie the least-norm subgradient over the operands that carry gradients: ½, ½ for two, 0 for one
 * beside a constant, so that max(x, 0) is relu(x).
 */
export function max(a: Num, b: Num): Num {
  const [x, y] = [plain(a), plain(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (x !== y) return x > y ? a : b;
  return carries(a) && carries(b) ? mul(0.5, add(a, b)) : x;
}
export const min = (a: Num, b: Num): Num => neg(max(neg(a), neg(b)));

/** The largest of several: it goes to its maximisers in equal parts. */
export function largest(xs: readonly Num[]): Num {
  if (xs.some((x) => Number.isNaN(plain(x)))) return NaN;
  const top = Math.max(...xs.map(plain));
  const winners = xs.filter((x) => plain(x) === top);
  return winners.length === 1 ? winners[0]! : mul(1 / winners.length, total(winners));
}

export const total = (xs: readonly Num[]): Num => xs.reduce<Num>(add, 0);

/** log Σ exp, its greatest term taken out. */
export function lse(xs: readonly Num[]): Num {
  const top = Math.max(...xs.map(plain));
  if (!Number.isFinite(top)) return top;
  return add(top, log(total(xs.map((x) => exp(sub(x, top))))));
}

/** exp(xᵢ) / Σ exp(x). */
export function softmax(xs: readonly Num[]): readonly Num[] {
  const top = Math.max(...xs.map(plain));
  const terms = xs.map((x) => exp(sub(x, top)));
  const sum = total(terms);
  return terms.map((t) => div(t, sum));
}
