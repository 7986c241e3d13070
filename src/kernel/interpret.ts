/**
 * @file Runs a program on arrays as it is written: each buffer has its own memory, filled with NaN before anything is
 * stored. Slow, and evidently right: the oracle for every target.
 */
import { dimEvaluate, type Dim } from "../dim.ts";
import type { Buffer, Element, Fold, Index, Local, Loop, ScalarOp } from "./formula.ts";
import type { Entry, Program, Routine, Statement } from "./kernel.ts";
import * as gamma from "./gamma.ts";
import * as special from "./special.ts";
import { partsOf } from "./walk.ts";

export type Given = Readonly<Record<string, Float64Array | Int32Array | number>>;
export type Result = Readonly<Record<string, Float64Array | Int32Array | number | Rows>>;

/** Rows of a gradient in the order of their first use. */
export interface Rows {
  readonly count: number;
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

/** What a routine gives: by key, under `values` and `gradients` for both, under `result` for one. */
export interface Results {
  readonly values?: Result;
  readonly outputs?: Result;
  readonly gradients?: Result;
  readonly result?: Result[string];
}

export class Interpreter {
  readonly #program: Program;
  readonly #sizes: ReadonlyMap<string, number>;
  readonly #memory = new Map<Buffer, Float64Array>();
  /** The rows that were added to since a buffer that keeps few was cleared. */
  readonly #rows = new Map<Buffer, Set<number>>();
  readonly #loops = new Map<Loop, number>();
  readonly #locals = new Map<Local, number>();

  constructor(program: Program, sizes: Readonly<Record<string, number>> = {}) {
    this.#program = program;
    this.#sizes = new Map(Object.entries(sizes));
  }

  /** Memory lasts from one run to the next, as a workspace's does. */
  run(name: string, params: Given, inputs: Given, direction?: Float64Array): Results {
    const routine = this.#program.routines.find((r) => r.name === name);
    if (!routine) throw new Error(`internal: no routine ${name}`);
    for (const a of routine.params) this.#give(a.buffer, params[a.key]!);
    for (const a of routine.inputs) this.#give(a.buffer, inputs[a.key]!);
    if (routine.direction) this.#give(routine.direction.buffer, direction!);
    for (const kernel of routine.kernels) this.#block(kernel.statements);
    return this.#results(routine);
  }

  #results({ gives }: Routine): Results {
    const value = ({ buffer, form }: Entry) => {
      const array = this.#array(buffer);
      if (form === "number") return array[0]!;
      if (form === "rows") return this.#few(buffer);
      return buffer.of === "integer" ? Int32Array.from(array) : array.slice();
    };
    const all = (entries: readonly Entry[]): Result =>
      Object.fromEntries(entries.map((e) => [e.key, value(e)]));
    if (gives.kind === "one") return { result: value(gives.entry) };
    if (gives.kind === "both")
      return { values: all(gives.values), gradients: all(gives.gradients) };
    return { [gives.kind]: all(gives.entries) };
  }

  #few(buffer: Buffer): Rows {
    const array = this.#array(buffer);
    const rows = [...this.#rows.get(buffer)!];
    const width = array.length / this.#size(buffer.extents[0]!);
    const values = rows.flatMap((r) => [...array.subarray(r * width, (r + 1) * width)]);
    return { count: rows.length, rows: Int32Array.from(rows), values: Float64Array.from(values) };
  }

