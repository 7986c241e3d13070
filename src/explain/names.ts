/** @file Names that a lecture gives to what a model leaves without one: z, h, δ₁. */

const DIGITS = [..."₀₁₂₃₄₅₆₇₈₉"];

/** `z`, or `z₂` where that is taken. */
export function freeName(wish: string, taken: ReadonlySet<string>): string {
  for (let k = 1; ; k++) {
    const name = k === 1 ? wish : wish + lowered(k);
    if (!taken.has(name)) return name;
  }
}

export const lowered = (k: number): string => [...String(k)].map((d) => DIGITS[Number(d)]).join("");
