/** @file A slow evaluator of graphs: every node whole, by its definition, one element at a time. */
import { dimEvaluate, type Dim } from "../../src/dim.ts";
import { topological, type Node, type Value } from "../../src/graph/node.ts";
import type { Calculus, Tensor } from "../../src/graph/operator.ts";
import type { Access, Buffer, Element, Index, Loop } from "../../src/kernel/formula.ts";
import {
  dependence,
  firstRow,
  openLeaves,
  recurrenceOf,
  rowRead,
  statesOf,
} from "../../src/graph/recurrence.ts";
import { tabulate } from "../../src/graph/tensor.ts";
import * as gamma from "../../src/kernel/gamma.ts";
import * as special from "../../src/kernel/special.ts";

type Sizes = ReadonlyMap<string, number>;
type At = ReadonlyMap<Loop, number>;

/** Tensors have the free axes of their value first, in the order of `node.free`, then its shape. */
export function evaluate(
  c: Calculus,
  roots: readonly Value[],
  given: ReadonlyMap<Value, Tensor>,
  sizes: Sizes = new Map(),
): readonly Tensor[] {
  const known = new Map<Value, Tensor>(given);
  const buffers = new Map<Buffer, Tensor>();
  const size = (dim: Dim): number => {
    const { numerator, denominator } = dimEvaluate(dim, sizes)!;
    return Number(numerator) / Number(denominator);
  };
  const run = (values: readonly Value[]): void => {
    const order = topological(values);
    const open = openLeaves(order);
    for (const node of order) {
      if (node.results.every((r) => known.has(r)) || open.get(node)!.size > 0) continue;
      if (node.op.recurrence === "state") solve(node, order);
      else if (node.op.recurrence === "seen") {
        known.set(node.results[0]!, known.get(node.inputs[0]!)!);
      } else if (node.op.expand) {
        const parts = node.op.expand(c, node.inputs, node);
        run([parts]);
        known.set(node.results[0]!, known.get(parts)!);
      } else {
        known.set(node.results[0]!, whole(node));
      }
    }
  };
  /** An element of a value, its free axes where `env` says. */
  const element = (x: Value, env: ReadonlyMap<string, number>, at: readonly number[]): number => {
    const { shape, data } = known.get(x)!;
    const all = [...x.node.free.map((a) => env.get(a.key)!), ...at];
    return data[all.reduce((sum, v, i) => sum * shape[i]! + v, 0)]!;
  };
  /** All states of a recurrence: every sweep over all steps at once makes one step more right. */
  const solve = (node: Node, order: readonly Node[]): void => {
    const r = recurrenceOf(node);
    const states = statesOf(c, r);
    const [T, isInside] = [size(r.axis.extent), dependence(new Set(r.reads.map((x) => x.leaf)))];
    // Values of a step that only others ask for, too.
    const asked = order.flatMap((n) => n.results.filter(isInside));
    const leaves = topological([...r.next, ...asked]).flatMap((n) =>
      n.op.recurrence === "earlier" ? n.results.filter(isInside) : [],
    );
    const rows = (j: number, isRight: boolean): Tensor => {
      const state = states[j]!;
      const extents = [...state.node.free.map((a) => a.extent), ...state.shape].map(size);
      const [axes, first] = [state.node.free.length, size(firstRow(r, j))];
      return tabulate(extents, (at) => {
        const env = new Map(state.node.free.map((a, i) => [a.key, at[i]!]));
        const [row, own] = [at[axes]!, at.slice(axes + 1)];
        const step = row - first;
        if (step < 0 || step >= T)
          return element(r.start[j]!, env, [r.backward ? row - T : row, ...own]);
        return isRight ? element(r.next[j]!, env.set(r.axis.key, step), own) : 0;
      });
    };
    run(r.start);
    for (let sweep = 0; sweep <= T; sweep++) {
      const made = states.map((_, j) => rows(j, sweep > 0));
      states.forEach((state, j) => known.set(state, made[j]!));
      for (const x of known.keys()) if (isInside(x)) known.delete(x);
      for (const x of leaves) {
        const read = r.reads.find((y) => y.leaf === x.node.attributes["key"])!;
        const by = size(rowRead(r, read.state, read.steps));
        const extents = [...x.node.free.map((a) => a.extent), ...x.shape].map(size);
        const leaf = tabulate(extents, (at) => {
          const env = new Map(x.node.free.map((a, i) => [a.key, at[i]!]));
          const own = at.slice(x.node.free.length);
          return element(states[read.state]!, env, [env.get(r.axis.key)! + by, ...own]);
        });
        known.set(x, leaf);
      }
      run([...r.next, ...asked]);
    }
    states.forEach((state, j) => known.set(state, rows(j, true)));
  };
  const whole = (node: Node): Tensor => {
    const axes = new Map<string, Loop>();
    for (const a of node.inputs.flatMap((x) => x.node.free).concat(node.free)) {
      if (!axes.has(a.key)) axes.set(a.key, { name: a.name, extent: a.extent });
    }
    const here = (key: string): Index => ({ kind: "loop", loop: axes.get(key)! });
    const accesses = node.inputs.map((x): Access => {
      const tensor = known.get(x)!;
      const buffer: Buffer = { name: "x", extents: [], of: "real" };
      buffers.set(buffer, tensor);
      return (at, bind) => ({
        kind: "load",
        from: buffer,
        at: [...x.node.free.map((a) => bind?.get(a.key) ?? here(a.key)), ...at],
      });
    });
    const definition = node.op.define!(accesses as never, node as never, here);
    const free = node.free.map((a) => axes.get(a.key)!);
    const own = node.results[0]!.shape.map((extent, i): Loop => ({ name: `i${i}`, extent }));
    const loops = [...free, ...own];
    const shape = loops.map((l) => size(l.extent));
    const result = tabulate(shape, () => 0);
    const write = (at: readonly number[], value: number, add: boolean): void => {
      const to = at.reduce((sum, v, i) => sum * shape[i]! + v, 0);
      result.data[to] = add ? result.data[to]! + value : value;
    };
    if (definition.by === "element") {
      const element = definition.element(own.map((loop) => ({ kind: "loop", loop })));
      tabulate(shape, (at) => {
        write(at, scalar(element, new Map(loops.map((l, i) => [l, at[i]!]))), false);
        return 0;
      });
      return result;
    }
    const ownBuffer: Buffer = { name: "own", extents: [], of: "real" };
    buffers.set(ownBuffer, { shape, data: result.data });
    const load = (at: readonly Index[]): Element => ({
      kind: "load",
      from: ownBuffer,
      at: [...free.map((loop): Index => ({ kind: "loop", loop })), ...at],
    });
    const pieces = definition.by === "steps" ? definition.steps(load) : definition.pieces();
    for (const piece of pieces) {
      const all = [...free, ...piece.loops];
      tabulate(
        all.map((l) => size(l.extent)),
        (at) => {
          const env: At = new Map(all.map((l, i) => [l, at[i]!]));
          const to = [...free.map((l) => env.get(l)!), ...piece.to.map((i) => position(i, env))];
          write(to, scalar(piece.value, env), piece.mode === "add");
          return 0;
        },
      );
    }
    return result;
  };
  const position = (index: Index, env: At): number => {
    switch (index.kind) {
      case "loop":
        return env.get(index.loop)!;
      case "affine":
        return index.terms.reduce(
          (sum, t) => sum + position(t.index, env) * size(t.times),
          size(index.plus),
        );
      case "quotient":
        return Math.floor(position(index.of, env) / size(index.by));
      case "remainder":
        return position(index.of, env) % size(index.by);
      case "value":
        return scalar(index.value, env) - size(index.minus);
    }
  };
  const scalar = (e: Element, env: At): number => {
    switch (e.kind) {
      case "number":
        return e.value;
      case "size":
        return size(e.dim);
      case "position":
        return position(e.index, env) + size(e.plus);
      case "load": {
        const tensor = buffers.get(e.from)!;
        return tensor.data[
          e.at.reduce((sum, i, k) => sum * tensor.shape[k]! + position(i, env), 0)
        ]!;
      }
      case "call":
        return SCALARS[e.op]!(...e.args.map((a) => scalar(a, env)));
      case "reduce": {
        let result = FOLDS[e.by].start;
        for (let i = 0; i < size(e.loop.extent); i++) {
          const v = scalar(e.body, new Map([...env, [e.loop, i]]));
          result = FOLDS[e.by].step(result, v);
        }
        return result;
      }
      case "when": {
        const i = position(e.index, env);
        return scalar(i >= size(e.from) && i < size(e.to) ? e.then : e.otherwise, env);
      }
      case "local":
        throw new Error("no locals in a formula");
    }
  };
  run(roots);
  return roots.map((r) => known.get(r)!);
}

const FOLDS = {
  sum: { start: 0, step: (a: number, b: number) => a + b },
  product: { start: 1, step: (a: number, b: number) => a * b },
  max: { start: -Infinity, step: (a: number, b: number) => Math.max(a, b) },
};

const SCALARS: Readonly<Record<string, (...x: number[]) => number>> = {
  add: (a, b) => a! + b!,
  sub: (a, b) => a! - b!,
  mul: (a, b) => a! * b!,
  div: (a, b) => a! / b!,
  neg: (a) => -a!,
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
  sigmoid: (a) => (a! >= 0 ? 1 / (1 + Math.exp(-a!)) : Math.exp(a!) / (1 + Math.exp(a!))),
  softplus: (a) => Math.max(a!, 0) + Math.log1p(Math.exp(-Math.abs(a!))),
  pow: (a, b) => a! ** b!,
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
  less: (a, b) => Number(a! < b!),
  lessEqual: (a, b) => Number(a! <= b!),
  equal: (a, b) => Number(a === b),
  and: (a, b) => Number(a !== 0 && b !== 0),
  or: (a, b) => Number(a !== 0 || b !== 0),
  not: (a) => Number(a === 0),
  select: (t, a, b) => (t !== 0 ? a! : b!),
};
