/** @file The only maker of identifiers in generated code. */
import { ascii } from "./ascii.ts";

/** Words that cannot or should not be bound in a strict ES module, TypeScript's type words included. */
const LANGUAGE =
  "abstract any arguments as asserts async await bigint boolean break case catch class const continue debugger declare " +
  "default delete do else enum eval export extends false finally for from function get if implements import in infer " +
  "instanceof interface is keyof let module namespace never new null number object of out override package private " +
  "protected public readonly require return satisfies set static string super switch symbol this throw true try type " +
  "typeof undefined unique unknown using var void while with yield";

/** Globals that generated code uses, or that a reader would not want to see hidden. */
const GLOBALS =
  "Array ArrayBuffer Error Float32Array Float64Array Function Infinity Int32Array JSON Map Math NaN Number Object Partial Pick " +
  "RangeError Readonly Record ReadonlySet Set String Symbol TypeError globalThis isFinite isNaN parseFloat parseInt process window";

/** What every generated module declares or may declare; none is ever given to a name of the model. */
const MODULE =
  "buffers constructor known kindOf Given Gradients Rows RowTable Inputs Memory Outputs Params Shapes Sizes Values Workspace admit apart backward both bufferOf capacity " +
  "check checkSizes describe detached elements exact extent forward generator given gradients hash initialize inputs " +
  "integer keep kept ready memory memoryOf model normal number openSizes orthogonal outputs params predict record resize rotate same " +
  "directed __proto__ prototype changed fits unchanged unready none noIndices all array random bits seed seen shapes sigmoid ERFC scaledErfc bell smallErf erf erfc normcdf erfinv erfcx erfcxExcess logErfc logNormcdf lgamma gammafn logbeta nearTwo stirling digamma polygamma NEAR_TWO BERNOULLI round mod sizes softplus stream trial uniform valueAndGradient values within workspace whole";

export const RESERVED: ReadonlySet<string> = new Set(`${LANGUAGE} ${GLOBALS} ${MODULE}`.split(" "));

/** An identifier near the wish: its ASCII spelling, or `v` where nothing of it is left. */
export function identifier(wish: string): string {
  const word = ascii(wish).replace(/[^A-Za-z0-9_$]+/gu, "_");
  const trimmed = word.length > 60 ? word.slice(0, 60) : word;
  return trimmed === "" ? "v" : /^[0-9]/u.test(trimmed) ? `v${trimmed}` : trimmed;
}

/**
 * Names of one block. A new name differs from those of all blocks around it and inside it, so no name is ever shadowed;
 * blocks side by side may use the same names.
 */
export class Scope {
  readonly #outer: Scope | undefined;
  readonly #own = new Set<string>();
  readonly #inside = new Set<string>();
  readonly #last = new Map<string, number>();

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  /** A name of the model: its ASCII spelling, with `_` until free. */
  declare(wish: string): string {
    let name = identifier(wish);
    while (!this.isFree(name)) name += "_";
    return this.#claim(name);
  }

  /** A name of the emitter's own: `row`, `row2`, `row3`. */
  fresh(wish: string): string {
    const base = identifier(wish);
    let count = this.#last.get(base) ?? 1;
    let name = count === 1 ? base : `${base}${count}`;
    while (!this.isFree(name)) name = `${base}${++count}`;
    this.#last.set(base, count);
    return this.#claim(name);
  }

  isFree(name: string): boolean {
    if (RESERVED.has(name) || this.#inside.has(name)) return false;
    for (let scope: Scope | undefined = this; scope; scope = scope.#outer)
      if (scope.#own.has(name)) return false;
    return true;
  }

  #claim(name: string): string {
    this.#own.add(name);
    for (let scope = this.#outer; scope; scope = scope.#outer) scope.#inside.add(name);
    return name;
  }
}
