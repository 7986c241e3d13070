/** @file Makes nodes: checks shapes, lets identities fire, and gives equal nodes as one object. */
import type { Attribute, Attributes, Node, Value } from "./node.ts";
import { topological } from "./node.ts";
import type { Operator } from "./operator.ts";
import { isMismatch, unionAxes, type Shape } from "./type.ts";

/** What an identity may look at and with what it builds. Undefined where it does not apply. */
export interface Identity<C> {
  readonly name: string;
  /** The name of the operator at the root. */
  readonly root: string;
  rewrite(c: C, node: Application): Value | undefined;
}

/** An operator about to be applied. */
export interface Application {
  readonly op: Operator;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
}

export type Apply = (op: Operator, inputs: readonly Value[], attributes?: Attributes) => Value;

/**
 * A place where nodes are made. `rewrite` is asked before each node is made (none: the graph as written).
 * Throws where an operator refuses its inputs: callers check shapes first with `op.shapes`.
 */
export function createApply(rewrite?: (application: Application) => Value | undefined): Apply {
  const made = new Map<string, Node>();
  return (op, inputs, attributes = {}) => {
    const application = { op, inputs, attributes };
    const simpler = rewrite?.(application);
    if (simpler !== undefined) return simpler;
    const key = `${op.name}(${inputs.map((v) => `${v.node.id}.${v.result}`).join(",")})${attributesKey(attributes)}`;
    let node = made.get(key);
    if (node === undefined) {
      node = makeNode(application);
      made.set(key, node);
    }
    return node.results[0]!;
  };
}

let nextId = 0;

/** The node that an application would be, outside any graph: to show what a rewrite replaced. */
export const shownNode = (application: Application): Value => makeNode(application).results[0]!;

function makeNode({ op, inputs, attributes }: Application): Node {
  const shapes = op.shapes(
    inputs.map((v) => v.shape),
    attributes,
  );
  if (isMismatch(shapes)) throw new Error(`internal: ${op.name}: ${shapes.mismatch}`);
  const frees = inputs.map((v) => v.node.free);
  const results: Value[] = [];
  const node: Node = {
    op,
    inputs,
    attributes,
    free: op.free?.(frees, attributes) ?? unionAxes(...frees),
    of:
      op.of?.(
        inputs.map((v) => v.node.of),
        attributes,
      ) ?? "real",
    id: nextId++,
    results,
  };
  shapes.forEach((shape: Shape, result) => results.push({ node, result, shape }));
  return node;
}

const attributesKey = (attributes: Attributes): string =>
  Object.keys(attributes)
    .toSorted()
    .map((name) => `;${name}=${attributeKey(attributes[name]!)}`)
    .join("");

function attributeKey(attribute: Attribute): string {
  if (Array.isArray(attribute))
    return `[${attribute.map((a: Attribute) => attributeKey(a)).join(",")}]`;
  if (typeof attribute === "object" && "key" in attribute) return `<${attribute.key}>`;
  if (typeof attribute === "number") return Object.is(attribute, -0) ? "-0" : String(attribute);
  return JSON.stringify(attribute);
}

/**
 * Builds the graph below `roots` again, inputs first. `visit` gives the new value for a node from its new inputs.
 * Returns old value → new value.
 */
export function rebuild(
  roots: readonly Value[],
  visit: (node: Node, inputs: readonly Value[]) => readonly Value[],
): ReadonlyMap<Value, Value> {
  const map = new Map<Value, Value>();
  for (const node of topological(roots)) {
    const results = visit(
      node,
      node.inputs.map((v) => map.get(v)!),
    );
    node.results.forEach((old, i) => map.set(old, results[i]!));
  }
  return map;
}