  #give(buffer: Buffer, value: Float64Array | Int32Array | number): void {
    this.#memory.set(
      buffer,
      typeof value === "number" ? Float64Array.of(value) : Float64Array.from(value),
    );
  }

  #array(buffer: Buffer): Float64Array {
    let array = this.#memory.get(buffer);
    if (!array) {
      const count = buffer.extents.reduce((n, e) => n * this.#size(e), 1);
      array = new Float64Array(count).fill(NaN);
      this.#memory.set(buffer, array);
    }
    return array;
  }

  #size(dim: Dim): number {
    const value = dimEvaluate(dim, this.#sizes);
    if (!value || value.denominator !== 1n) throw new Error("internal: a size is not bound");
    return Number(value.numerator);
  }

  #block(statements: readonly Statement[]): void {
    for (const s of statements) this.#statement(s);
  }

  #statement(s: Statement): void {
    switch (s.kind) {
      case "loop": {
        const extent = this.#size(s.loop.extent);
        for (let i = 0; i < extent; i++) {
          this.#loops.set(s.loop, s.loop.down ? extent - 1 - i : i);
          this.#block(s.body);
        }
        return;
      }
      case "let":
        this.#locals.set(s.local, this.#value(s.value));
        return;
      case "accumulate": {
        const before = this.#locals.get(s.local)!;
        const value = this.#value(s.value);
        this.#locals.set(s.local, FOLDS[s.by](before, value));
        return;
      }
      case "store": {
        const value = this.#value(s.value);
        const array = this.#array(s.to);
        const at = this.#offset(s.to, s.at);
        array[at] = s.mode === "set" ? value : array[at]! + value;
        if (s.to.rows) this.#rows.get(s.to)!.add(this.#index(s.at[0]!));
        return;
      }
      case "fill":
        this.#array(s.to).fill(s.value);
        if (s.to.rows) this.#rows.set(s.to, new Set());
        return;
      case "inside":
        return this.#block(this.#inside(s) ? s.then : s.otherwise);
    }
  }

  #inside({ index, from, to }: { index: Index; from: Dim; to: Dim }): boolean {
    const at = this.#index(index);
    return this.#size(from) <= at && at < this.#size(to);
  }

  #offset(buffer: Buffer, at: readonly Index[]): number {
    let offset = 0;
    buffer.extents.forEach((e, k) => {
      const [extent, position] = [this.#size(e), this.#index(at[k]!)];
      if (!(position >= 0 && position < extent))
        throw new RangeError(`internal: ${buffer.name}[${position}] is outside 0..${extent - 1}`);
      offset = offset * extent + position;
    });
    return offset;
  }

  #index(index: Index): number {
    switch (index.kind) {
      case "loop":
        return this.#loops.get(index.loop)!;
      case "affine":
        return index.terms.reduce(
          (sum, t) => sum + this.#size(t.times) * this.#index(t.index),
          this.#size(index.plus),
        );
      case "quotient":
        return Math.floor(this.#index(index.of) / this.#size(index.by));
      case "remainder":
        return this.#index(index.of) % this.#size(index.by);
      case "value":
        return this.#value(index.value) - this.#size(index.minus);
    }
  }

  /** Each element object once; the branch of a `when` that is not taken, never. */
  #value(root: Element, done = new Map<Element, number>()): number {
    const stack = [root];
    while (stack.length > 0) {
      const e = stack.at(-1)!;
      const parts = e.kind === "call" ? partsOf(e).filter((p) => !done.has(p)) : [];
      if (parts.length > 0) stack.push(...parts);
      else {
        stack.pop();
        if (!done.has(e)) done.set(e, this.#make(e, done));
      }
    }
    return done.get(root)!;
  }

  #make(e: Element, done: Map<Element, number>): number {
    switch (e.kind) {
      case "number":
        return e.value;
      case "size":
        return this.#size(e.dim);
      case "position":
        return this.#index(e.index) + this.#size(e.plus);
      case "load":
        return this.#array(e.from)[this.#offset(e.from, e.at)]!;
      case "local":
        return this.#locals.get(e.local)!;
      case "call":
        return SCALARS[e.op](...e.args.map((a) => done.get(a)!));
      case "when":
        return this.#value(this.#inside(e) ? e.then : e.otherwise, done);
      case "reduce":
        throw new Error("internal: a reduction stands in a statement");
    }
  }
}

const FOLDS: Readonly<Record<Fold, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  product: (a, b) => a * b,
  max: Math.max,
};

/** Truth is 1 or 0. */
const SCALARS: Readonly<Record<ScalarOp, (...args: number[]) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (a) => -a,
  max: Math.max,
  min: Math.min,
  abs: Math.abs,
  sign: Math.sign,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  log1p: Math.log1p,
  expm1: Math.expm1,
  tanh: Math.tanh,
  sigmoid: (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z))),
  softplus: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
  pow: (a, b) => (b === 2 ? a * a : b === 3 ? a * a * a : Math.pow(a, b)),
  log2: Math.log2,
  log10: Math.log10,
  cbrt: Math.cbrt,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  floor: Math.floor,
  ceil: Math.ceil,
  atan2: Math.atan2,
  round: special.round,
  mod: special.mod,
  erf: special.erf,
  erfc: special.erfc,
  lgamma: gamma.lgamma,
  digamma: gamma.digamma,
  polygamma: gamma.polygamma,
  normcdf: special.normcdf,
  erfinv: special.erfinv,
  erfcx: special.erfcx,
  erfcxExcess: special.erfcxExcess,
  logErfc: special.logErfc,
  logNormcdf: special.logNormcdf,
  gammafn: gamma.gammafn,
  logbeta: gamma.logbeta,
  less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b),
  equal: (a, b) => Number(a === b),
  and: (a, b) => Number(a === 1 && b === 1),
  or: (a, b) => Number(a === 1 || b === 1),
  not: (a) => Number(a !== 1),
  select: (test, a, b) => (test === 1 ? a : b),
};
