/** @file Recurrences: states step by step, what they read of earlier steps, and their values seen from outside. */
import { dimAdd, dimNumber, dimValue, type Dim } from "../dim.ts";
import { atom } from "../graph/notation.ts";
import type { Operator } from "../graph/operator.ts";
import { firstRow, recurrenceOf, type StateAttributes } from "../graph/recurrence.ts";
import { sameShape, unionAxes, withoutAxis, type Axis } from "../graph/type.ts";
import { affine, at as place, loopOver, shifted } from "../kernel/formula.ts";

const notByRule = (): never => {
  throw new Error("internal: a recurrence is differentiated as a whole");
};

/** A state some steps earlier, at one step: bound by `state`. */
export const earlier: Operator<
  "leaf",
  { key: string; name: string; shape: readonly Dim[]; axes: readonly Axis[] }
> = {
  name: "earlier",
  arity: "leaf",
  recurrence: "earlier",
  shapes: (_, { shape }) => [shape],
  free: (_, { axes }) => axes,
  vjp: () => [],
  jvp: () => [null],
  say: (_, { attributes }) => atom(attributes.name),
  latex: (_, { attributes }) => attributes.name,
  jacobian: () => [],
  reference: () => [],
  examples: [],
};

const NAMES = ["i", "j", "k", "l"];

/** One state of a recurrence: rows × its shape, the rows of the start among them. Inputs: the next of each state, the starts. */
export const state: Operator<"any", StateAttributes> = {
  name: "state",
  arity: "any",
  recurrence: "state",
  shapes: (inputs, { state: own, axis, names }) => {
    const [next, start] = [inputs[own], inputs[names.length + own]];
    const isSound =
      inputs.length === 2 * names.length && next && start && sameShape(start.slice(1), next);
    return isSound
      ? [[dimAdd(axis.extent, start[0]!), ...next]]
      : { mismatch: "a start for each state, of its shape" };
  },
  free: (frees, { state: own, axis, names }) =>
    withoutAxis(unionAxes(frees[own]!, frees[names.length + own]!), axis),
  define: (inputs, node) => {
    const { axis, names, state: own } = node.attributes;
    const r = recurrenceOf(node);
    const [next, start] = [inputs[own]!, inputs[names.length + own]!];
    const shape = r.next[own]!.shape;
    const loops = shape.map((extent, i) => loopOver(NAMES[i] ?? "r", extent));
    const at = loops.map(place);
    const first = firstRow(r, own);
    const before = loopOver("r", r.start[own]!.shape[0]!);
    const isOne = dimValue(before.extent) === 1;
    const row = isOne ? affine([], dimNumber(0)) : place(before);
    const step = loopOver(axis.name, axis.extent);
    const beforeRow = shifted(row, r.backward ? axis.extent : dimNumber(0));
    return {
      by: "steps",
      steps: () => [
        {
          loops: isOne ? loops : [before, ...loops],
          to: [beforeRow, ...at],
          value: start([row, ...at]),
          mode: "set",
        },
        {
          loops: [step, ...loops],
          to: [shifted(place(step), first), ...at],
          value: next(at, new Map([[axis.key, place(step)]])),
          mode: "set",
        },
      ],
    };
  },
  vjp: notByRule,
  jvp: notByRule,
  say: (_, { attributes: { names, state: own } }) => atom(names[own]!),
  latex: (_, { attributes: { names, state: own } }) => names[own]!,
  jacobian: notByRule,
  reference: notByRule,
  examples: [],
};

/** A value of one step, outside: the first input, below the states after it. */
export const seen: Operator<"any"> = {
  name: "seen",
  arity: "any",
  recurrence: "seen",
  movement: true,
  shapes: ([x]) => [x!],
  free: ([x]) => x!,
  of: ([x]) => x!,
  define: ([x]) => ({ by: "element", element: (at) => x!(at) }),
  vjp: notByRule,
  jvp: notByRule,
  say: ([x]) => x!,
  latex: ([x]) => x!,
  jacobian: notByRule,
  reference: notByRule,
  examples: [],
};
