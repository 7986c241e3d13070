/** @file Laws that hold for every operator, on its own examples. Each throws where it is broken. */
import { forward } from "../../src/autodiff/forward.ts";
import { reverse } from "../../src/autodiff/reverse.ts";
import { dimNumber, dimValue } from "../../src/dim.ts";
import type { Node, Value } from "../../src/graph/node.ts";
import type { Example, Kink, Operator, Tensor } from "../../src/graph/operator.ts";
import type { Axis } from "../../src/graph/type.ts";
import { settled, written, type Builder } from "../../src/operators/index.ts";
import { evaluate } from "../helpers/evaluate.ts";
import { random } from "../helpers/random.ts";

/** Its definition gives what its reference gives. */
export function definedAsReference(op: Operator, example: Example): void {
  for (const c of [written(), settled()]) {
    const { inputs, result } = application(c, op, example);
    const x = draw(example, 1);
    const isOwn = result.node.op === op && result.node.inputs.every((v, i) => v === inputs[i]);
    const own = isOwn ? (result.node as Node<never>) : node(op, example);
    close(evaluate(c, [result], given(inputs, x))[0]!, op.reference(x as never, own)[0]!);
  }
}

/** Its vjp for an input agrees with differences of its reference; cotangents have the shapes of the inputs. */
export function vjpIsDerivative(op: Operator, example: Example, i: number): void {
  for (const c of [written(), settled()]) {
    const { inputs, result } = application(c, op, example);
    const { ct, y } = weighted(c, result);
    const x = draw(example, 2);
    const [value] = op.reference(x as never, node(op, example));
    const u = draw({ inputs: [{ shape: value!.shape }] }, 3)[0]!;
    const gradient = reverse(c, y, [inputs[i]!])[0]!;
    const got = evaluate(c, [gradient], given([...inputs, ct], [...x, u]))[0]!;
    if (got.shape.join() !== x[i]!.shape.join()) throw new Error("a cotangent of another shape");
    const expected = got.data.map((_, k) => difference(op, example, x, i, k, u));
    close(got, { shape: got.shape, data: expected }, 2e-7);
  }
}

/** ⟨ct, jvp(dx)⟩ = ⟨vjp(ct), dx⟩. */
export function jvpIsTransposed(op: Operator, example: Example): void {
  const c = written();
  const { inputs, result } = application(c, op, example);
  const { ct } = weighted(c, result);
  const x = draw(example, 4);
  const dx = draw({ inputs: example.inputs.map(({ shape }) => ({ shape })) }, 5);
  const tangents = inputs.map((v, i) =>
    c.symbol({ name: `t${i}`, key: `t${i}`, shape: v.shape, axes: [], of: "real" }),
  );
  const moved = reals(example);
  const [tangent] = op.jvp(
    c,
    tangents.map((t, i) => (moved.includes(i) ? t : null)) as never,
    result.node as Node<never>,
  );
  // The rule itself: `reverse` need not ask it (a choice).
  const cts: readonly (Value | null)[] = op.vjp(c, [ct], result.node as Node<never>);
  const gradients = moved.map((i) => cts[i] ?? c.zeros(inputs[i]!.shape));
  const shape = evaluate(c, [result], given(inputs, x))[0]!.shape;
  const [u] = draw({ inputs: [{ shape }] }, 6);
  const known = given([...inputs, ...tangents, ct], [...x, ...dx, u!]);
  const left = tangent ? dot(u!, evaluate(c, [tangent], known)[0]!) : 0;
  const right = moved.reduce(
    (sum, i, k) => sum + dot(evaluate(c, [gradients[k]!], known)[0]!, dx[i]!),
    0,
  );
  // At a special point both are finite, or neither is.
  const finite = [left, right].filter(Number.isFinite).length;
  if (finite === 0) return;
  if (finite === 1 || !(Math.abs(left - right) <= 1e-11 * Math.max(1, Math.abs(left))))
    throw new Error(`⟨ct, jvp(dx)⟩ is ${left}, ⟨vjp(ct), dx⟩ is ${right}`);
}

