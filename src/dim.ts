/** @file Sizes as polynomials in dimension symbols, in normal form: `5d`, `D(D-1)/2` and `n+1` compare by `key`. */

/** A named size. Without a definition it is bound when a workspace is made. */
export interface DimSymbol {
  readonly name: string;
  /** How a caller says it in `sizes`, where that is not its name: `lambda`. */
  readonly key?: string;
  /** `dim d = 50` or `dim h = 2d`: what it stands for. Comparisons look through it, people read the name. */
  readonly definition?: Dim;
}

/** An exact fraction, denominator positive, in lowest terms. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** One monomial: a coefficient and its factors, sorted by name, a factor once for each power. */
export interface Term {
  readonly coefficient: Fraction;
  readonly factors: readonly DimSymbol[];
}

/** A polynomial. `terms` is as people wrote it, `key` is the normal form with definitions put in: equal keys, equal sizes. */
export interface Dim {
  readonly terms: readonly Term[];
  readonly key: string;
}

export const dimNumber = (value: number | bigint): Dim =>
  fromTerms([term(fraction(BigInt(value), 1n), [])]);
export const dimSymbol = (symbol: DimSymbol): Dim => fromTerms([term(ONE, [symbol])]);

export const dimAdd = (a: Dim, b: Dim): Dim => fromTerms([...a.terms, ...b.terms]);
export const dimSubtract = (a: Dim, b: Dim): Dim => dimAdd(a, dimScale(b, fraction(-1n, 1n)));
export const dimMultiply = (a: Dim, b: Dim): Dim =>
  fromTerms(
    a.terms.flatMap((s) =>
      b.terms.map((t) => term(times(s.coefficient, t.coefficient), [...s.factors, ...t.factors])),
    ),
  );
export const dimProduct = (dims: readonly Dim[]): Dim => dims.reduce(dimMultiply, dimNumber(1));
export const dimSum = (dims: readonly Dim[]): Dim => dims.reduce(dimAdd, dimNumber(0));
export const dimEquals = (a: Dim, b: Dim): boolean => a.key === b.key;

/** a / b where b is a number, or a monomial that divides every term; otherwise undefined. */
export function dimDivide(a: Dim, b: Dim): Dim | undefined {
  const attempt = divideTerms(a.terms, b.terms);
  return attempt ?? divideTerms(normalTerms(a.terms), normalTerms(b.terms));
}

/** The number that a dim is whatever the open symbols are, or undefined. It may be a fraction or negative. */
export function dimValue(dim: Dim): number | undefined {
  const terms = normalTerms(dim.terms);
  if (terms.length === 0) return 0;
  if (terms.length > 1 || terms[0]!.factors.length > 0) return undefined;
  return Number(terms[0]!.coefficient.numerator) / Number(terms[0]!.coefficient.denominator);
}

/** The value under sizes for the open symbols; exact, so that a size above 2^53 is seen. Undefined where a symbol is unbound. */
export function dimEvaluate(dim: Dim, sizes: ReadonlyMap<string, number>): Fraction | undefined {
  let sum = fraction(0n, 1n);
  for (const { coefficient, factors } of normalTerms(dim.terms)) {
    let value = coefficient;
    for (const factor of factors) {
      const size = sizes.get(factor.name);
      if (size === undefined) return undefined;
      value = times(value, fraction(BigInt(size), 1n));
    }
    sum = plus(sum, value);
  }
  return sum;
}

/** Certainly not negative, whatever sizes from 1 up the open symbols get: its coefficients are not, counted from 1. */
export function dimIsNatural(dim: Dim): boolean {
  const above = normalTerms(dim.terms).map((t) =>
    t.factors.reduce(
      (product, f) => dimMultiply(product, dimAdd(dimSymbol(f), dimNumber(1))),
      fromTerms([term(t.coefficient, [])]),
    ),
  );
  return dimSum(above).terms.every((t) => t.coefficient.numerator > 0n);
}

/** a ≤ b, certainly; `known` are not negative. */
export function dimAtMost(a: Dim, b: Dim, known: readonly Dim[] = []): boolean {
  const gap = dimSubtract(b, a);
  return dimIsNatural(gap) || known.some((k) => dimIsNatural(dimSubtract(gap, k)));
}

/** The same in the shorter spelling: d for q - H where q = H + d. */
export function dimShortened(dim: Dim): Dim {
  const terms = normalTerms(dim.terms);
  return terms.length < dim.terms.length ? fromTerms(terms) : dim;
}

/** The open symbols a dim depends on. */
export const dimSymbols = (dim: Dim): ReadonlySet<string> =>
  new Set(normalTerms(dim.terms).flatMap((t) => t.factors.map((f) => f.name)));

