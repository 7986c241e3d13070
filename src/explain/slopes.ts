/** @file Slopes: the derivatives of elementwise pieces, number by number. */
import { topological, type Value } from "../graph/node.ts";
import { sameShape } from "../graph/type.ts";
import type { Piece } from "./pieces.ts";
import type { Tools } from "./tools.ts";

/** `f′(z) = h ⊙ (1 - h)`; the symbol stands for it further down. */
export interface Slope {
  readonly says: string;
  readonly right: Value;
  readonly symbol: Value;
}

/** Of each elementwise function of the model, where it is called. */
export function slopesOf(tools: Tools, pieces: readonly Piece[]): ReadonlyMap<Piece, Slope> {
  const slopes = new Map<Piece, Slope>();
  for (const p of pieces) {
    const [x] = p.reads;
    const right = p.function !== undefined && x && slopeBy(tools, p.right, x);
    if (!right) continue;
    const argument = pieces.find((other) => other.symbol === x)?.name ?? nameOf(x);
    const says = `${p.function}′(${argument})`;
    slopes.set(p, { says, right, symbol: standIn(tools, says, right) });
  }
  return slopes;
}

/** The slope of an elementwise value by what it is a function of; undefined for others. */
export function slopeBy({ c, reverse }: Tools, right: Value, x: Value): Value | undefined {
  const isElementwise =
    sameShape(right.shape, x.shape) &&
    x.node.free.every((a) => right.node.free.some((b) => a.key === b.key)) &&
    right.node.free.every((a) => x.node.free.some((b) => a.key === b.key)) &&
    topological([right]).every(
      ({ op, inputs }) => op.elementwise === true || inputs.length === 0 || op.name === "broadcast",
    );
  if (!isElementwise) return undefined;
  return reverse(c, right, [x], c.broadcast(c.number(1), x.shape))[0];
}

/** What stands for a value further down. */
export const standIn = ({ c }: Tools, key: string, { shape, node }: Value): Value =>
  c.symbol({ name: key, key: `${key} of an explanation`, shape, axes: node.free, of: "real" });

export const nameOf = (leaf: Value): string => leaf.node.attributes["name"] as string;
