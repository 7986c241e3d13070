/** @file Elementwise operators at special values: emitted code against exact arithmetic. */
import { describe, expect, it } from "vitest";
import { dimNumber } from "../../src/dim.ts";
import type { Operator } from "../../src/graph/operator.ts";
import type { Leaf } from "../../src/graph/plan.ts";
import { operators, written } from "../../src/operators/index.ts";
import * as b from "../helpers/big.ts";
import { big, type Big } from "../helpers/big.ts";
import { random } from "../helpers/random.ts";
import { EXACT } from "./exact.ts";
import { moduleOf, NOWHERE, PRECISIONS, programOf, realsOf, type Precision } from "./module.ts";

const BOUNDS = [
  0,
  5e-324,
  2 ** -1022,
  1e-300,
  1e-16,
  0.5,
  1,
  1 + 2 ** -52,
  2,
  20,
  40,
  709.78,
  1e16,
  1e22,
  1e300,
  Infinity,
];
const SPECIAL = [...BOUNDS.flatMap((x) => [x, -x]), 1 - 2 ** -53, NaN];
const FEW = [0, 1e-16, -2, 3, 1e300, -Infinity, NaN];

type Point = readonly number[];

function pointsOf(op: Operator): readonly Point[] {
  const next = random(7);
  const { inputs } = op.examples[1]!;
  const inside = Array.from({ length: 12 }, () =>
    inputs.map(({ range: [from, to] = [-2, 2] }) => Math.fround(from + next() * (to - from))),
  );
  if (inputs.length === 1) return [...inside, ...SPECIAL.map((x) => [x])];
  if (inputs.length === 3) return [...inside, ...FEW.flatMap((x) => FEW.map((y) => [x, y, 1]))];
  return [
    ...inside,
    ...SPECIAL.flatMap((x) =>
      FEW.flatMap((y) => [
        [x, y],
        [y, x],
      ]),
    ),
  ];
}

/** All points as vectors, f of them, and the slopes by all arguments at once. */
function programFor(op: Operator, count: number, arity: number) {
  const c = written();
  const leaves = Array.from({ length: arity }, (_, i): Leaf => {
    const shape = [dimNumber(count)];
    const [key, of] = [`x${i}`, "real"] as const;
    const value = c.symbol({ name: key, key, shape, axes: [], of });
    return {
      role: "param",
      name: key,
      key,
      value,
      axes: [],
      shape,
      of,
      initial: undefined,
      span: NOWHERE,
    };
  });
  const y = c.apply(
    op,
    leaves.map((l) => l.value),
  );
  return programOf({
    axes: [],
    leaves,
    objective: { name: "J", key: "J", value: c.sum(y, [0]), span: NOWHERE },
    outputs: [{ name: "y", key: "y", value: y, span: NOWHERE }],
  });
}

const EPSILON = 2 ** -52;
const finite = (x: number): boolean => Number.isFinite(x);
/** An infinity is tried as 2^2500. */
const near = (x: number): Big => (finite(x) ? big(x) : b.mul(big(Math.sign(x)), b.twoTo(2500)));
const step = (x: number): Big =>
  x === 0 ? b.twoTo(-700) : b.mul(big(Math.min(1, Math.abs(x))), b.twoTo(-200));

interface Truth {
  readonly value: Big;
  /** The slopes, and what moving the arguments by their own size would make of them; none at a kink or an end. */
  readonly slopes: readonly ({ readonly slope: Big; readonly reach: Big } | undefined)[];
}

function truthAt(op: Operator, point: Point): Truth {
  const { f } = EXACT[op.name]!;
  const x = point.map(near);
  const value = f(...x);
  const slopes = x.map((v, i) => {
    if (!point.every(finite) || typeof value === "number") return undefined;
    const h = step(point[i]!);
    const difference = (k: number): Big =>
      b.sub(f(...x.with(i, b.add(v, b.mul(big(k), h)))), value);
    const [above, below, half] = [
      difference(1),
      b.neg(difference(-1)),
      b.mul(big(2), difference(0.5)),
    ];
    if ([above, below, half].some((d) => typeof d === "number")) return undefined;
    // Below the last of the digits that the values have.
    if (b.less(b.abs(above), b.mul(b.abs(value), b.twoTo(-1250)))) return undefined;
    const apart = (p: Big, q: Big): boolean =>
      b.less(b.mul(b.abs(p), b.twoTo(-50)), b.abs(b.sub(p, q)));
    // The slopes of the two sides differ, or it jumps.
    if (apart(above, below) || apart(above, half)) return undefined;
    const bend = b.div(b.abs(b.sub(above, below)), b.mul(h, h));
    return { slope: b.div(b.add(above, below), b.mul(big(2), h)), reach: b.mul(bend, b.abs(v)) };
  });
  return { value, slopes };
}

