/** @file Rows by index data, and their transpose. */
import type { Dim } from "../dim.ts";
import { dimNumber, dimSubtract } from "../dim.ts";
import { atom, within } from "../graph/notation.ts";
import type { Value } from "../graph/node.ts";
import type { Operator, Tensor } from "../graph/operator.ts";
import { filled, numbers } from "../graph/tensor.ts";
import { isIndexKind, sameShape, type NumberKind } from "../graph/type.ts";
import {
  call,
  loopOver,
  number,
  at as position,
  shifted,
  type Access,
  type Index,
  type Piece,
} from "../kernel/formula.ts";

/** `E[w]`: rows of x, shape(indices) × rest of shape(x). Its cotangent is pushed. */
export const gather: Operator<"binary"> = {
  name: "gather",
  arity: "binary",
  movement: true,
  rows: true,
  shapes: ([x, indices]) =>
    x.length > 0 ? [[...indices, ...x.slice(1)]] : { mismatch: "a value with an axis" },
  of: ([x]) => x,
  define: ([x, indices], node) => {
    const rank = node.inputs[1]!.shape.length;
    const from = baseOf(node.inputs[1]!.node.of);
    return {
      by: "element",
      element: (at) => x([row(indices, at.slice(0, rank), from), ...at.slice(rank)]),
    };
  },
  vjp: (c, [ct], { inputs }) => [ct ? c.scatter(ct, inputs[1]!, inputs[0]!.shape[0]!) : null, null],
  jvp: (c, [t], { inputs }) => [t && c.gather(t, inputs[1]!)],
  say: ([x, indices]) => atom(`${within(x, "atom")}[${indices.text}]`),
  latex: ([x, indices]) => `${x}_{${indices}}`,
  jacobian: ([, indices]) => [`e_{${indices}}^\\top`, "0"],
  reference: ([x, indices], node) => {
    const width = x.shape.slice(1).reduce((a, b) => a * b, 1);
    const result = filled([...indices.shape, ...x.shape.slice(1)], 0);
    const from = numbers([baseOf(node.inputs[1]!.node.of)])[0]!;
    indices.data.forEach((index, i) => {
      for (let k = 0; k < width; k++)
        result.data[i * width + k] = x.data[(index - from) * width + k]!;
    });
    return [result];
  },
  examples: [
    { inputs: [{ shape: [4, 3] }, { shape: [5], range: [0, 3], index: true }] },
    { inputs: [{ shape: [4] }, { shape: [], range: [0, 3], index: true }] },
    { inputs: [{ shape: [4, 3] }, { shape: [], range: [0, 3], index: true }] },
    { inputs: [{ shape: [4, 2, 3] }, { shape: [2, 2], range: [0, 3], index: true }] },
    { inputs: [{ shape: [4] }, { shape: [6], range: [1, 4], index: true }] },
    { inputs: [{ shape: [1, 3] }, { shape: [2], range: [0, 0], index: true }] },
  ],
};

/** Rows added up by index data into zeros of extent × rest: what gather is transposed. */
export const scatter: Operator<"binary", { extent: Dim }> = {
  name: "scatter",
  arity: "binary",
  shapes: ([rows, indices], { extent }) =>
    rows.length >= indices.length && sameShape(rows.slice(0, indices.length), indices)
      ? [[extent, ...rows.slice(indices.length)]]
      : { mismatch: "a row for each index" },
  define: ([rows, indices], node) => {
    const from = baseOf(node.inputs[1]!.node.of);
    if (node.inputs[1]!.shape.length === 0) {
      // One row: an element is pulled, so that it fuses into its reader.
      return {
        by: "element",
        element: ([at, ...rest]) => {
          const here = { kind: "position", index: at!, plus: dimNumber(0) } as const;
          const there = {
            kind: "position",
            index: row(indices, [], from),
            plus: dimNumber(0),
          } as const;
          return call("select", call("equal", here, there), rows(rest), number(0));
        },
      };
    }
    return { by: "pieces", pieces: () => [pushed(rows, indices, node.inputs)] };
  },
  vjp: (c, [ct], { inputs }) => [ct ? c.gather(ct, inputs[1]!) : null, null],
  jvp: (c, [t], { inputs, attributes }) => [t && c.scatter(t, inputs[1]!, attributes.extent)],
  say: ([rows, indices]) => atom(`rows(${rows.text} at ${indices.text})`),
  latex: ([rows, indices]) => `\\sum e_{${indices}} ${rows}`,
  jacobian: ([, indices]) => [`e_{${indices}}`, "0"],
  reference: ([rows, indices], node) => {
    const result = filled(numbers(node.results[0]!.shape), 0);
    addRows(result, rows, indices, node.inputs[1]!);
    return [result];
  },
  examples: [
    {
      inputs: [{ shape: [5, 3] }, { shape: [5], range: [0, 3], index: true }],
      attributes: { extent: dimNumber(4) },
    },
    {
      inputs: [{ shape: [] }, { shape: [], range: [0, 3], index: true }],
      attributes: { extent: dimNumber(4) },
    },
    {
      inputs: [{ shape: [3] }, { shape: [], range: [0, 3], index: true }],
      attributes: { extent: dimNumber(4) },
    },
    {
      inputs: [{ shape: [2, 2, 3] }, { shape: [2, 2], range: [0, 4], index: true }],
      attributes: { extent: dimNumber(5) },
    },
    {
      inputs: [{ shape: [6] }, { shape: [6], range: [1, 4], index: true }],
      attributes: { extent: dimNumber(4) },
    },
  ],
};

