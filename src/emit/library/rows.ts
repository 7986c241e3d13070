/** @file Gradients by rows. */
import type { Piece } from "../library.ts";

export const ROWS: Readonly<Record<string, Piece>> = {
  RowTable: {
    text: ({ of, only, real }) => `\
/** A sparse set (Briggs and Torczon, 1993): emptied by its count alone, so a call costs what it adds. */
class RowTable${only(" implements Rows")} {
  count = 0;
  ${only("readonly ")}rows${of("Int32Array")};
  ${only("readonly ")}values${of(real)};
  ${only("readonly ")}#width${of("number")};
  ${only("readonly ")}#capacity${of("number")};
  ${only("readonly ")}#places${of("Int32Array")};

  constructor(most${of("number")}, height${of("number")}, width${of("number")}) {
    this.#width = width;
    this.#capacity = Math.min(most, height);
    this.rows = new Int32Array(this.#capacity);
    this.values = new ${real}(this.#capacity * width);
    this.#places = new Int32Array(height);
  }

  /** Where the values of a row begin. A row that is new comes after the others, with zeros. */
  place(row${of("number")})${of("number")} {
    const { rows, values } = this;
    const width = this.#width;
    const places = this.#places;
    const place = places[row]${only("!")};
    if (place < this.count && rows[place] === row) return place * width;
    const next = this.count++;
    places[row] = next;
    rows[next] = row;
    values.fill(0, next * width, (next + 1) * width);
    return next * width;
  }

  /** Whether no array lost its memory. */
  whole()${of("boolean")} {
    return (
      this.rows.length === this.#capacity && this.values.length === this.#capacity * this.#width
    );
  }
}`,
  },
};
