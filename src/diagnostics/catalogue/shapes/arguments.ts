/** @file What can be wrong with the shape that a function or a bracket is given. Operands are labels, as in products.ts. */
import type { Diagnostic, Label } from "../../diagnostic.ts";
import { error } from "../../make.ts";
import type { Span } from "../../source.ts";

type Two = readonly [Label, Label];

export const argumentsDiffer = (
  name: string,
  left: string,
  right: string,
  operands: Two,
): Diagnostic =>
  error(
    "arguments-differ",
    operands[0],
    `\`${name}\` needs arguments of one shape, but got ${left} and ${right}.`,
    [operands[1]],
    { help: "All arguments have one shape; a number stands for a constant of that shape." },
  );

export const wrongShape = (name: string, needs: string, type: string, operand: Label): Diagnostic =>
  error("wrong-shape", operand, `\`${name}\` needs ${needs}, but got ${type}.`, [], {
    help: "Change the declaration, or bring the value to that shape.",
  });

export const transposeOf = (type: string, operand: Label): Diagnostic =>
  error(
    "transpose-of",
    operand,
    `Only vectors and matrices have a transpose, but this is ${type}.`,
    [],
    { help: "Axes of a larger array are put in another order by `permute(A, 2, 1, 3)`." },
  );

export const absoluteOfTensor = (x: string, operand: Label): Diagnostic =>
  error("absolute-of-tensor", operand, "`|…|` is of a number.", [], {
    help: `Write \`‖${x}‖\` for the norm, \`abs(${x})\` entry by entry, \`det(${x})\` for the determinant.`,
  });

export const normOfShape = (order: string, isVector: boolean, operand: Label): Diagnostic =>
  error(
    "norm-of-shape",
    operand,
    isVector
      ? `The norm \`${order}\` is of a matrix.`
      : `The norm \`${order}\` of a matrix is not in the language.`,
    [],
    { help: isVector ? "Write `‖x‖`." : "`‖A‖` is the Frobenius norm." },
  );

export const nothingToReduce = (
  name: string,
  batches: readonly string[],
  operand: Label,
): Diagnostic =>
  error(
    "nothing-to-reduce",
    operand,
    `\`${name}\` goes along the axes of a value, but this is a number.`,
    [],
    {
      help:
        name === "softmax"
          ? "Of one number it is always 1: the probability of a score s is `σ(s)`."
          : batches[0] === undefined
            ? "Leave it out, or take the vector it was made of."
            : `Over \`${batches[0]}\` it is \`${name}_${batches[0]}\`.`,
    },
  );

export const axisNotSaid = (name: string, operand: Label): Diagnostic =>
  error("axis-not-said", operand, `\`${name}\` of a matrix needs its axis.`, [], {
    help: `Write \`${name}_j A_{i,j}\` with an index j.`,
  });

/** `turned` joins them along the other axis, where that fits. */
export const blocksDiffer = (
  sign: "," | ";",
  types: readonly string[],
  turned: string | undefined,
  operands: Two,
): Diagnostic =>
  error(
    "blocks-differ",
    operands[0],
    sign === ";"
      ? `One below the other, blocks need one width, but got ${types.join(" and ")}.`
      : `Side by side, blocks need one height, but got ${types.join(" and ")}.`,
    [operands[1]],
    {
      help:
        turned === undefined
          ? `\`;\` joins along the first axis, \`,\` along the second; all other axes are equal.`
          : sign === ";"
            ? `Side by side it is \`${turned}\`.`
            : `One below the other it is \`${turned}\`.`,
    },
  );

/** What it has and what it is to have: a shape and its number of entries. */
export const reshapeOfOtherSize = (
  from: readonly [type: string, entries: string],
  to: readonly [type: string, entries: string],
  operand: Label,
): Diagnostic =>
  error(
    "reshape-of-other-size",
    operand,
    `\`reshape\` keeps the number of entries, but ${from[0]} has ${from[1]} and ${to[0]} has ${to[1]}.`,
  );

export const notAnOrder = (span: Span, axes: number, operand: Label): Diagnostic =>
  axes < 2
    ? error("not-an-order", span, "`permute` reorders axes, and this has fewer than two.", [
        operand,
      ])
    : error(
        "not-an-order",
        span,
        `\`permute\` names each axis once, as a number from 1 to ${axes}.`,
        [operand],
        { help: "`permute(A, 2, 1)` is Aᵀ: axis 1 of the result is axis 2 of A." },
      );

export const windowTooLarge = (span: Span, reach: string, extent: string): Diagnostic =>
  error(
    "window-too-large",
    span,
    `A window reaches over ${reach} places, but the axis has only ${extent}.`,
    [],
    { help: "Take a smaller kernel or window, a smaller dilation, or pad the axis." },
  );

export const kernelOfOtherShape = (
  x: string,
  kernel: string,
  [at, other]: readonly [Label, Label],
): Diagnostic =>
  error(
    "kernel-of-other-shape",
    at,
    `\`conv\` takes channels × places and a kernel of channels out × channels in × places, but got ${x} and ${kernel}.`,
    [other],
    {
      help: "With groups, the kernel has the channels of one group, and each group gives as many.",
    },
  );

export const trianglesDiffer = (
  diagonal: string,
  below: string,
  [at, other]: readonly [Label, Label],
): Diagnostic =>
  error(
    "triangles-differ",
    at,
    `\`lowertri\` needs n numbers for the diagonal and n(n - 1)/2 below it, but got ${diagonal} and ${below}.`,
    [other],
    { help: "Change one of the two declarations." },
  );
