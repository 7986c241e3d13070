/** @file How functions of the module take sizes, check them, and say them in messages. */
import { showDim, type Dim } from "../dim.ts";
import type { Program } from "../kernel/kernel.ts";
import { wrapped } from "./function.ts";
import { comment, quote } from "./literals.ts";
import type { Plan } from "./plan.ts";
import { isOpen, sizeKey, type Sizes } from "./sizes.ts";

export const modelName = (program: Program): string => comment(program.name);

export const openNames = (program: Program): readonly string[] =>
  program.dims.filter(isOpen).map(sizeKey);

export const names = (list: readonly string[]): string => `[${list.map(quote).join(", ")}]`;

/** The parameter `sizes` of shapes and workspace. */
export const sizesParameter = (program: Program) =>
  openNames(program).length === 0
    ? { name: "sizes", type: "Sizes", initial: "{}" }
    : { name: "sizes", type: "Sizes" };

/** `h × 5d`, for messages. */
export const words = (extents: readonly Dim[]): string =>
  extents
    .map((e) => (e.terms.length > 1 && extents.length > 1 ? `(${showDim(e)})` : showDim(e)))
    .join(" × ");

/** `const { N, V } = from;` for the open sizes that were used. */
export function sizesLine(sizes: Sizes, from: string): readonly string[] {
  const items = sizes.open.map((n) => sizes.pair(n));
  return items.length > 0 ? wrapped("const { ", items, ` } = ${from};`) : [];
}

/** `elements("params.W", "h × d", [h, d])`: the length of an array, which is refused if too large. */
export function elementsCall(
  label: string,
  extents: readonly Dim[],
  sizes: Sizes,
  plan: Plan,
): string {
  const values = extents.map((e) => exactText(e, sizes, plan)).join(", ");
  return `${plan.library.use("elements")}(${quote(label)}, ${quote(words(extents))}, [${values}])`;
}

/** A size as text that throws where a number cannot hold it. */
export function exactText(dim: Dim, sizes: Sizes, plan: Plan): string {
  const text = sizes.text(dim, true).text;
  if (text.includes("exact(")) plan.library.use("exact");
  return text;
}
