/**
 * @file The one product: the Einstein product of two tensors over labelled axes, after Laue, Mitterreiter and Giesen,
 * "A Simple and Efficient Tensor Calculus", AAAI 2020. `u·v`, `W x`, `A B`, `δ xᵀ` are all this.
 */
import type { Dim } from "../dim.ts";
import type { Node } from "../graph/node.ts";
import { closedAxis, subscripted, within } from "../graph/notation.ts";
import type { ContractLabels, Operator, Phrase, Tensor } from "../graph/operator.ts";
import type { Shape } from "../graph/type.ts";
import { call, reduceOver, type Element, type Index } from "../kernel/formula.ts";

export interface ContractAttributes {
  readonly [name: string]: readonly string[];
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly result: readonly string[];
}

export const contract: Operator<"binary", ContractAttributes> = {
  name: "contract",
  arity: "binary",
  shapes: ([left, right], labels) => {
    const extents = extentsOf(left, right, labels);
    if (extents === undefined) return { mismatch: "equal extents where labels are equal" };
    return [labels.result.map((l) => extents.get(l)!)];
  },
  define: ([left, right], node) => {
    const { attributes, inputs } = node;
    const extents = extentsOf(inputs[0]!.shape, inputs[1]!.shape, attributes)!;
    return {
      by: "element",
      element: (at) => {
        const position = new Map<string, Index>(attributes.result.map((l, i) => [l, at[i]!]));
        const read = (labels: readonly string[]) => labels.map((l) => position.get(l)!);
        const sum = (rest: readonly string[]): Element => {
          const [label, ...others] = rest;
          if (label === undefined)
            return call("mul", left(read(attributes.left)), right(read(attributes.right)));
          return reduceOver("sum", loopName(node, label), extents.get(label)!, (i) => {
            position.set(label, i);
            return sum(others);
          });
        };
        return sum(summed(attributes));
      },
    };
  },
  vjp: (c, [ct], node) => {
    if (!ct) return [null, null];
    const [left, right] = [node.inputs[0]!, node.inputs[1]!];
    const { left: l, right: r, result } = node.attributes;
    return [
      c.carries(left) ? c.contract(ct, right, { left: result, right: r, result: l }) : null,
      c.carries(right) ? c.contract(left, ct, { left: l, right: result, result: r }) : null,
    ];
  },
  jvp: (c, [tl, tr], node) => {
    const a = tl && c.contract(tl, node.inputs[1]!, node.attributes);
    const b = tr && c.contract(node.inputs[0]!, tr, node.attributes);
    return [a && b ? c.add(a, b) : (a ?? b)];
  },
  say: ([left, right], node, of) => {
    const bound = boundAxis(node);
    if (bound === undefined) return lecture(left, right, node.attributes);
    const [l, r] = node.inputs.map((x) => subscripted(of(x.node.inputs[0]!), bound.axis.name)) as [
      Phrase,
      Phrase,
    ];
    const { left: a, right: b, result } = node.attributes;
    const without = (labels: readonly string[]) => labels.filter((label) => label !== bound.label);
    const inner = lecture(l, r, { left: without(a), right: without(b), result });
    return { text: `Σ_${bound.axis.name} ${within(inner, "product")}`, level: "product" };
  },
  latex: ([left, right], { attributes }) => {
    switch (pattern(attributes)) {
      case "a,a->":
        return `${left}^\\top ${right}`;
      case "a,b->ab":
        return `${left} ${right}^\\top`;
      case "a,ab->b":
        return `${right}^\\top ${left}`;
      case "ab,a->b":
        return `${left}^\\top ${right}`;
      case "ab,b->a":
      case "ab,bc->ac":
        return `${left} ${right}`;
      case "ab,ac->bc":
        return `${left}^\\top ${right}`;
      case "ab,cb->ac":
        return `${left} ${right}^\\top`;
      default: {
        const sum = summed(attributes);
        const sub = (labels: readonly string[]) =>
          labels.length > 0 ? `_{${labels.join("")}}` : "";
        return `${sum.length > 0 ? `\\sum_{${sum.join("")}} ` : ""}${left}${sub(attributes.left)} ${right}${sub(attributes.right)}`;
      }
    }
  },
  jacobian: ([left, right], _, { attributes }) => {
    switch (pattern(attributes)) {
      case "a,a->":
        return [`${right}^\\top`, `${left}^\\top`];
      case "a,b->ab":
        return [`I \\otimes ${right}`, `${left} \\otimes I`];
      case "ab,b->a":
        return [`I \\otimes ${right}^\\top`, left];
      case "a,ab->b":
        return [`${right}^\\top`, `${left}^\\top \\otimes I`];
      case "ab,bc->ac":
        return [`I \\otimes ${right}^\\top`, `${left} \\otimes I`];
      default:
        return [`\\partial(${left}\\,\\cdot)`, `\\partial(\\cdot\\,${right})`];
    }
  },
  reference: ([left, right], { attributes }) => [contractTensors(left, right, attributes)],
  examples: [
    example([3], [3], "a,a->"),
    example([2, 3], [3], "ab,b->a"),
    example([2], [2, 3], "a,ab->b"),
    example([2], [3], "a,b->ab"),
    example([2, 3], [3, 4], "ab,bc->ac"),
    example([2, 3], [2, 4], "ab,ac->bc"),
    example([2, 3], [4, 3], "ab,cb->ac"),
    example([2, 3], [2, 3], "ab,ab->"),
    example([2, 3], [2, 3], "ab,ab->a"),
    example([5, 2, 3], [5, 3, 4], "nab,nbc->nac"),
    example([5, 2], [5, 3], "na,nb->ab"),
    example([1, 3], [3, 1], "ab,bc->ac"),
    example([2, 3], [3, 2], "ab,bc->ca"),
  ],
};

