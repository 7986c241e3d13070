/** @file What can be wrong with signs between values, and with powers. Operands are labels: their place, their shape, where it comes from. */
import type { Diagnostic, Label } from "../../diagnostic.ts";
import { error, replace } from "../../make.ts";
import type { Span } from "../../source.ts";

type Two = readonly [Label, Label];

export const shapeMismatch = (
  sign: string,
  left: string,
  right: string,
  operands: Two,
  help = "Change a declaration, or bring one operand to the shape of the other.",
): Diagnostic =>
  error(
    "shape-mismatch",
    operands[0],
    `\`${sign}\` needs operands of one shape, but got ${left} and ${right}.`,
    [operands[1]],
    { help },
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
  write: string,
  operands: Two,
): Diagnostic =>
  error(
    "star-of-tensors",
    operands[0],
    `\`*\` multiplies by a number, but got ${left} and ${right}.`,
    [operands[1]],
    {
      help: `Write ${write}.`,
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
    `The power of a matrix is a whole number from -${most} to ${most}.`,
  );