function off(got: number, truth: Big, allowed: Big, precision: Precision): boolean {
  const want = b.toNumber(truth);
  if (got === want || (Number.isNaN(got) && Number.isNaN(want))) return false;
  if (precision === "f32" && Math.fround(got) === Math.fround(want)) return false;
  if (typeof truth === "number" || !finite(got)) {
    // The largest finite doubles: an ulp decides.
    return (
      !(Math.abs(want) > 1.797e308 || Math.abs(got) > 1.797e308) ||
      Math.sign(got) !== Math.sign(want)
    );
  }
  const rounding =
    precision === "f32" ? b.add(b.mul(b.abs(truth), b.twoTo(-23)), b.twoTo(-149)) : b.twoTo(-1073);
  return b.less(b.add(allowed, rounding), b.abs(b.sub(big(got), truth)));
}

const show = (p: Point): string => `(${p.map((v) => (Object.is(v, -0) ? "-0" : v)).join(", ")})`;

describe.each(operators.filter((op) => EXACT[op.name]).map((op) => [op.name, op] as const))(
  "%s",
  (name, op) => {
    const all = pointsOf(op);
    const program = programFor(op, all.length, all[0]!.length);
    it.each(PRECISIONS)("is right at special values, %s", (precision) => {
      const points = precision === "f64" ? all : all.map((p) => p.map(Math.fround));
      const module = moduleOf(program, precision);
      const params = Object.fromEntries(
        all[0]!.map((_, i) => [
          `x${i}`,
          realsOf(
            points.map((p) => p[i]!),
            precision,
          ),
        ]),
      );
      const { values, gradients } = module["valueAndGradient"]!(params, {}, module["workspace"]!());
      const { ulps = 4, offset = 0, slopeUlps = 16, absolute = 0, except } = EXACT[name]!;
      // A derivative may be made of a value that was stored.
      const unit = precision === "f64" ? EPSILON : 2 ** -22;
      const wrong: string[] = [];
      points.forEach((point, k) => {
        if (except?.(...point)) return;
        const y = values.y[k] as number;
        if (point.some((v) => Number.isNaN(v))) {
          if (!Number.isNaN(y)) wrong.push(`${name}${show(point)} is ${y}, not NaN`);
          return;
        }
        if (!point.every(finite)) {
          const [want] = op.reference(
            point.map((v) => ({ shape: [1], data: Float64Array.of(v) })) as never,
            { attributes: {} } as never,
          )[0]!.data;
          if (
            off(
              y,
              finite(want!) ? big(want!) : want!,
              big(4 * EPSILON * Math.abs(finite(want!) ? want! : 0)),
              precision,
            )
          )
            wrong.push(`${name}${show(point)} is ${y}, not ${want}`);
          return;
        }
        const { value, slopes } = truthAt(op, point);
        const allowed = b.add(b.mul(b.abs(value), big(ulps * EPSILON)), big(offset));
        if (off(y, value, allowed, precision))
          wrong.push(`${name}${show(point)} is ${y}, not ${b.toNumber(value)}`);
        slopes.forEach((s, i) => {
          if (!s) return;
          const g = gradients[`x${i}`][k] as number;
          const room = b.add(
            b.mul(b.add(b.abs(s.slope), s.reach), big(slopeUlps * unit)),
            big(absolute * unit),
          );
          if (off(g, s.slope, room, precision))
            wrong.push(`∂${name}${show(point)}/∂x${i} is ${g}, not ${b.toNumber(s.slope)}`);
        });
      });
      expect(wrong).toEqual([]);
    });
  },
);

it("knows the exact value of every elementwise operator but of truths", () => {
  const truths = ["less", "lessEqual", "equal", "and", "or", "not", "select"];
  // As exact as the logarithm that they are made of: to 60 digits in test/emit/special-values.test.ts.
  const fromLogbeta = ["betafn", "log_student"];
  const without = operators.filter((op) => op.elementwise && !EXACT[op.name]);
  expect(without.map((op) => op.name).toSorted()).toEqual([...truths, ...fromLogbeta].toSorted());
});
