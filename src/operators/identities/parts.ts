/** @file Parts cut out, joined and padded with zeros: what is cut out of what was joined is not joined. */
import { dimAdd, dimAtMost, dimEquals, dimNumber, dimSubtract, type Dim } from "../../dim.ts";
import type { Application } from "../../graph/builder.ts";
import type { Attributes, Node, Value } from "../../graph/node.ts";
import type { Calculus } from "../../graph/operator.ts";
import { by, rule, type Rule } from "./match.ts";

interface Part extends Attributes {
  readonly position: number;
  readonly start: Dim;
  readonly length: Dim;
}
interface Room extends Attributes {
  readonly position: number;
  readonly before: Dim;
  readonly extent: Dim;
}
interface Along extends Attributes {
  readonly position: number;
}

const ZERO = dimNumber(0);
const ONE = dimNumber(1);

export const partRules: readonly Rule[] = [
  rule(
    "whole-part",
    {
      before: "[v; w][1..6]",
      after: "[v; w]",
      why: "Nothing is left to do.",
      keeps: "every bit",
      examples: ["[s][1]", "v[1]² v[2] v[3]"],
    },
    {
      slice: (_, { inputs: [x], attributes }) => {
        const { position: p, length } = attributes as Part;
        return dimEquals(x!.shape[p]!, length) ? x : undefined;
      },
      pad: (_, { inputs: [x], attributes }) => {
        const { position: p, extent } = attributes as Room;
        return dimEquals(x!.shape[p]!, extent) ? x : undefined;
      },
      concat: (_, { inputs }) => (inputs.length === 1 ? inputs[0] : undefined),
    },
  ),
  rule(
    "part-of-part",
    {
      before: "[0; [v; 0]]",
      after: "[0; v; 0]",
      why: "One position in place of two.",
      keeps: "every bit",
      examples: ["loss J = (v[2])³ + v[3]\nhessian J wrt v"],
    },
    {
      slice: (c, { inputs: [x], attributes }) => {
        const { position: p, start, length } = attributes as Part;
        const inner = by<Part>(x, "slice");
        if (inner?.attributes.position !== p) return undefined;
        return c.slice(inner.inputs[0]!, p, dimAdd(inner.attributes.start, start), length);
      },
      pad: (c, { inputs: [x], attributes }) => {
        const { position: p, before, extent } = attributes as Room;
        const inner = by<Room>(x, "pad");
        if (inner?.attributes.position !== p) return undefined;
        return c.pad(inner.inputs[0]!, p, dimAdd(inner.attributes.before, before), extent);
      },
    },
  ),
  rule(
    "part-of-joined",
    {
      before: "[v; w][1]",
      after: "v[1]",
      why: "What is cut out of what was joined is not joined.",
      keeps: "every bit",
      examples: ["[v; s; w][4]", "[v; w]·[w; v]"],
    },
    { slice: partOfJoined },
  ),
  rule(
    "part-of-spread",
    {
      before: "a part of s ones(3)",
      after: "s ones(2)",
      why: "What is the same along an axis is the same in its part.",
      keeps: "every bit",
      examples: ["sum([v; w])"],
    },
    {
      slice: (c, { inputs: [x], attributes }) => {
        const { position: p, start, length } = attributes as Part;
        const scalar = by(x, "broadcast")?.inputs[0];
        if (scalar) return c.broadcast(scalar, x!.shape.with(p, length));
        const repeated = by<{ position: number; extent: Dim }>(x, "expandAxis");
        if (!repeated) return undefined;
        const { position: q, extent } = repeated.attributes;
        const inner = repeated.inputs[0]!;
        if (p === q) return c.expandAxis(inner, q, length);
        return c.expandAxis(c.slice(inner, p < q ? p : p - 1, start, length), q, extent);
      },
    },
  ),
  rule(
    "part-of-padded",
    {
      before: "[0; v; 0][2..4]",
      after: "v",
      why: "The zeros around are not written.",
      keeps: "every bit",
      examples: ["([v; w] + [w; v])[2]"],
    },
    {
      slice: (c, { inputs: [x], attributes }) => {
        const { position: p, start, length } = attributes as Part;
        const padded = by<Room>(x, "pad");
        if (padded?.attributes.position !== p) return undefined;
        const { before } = padded.attributes;
        const inner = padded.inputs[0]!;
        const [end, last] = [dimAdd(start, length), dimAdd(before, inner.shape[p]!)];
        if (dimAtMost(before, start) && dimAtMost(end, last))
          return c.slice(inner, p, dimSubtract(start, before), length);
        const isOutside = dimAtMost(end, before) || dimAtMost(last, start);
        return isOutside ? c.zeros(x!.shape.with(p, length)) : undefined;
      },
    },
  ),
  rule(
    "joined-in-joined",
    {
      before: "[[v; w]; s]",
      after: "[v; w; s]",
      why: "Each entry is written once.",
      keeps: "every bit",
      examples: ["‖[[v; w]; s]‖²"],
    },
    {
      concat: (c, { inputs, attributes }) => {
        const { position: p } = attributes as Along;
        const partsOf = (x: Value): readonly Value[] => {
          const inner = by<Along>(x, "concat");
          return inner?.attributes.position === p ? inner.inputs : [x];
        };
        const parts = inputs.flatMap(partsOf);
        return parts.length > inputs.length ? c.concat(parts, p) : undefined;
      },
    },
  ),
  rule(
    "parts-joined-again",
    {
      before: "[v[1]; v[2]; v[3]]",
      after: "v",
      why: "What was cut is whole again.",
      keeps: "every bit",
      examples: ["‖tanh([[v; w][1]; [v; w][2]; w])‖²"],
    },
    {
      concat: (c, { inputs, attributes }) => {
        const { position: p } = attributes as Along;
        const parts: Value[] = [];
        for (const x of inputs) {
          const both = parts.length > 0 ? adjacent(c, parts.at(-1)!, x, p) : undefined;
          if (both) parts[parts.length - 1] = both;
          else parts.push(x);
        }
        return parts.length < inputs.length ? c.concat(parts, p) : undefined;
      },
    },
  ),
  rule(
    "padded-side-by-side",
    {
      before: "[v; 0] + [0; w]",
      after: "[v; w]",
      why: "Nothing is added where there is nothing: cotangents of parts are written side by side.",
      keeps: "all but the sign of a zero",
      examples: ["v[1]² v[2] w[3]", "B[2,1] v[3] - v[2]"],
    },
    { add: (c, { inputs: [a, b] }) => sideBySide(c, a!, b!) ?? sideBySide(c, b!, a!) },
  ),
  rule(
    "sum-of-one",
    {
      before: "sum([s])",
      after: "s",
      why: "A sum of one term is that term.",
      keeps: "every bit",
      examples: ["sum([s])", "sum(A [v, w])"],
    },
    {
      sum: (c, { inputs: [x], attributes }) => {
        const positions = attributes["positions"] as readonly number[];
        const ones = positions.filter((p) => dimEquals(x!.shape[p]!, ONE));
        if (ones.length === 0) return undefined;
        const kept = x!.shape.map((_, i) => i).filter((i) => !ones.includes(i));
        const slim = c.reshape(
          x!,
          kept.map((i) => x!.shape[i]!),
        );
        return c.sum(
          slim,
          positions.filter((p) => !ones.includes(p)).map((p) => kept.indexOf(p)),
        );
      },
    },
  ),
];

