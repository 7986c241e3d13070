/** @file Operators in every kind of surroundings: how each input comes to be, and what carries a gradient. */
import { dimNumber, dimValue } from "../../src/dim.ts";
import type { Node, Value } from "../../src/graph/node.ts";
import type { Example, ExampleInput, Operator, Tensor } from "../../src/graph/operator.ts";
import type { Leaf, Named } from "../../src/graph/plan.ts";
import type { Axis, Shape } from "../../src/graph/type.ts";
import { written, type Builder } from "../../src/operators/index.ts";
import { random } from "../helpers/random.ts";
import { NOWHERE, type Put } from "./module.ts";

/** Examples of a batch, and positions of an index. */
const COUNT = 3;
const BATCH: Axis = {
  key: "n",
  name: "n",
  extent: dimNumber(COUNT),
  kind: "batch",
  base: dimNumber(1),
};
const INDEX: Axis = {
  key: "i",
  name: "i",
  extent: dimNumber(COUNT),
  kind: "index",
  base: dimNumber(1),
};

/** How an input is made of a leaf: in the graph, and in numbers for one position of the free axis. */
interface Source {
  leaf(shape: readonly number[]): readonly number[];
  readonly axis?: Axis;
  value(c: Builder, leaf: Value, shape: Shape): Value;
  read(data: Float64Array, shape: readonly number[], here: number): Float64Array;
}

const volume = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const one = (data: Float64Array, shape: readonly number[], here: number): Float64Array =>
  data.slice(here * volume(shape), (here + 1) * volume(shape));

const PLAIN: Source = { leaf: (shape) => shape, value: (_, leaf) => leaf, read: (data) => data };
const PER_EXAMPLE: Source = { ...PLAIN, axis: BATCH, read: one };
const PER_INDEX: Source = {
  leaf: (shape) => [COUNT, ...shape],
  axis: INDEX,
  value: (c, leaf) => c.open(leaf, 0, INDEX),
  read: one,
};
/** Every second entry of a leaf. */
const STRIDED: Source = {
  leaf: (shape) => [...shape, 2],
  value: (c, leaf, shape) =>
    c.reshape(c.slice(leaf, shape.length, dimNumber(1), dimNumber(1)), shape),
  read: (data) => data.filter((_, k) => k % 2 === 1),
};
const TRANSPOSED: Source = {
  leaf: (shape) => shape.toReversed(),
  value: (c, leaf, shape) =>
    c.permute(
      leaf,
      shape.map((_, k) => shape.length - 1 - k),
    ),
  read: (data, shape) => {
    const strides = shape.map((_, k) => volume(shape.slice(0, k)));
    return Float64Array.from(data, (_, flat) => {
      let [rest, from] = [flat, 0];
      for (let k = shape.length - 1; k >= 0; k--) {
        from += (rest % shape[k]!) * strides[k]!;
        rest = Math.floor(rest / shape[k]!);
      }
      return data[from]!;
    });
  },
};
/** One number for all entries. */
const SPREAD: Source = {
  leaf: () => [],
  value: (c, leaf, shape) => c.broadcast(leaf, shape),
  read: (data, shape) => new Float64Array(volume(shape)).fill(data[0]!),
};

/** An operator's input in a cell. */
interface Slot {
  readonly source: Source;
  readonly role: Leaf["role"];
  /** The same value as that of an earlier input. */
  readonly same?: number;
}

interface Pattern {
  readonly name: string;
  readonly slots: readonly Slot[];
}

const isReal = (x: ExampleInput): boolean => !x.index && !x.truth;
const alike = (a: ExampleInput, b: ExampleInput): boolean =>
  isReal(a) &&
  isReal(b) &&
  a.shape.join() === b.shape.join() &&
  a.range?.join() === b.range?.join();

