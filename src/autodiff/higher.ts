/** @file Jacobians and second derivatives: the direction is a free axis, so that all columns, or all rows, are one computation. */
import { dimNumber, dimProduct, dimValue, type Dim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import type { Calculus } from "../graph/operator.ts";
import type { Axis } from "../graph/type.ts";
import { forward } from "./forward.ts";
import { reverse } from "./reverse.ts";

type WithEye = Calculus & { eye(extent: Dim): Value };

/** ∂²y/∂a∂b of a scalar y, shape(a) × shape(b): forward over reverse. */
export function hessian(c: WithEye, y: Value, a: Value, b: Value): Value {
  const [gradient] = reverse(c, y, [a]) as readonly [Value];
  return columns(c, gradient, b);
}

/**
 * ∂y/∂x, shape(y) × shape(x); below free axes that both have, the diagonal blocks. Forward, unless y is the smaller and has
 * no free axis: then a row is a cotangent.
 */
export function jacobian(c: WithEye, y: Value, x: Value): Value {
  return y.node.free.length === 0 && isSmaller(y, x) ? rows(c, y, x) : columns(c, y, x);
}

/** H v: the tangent of the gradient of y by x, along v. */
export function hvp(c: Calculus, y: Value, x: Value, v: Value): Value {
  const [gradient] = reverse(c, y, [x]) as readonly [Value];
  return jvp(c, gradient, x, v);
}

/** J v: the tangent of y when x moves along v. */
export function jvp(c: Calculus, y: Value, x: Value, v: Value): Value {
  const moved = forward(c, new Map([[x, v]]), [y])[0] ?? c.zeros(y.shape);
  return y.node.free.reduce((value, axis) => c.repeat(value, axis), moved);
}

/** vᵀ J, shaped as x. */
export const vjp = (c: Calculus, y: Value, x: Value, v: Value): Value => reverse(c, y, [x], v)[0]!;

function isSmaller(y: Value, x: Value): boolean {
  const [few, many] = [y, x].map((v) => dimValue(dimProduct(v.shape)));
  return few !== undefined && many !== undefined ? few < many : y.shape.length < x.shape.length;
}

/** Column k is what entry k of x moves. */
function columns(c: WithEye, y: Value, x: Value): Value {
  const { axis, entries } = unit(c, x);
  const [moved] = forward(c, new Map([[x, entries]]), [y]);
  const shape = [...y.shape, ...x.shape];
  const flat = moved && x.shape.length > 0 ? c.close(moved, y.shape.length, axis) : moved;
  const whole = flat ? c.reshape(flat, shape) : c.zeros(shape);
  // What does not depend on a free axis of y is the same for each of its places.
  return y.node.free.reduce((value, free) => c.repeat(value, free), whole);
}

/** Row k is the gradient of entry k of y. */
function rows(c: WithEye, y: Value, x: Value): Value {
  const { axis, entries } = unit(c, y);
  const [row] = reverse(c, y, [x], entries) as readonly [Value];
  return y.shape.length === 0 ? row : c.reshape(c.close(row, 0, axis), [...y.shape, ...x.shape]);
}

/** The unit tensors of a value's shape, one for each place of an axis. */
function unit(c: WithEye, x: Value): { readonly axis: Axis; readonly entries: Value } {
  const extent = dimProduct(x.shape);
  // Equal keys are one axis: each extent has its own.
  const axis: Axis = {
    key: `∂${extent.key}`,
    name: "k",
    extent,
    kind: "index",
    base: dimNumber(1),
  };
  const entries =
    x.shape.length === 0 ? c.number(1) : c.reshape(c.open(c.eye(extent), 1, axis), x.shape);
  return { axis, entries };
}
