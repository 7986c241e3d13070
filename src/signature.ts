/** @file What a caller of a module must bring, as data. */
import type { Dim } from "./dim.ts";
import type { Plan } from "./graph/plan.ts";
import type { Argument, Program } from "./kernel/kernel.ts";

export interface Signature {
  /** Open dims: the sizes that `workspace` wants. */
  readonly sizes: readonly string[];
  /** Their keys, where those are not their names: `lambda` of `λ`. */
  readonly sizeKeys?: ReadonlyMap<string, string>;
  readonly params: readonly SignatureArgument[];
  readonly inputs: readonly SignatureArgument[];
  /** Its key in values. */
  readonly objective: string | undefined;
  /** Keys of the gradients. */
  readonly gradients: readonly string[];
}

export interface SignatureArgument {
  readonly key: string;
  /** In memory: batches, then subscripts, then the shape. */
  readonly extents: readonly Dim[];
  readonly kind: "real" | "integer" | "number";
  readonly range?: { readonly from: Dim; readonly to: Dim };
}

export const signatureOf = (plan: Plan, program: Program): Signature => ({
  sizes: program.dims.filter((d) => d.definition === undefined).map((d) => d.name),
  sizeKeys: new Map(program.dims.flatMap(({ name, key }) => (key ? [[name, key]] : []))),
  params: program.params.map(argument),
  inputs: program.inputs.map(argument),
  objective: plan.objective?.key,
  gradients: plan.gradients.map((g) => g.key),
});

const argument = ({ key, buffer, form, range }: Argument): SignatureArgument => ({
  key,
  extents: buffer.extents,
  kind: form === "number" ? "number" : range ? "integer" : "real",
  ...(range && { range }),
});
