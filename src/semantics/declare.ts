/** @file Parameters, inputs and constants: leaves of the graph, with their start. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import * as names from "../diagnostics/catalogue/names.ts";
import * as shapes from "../diagnostics/catalogue/shapes.ts";
import { textAt } from "../diagnostics/source.ts";
import { topological, type Value } from "../graph/node.ts";
import type { Initial, Leaf } from "../graph/plan.ts";
import { isIndexKind, type Axis } from "../graph/type.ts";
import type { Expression, Group, Statement, Target } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { isAlike } from "./alike.ts";
import { headOf, type Head } from "./axes.ts";
import { shapeLabel, type Context } from "./context.ts";
import { real } from "./expressions.ts";
import { find } from "./read.ts";
import { spell, type Meaning } from "./scope.ts";
import { column, isScalar, showType, typeOf, type Typed } from "./typed.ts";
import { checkEntries, typeWritten, type Written } from "./types.ts";

type Role = "input" | "param" | "const";

/** For people. */
export const ROLES = { input: "input", param: "parameter", const: "constant" } as const;

export function declareLeaves(
  ctx: Context,
  s: Statement & { kind: "declare" },
  leaves: Leaf[],
): void {
  for (const group of s.groups) declareGroup(ctx, s.role, group, leaves);
}

function declareGroup(ctx: Context, role: Role, group: Group, leaves: Leaf[]): void {
  const written = typeWritten(ctx, group.type);
  const axes = batches(ctx, role, group);
  const isSound = checkRole(ctx, role, group, written);
  const start = written && isSound ? startOf(ctx, role, group, written) : undefined;
  for (const target of group.targets) {
    const head = headOf(ctx, target);
    const is =
      written && axes && isSound && start
        ? leafMeaning(ctx, role, group, target, head, written, axes, start, leaves)
        : undefined;
    ctx.scope.declare(head.spelling, target.span, is ?? { kind: "failed" }, ctx.report);
  }
}

/** The batches after `per`; undefined where one is none. */
function batches(ctx: Context, role: Role, group: Group): readonly Axis[] | undefined {
  const axes: Axis[] = [];
  for (const word of group.per) {
    const entity = find(ctx, canonicalName(word.text));
    if (entity) ctx.scope.use(entity);
    if (entity?.is.kind === "failed") return undefined;
    if (entity?.is.kind !== "axis" || entity.is.axis.kind !== "batch") {
      ctx.report(meaning.perNeedsBatch(word.span, word.text, entity?.span));
      return undefined;
    }
    if (axes.includes(entity.is.axis)) {
      ctx.report(names.declaredTwice(word.span, word.text, group.per[0]!.span));
      return undefined;
    }
    axes.push(entity.is.axis);
  }
  if (axes.length === 0 || role === "input") return axes;
  ctx.report(meaning.perOfRole(group.per[0]!.span, ROLES[role]));
  return undefined;
}

function checkRole(ctx: Context, role: Role, group: Group, written: Written | undefined): boolean {
  let isSound = true;
  const refuse = (d: Parameters<Context["report"]>[0]): void => {
    ctx.report(d);
    isSound = false;
  };
  for (const a of group.attributes) {
    if (a.name !== "sparse") refuse(meaning.unsupported(a.span, `The attribute \`${a.name}\``));
    else if (role !== "param") refuse(meaning.sparseOfRole(a.span, ROLES[role]));
  }
  if (written?.is === "integer" && role !== "const")
    refuse(meaning.typeOfRole(group.type.span, ROLES[role], "ℤ"));
  if (role === "param" && (written?.is === "range" || written?.is === "bit"))
    refuse(meaning.typeOfRole(group.type.span, ROLES[role], textAt(ctx.source, group.type.span)));
  if (group.start && role === "input") {
    const { start } = group;
    refuse(meaning.startOfInput(start.kind === "value" ? start.value.span : start.span));
  }
  if (group.start?.kind === "initializer" && role === "const")
    refuse(meaning.drawnConstant(group.start.span));
  return isSound;
}

/** The start of a group, with what it was made from; `initial` is undefined where none is written. */
interface Start {
  readonly initial: Initial | undefined;
  readonly value: Typed | undefined;
}

