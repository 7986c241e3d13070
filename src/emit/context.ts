/** @file What statements of one function may refer to: loops, locals, arrays, sizes and helpers, by their names in the text. */
import type { Buffer, Local, Loop } from "../kernel/formula.ts";
import type { Block } from "./block.ts";
import type { Sizes } from "./sizes.ts";
import type { Syntax } from "./syntax.ts";

/** A bound name and the depth of the block that binds it. */
export interface Bound {
  readonly name: string;
  readonly depth: number;
}

export interface Context {
  readonly syntax: Syntax;
  readonly sizes: Sizes;
  readonly root: Block;
  readonly loops: Map<Loop, Bound>;
  readonly locals: Map<Local, Bound>;
  /** Locals that are the variable of a buffer without extents. */
  readonly aliases: Map<Local, Buffer>;
  /** That variable, now declared. */
  variable(buffer: Buffer): string;
  /** The local that holds a buffer's array. */
  array(buffer: Buffer): string;
  /** The variable that stands for a buffer without extents, if one does. */
  scalar(buffer: Buffer): string | undefined;
  /** The statement that gives a value to such a variable, or adds one; the first may declare it. */
  assign(buffer: Buffer, value: string, mode: "set" | "add"): string;
  /** Never written while the function runs. */
  isConstant(buffer: Buffer): boolean;
  helper(name: Helper): string;
}

export type Helper =
  | "sigmoid"
  | "softplus"
  | "erf"
  | "erfc"
  | "normcdf"
  | "round"
  | "mod"
  | "lgamma"
  | "digamma"
  | "polygamma"
  | "erfinv"
  | "erfcx"
  | "erfcxExcess"
  | "logErfc"
  | "logNormcdf"
  | "gammafn"
  | "logbeta";

export function boundOf<K extends Loop | Local>(bound: Map<K, Bound>, key: K): Bound {
  const found = bound.get(key);
  if (!found) throw new Error(`internal: ${key.name} is used where it is not bound`);
  return found;
}
