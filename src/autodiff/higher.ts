/** @file Second derivatives: forward over reverse, the direction a free axis, so that all columns are one computation. */
import { dimProduct, type Dim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import type { Axis } from "../graph/type.ts";
import { forward } from "./forward.ts";
import { reverse } from "./reverse.ts";

/** ∂²y/∂x² of a scalar y, shape(x) × shape(x). */
export function hessian(c: Calculus & { eye(extent: Dim): Value }, y: Value, x: Value): Value {
  const [gradient] = reverse(c, y, [x]) as readonly [Value];
  const extent = dimProduct(x.shape);
  const axis: Axis = { key: "∂", name: "k", extent, kind: "index", base: dimProduct([]) };
  // The identity, its second axis open: direction k moves entry k of x.
  const direction =
    x.shape.length === 0 ? c.number(1) : c.reshape(c.open(c.eye(extent), 1, axis), x.shape);
  const [column] = forward(c, new Map([[x, direction]]), [gradient]);
  const shape = [...x.shape, ...x.shape];
  if (!column) return c.zeros(shape);
  return x.shape.length === 0 ? column : c.reshape(c.close(column, x.shape.length, axis), shape);
}
