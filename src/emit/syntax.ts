/** @file TypeScript, JavaScript and declarations from one printer: the places where a type or a body may stand. */

/** `dts`: the types of the module and the heads of its functions, without bodies. */
export type Target = "ts" | "js" | "dts";

/** How reals are stored. Arithmetic is in doubles either way: a store to a Float32Array rounds. */
export type Precision = "f64" | "f32";
export type RealArray = "Float64Array" | "Float32Array";

/** Each gives its text for TypeScript, and nothing for JavaScript. */
export interface Syntax {
  readonly ts: boolean;
  /** Functions are declared: they have no bodies. */
  readonly heads: boolean;
  /** `: type` */
  of(type: string): string;
  /** ` as type` */
  as(type: string): string;
  /** Text that only TypeScript has. */
  only(text: string): string;
  /** `!` after an indexed load. */
  readonly bang: string;
  /** The array type of reals. */
  readonly real: RealArray;
}

export function syntaxOf(target: Target, precision: Precision): Syntax {
  const ts = target !== "js";
  const only = (text: string): string => (ts ? text : "");
  const real = precision === "f32" ? "Float32Array" : "Float64Array";
  return {
    ts,
    heads: target === "dts",
    only,
    of: (t) => only(`: ${t}`),
    as: (t) => only(` as ${t}`),
    bang: only("!"),
    real,
  };
}

export interface Field {
  readonly key: string;
  readonly type: string;
  readonly says?: string;
}

export const indent = (lines: readonly string[]): string[] =>
  lines.map((l) => (l === "" ? "" : `  ${l}`));