/** A part of what was joined is a part of one, or a few joined. */
function partOfJoined(c: Calculus, { inputs: [x], attributes }: Application): Value | undefined {
  const { position: p, start, length } = attributes as Part;
  const whole = by<Along>(x, "concat");
  if (whole?.attributes.position !== p) return undefined;
  const end = dimAdd(start, length);
  const found: Value[] = [];
  let from: Dim = ZERO;
  for (const part of whole.inputs) {
    const to = dimAdd(from, part.shape[p]!);
    if (dimAtMost(from, start) && dimAtMost(end, to))
      return c.slice(part, p, dimSubtract(start, from), length);
    if (dimAtMost(start, from) && dimAtMost(to, end)) found.push(part);
    else if (!dimAtMost(to, start) && !dimAtMost(end, from)) return undefined;
    from = to;
  }
  return found.length > 0 ? c.concat(found, p) : undefined;
}

/** Two parts of one value, the second after the first, as one. */
function adjacent(c: Calculus, a: Value, b: Value, p: number): Value | undefined {
  const [first, second] = [by<Part>(a, "slice"), by<Part>(b, "slice")];
  if (first?.attributes.position !== p || second?.attributes.position !== p) return undefined;
  if (first.inputs[0] !== second.inputs[0]) return undefined;
  const { start, length } = first.attributes;
  return dimEquals(dimAdd(start, length), second.attributes.start)
    ? c.slice(first.inputs[0]!, p, start, dimAdd(length, second.attributes.length))
    : undefined;
}

/** [0; v; 0] + [0; w; 0] where w begins where v ends. */
function sideBySide(c: Calculus, a: Value, b: Value): Value | undefined {
  const [first, second] = [by<Room>(a, "pad"), by<Room>(b, "pad")];
  if (!first || !second) return undefined;
  const { position: p, before, extent } = first.attributes;
  if (second.attributes.position !== p) return undefined;
  const end = dimAdd(before, extentOf(first, p));
  return dimEquals(end, second.attributes.before)
    ? c.pad(c.concat([first.inputs[0]!, second.inputs[0]!], p), p, before, extent)
    : undefined;
}

const extentOf = (node: Node<Room>, p: number): Dim => node.inputs[0]!.shape[p]!;
