/** @file The small functions that a module may need: it gets those that it uses, and what they use. */
import type { Syntax } from "./syntax.ts";
import { DOOR } from "./library/door.ts";
import { GENERATOR } from "./library/generator.ts";
import { ROWS } from "./library/rows.ts";
import { SCALAR } from "./library/scalar.ts";
import { SIZES } from "./library/sizes.ts";

/** Its text, and the others that it calls. */
export interface Piece {
  readonly text: (syntax: Syntax) => string;
  readonly uses?: readonly string[];
}

const ALL: ReadonlyMap<string, Piece> = new Map(
  [SCALAR, SIZES, DOOR, GENERATOR, ROWS].flatMap((pieces) => Object.entries(pieces)),
);

export class Library {
  readonly #used = new Set<string>();

  /** The name, now certain to be declared. */
  use(name: string): string {
    const piece = ALL.get(name);
    if (!piece) throw new Error(`internal: the module has no function ${name}`);
    if (!this.#used.has(name)) {
      this.#used.add(name);
      for (const other of piece.uses ?? []) this.use(other);
    }
    return name;
  }

  /** Scalar functions stand at the top of the module. */
  scalars(syntax: Syntax): readonly string[] {
    return this.#print(syntax, (name) => Object.hasOwn(SCALAR, name));
  }

  /** The others at its end. */
  others(syntax: Syntax): readonly string[] {
    return this.#print(syntax, (name) => !Object.hasOwn(SCALAR, name));
  }

  #print(syntax: Syntax, wanted: (name: string) => boolean): readonly string[] {
    return [...ALL].flatMap(([name, piece]) =>
      this.#used.has(name) && wanted(name) ? ["", ...piece.text(syntax).split("\n")] : [],
    );
  }
}