/**
 * Its vjp can be differentiated: H v by forward over reverse and by reverse over reverse agree with differences of the
 * gradient.
 */
export function secondOrderIsDerivative(op: Operator, example: Example): void {
  for (const c of [written(), settled()]) {
    const { inputs, result } = application(c, op, example);
    const { ct, y } = weighted(c, result);
    const moved = reals(example).map((i) => inputs[i]!);
    const gradient = reverse(c, y, moved);
    const directions = moved.map((x, i) =>
      c.symbol({ name: `v${i}`, key: `v${i}`, shape: x.shape, axes: [], of: "real" }),
    );
    const along = forward(c, new Map(moved.map((x, i) => [x, directions[i]!])), gradient);
    const total = gradient
      .map((g, i) =>
        c.sum(
          c.mul(g, directions[i]!),
          g.shape.map((_, k) => k),
        ),
      )
      .reduce((a, b) => c.add(a, b));
    const back = reverse(c, total, moved);

    const x = draw(example, 8);
    const v = draw({ inputs: moved.map((m) => ({ shape: m.shape.map((d) => dimValue(d)!) })) }, 9);
    const u = draw({ inputs: [{ shape: result.shape.map((d) => dimValue(d)!) }] }, 10);
    const known = (by: number) => {
      const at = x.map((t, i) => {
        const k = reals(example).indexOf(i);
        if (k < 0) return t;
        return { shape: t.shape, data: t.data.map((e, j) => e + by * v[k]!.data[j]!) };
      });
      return given([...inputs, ct, ...directions], [...at, ...u, ...v]);
    };
    const step = Math.cbrt(Number.EPSILON);
    const [above, below] = [step, -step].map((by) => evaluate(c, gradient, known(by))) as [
      readonly Tensor[],
      readonly Tensor[],
    ];
    moved.forEach((m, i) => {
      const expected = above[i]!.data.map((a, k) => (a - below[i]!.data[k]!) / (2 * step));
      const wanted = { shape: above[i]!.shape, data: expected };
      const zero = c.zeros(m.shape);
      const [byForward, byReverse] = evaluate(c, [along[i] ?? zero, back[i]!], known(0));
      close(byForward!, wanted, 1e-6);
      close(byReverse!, wanted, 1e-6);
      close(byForward!, byReverse!, 1e-10);
    });
  }
}

/** Its jvp can be differentiated: reverse over forward agrees with differences of the tangent. */
export function tangentIsDifferentiable(op: Operator, example: Example): void {
  for (const c of [written(), settled()]) {
    const { inputs, result } = application(c, op, example);
    const moved = reals(example).map((i) => inputs[i]!);
    const directions = moved.map((x, i) =>
      c.symbol({ name: `v${i}`, key: `v${i}`, shape: x.shape, axes: [], of: "real" }),
    );
    const along = forward(c, new Map(moved.map((x, i) => [x, directions[i]!])), [result])[0];
    if (!along) continue;
    const { ct, y } = weighted(c, along);
    const gradient = reverse(c, y, moved);
    const x = draw(example, 11);
    const shaped = (v: Value): Example => ({
      inputs: [{ shape: v.shape.map((d) => dimValue(d)!) }],
    });
    const more = [...directions, ct].map((v, k) => draw(shaped(v), 12 + k)[0]!);
    const known = (at: readonly Tensor[]) =>
      given([...inputs, ...directions, ct], [...at, ...more]);
    const got = evaluate(c, gradient, known(x));
    const step = Math.cbrt(Number.EPSILON);
    reals(example).forEach((i, m) => {
      const data = x[i]!.data.map((_, k) => {
        const value = (by: number): number => {
          const at = x[i]!.data.with(k, x[i]!.data[k]! + by);
          return evaluate(c, [y], known(x.with(i, { shape: x[i]!.shape, data: at })))[0]!.data[0]!;
        };
        return (value(step) - value(-step)) / (2 * step);
      });
      close(got[m]!, { shape: x[i]!.shape, data }, 1e-6);
    });
  }
}

