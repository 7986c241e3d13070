/** @file The names of one exported function. */
import type { Buffer } from "../kernel/formula.ts";
import type { Argument, Routine } from "../kernel/kernel.ts";
import type { Plan } from "./plan.ts";
import type { Sizes } from "./sizes.ts";

export interface Frame {
  readonly plan: Plan;
  readonly routine: Routine;
  readonly sizes: Sizes;
  /** Locals for what the caller gives. */
  readonly arguments: ReadonlyMap<Argument, string>;
  /** Locals for the workspace's arrays. */
  readonly arrays: ReadonlyMap<Buffer, string>;
}

/** The field of the workspace's memory that holds a buffer. */
export function fieldOf(plan: Plan, buffer: Buffer): string {
  const field = plan.arrayOf.get(buffer) ?? plan.tables.find((t) => t.buffer === buffer);
  if (!field) throw new Error(`internal: ${buffer.name} has no storage`);
  return field.name;
}

/** The field that remembers an argument from one call to the next. */
export const rememberedAs = (plan: Plan, argument: Argument): string =>
  plan.remembered.get(argument.key)!;

/** Where an argument stands, as a caller writes it: `params`. */
export const groupOf = (routine: Routine, argument: Argument): "params" | "inputs" =>
  routine.params.includes(argument) ? "params" : "inputs";
