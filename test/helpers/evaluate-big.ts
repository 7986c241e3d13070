/** @file What the mathematics of a graph as written says, one element at a time, in numbers of 1400 digits. */
import { dimValue } from "../../src/dim.ts";
import type { Value } from "../../src/graph/node.ts";
import type { ContractLabels } from "../../src/graph/operator.ts";
import type { Axis } from "../../src/graph/type.ts";
import * as b from "./big.ts";
import { cosh, sinh } from "./big-functions.ts";
import { add, big, div, exp, log, mul, neg, ONE, sub, type Big } from "./big.ts";

const half = big(0.5);
const erfc = (x: Big): Big => sub(ONE, b.erf(x));

const ELEMENTWISE: Readonly<Record<string, (...x: readonly Big[]) => Big>> = {
  add: (x, y) => add(x!, y!),
  sub: (x, y) => sub(x!, y!),
  mul: (x, y) => mul(x!, y!),
  div: (x, y) => div(x!, y!),
  neg: (x) => neg(x!),
  abs: (x) => b.abs(x!),
  exp: (x) => exp(x!),
  log: (x) => log(x!),
  log1p: (x) => log(add(ONE, x!)),
  expm1: (x) => sub(exp(x!), ONE),
  sigmoid: (x) => b.sigmoid(x!),
  softplus: (x) => b.softplus(x!),
  tanh: (x) => b.tanh(x!),
  cosh: (x) => cosh(x!),
  sinh: (x) => sinh(x!),
  sqrt: (x) => b.sqrt(x!),
  pow: (x, p) => whole(x!, b.toNumber(p!)),
  square: (x) => mul(x!, x!),
  erf: (x) => b.erf(x!),
  erfc: (x) => erfc(x!),
  normcdf: (x) => mul(half, erfc(neg(div(x!, b.sqrt(big(2)))))),
};

function whole(x: Big, p: number): Big {
  if (p < 0) return div(ONE, whole(x, -p));
  return Array.from({ length: p }, () => x).reduce(mul, ONE);
}

type At = readonly number[];
type Places = ReadonlyMap<string, number>;

/** `given` gives the element of a symbol by its name, at the places of its free axes and then of its shape. */
export function evaluateBig(root: Value, given: (name: string, at: At) => number | Big): Big {
  const known = new Map<string, Big>();
  const total = (count: number, f: (k: number) => Big, join = add): Big =>
    Array.from({ length: count }, (_, k) => f(k)).reduce(join);
  const element = (x: Value, at: At, places: Places): Big => {
    const own = x.node.free.map((a) => places.get(a.key)!);
    const key = `${x.node.id}|${own.join()}|${at.join()}`;
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = made(x, at, places)));
    return value;
  };
  const made = ({ node, shape }: Value, at: At, places: Places): Big => {
    const [x, y] = node.inputs as readonly [Value, Value];
    const { name } = node.op;
    if (ELEMENTWISE[name])
      return ELEMENTWISE[name](...node.inputs.map((v) => element(v, at, places)));
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
    const attribute = <T>(of: string): T => node.attributes[of] as T;
    /** Over all places of the axes that went. */
    const reduce = (join: typeof add): Big => {
      const positions = attribute<readonly number[]>("positions");
      const extents = positions.map((p) => size(x, p));
      return total(
        extents.reduce((n, e) => n * e, 1),
        (k) => {
          const inner = [...at];
          let rest = k;
          positions.forEach((p, i) => {
            inner.splice(p, 0, rest % extents[i]!);
            rest = Math.floor(rest / extents[i]!);
          });
          return element(x, inner, places);
        },
        join,
      );
    };
    /** log Σ exp along the axis, from exact numbers. */
    const lse = (rest: At, p: number): Big =>
      log(total(size(x, p), (k) => exp(element(x, rest.toSpliced(p, 0, k), places))));
    switch (name) {
      case "symbol":
        return exact(
          given(attribute("name"), [...node.free.map((a) => places.get(a.key)!), ...at]),
        );
      case "named":
        return element(x, at, places);
      case "number":
        return big(attribute("value"));
      case "size":
        return big(dimValue(attribute("dim"))!);
      case "broadcast":
        return element(x, [], places);
      case "expandAxis":
        return element(x, at.toSpliced(attribute("position"), 1), places);
      case "sum":
        return reduce(add);
      case "maximum":
        return reduce(b.max);
      case "mean": {
        const count = attribute<readonly number[]>("positions").reduce((n, p) => n * size(x, p), 1);
        return div(reduce(add), big(count));
      }
      case "open": {
        const place = places.get(attribute<Axis>("axis").key)!;
        return element(x, at.toSpliced(attribute("position"), 0, place), places);
      }
      case "close": {
        const p = attribute<number>("position");
        return element(
          x,
          at.toSpliced(p, 1),
          new Map([...places, [attribute<Axis>("axis").key, at[p]!]]),
        );
      }
      case "gather":
        return element(x, [b.toNumber(element(y, [], places)), ...at], places);
      case "softmax": {
        const p = attribute<number>("position");
        return exp(sub(element(x, at, places), lse(at.toSpliced(p, 1), p)));
      }
      case "log_softmax": {
        const p = attribute<number>("position");
        return sub(element(x, at, places), lse(at.toSpliced(p, 1), p));
      }
      case "contract": {
        const { left, right } = node.attributes as unknown as ContractLabels;
        if (shape.length > 0 || left.join() !== right.join() || left.length !== 1) break;
        return total(size(x, 0), (k) => mul(element(x, [k], places), element(y, [k], places)));
      }
    }
    throw new Error(`no true value of ${name}`);
  };
  return element(root, [], new Map());
}

const exact = (x: number | Big): Big => (typeof x === "number" ? big(x) : x);
const size = (x: Value, position: number): number => dimValue(x.shape[position]!)!;
