/** @file Rows by index data, and their transpose. */
import type { Dim } from "../dim.ts";
import { dimNumber } from "../dim.ts";
import { atom, within } from "../graph/notation.ts";
import type { Operator } from "../graph/operator.ts";
import { filled, numbers } from "../graph/tensor.ts";
import { isIndexKind, sameShape, type NumberKind } from "../graph/type.ts";
import {
  call,
  loopOver,
  number,
  at as position,
  type Access,
  type Index,
} from "../kernel/formula.ts";

/** `E[w]`: rows of x, shape(indices) × rest of shape(x). Its cotangent is pushed. */
export const gather: Operator<"binary"> = {
  name: "gather",
  arity: "binary",
  movement: true,
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
    const lead = node.inputs[1]!.shape;
    if (lead.length === 0) {
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
    return {
      by: "pieces",
      pieces: () => {
        const names = ["i", "j", "k", "l"];
        const loops = node.inputs[0]!.shape.map((extent, i) => loopOver(names[i] ?? "r", extent));
        const all = loops.map((loop) => position(loop));
        const at = all.slice(0, lead.length);
        return [
          {
            loops,
            to: [row(indices, at, from), ...all.slice(lead.length)],
            value: rows(all),
            mode: "add",
          },
        ];
      },
    };
  },
  vjp: (c, [ct], { inputs }) => [ct ? c.gather(ct, inputs[1]!) : null, null],
  jvp: (c, [t], { inputs, attributes }) => [t && c.scatter(t, inputs[1]!, attributes.extent)],
  say: ([rows, indices]) => atom(`rows(${rows.text} at ${indices.text})`),
  latex: ([rows, indices]) => `\\sum e_{${indices}} ${rows}`,
  jacobian: ([, indices]) => [`e_{${indices}}`, "0"],
  reference: ([rows, indices], node) => {
    const extent = numbers([node.attributes.extent])[0]!;
    const rest = rows.shape.slice(indices.shape.length);
    const width = rest.reduce((a, b) => a * b, 1);
    const result = filled([extent, ...rest], 0);
    const from = numbers([baseOf(node.inputs[1]!.node.of)])[0]!;
    indices.data.forEach((index, i) => {
      for (let k = 0; k < width; k++)
        result.data[(index - from) * width + k]! += rows.data[i * width + k]!;
    });
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

const baseOf = (of: NumberKind): Dim => (isIndexKind(of) ? of.from : dimNumber(0));
const row = (indices: Access, at: readonly Index[], from: Dim): Index => ({
  kind: "value",
  value: indices(at),
  minus: from,
});