/** What an example is tried in. */
export function patternsOf(op: Operator, { inputs, special }: Example): readonly Pattern[] {
  const reals = [...inputs.keys()].filter((i) => isReal(inputs[i]!));
  const all = (name: string, source: (i: number) => Source): Pattern => ({
    name,
    slots: inputs.map((x, i) => ({ source: source(i), role: isReal(x) ? "param" : "input" })),
  });
  const plain = all("parameters", () => PLAIN);
  const roles = (name: string, role: (i: number) => Leaf["role"]): Pattern => ({
    name,
    slots: inputs.map((x, i) => ({ source: PLAIN, role: isReal(x) ? role(i) : "input" })),
  });
  if (special) return [plain];
  const many = inputs.length > 1;
  const high = inputs.some((x) => x.shape.length > 1);
  const twin = inputs.findIndex((x, i) => i > 0 && alike(inputs[0]!, x));
  return [
    plain,
    ...(many
      ? reals.map((k) =>
          roles(`parameter ${k} beside inputs`, (i) => (i === k ? "param" : "input")),
        )
      : []),
    ...(many
      ? reals.map((k) =>
          roles(`parameter ${k} beside constants`, (i) => (i === k ? "param" : "const")),
        )
      : [roles("input", () => "input"), roles("constant", () => "const")]),
    all("batch", () => PER_EXAMPLE),
    all("index", () => PER_INDEX),
    ...(many
      ? inputs.map((_, k) => all(`batch on ${k}`, (i) => (i === k ? PER_EXAMPLE : PLAIN)))
      : []),
    ...(many
      ? inputs.map((_, k) => all(`index on ${k}`, (i) => (i === k ? PER_INDEX : PLAIN)))
      : []),
    ...(reals.length > 0 ? [all("strided", (i) => (isReal(inputs[i]!) ? STRIDED : PLAIN))] : []),
    ...(high ? [all("transposed", () => TRANSPOSED)] : []),
    ...(op.elementwise && many && inputs[0]!.shape.length > 0
      ? inputs.map((_, k) => all(`number for ${k}`, (i) => (i === k ? SPREAD : PLAIN)))
      : []),
    ...(twin > 0
      ? [
          {
            name: "repeated",
            slots: plain.slots.map((s, i) => (i === twin ? { ...s, same: 0 } : s)),
          },
        ]
      : []),
  ];
}

/** One operator on one example in one pattern. */
export interface Cell {
  readonly name: string;
  readonly op: Operator;
  readonly example: Example;
  readonly pattern: Pattern;
  /** Leaves of the inputs, of those that are of their own. */
  readonly keys: readonly string[];
  /** What the sum of the results is weighted by. */
  readonly weight: string;
  readonly result: string;
  /** The shape of one result, and how many there are. */
  readonly shape: readonly number[];
  readonly count: number;
}

export interface Group {
  readonly put: Put;
  readonly cells: readonly Cell[];
  /** Numbers for every leaf. */
  readonly data: ReadonlyMap<string, Float64Array>;
}

const show = (e: Example): string =>
  e.inputs.map((x) => (x.shape.length === 0 ? "ℝ" : x.shape.join("×"))).join(" ") +
  (e.special ? " special" : "");