/** As a person writes it: `5d`, `n + 1`, `(D² - D)/2`. */
export function showDim(dim: Dim): string {
  if (dim.terms.length === 0) return "0";
  const common = dim.terms.reduce((m, t) => leastCommonMultiple(m, t.coefficient.denominator), 1n);
  const texts = dim.terms.map((t, i) => showTerm(t, common, i === 0));
  const sum = texts.join("");
  if (common === 1n) return sum;
  return `${dim.terms.length > 1 ? `(${sum})` : sum}/${common}`;
}

function showTerm({ coefficient, factors }: Term, common: bigint, first: boolean): string {
  const value = (coefficient.numerator * common) / coefficient.denominator;
  const size = value < 0n ? -value : value;
  const sign = value < 0n ? (first ? "-" : " - ") : first ? "" : " + ";
  return sign + (size === 1n && factors.length > 0 ? "" : String(size)) + showFactors(factors);
}

function showFactors(factors: readonly DimSymbol[]): string {
  const powers = new Map<string, number>();
  for (const f of factors) powers.set(f.name, (powers.get(f.name) ?? 0) + 1);
  const long = [...powers.keys()].some((name) => name.length > 1);
  return [...powers]
    .map(([name, p]) => name + (p === 1 ? "" : superscript(p)))
    .join(long ? "·" : "");
}

const superscript = (n: number): string =>
  [...String(n)].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)]).join("");

const ONE: Fraction = { numerator: 1n, denominator: 1n };

function fraction(numerator: bigint, denominator: bigint): Fraction {
  const d = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return d === 1n
    ? { numerator, denominator }
    : { numerator: numerator / d, denominator: denominator / d };
}

const times = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.numerator, a.denominator * b.denominator);
const plus = (a: Fraction, b: Fraction): Fraction =>
  fraction(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  );
const dimScale = (a: Dim, by: Fraction): Dim =>
  fromTerms(a.terms.map((t) => term(times(t.coefficient, by), t.factors)));

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}
const leastCommonMultiple = (a: bigint, b: bigint): bigint => (a / greatestCommonDivisor(a, b)) * b;

const byName = (a: DimSymbol, b: DimSymbol): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
const term = (coefficient: Fraction, factors: readonly DimSymbol[]): Term => ({
  coefficient,
  factors: factors.length > 1 ? factors.toSorted(byName) : factors,
});

const factorKey = (t: Term): string => t.factors.map((f) => f.name).join("*");

/** Like terms joined, zeros dropped, constants last and otherwise by falling degree, then by name. */
function collect(terms: readonly Term[]): readonly Term[] {
  if (terms.length < 2) return terms.filter((t) => t.coefficient.numerator !== 0n);
  const byKey = new Map<string, Term>();
  for (const t of terms) {
    const key = factorKey(t);
    const before = byKey.get(key);
    byKey.set(key, before ? term(plus(before.coefficient, t.coefficient), t.factors) : t);
  }
  return [...byKey.values()]
    .filter((t) => t.coefficient.numerator !== 0n)
    .toSorted(
      (a, b) => b.factors.length - a.factors.length || (factorKey(a) < factorKey(b) ? -1 : 1),
    );
}

/** Definitions put in: `5d` with d = 50 is 250. */
function normalTerms(terms: readonly Term[]): readonly Term[] {
  if (terms.every((t) => t.factors.every((f) => f.definition === undefined))) return terms;
  const expanded = terms.flatMap((t) => {
    let product: readonly Term[] = [term(t.coefficient, [])];
    for (const f of t.factors) {
      const factor = f.definition ? normalTerms(f.definition.terms) : [term(ONE, [f])];
      product = product.flatMap((p) =>
        factor.map((q) => term(times(p.coefficient, q.coefficient), [...p.factors, ...q.factors])),
      );
    }
    return product;
  });
  return collect(expanded);
}

function fromTerms(raw: readonly Term[]): Dim {
  const terms = collect(raw);
  const key = normalTerms(terms)
    .map((t) => `${t.coefficient.numerator}/${t.coefficient.denominator}*${factorKey(t)}`)
    .join("+");
  return { terms, key };
}

function divideTerms(terms: readonly Term[], by: readonly Term[]): Dim | undefined {
  if (by.length !== 1) return undefined;
  const divisor = by[0]!;
  const inverse =
    divisor.coefficient.numerator < 0n
      ? fraction(-divisor.coefficient.denominator, -divisor.coefficient.numerator)
      : fraction(divisor.coefficient.denominator, divisor.coefficient.numerator);
  const quotient: Term[] = [];
  for (const t of terms) {
    const rest = [...t.factors];
    for (const f of divisor.factors) {
      const at = rest.findIndex((g) => g.name === f.name);
      if (at < 0) return undefined;
      rest.splice(at, 1);
    }
    quotient.push(term(times(t.coefficient, inverse), rest));
  }
  return fromTerms(quotient);
}
