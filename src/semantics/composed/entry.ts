/** @file A built-in that is made of others: what it takes, and how its value comes to be. */
import type { Axis } from "../../graph/type.ts";
import type { Argument, Subscript } from "../../syntax/ast.ts";
import type { Context } from "../context.ts";
import type { BareFunction } from "../functions.ts";
import type { Typed } from "../typed.ts";

export interface BuiltinCall extends BareFunction {
  readonly canonical: string;
  readonly subscript: Subscript | undefined;
}

/** From the arguments as they are written: sizes, conditions, arguments by name. */
export interface OfWritten {
  readonly of: (ctx: Context, written: readonly Argument[], f: BuiltinCall) => Typed | undefined;
  /** The arguments that may be given by name: `pad` in `conv(x, K, pad = 1)`. */
  readonly options?: readonly string[] | "any";
}

/** From real values; without an arity it takes any number of them and counts them itself. */
export interface OfValues {
  readonly arity: number | undefined;
  readonly by: (ctx: Context, args: readonly Typed[], f: BuiltinCall) => Typed | undefined;
  /** Below indices: along their axes. */
  readonly over?: (
    ctx: Context,
    x: Typed,
    axes: readonly Axis[],
    f: BuiltinCall,
  ) => Typed | undefined;
}

export type Composed = OfWritten | OfValues;

/** Built-ins by their canonical names. */
export type Entries = Readonly<Record<string, Composed>>;
