/** @file The graph: operators applied to values. Nodes are hash-consed by the builder, so equal nodes are one object. */
import type { Dim } from "../dim.ts";
import type { Operator } from "./operator.ts";
import type { Axis, NumberKind, Shape } from "./type.ts";

export type Attribute =
  | number
  | string
  | boolean
  | Dim
  | Axis
  | readonly number[]
  | readonly string[]
  | readonly Dim[]
  | readonly Axis[];

/** The labels of a contract, the axis of a sum, the name of a symbol. Canonical: it is part of the hash. */
export interface Attributes {
  readonly [name: string]: Attribute;
}

export interface Node<T extends Attributes = Attributes> {
  readonly op: Operator;
  readonly inputs: readonly Value[];
  readonly attributes: T;
  /** Axes it depends on beside its shape; an input that lacks one is read without it. */
  readonly free: readonly Axis[];
  readonly of: NumberKind;
  /** For hash-consing and maps; never printed. */
  readonly id: number;
  /** One for each result; most operators have one. */
  readonly results: readonly Value[];
}

export interface Value {
  readonly node: Node;
  readonly result: number;
  readonly shape: Shape;
}

/** Nodes that the roots depend on, inputs before users. Iterative: graphs are deep. */
export function topological(roots: readonly Value[]): readonly Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const stack: { node: Node; next: number }[] = [];
  for (const root of roots) {
    if (seen.has(root.node)) continue;
    seen.add(root.node);
    stack.push({ node: root.node, next: 0 });
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const input = top.node.inputs[top.next++];
      if (input === undefined) {
        order.push(top.node);
        stack.pop();
      } else if (!seen.has(input.node)) {
        seen.add(input.node);
        stack.push({ node: input.node, next: 0 });
      }
    }
  }
  return order;
}
