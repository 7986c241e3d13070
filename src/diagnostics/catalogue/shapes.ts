/** @file What can be wrong with shapes and sizes. Operands are labels: their place, their shape, where it comes from. */
import type { Diagnostic, Label } from "../diagnostic.ts";
import { error, replace } from "../make.ts";
import type { Span } from "../source.ts";

type Two = readonly [Label, Label];

export const shapeMismatch = (
  sign: string,
  left: string,
  right: string,
  operands: Two,
): Diagnostic =>
  error(
    "shape-mismatch",
    operands[0],
    `\`${sign}\` needs operands of one shape, but got ${left} and ${right}.`,
    [operands[1]],
    { help: "Change a declaration, or bring one operand to the shape of the other." },
  );

export const scalarBesideTensor = (
  sign: string,
  scalar: string,
  extent: string | undefined,
  operands: Two,
): Diagnostic =>
  error(
    "scalar-beside-tensor",
    operands[0],
    `\`${sign}\` of a number and a vector or matrix has two readings.`,
    [operands[1]],
    {
      help:
        extent === undefined
          ? "Only a number written as such is added to each entry."
          : `To add it to each entry, write \`${scalar} ones(${extent})\`.`,
    },
  );

export const divisionByTensor = (
  at: Span,
  divisor: string,
  above: string,
  below: string,
  operands: Two,
): Diagnostic =>
  error(
    "division-by-tensor",
    operands[0],
    `\`/\` divides by a number, but got ${divisor}.`,
    [operands[1]],
    {
      help: `Entry by entry it is \`${above} ⊘ ${below}\`.`,
      fix: replace(at, "⊘"),
    },
  );

export const starOfTensors = (
  left: string,
  right: string,
  a: string,
  b: string,
  operands: Two,
): Diagnostic =>
  error(
    "star-of-tensors",
    operands[0],
    `\`*\` multiplies by a number, but got ${left} and ${right}.`,
    [operands[1]],
    {
      help: `Write \`${a}·${b}\` for the dot product, \`${a} ⊙ ${b}\` entry by entry, \`${a} ${b}\` for a product of matrices.`,
    },
  );

export const dotOfMatrix = (
  left: string,
  right: string,
  write: string,
  operands: Two,
): Diagnostic =>
  error(
    "dot-of-matrix",
    operands[0],
    `\`·\` is of two vectors, but got ${left} and ${right}.`,
    [operands[1]],
    {
      help: `Write ${write}.`,
    },
  );

export const columnBesideColumn = (
  left: string,
  right: string,
  a: string,
  b: string,
  isSame: boolean,
  operands: Two,
): Diagnostic =>
  error(
    "column-beside-column",
    operands[0],
    `Two column vectors side by side, ${left} and ${right}, have no product.`,
    [operands[1]],
    {
      help: isSame
        ? `Write \`${a}·${b}\` for the dot product, \`${a} ⊙ ${b}\` entry by entry, \`${a} ${b}ᵀ\` for the outer product.`
        : `Write \`${a} ${b}ᵀ\` for the outer product.`,
    },
  );

export const productMismatch = (
  left: string,
  right: string,
  help: string | undefined,
  operands: Two,
): Diagnostic =>
  error(
    "product-mismatch",
    operands[0],
    `The product of ${left} and ${right} does not fit.`,
    [operands[1]],
    {
      help,
    },
  );

export const kroneckerOf = (left: string, right: string, operands: Two): Diagnostic =>
  error(
    "kronecker-of",
    operands[0],
    `\`⊗\` is of two matrices or two vectors, but got ${left} and ${right}.`,
    [operands[1]],
  );

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

export const exponentNotScalar = (type: string, exponent: Label): Diagnostic =>
  error("exponent-not-scalar", exponent, `An exponent is a number, but this is ${type}.`, [], {
    help: "Entry by entry it is `.^`.",
  });

export const powerOfVector = (type: string, x: string, p: string, operand: Label): Diagnostic =>
  error("power-of-vector", operand, `A vector, ${type}, has no power.`, [], {
    help:
      p === "2" || p === "²"
        ? `Write \`${x}·${x}\` or \`${x}.^2\`.`
        : `Entry by entry it is \`${x}.^${p}\`.`,
  });