/** A free axis of extent 3 on the inputs of `bits` equals three calls. */
export function freeAxisIsThreeCalls(op: Operator, example: Example, bits: number): void {
  const free = (i: number): boolean => ((bits >> i) & 1) === 1;
  const c = settled();
  const { inputs, result } = application(c, op, example, free);
  const draws = [1, 2, 3].map((seed) => draw(example, seed));
  const call = (d: readonly Tensor[]) => d.map((t, i) => (free(i) ? t : draws[0]![i]!));
  const x = example.inputs.map((_, i) =>
    free(i) ? stack(draws.map((d) => d[i]!)) : draws[0]![i]!,
  );
  const each = draws.map((d) => op.reference(call(d) as never, node(op, example))[0]!);
  close(evaluate(c, [result], given(inputs, x))[0]!, stack(each));
  if (example.special || isTruth(op, example)) return;
  const ct = c.symbol({ name: "ct", key: "ct", shape: result.shape, axes: [FREE], of: "real" });
  const own = c.sum(
    c.mul(ct, result),
    result.shape.map((_, i) => i),
  );
  const y = c.sum(c.close(own, 0, FREE), [0]);
  const us = [7, 8, 9].map((seed) => draw({ inputs: [{ shape: each[0]!.shape }] }, seed)[0]!);
  for (const i of reals(example)) {
    const gradient = reverse(c, y, [inputs[i]!]);
    const got = evaluate(c, gradient, given([...inputs, ct], [...x, stack(us)]))[0]!;
    const single = draws.map((d, n) => gradientOf(op, example, call(d), i, us[n]!));
    close(got, free(i) ? stack(single) : single.reduce(addTensors), 1e-11);
  }
}

/** The result is true or false: nothing is differentiated. */
export const isTruth = (op: Operator, example: Example): boolean =>
  op.of?.(example.inputs.map(() => "real") as never, example.attributes ?? {}) === "truth";

/** The sets of inputs that may have a free axis, as bits. */
export const subsets = (example: Example): readonly number[] =>
  Array.from({ length: 2 ** example.inputs.length - 1 }, (_, bits) => bits + 1);

/**
 * At a kink the derivative is what the written policy says, in both graphs: for all inputs together, for each alone, and
 * along a direction.
 */
export function kinkIsPolicy(op: Operator, { at, partials, alone = partials }: Kink): void {
  const number = (v: number): Tensor => ({ shape: [], data: Float64Array.of(v) });
  for (const c of [written(), settled()]) {
    const example: Example = { inputs: at.map((v) => ({ shape: [], values: [v] })) };
    const { inputs, result } = application(c, op, example);
    const known = given(inputs, draw(example, 1));
    // Not 1, and not one for all: a rule may not forget what it is given, nor take one for another.
    const ct = c.number(3);
    const tangents = inputs.map((_, i) => 3 + 2 * i);
    const of = (x: Value | null | undefined): Tensor => evaluate(c, [x ?? c.number(0)], known)[0]!;
    const along = (moved: readonly number[]): Tensor => {
      const by = new Map(moved.map((i) => [inputs[i]!, c.number(tangents[i]!)]));
      return of(forward(c, by, [result])[0]);
    };
    reverse(c, result, inputs, ct).forEach((g, i) => close(of(g), number(3 * partials[i]!)));
    close(
      along([...inputs.keys()]),
      number(partials.reduce((sum, d, i) => sum + tangents[i]! * d, 0)),
    );
    inputs.forEach((x, i) => {
      close(of(reverse(c, result, [x], ct)[0]), number(3 * alone[i]!));
      close(along([i]), number(tangents[i]! * alone[i]!));
    });
  }
}

const FREE: Axis = { key: "n", name: "n", extent: dimNumber(3), kind: "batch", base: dimNumber(1) };