function startOf(ctx: Context, role: Role, group: Group, written: Written): Start | undefined {
  const { start } = group;
  if (!start) return { initial: undefined, value: undefined };
  if (start.kind === "initializer") {
    const initial = initializer(ctx, start);
    return initial && { initial, value: undefined };
  }
  const value = constant(ctx, start.value, role);
  if (!value) return undefined;
  if (isScalar(value) || value.value.shape.every((d, i) => d.key === written.shape[i]?.key))
    if (value.value.shape.length <= written.shape.length) {
      if (role === "const" || isAlike(value.value))
        return { initial: { kind: "value", value: value.value }, value };
      ctx.report(
        meaning.unsupported(start.value.span, "A start that is not one number for all entries"),
      );
      return undefined;
    }
  ctx.report(
    shapes.startOfOtherShape(
      typeOf(value),
      showType(written.shape),
      group.type.span,
      shapeLabel(ctx, value),
    ),
  );
  return undefined;
}

const INITIALIZERS: ReadonlyMap<string, number> = new Map([
  ["normal", 2],
  ["uniform", 2],
  ["glorot", 0],
  ["he", 0],
  ["orthogonal", 0],
]);

function initializer(
  ctx: Context,
  start: Group["start"] & { kind: "initializer" },
): Initial | undefined {
  const name = start.name.text;
  const takes = INITIALIZERS.get(name);
  if (takes === undefined) {
    ctx.report(meaning.unknownInitializer(start.name.span, name));
    return undefined;
  }
  if (start.arguments.length !== takes) {
    ctx.report(meaning.wrongArity(start.span, name, takes, start.arguments.length, undefined));
    return undefined;
  }
  const values: Value[] = [];
  for (const { name: label, value } of start.arguments) {
    if (label) {
      ctx.report(meaning.unknownArgument(label.span, name, label.text));
      return undefined;
    }
    const x = constant(ctx, value, "param");
    if (x && !isScalar(x)) {
      ctx.report(shapes.wrongShape(name, "numbers", typeOf(x), shapeLabel(ctx, x)));
      return undefined;
    }
    if (!x) return undefined;
    values.push(x.value);
  }
  return {
    kind: "initializer",
    name: name as "normal" | "uniform" | "glorot" | "he" | "orthogonal",
    arguments: values,
  };
}

/** A value over numbers, dims and constants with a value. */
function constant(ctx: Context, e: Expression, role: Role): Typed | undefined {
  const x = real(ctx, e);
  if (!x) return undefined;
  const leaf = topological([x.value]).find((node) => node.op.name === "symbol");
  if (!leaf && x.value.node.free.length === 0) return x;
  const name = leaf ? (leaf.attributes["name"] as string) : x.value.node.free[0]!.name;
  ctx.report(meaning.startNotConstant(e.span, ROLES[role], name));
  return undefined;
}

function leafMeaning(
  ctx: Context,
  role: Role,
  group: Group,
  target: Target,
  head: Head,
  written: Written,
  axes: readonly Axis[],
  start: Start,
  leaves: Leaf[],
): Meaning | undefined {
  const { c } = ctx;
  const { name, key } = spell(head.spelling);
  const shape = [...head.family.map((a) => a.extent), ...written.shape];
  if (!checkEntries(ctx, shape, group.type)) return undefined;
  const of = written.of;
  if (role === "const" && start.value) {
    const value = c.named(name, key, c.broadcast(start.value.value, shape));
    if (value.shape.length !== shape.length) return undefined;
    const number = wholeNumber(start.value);
    if (written.is === "integer" && number === undefined) {
      ctx.report(meaning.notWhole(start.value.span, name));
      return undefined;
    }
    if (isIndexKind(of)) {
      ctx.report(
        meaning.typeOfRole(group.type.span, ROLES[role], textAt(ctx.source, group.type.span)),
      );
      return undefined;
    }
    const typed = column(value, target.span);
    const whole = written.is === "integer" && number !== undefined ? { whole: number } : {};
    return { kind: "value", role, typed, family: head.family, ...whole };
  }
  const value = c.symbol({ name, key, shape, axes, of });
  const initial = role === "param" ? start.initial : undefined;
  const sparse = group.attributes.find((a) => a.name === "sparse");
  if (sparse && shape.length === 0) {
    ctx.report(meaning.sparseWithoutRows(sparse.span, textAt(ctx.source, group.type.span)));
    return undefined;
  }
  leaves.push({
    role,
    name,
    key,
    value,
    axes,
    shape,
    family: head.family,
    of,
    initial,
    sparse: sparse !== undefined,
    span: target.span,
  });
  return { kind: "value", role, typed: column(value, target.span), family: head.family };
}

/** The whole number that is written, if one is. */
export function wholeNumber(x: Typed): number | undefined {
  const { op, inputs, attributes } = x.value.node;
  const inner = op.name === "neg" ? inputs[0]!.node.attributes["value"] : attributes["value"];
  if (typeof inner !== "number" || !Number.isSafeInteger(inner)) return undefined;
  return op.name === "neg" ? -inner : inner;
}