/** A loop is called after the free axis that was closed to be summed. */
function loopName(node: Node<ContractAttributes>, label: string): string {
  const { inputs, attributes } = node;
  const closed =
    closedAxis(inputs[0]!, attributes.left.indexOf(label)) ??
    closedAxis(inputs[1]!, attributes.right.indexOf(label));
  return closed?.name ?? ["k", "l"][summed(attributes).indexOf(label)] ?? "q";
}

/** A summed label along which both operands are one closed free axis: the n of Σ_n δ_n x_nᵀ. */
function boundAxis({ inputs, attributes }: Node<ContractAttributes>) {
  for (const label of summed(attributes)) {
    const left = closedAxis(inputs[0]!, attributes.left.indexOf(label));
    const right = closedAxis(inputs[1]!, attributes.right.indexOf(label));
    if (left !== undefined && left.key === right?.key) return { axis: left, label };
  }
  return undefined;
}

/** A product as the lecture writes it. */
function lecture(left: Phrase, right: Phrase, labels: ContractLabels): Phrase {
  const [a, b] = [within(left, "implicit"), within(right, "implicit")];
  const [at, bt] = [`${within(left, "atom")}ᵀ`, `${within(right, "atom")}ᵀ`];
  const side = (x: string, y: string): Phrase => ({ text: `${x} ${y}`, level: "implicit" });
  switch (pattern(labels)) {
    case "a,a->":
      return { text: `${a}·${b}`, level: "product" };
    case "a,b->ab":
      return side(a, bt);
    case "a,b->ba":
      return side(b, at);
    case ",a->a":
    case "a,->a":
    case "ab,b->a":
    case "ab,bc->ac":
      return side(a, b);
    case "a,ab->b":
      return side(bt, a);
    case "a,ba->b":
    case "ab,ca->cb":
      return side(b, a);
    case "ab,a->b":
    case "ab,ac->bc":
      return side(at, b);
    case "ab,ac->cb":
      return side(bt, a);
    case "ab,cb->ac":
      return side(a, bt);
    case "ab,cb->ca":
      return side(b, at);
    case "ab,bc->ca":
      return side(bt, at);
    case "ab,ab->":
      return { text: `sum(${a} ⊙ ${b})`, level: "atom" };
    default: {
      const sum = summed(labels);
      const text = (x: Phrase, l: readonly string[]) => subscripted(x, l.join(""), true).text;
      const body = `${text(left, labels.left)} ${text(right, labels.right)}`;
      return sum.length > 0
        ? { text: `Σ_${sum.join("")} ${body}`, level: "product" }
        : { text: body, level: "implicit" };
    }
  }
}

/** Labels that are summed over, in the order of the left operand. */
export const summed = ({ left, right, result }: ContractLabels): readonly string[] => [
  ...new Set([...left, ...right].filter((l) => !result.includes(l))),
];

/** Labels renamed a, b, c … in the order in which they come: `ab,b->a`. Equal products have equal patterns. */
export function pattern({ left, right, result }: ContractLabels): string {
  const names = new Map<string, string>();
  const rename = (labels: readonly string[]): string =>
    labels
      .map((l) => {
        if (!names.has(l)) names.set(l, letter(names.size));
        return names.get(l)!;
      })
      .join("");
  return `${rename(left)},${rename(right)}->${rename(result)}`;
}

export const letter = (i: number): string => String.fromCodePoint("a".codePointAt(0)! + i);

function extentsOf(
  left: Shape,
  right: Shape,
  labels: ContractLabels,
): Map<string, Dim> | undefined {
  if (left.length !== labels.left.length || right.length !== labels.right.length) return undefined;
  const extents = new Map<string, Dim>();
  for (const [shape, names] of [
    [left, labels.left],
    [right, labels.right],
  ] as const) {
    for (const [i, name] of names.entries()) {
      const known = extents.get(name);
      if (known !== undefined && known.key !== shape[i]!.key) return undefined;
      extents.set(name, known ?? shape[i]!);
    }
  }
  return labels.result.every((l) => extents.has(l)) ? extents : undefined;
}

function contractTensors(left: Tensor, right: Tensor, labels: ContractLabels): Tensor {
  const extents = new Map<string, number>();
  labels.left.forEach((l, i) => extents.set(l, left.shape[i]!));
  labels.right.forEach((l, i) => extents.set(l, right.shape[i]!));
  const all = [...extents.keys()];
  const shape = labels.result.map((l) => extents.get(l)!);
  const data = new Float64Array(shape.reduce((a, b) => a * b, 1));
  const offset = (names: readonly string[], at: ReadonlyMap<string, number>) =>
    names.reduce((sum, l) => sum * extents.get(l)! + at.get(l)!, 0);
  const total = all.reduce((a, l) => a * extents.get(l)!, 1);
  for (let flat = 0; flat < total; flat++) {
    const at = new Map<string, number>();
    let rest = flat;
    for (const l of all) {
      at.set(l, rest % extents.get(l)!);
      rest = Math.floor(rest / extents.get(l)!);
    }
    data[offset(labels.result, at)]! +=
      left.data[offset(labels.left, at)]! * right.data[offset(labels.right, at)]!;
  }
  return { shape, data };
}

function example(left: readonly number[], right: readonly number[], product: string) {
  const [inputs, result] = product.split("->") as [string, string];
  const [l, r] = inputs.split(",") as [string, string];
  return {
    inputs: [{ shape: left }, { shape: right }],
    attributes: { left: [...l], right: [...r], result: [...result] },
  };
}
