/** @file Sizes as text: fixed dims by the name of their constant, open ones by the local that holds them. */
import { dimSymbols, dimValue, type Dim, type DimSymbol, type Term } from "../dim.ts";
import { atom, binary, negative, type Expression } from "./c-like.ts";
import { property } from "./literals.ts";
import type { Scope } from "./names.ts";
import type { Program } from "../kernel/kernel.ts";

/** A dim with a value in the model, `dim d = 50`, is fixed; one without is open; `dim h = 2n` of an open n is derived. */
export const isOpen = (symbol: DimSymbol): boolean => symbol.definition === undefined;
export const isFixed = (symbol: DimSymbol): boolean =>
  symbol.definition !== undefined && dimValue(symbol.definition) !== undefined;

/** The key of an open dim in `Sizes`. */
export const sizeKey = (symbol: DimSymbol): string => symbol.key ?? symbol.name;

export const sizeKeyOf = (program: Program, name: string): string =>
  sizeKey(program.dims.find((d) => d.name === name)!);

/** The keys of the dims that `resize` changes. */
export const resizableKeys = (program: Program): readonly string[] =>
  program.resizable.map((name) => sizeKeyOf(program, name));

/** The names of fixed dims in the module, for all its functions. */
export function fixedNames(program: Program, scope: Scope): ReadonlyMap<string, string> {
  return new Map(program.dims.filter(isFixed).map((d) => [d.name, scope.declare(d.name)]));
}

/** How one function says sizes. It remembers what it used, so that only that is declared. */
export class Sizes {
  readonly #program: Program;
  readonly #fixed: ReadonlyMap<string, string>;
  readonly #local: ReadonlyMap<string, string>;
  readonly #used = new Set<string>();

  constructor(program: Program, fixed: ReadonlyMap<string, string>, scope: Scope) {
    this.#program = program;
    this.#fixed = fixed;
    this.#local = new Map(
      program.dims.filter((d) => !isFixed(d)).map((d) => [d.name, scope.declare(d.name)]),
    );
  }

  symbol(symbol: DimSymbol): Expression {
    const fixed = this.#fixed.get(symbol.name);
    if (fixed !== undefined) return atom(fixed);
    const local = this.#local.get(symbol.name);
    if (local === undefined) {
      if (symbol.definition) return this.text(symbol.definition);
      throw new Error(`internal: dim ${symbol.name} is not of the program`);
    }
    this.#used.add(symbol.name);
    return atom(local);
  }

  /** A size as an expression. With `exact`, monomials of a longer polynomial go through that function of the module. */
  text(dim: Dim, exact = false): Expression {
    if (dim.terms.length === 0) return atom("0");
    const common = dim.terms.reduce((m, t) => multiple(m, t.coefficient.denominator), 1n);
    const guard = exact && dim.terms.length + Number(common) > 2;
    let sum: Expression | undefined;
    for (const t of ordered(dim.terms)) {
      const value = (t.coefficient.numerator * common) / t.coefficient.denominator;
      const size = this.#monomial(t, value < 0n ? -value : value, guard);
      if (sum === undefined) sum = value < 0n ? negative(size) : size;
      else sum = binary(value < 0n ? "-" : "+", sum, size);
    }
    return common === 1n ? sum! : binary("/", sum!, atom(String(common)));
  }

  #monomial(term: Term, coefficient: bigint, guard: boolean): Expression {
    const factors = term.factors.map((f) => this.symbol(f));
    if (coefficient !== 1n || factors.length === 0) factors.unshift(atom(String(coefficient)));
    const product = factors.reduce((a, b) => binary("*", a, b));
    return guard && term.factors.length > 1
      ? atom(`exact(${product.text})`, product.depth + 1)
      : product;
  }

  /** The names of open dims that were used, or stand behind derived ones that were. */
  get open(): readonly string[] {
    const names = new Set<string>();
    for (const d of this.#program.dims)
      if (this.#used.has(d.name))
        for (const n of d.definition ? dimSymbols(d.definition) : [d.name]) names.add(n);
    return this.#program.dims.filter((d) => isOpen(d) && names.has(d.name)).map((d) => d.name);
  }

  local(name: string): string {
    return this.#local.get(name)!;
  }

  /** `N`, or `class: class_`: an open dim in a pattern or literal of sizes. */
  pair(name: string): string {
    const key = sizeKeyOf(this.#program, name);
    return key === this.local(name) ? key : `${property(key)}: ${this.local(name)}`;
  }

  /** `const h = 2 * n;` for the derived dims that were used, in the order of the model. */
  derived(): readonly string[] {
    const wanted = this.#program.dims.filter((d) => !isOpen(d) && !isFixed(d));
    const lines: string[] = [];
    // From the last to the first: a derived dim may use earlier ones.
    for (const d of wanted.toReversed())
      if (this.#used.has(d.name))
        lines.unshift(`const ${this.local(d.name)} = ${this.text(d.definition!).text};`);
    return lines;
  }
}

/** Positive terms first, so that a sum seldom starts with a minus. */
const ordered = (terms: readonly Term[]): readonly Term[] => [
  ...terms.filter((t) => t.coefficient.numerator > 0n),
  ...terms.filter((t) => t.coefficient.numerator < 0n),
];

const multiple = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
};
