/**
 * @file Every number of a module against dual numbers: values, gradients along a random direction of each parameter, second
 * derivatives times a random direction.
 */
import { random } from "../../helpers/random.ts";
import { interpret, type Directions, type Interpreted } from "../interpret.ts";
import type { Loaded } from "../../helpers/load.ts";
import { compare, Disagreement, type Numbers } from "../numbers.ts";
import type { Point, Trial } from "../trial.ts";
import { dense } from "./dense.ts";

export interface Tolerant {
  readonly tolerance?: number;
  /** Numbers below it have no full precision. */
  readonly least?: number;
  /** The arrays as the module wants them. */
  readonly given?: (point: Point) => Pick<Point, "params" | "inputs">;
}

export function dualNumbers(trial: Trial, module: Loaded = trial.module, how: Tolerant = {}): void {
  const workspace = module["workspace"]!(trial.sizes);
  for (const point of trial.points) againstDuals(trial, point, module, workspace, how);
}

type Results = Readonly<Record<string, Numbers>>;
type Slopes = ReturnType<Interpreted["slopes"]>;

/** Several routines, and several modules, are asked for the same slopes: a point has them once. */
const known = new WeakMap<Point, Map<string, Slopes>>();
function slopesAt(point: Point, of: string, directions: Directions): Slopes {
  const all = known.get(point) ?? new Map<string, Slopes>();
  known.set(point, all);
  const key = `${of} ${Object.entries(directions)
    .map(([wrt, d]) => `${wrt}: ${Array.from(d).join()}`)
    .join()}`;
  const slopes = all.get(key) ?? point.expected.slopes(of, directions);
  all.set(key, slopes);
  return slopes;
}

function againstDuals(
  trial: Trial,
  point: Point,
  module: Loaded,
  workspace: unknown,
  { tolerance, least, given }: Tolerant,
): void {
  const { expected } = point;
  const { params, inputs } = given?.(point) ?? point;
  const settings = {
    ...(tolerance !== undefined && { tolerance }),
    ...(least !== undefined && { least }),
  };
  const again = (): Interpreted => interpret(trial.file, point.instance);
  const run = (name: string): Results => module[name]!(params, inputs, workspace);
  const values = (what: string, got: Results, keys: readonly string[]): void => {
    sameKeys(what, got, keys);
    for (const key of keys) {
      const said = { wanted: expected.values[key]!, again: () => again().values[key]! };
      compare(`${what}.${key}`, got[key]!, said, settings);
    }
  };
  const entries = (key: string): number => point.instance.params[key]?.length ?? 0;
  const gradients = (what: string, got: Results): void => {
    const list = expected.derivatives.filter((d) => d.export === undefined);
    sameKeys(what, got, [...new Set(list.map((d) => d.wrt))]);
    for (const of of new Set(list.map((d) => d.of))) {
      const wrt = list.filter((d) => d.of === of).map((d) => d.wrt);
      along(what, of, Object.fromEntries(wrt.map((key) => [key, dense(got[key]!, entries(key))])));
    }
  };
  const along = (what: string, of: string, got: Results): void => {
    const next = random(trial.seed + 17);
    const directions: Directions = Object.fromEntries(
      Object.entries(got).map(([key, g]) => [
        key,
        listed(g).map(() => (next() < 0.5 ? -1 : 1) * (0.5 + next())),
      ]),
    );
    const wanted = slopesAt(point, of, directions);
    for (const [key, g] of Object.entries(got)) {
      const terms = listed(g).map((x, i) => x * directions[key]![i]!);
      const scale = terms.reduce((sum, x) => sum + Math.abs(x), 0);
      const said = { wanted: [wanted[key]!], again: () => [again().slopes(of, directions)[key]!] };
      compare(
        `${what}.${key}, along a direction,`,
        terms.reduce((a, b) => a + b, 0),
        said,
        {
          ...settings,
          scale: [scale],
        },
      );
    }
  };

  const stated = [
    ...(expected.objective === undefined ? [] : [expected.objective]),
    ...expected.outputs,
  ];
  if (expected.shown.length > 0) values("predict", run("predict"), expected.shown);
  if (expected.objective !== undefined) {
    values("forward", run("forward"), stated);
    gradients("backward", run("backward"));
    const both = module["valueAndGradient"]!(params, inputs, workspace);
    values("valueAndGradient.values", both.values, stated);
    gradients("valueAndGradient.gradients", both.gradients);
  }
  for (const { export: name, role, of, wrt } of expected.derivatives) {
    if (name === undefined) continue;
    const got = run(name) as unknown as Numbers;
    if (role === "grad") along(name, of, { [wrt]: dense(got, entries(wrt)) });
    else secondOrder(name, of, wrt, listed(got));
  }

  function secondOrder(name: string, of: string, wrt: string, hessian: readonly number[]): void {
    const n = Math.sqrt(hessian.length);
    const next = random(trial.seed + 23);
    const v = Array.from({ length: n }, () => 2 * next() - 1);
    const rows = Array.from({ length: n }, (_, i) => v.map((x, j) => hessian[i * n + j]! * x));
    const got = rows.map((row) => row.reduce((a, b) => a + b, 0));
    const scale = rows.map((row) => row.reduce((a, b) => a + Math.abs(b), 0));
    const said = {
      wanted: expected.hessianAlong(of, wrt, v),
      again: () => again().hessianAlong(of, wrt, v),
    };
    compare(`${name}, along a direction,`, got, said, { ...settings, scale });
    const allowed = (tolerance ?? 1e-12) * 1e4 * Math.max(...hessian.map(Math.abs)) + 1e-13;
    hessian.forEach((h, k) => {
      const mirrored = hessian[(k % n) * n + Math.floor(k / n)]!;
      if (Math.abs(h - mirrored) > allowed)
        throw new Disagreement(`${name} is not symmetric: ${h} and ${mirrored}`);
    });
  }
}

function sameKeys(what: string, got: Results, keys: readonly string[]): void {
  const [a, b] = [Object.keys(got), keys].map((k) => k.toSorted().join());
  if (a !== b) throw new Disagreement(`${what} gives ${a}, not ${b}`);
}

const listed = (x: Numbers): readonly number[] => (typeof x === "number" ? [x] : Array.from(x));