/** All cells of an operator on some examples as one graph. */
export function groupOf(op: Operator, examples: readonly Example[] = op.examples): Group {
  const c = written();
  const leaves: Leaf[] = [];
  const outputs: Named[] = [];
  const cells: Cell[] = [];
  const data = new Map<string, Float64Array>();
  const terms: Value[] = [];
  const next = random(op.name.length * 31 + op.name.charCodeAt(0));
  const leaf = (
    key: string,
    role: Leaf["role"],
    shape: readonly number[],
    axis: Axis | undefined,
    of: Leaf["of"],
  ): Value => {
    const own = shape.map((n) => dimNumber(n));
    const axes = axis === BATCH ? [BATCH] : [];
    const value = c.symbol({ name: key, key, shape: own, axes, of });
    leaves.push({
      role,
      name: key,
      key,
      value,
      axes,
      shape: own,
      of,
      initial: undefined,
      span: NOWHERE,
    });
    return value;
  };
  const weigh = (result: Value, key: string): Value => {
    const axes = result.node.free;
    const ct = leaf(
      key,
      "input",
      result.shape.map((d) => dimValue(d)!),
      axes[0],
      "real",
    );
    const product = c.mul(ct, result);
    const own = c.sum(
      product,
      result.shape.map((_, k) => k),
    );
    return axes.length > 0 ? c.sum(c.close(own, 0, axes[0]!), [0]) : own;
  };

  examples.forEach((example, e) => {
    for (const [p, pattern] of patternsOf(op, example).entries()) {
      const id = `${e}_${p}`;
      const keys = pattern.slots.map((s, i) => `x${s.same ?? i}_${id}`);
      const made = new Map<number, Value>();
      const inputs = pattern.slots.map(({ source, role, same }, i) => {
        if (same !== undefined) return made.get(same)!;
        const input = example.inputs[i]!;
        const shape = source.leaf(input.shape);
        const of = input.index
          ? { from: dimNumber(input.range![0]), to: dimNumber(input.range![1]) }
          : "real";
        const symbol = leaf(keys[i]!, role, shape, source.axis, of);
        const length = volume(shape) * (source.axis === BATCH ? COUNT : 1);
        data.set(keys[i]!, drawn(input, length, source === PLAIN, next));
        let value = source.value(
          c,
          symbol,
          input.shape.map((n) => dimNumber(n)),
        );
        if (input.truth) value = c.call("less", c.zeros(value.shape), value);
        made.set(i, value);
        return value;
      });
      let result = c.apply(op, inputs, example.attributes);
      if (result.node.of === "truth") result = c.call("select", result, c.number(1), c.number(0));
      else if (result.node.of !== "real") result = c.add(result, c.zeros(result.shape));
      const shape = result.shape.map((d) => dimValue(d)!);
      const free = result.node.free.length > 0;
      if (result.node.free.some((a) => a === INDEX || a.key === INDEX.key))
        result = c.close(result, 0, INDEX);
      const count = free ? COUNT : 1;
      data.set(
        `w_${id}`,
        Float64Array.from({ length: count * volume(shape) }, () => Math.fround(2 * next() - 1)),
      );
      terms.push(weigh(result, `w_${id}`));
      outputs.push({ name: `y_${id}`, key: `y_${id}`, value: result, span: NOWHERE });
      cells.push({
        name: `${show(example)}, ${pattern.name}`,
        op,
        example,
        pattern,
        keys,
        weight: `w_${id}`,
        result: `y_${id}`,
        shape,
        count,
      });
    }
  });
  const objective = {
    name: "J",
    key: "J",
    value: terms.reduce((a, b) => c.add(a, b)),
    span: NOWHERE,
  };
  return { put: { axes: [BATCH, INDEX], leaves, objective, outputs }, cells, data };
}

function drawn(
  input: ExampleInput,
  length: number,
  exact: boolean,
  next: () => number,
): Float64Array {
  const [from, to] = input.range ?? (input.truth ? [0, 1] : [-2, 2]);
  const value = (): number =>
    isReal(input)
      ? Math.fround(from + next() * (to - from))
      : from + Math.floor(next() * (to - from + 1));
  return Float64Array.from({ length }, (_, k) =>
    input.values && (exact || isReal(input)) ? input.values[k % input.values.length]! : value(),
  );
}

/** The results by the plain loops of the operator, one position of the free axis after another. */
export function expected(
  { op, example, pattern, keys, count }: Cell,
  data: ReadonlyMap<string, Float64Array>,
): Float64Array {
  const node = nodeOf(op, example);
  const all: number[] = [];
  for (let here = 0; here < count; here++) {
    const inputs = pattern.slots.map(({ source, same }, i): Tensor => {
      const { shape } = example.inputs[i]!;
      const from = same === undefined ? source : pattern.slots[same]!.source;
      return { shape, data: from.read(data.get(keys[i]!)!, shape, here) };
    });
    for (const v of op.reference(inputs as never, node)[0]!.data) all.push(v);
  }
  return Float64Array.from(all);
}

const nodes = new Map<Example, Node<never>>();
function nodeOf(op: Operator, example: Example): Node<never> {
  let node = nodes.get(example);
  if (node === undefined) {
    const c = written();
    const inputs = example.inputs.map((input, i) =>
      c.symbol({
        name: `x${i}`,
        key: `x${i}`,
        shape: input.shape.map((n) => dimNumber(n)),
        axes: [],
        of: input.index
          ? { from: dimNumber(input.range![0]), to: dimNumber(input.range![1]) }
          : input.truth
            ? "truth"
            : "real",
      }),
    );
    node = c.apply(op, inputs, example.attributes).node as Node<never>;
    nodes.set(example, node);
  }
  return node;
}
