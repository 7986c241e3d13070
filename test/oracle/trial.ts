/** @file A model to be tried: compiled and loaded, with points at which it is smooth and what the interpreter says there. */
import { emit } from "../../src/emit/index.ts";
import type { File } from "../../src/syntax/ast.ts";
import { loadScript, type Loaded } from "../helpers/load.ts";
import { stagesOf, type Stages } from "../helpers/stages.ts";
import { asArguments, draw } from "./draw.ts";
import { interpret, type Instance, type Interpreted } from "./interpret.ts";

export interface Sized {
  readonly text: string;
  readonly sizes: Instance["sizes"];
}

export interface Point {
  readonly instance: Instance;
  readonly expected: Interpreted;
  readonly params: Readonly<Record<string, Float64Array>>;
  readonly inputs: Readonly<Record<string, Float64Array | Int32Array | number>>;
}

export interface Trial extends Sized {
  readonly seed: number;
  readonly file: File;
  readonly stages: Stages;
  readonly code: string;
  readonly module: Loaded;
  readonly points: readonly Point[];
}

const MARGIN = 1e-3;
const LARGEST = 1e6;

/** The model at up to `count` points; undefined where no smooth one is soon found. */
export function trialOf({ text, sizes }: Sized, seed: number, count = 3): Trial | undefined {
  const stages = stagesOf(text);
  const { file } = stages;
  const points: Point[] = [];
  for (let attempt = 0; attempt < 12 && points.length < count; attempt++) {
    const point = pointAt(file, sizes, seed + 7919 * attempt);
    if (point) points.push(point);
  }
  if (points.length === 0) return undefined;
  const code = emit(stages.program, { target: "js" });
  return { text, sizes, seed, file, stages, code, module: loadScript(code), points };
}

/** Numbers far from kinks, and not too large. */
export function pointAt(file: File, sizes: Instance["sizes"], seed: number): Point | undefined {
  const instance = draw(file, sizes, seed);
  const expected = interpret(file, instance);
  const large = Object.values(expected.values).some((v) => v.some((x) => !(Math.abs(x) < LARGEST)));
  if (!(expected.margin > MARGIN) || large) return undefined;
  const { params, inputs } = asArguments(file, instance);
  return { instance, expected, params, inputs } as Point;
}
