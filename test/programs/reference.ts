/** @file The reference values of ../shared/programs/: parameters, inputs, and what must come out. */
import { readFileSync } from "node:fs";

export interface Reference {
  readonly name: string;
  readonly text: string;
  readonly sizes: Readonly<Record<string, number>>;
  readonly objective: string;
  readonly params: Readonly<Record<string, readonly number[]>>;
  readonly inputs: Readonly<Record<string, number | readonly number[]>>;
  readonly integers: readonly string[];
  readonly values: Readonly<Record<string, number | readonly number[]>>;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly hessian_J_w?: readonly number[];
}

export const reference = (file: string): Reference =>
  JSON.parse(readFileSync(new URL(`data/${file}.json`, import.meta.url), "utf8")) as Reference;

/** The text of a program as LANGUAGE.md has it. */
export const program = (file: string): string =>
  readFileSync(new URL(`${file}.nabla`, import.meta.url), "utf8");

export const floats = (arrays: Readonly<Record<string, readonly number[]>>) =>
  Object.fromEntries(Object.entries(arrays).map(([key, a]) => [key, Float64Array.from(a)]));

export const inputsOf = ({ inputs, integers }: Reference) =>
  Object.fromEntries(
    Object.entries(inputs).map(([key, a]) => [
      key,
      typeof a === "number"
        ? a
        : integers.includes(key)
          ? Int32Array.from(a)
          : Float64Array.from(a),
    ]),
  );