/** An operator applied to fresh symbols of an example's shapes; those of `free` depend on the axis n. */
export function application(
  c: Builder,
  op: Operator,
  example: Example,
  free: (i: number) => boolean = () => false,
) {
  const inputs = example.inputs.map((input, i) =>
    c.symbol({
      name: `x${i}`,
      key: `x${i}`,
      shape: input.shape.map((n) => dimNumber(n)),
      axes: free(i) ? [FREE] : [],
      of: input.index
        ? { from: dimNumber(input.range![0]), to: dimNumber(input.range![1]) }
        : input.truth
          ? "truth"
          : "real",
    }),
  );
  return { inputs, result: c.apply(op, inputs, example.attributes) };
}

export function draw(example: Example, seed: number): readonly Tensor[] {
  const next = random(seed);
  return example.inputs.map((input) => {
    const length = input.shape.reduce((a, b) => a * b, 1);
    const [from, to] = input.range ?? [-2, 2];
    const whole = input.index || input.truth;
    const value = (): number =>
      whole ? from + Math.floor(next() * (to - from + 1)) : from + next() * (to - from);
    return {
      shape: input.shape,
      data: Float64Array.from({ length }, (_, i) => input.values?.[i] ?? value()),
    };
  });
}

const stack = (tensors: readonly Tensor[]): Tensor => ({
  shape: [tensors.length, ...tensors[0]!.shape],
  data: Float64Array.from(tensors.flatMap((t) => [...t.data])),
});

/** Throws with the first element that differs. */
function close(a: Tensor, b: Tensor, tolerance = 1e-12): void {
  if (a.shape.join() !== b.shape.join())
    throw new Error(`shape ${a.shape.join("×")}, not ${b.shape.join("×")}`);
  a.data.forEach((v, i) => {
    const w = b.data[i]!;
    const same =
      Object.is(v, w) ||
      v === w ||
      (Number.isFinite(v) &&
        Number.isFinite(w) &&
        Math.abs(v - w) <= tolerance * Math.max(1, Math.abs(v), Math.abs(w)));
    if (!same) throw new Error(`element ${i} is ${v}, not ${w}`);
  });
}

const dot = (a: Tensor, b: Tensor): number => a.data.reduce((sum, v, i) => sum + v * b.data[i]!, 0);
export const given = (values: readonly Value[], tensors: readonly Tensor[]) =>
  new Map(values.map((v, i) => [v, tensors[i]!]));
/** The inputs that carry cotangents. */
export const reals = (example: Example): readonly number[] =>
  [...example.inputs.keys()].filter((i) => !example.inputs[i]!.index && !example.inputs[i]!.truth);

/** ⟨ct, result⟩ as a scalar, so that `reverse` applies the vjp under test. */
function weighted(c: Builder, result: Value): { ct: Value; y: Value } {
  const ct = c.symbol({ name: "ct", key: "ct", shape: result.shape, axes: [], of: "real" });
  return {
    ct,
    y: c.sum(
      c.mul(ct, result),
      result.shape.map((_, i) => i),
    ),
  };
}

const node = (op: Operator, example: Example): Node<never> =>
  application(written(), op, example).result.node as Node<never>;
const addTensors = (a: Tensor, b: Tensor): Tensor => ({
  shape: a.shape,
  data: a.data.map((v, i) => v + b.data[i]!),
});

function gradientOf(
  op: Operator,
  example: Example,
  x: readonly Tensor[],
  i: number,
  u: Tensor,
): Tensor {
  const c = written();
  const { inputs, result } = application(c, op, example);
  const { ct, y } = weighted(c, result);
  return evaluate(c, reverse(c, y, [inputs[i]!]), given([...inputs, ct], [...x, u]))[0]!;
}

/** d⟨u, op(x)⟩/dx[i][k] by central differences of the reference. */
function difference(
  op: Operator,
  example: Example,
  x: readonly Tensor[],
  i: number,
  k: number,
  u: Tensor,
): number {
  const step = Math.cbrt(Number.EPSILON) * Math.max(1, Math.abs(x[i]!.data[k]!));
  const at = (by: number): number => {
    const moved = x.map((t, j) =>
      j === i ? { shape: t.shape, data: t.data.with(k, t.data[k]! + by) } : t,
    );
    return dot(u, op.reference(moved as never, node(op, example))[0]!);
  };
  return (at(step) - at(-step)) / (2 * step);
}