/** Rows by index data from several places, added up into zeros of a shape: values₁, indices₁, values₂, indices₂, … */
export const rows: Operator<"any", { shape: readonly Dim[]; key: string }> = {
  name: "rows",
  arity: "any",
  shapes: (inputs, { shape }) =>
    pairs(inputs).every(([values, indices]) =>
      sameShape(values, [...indices, ...shape.slice(1)]),
    ) && inputs.length % 2 === 0
      ? [shape]
      : { mismatch: "a row for each index" },
  define: (inputs, node) => ({
    by: "pieces",
    pieces: () =>
      pairs(inputs).map(([values, indices], i) =>
        pushed(values, indices, node.inputs.slice(2 * i, 2 * i + 2)),
      ),
  }),
  vjp: (c, [ct], { inputs }) =>
    inputs.map((_, i) => (ct && i % 2 === 0 ? c.gather(ct, inputs[i + 1]!) : null)),
  jvp: (c, tangents, { inputs, attributes: { shape, key } }) => {
    const moved = pairs(inputs).flatMap(([, indices], i) => {
      const tangent = tangents[2 * i];
      return tangent ? [{ values: tangent, indices }] : [];
    });
    return [moved.length > 0 ? c.rows(moved, shape, key) : null];
  },
  say: (inputs) => {
    const each = pairs(inputs).map(([v, i]) => `rows(${v.text} at ${i.text})`);
    return each.length === 1 ? atom(each[0]!) : { text: each.join(" + ") || "0", level: "sum" };
  },
  latex: (inputs) =>
    pairs(inputs)
      .map(([values, indices]) => `\\sum e_{${indices}} ${values}`)
      .join(" + "),
  jacobian: (inputs) => inputs.map((_, i) => (i % 2 === 0 ? `e_{${inputs[i + 1]!}}` : "0")),
  reference: (inputs, node) => {
    const result = filled(numbers(node.attributes.shape), 0);
    pairs(inputs).forEach(([values, indices], i) =>
      addRows(result, values, indices, node.inputs[2 * i + 1]!),
    );
    return [result];
  },
  examples: [
    {
      inputs: [{ shape: [5, 3] }, { shape: [5], range: [0, 3], index: true }],
      attributes: { shape: [dimNumber(4), dimNumber(3)], key: "E" },
    },
    {
      inputs: [
        { shape: [2, 3] },
        { shape: [2], range: [0, 3], index: true },
        { shape: [3] },
        { shape: [], range: [1, 4], index: true },
      ],
      attributes: { shape: [dimNumber(4), dimNumber(3)], key: "E" },
    },
    {
      inputs: [
        { shape: [2, 2] },
        { shape: [2, 2], range: [0, 0], index: true },
        { shape: [] },
        { shape: [], range: [0, 0], index: true },
      ],
      attributes: { shape: [dimNumber(1)], key: "b" },
    },
  ],
};

const pairs = <T>(list: readonly T[]): readonly (readonly [T, T])[] =>
  list.flatMap((x, i) => (i % 2 === 0 ? [[x, list[i + 1]!] as const] : []));

/** Every row of the first input, added where the second says. */
function pushed(values: Access, indices: Access, inputs: readonly Value[]): Piece {
  const [of, where] = [inputs[0]!, inputs[1]!];
  const names = ["i", "j", "k", "l"];
  const loops = of.shape.map((extent, i) => loopOver(names[i] ?? "r", extent));
  const all = loops.map((loop) => position(loop));
  const lead = where.shape.length;
  const to = row(indices, all.slice(0, lead), baseOf(where.node.of));
  return { loops, to: [to, ...all.slice(lead)], value: values(all), mode: "add" };
}

function addRows(result: Tensor, values: Tensor, indices: Tensor, where: Value): void {
  const width = result.shape.slice(1).reduce((a, b) => a * b, 1);
  const from = numbers([baseOf(where.node.of)])[0]!;
  indices.data.forEach((index, i) => {
    for (let k = 0; k < width; k++)
      result.data[(index - from) * width + k]! += values.data[i * width + k]!;
  });
}

const baseOf = (of: NumberKind): Dim => (isIndexKind(of) ? of.from : dimNumber(0));
function row(indices: Access, at: readonly Index[], from: Dim): Index {
  const value = indices(at);
  if (value.kind !== "position") return { kind: "value", value, minus: from };
  return shifted(value.index, dimSubtract(value.plus, from));
}