export const powerNotSquare = (type: string, x: string, p: string, operand: Label): Diagnostic =>
  error("power-not-square", operand, `Only a square matrix has powers, but this is ${type}.`, [], {
    help: `Entry by entry it is \`${x}.^${p}\`.`,
  });

export const matrixPowerNotWhole = (span: Span, most: number): Diagnostic =>
  error(
    "matrix-power-not-whole",
    span,
    `The power of a matrix is a whole number from 0 to ${most}.`,
  );

export const transposeOf = (type: string, operand: Label): Diagnostic =>
  error(
    "transpose-of",
    operand,
    `Only vectors and matrices have a transpose, but this is ${type}.`,
    [operand],
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
        batches[0] === undefined
          ? undefined
          : `Over \`${batches[0]}\` it is \`${name}_${batches[0]}\`.`,
    },
  );

export const axisNotSaid = (name: string, operand: Label): Diagnostic =>
  error("axis-not-said", operand, `\`${name}\` of a matrix needs its axis.`, [], {
    help: `Write \`${name}_j A_{i,j}\` with an index j.`,
  });

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

export const tooManySubscripts = (
  span: Span,
  axes: number,
  subscripts: number,
  operand: Label,
): Diagnostic =>
  error(
    "too-many-subscripts",
    span,
    `${subscripts === 1 ? "A subscript" : `${subscripts} subscripts`} on a value with ${axes === 0 ? "no axis" : axes === 1 ? "one axis" : `${axes} axes`}.`,
    [operand],
    { help: "Leave out what is too much: a subscript fixes one axis." },
  );

export const indexOfOtherExtent = (
  span: Span,
  index: string,
  runs: string,
  extent: string,
  operand: Label,
): Diagnostic =>
  error(
    "index-of-other-extent",
    span,
    `\`${index}\` has ${runs} values, but the axis has ${extent}.`,
    [operand],
  );

export const dataOfOtherRange = (
  span: Span,
  data: string,
  range: string,
  extent: string,
  operand: Label,
): Diagnostic =>
  error(
    "data-of-other-range",
    span,
    `\`${data}\` is data from ${range}, but the axis has ${extent} entries.`,
    [operand],
  );

export const elementOutside = (
  span: Span,
  number: number,
  extent: string,
  operand: Label,
): Diagnostic =>
  error(
    "element-outside",
    span,
    `There is no element ${number}: the axis has ${extent}, counted from 1.`,
    [operand],
    { help: "Elements count from 1 up to the size of the axis." },
  );

/** `place` is the declared type. */
export const startOfOtherShape = (
  type: string,
  declared: string,
  place: Span,
  operand: Label,
): Diagnostic =>
  error("start-of-other-shape", operand, `The value is ${type}, but ${declared} is declared.`, [
    { span: place, text: declared },
  ]);

export const definedOfOtherType = (
  type: string,
  declared: string,
  place: Span,
  operand: Label,
): Diagnostic =>
  error("defined-of-other-type", operand, `The value is ${type}, but ${declared} is declared.`, [
    { span: place, text: declared },
  ]);

export const badSize = (span: Span, value: number, most: number): Diagnostic =>
  error("bad-size", span, `A size is a whole number from 1 to ${most}, but this is ${value}.`);

export const notASize = (span: Span): Diagnostic =>
  error("not-a-size", span, "A size is a polynomial of dims and whole numbers.", [], {
    help: "It is made with +, -, products, whole powers, and division without remainder.",
  });

export const sizeTooLong = (span: Span): Diagnostic =>
  error("size-too-long", span, "This size is too long, with every definition put in.", [], {
    help: "Declare a dim of its own for it.",
  });

export const emptyRange = (span: Span, from: string, to: string): Diagnostic =>
  error("empty-range", span, `There is no whole number from ${from} to ${to}.`);

export const tooManyAxes = (span: Span, axes: number, most: number): Diagnostic =>
  error("too-many-axes", span, `${axes} axes are too many: at most ${most}.`);

export const tooManyEntries = (span: Span, entries: number, most: number): Diagnostic =>
  error("too-many-entries", span, `An array of ${entries} entries is too large: at most ${most}.`);

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
