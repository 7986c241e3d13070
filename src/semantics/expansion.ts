/** @file The body of a function with the arguments in place of the parameters. */
import type { Span } from "../diagnostics/source.ts";
import type { Dim } from "../dim.ts";
import { unionAxes, type Axis } from "../graph/type.ts";
import { asciiKey, canonicalName } from "../syntax/spelling.ts";
import { setApart } from "./apart.ts";
import { headOf } from "./axes.ts";
import type { Context } from "./context.ts";
import { wholeNumber } from "./declare.ts";
import { definedAs } from "./define.ts";
import { insideBody } from "./effort.ts";
import { evaluate } from "./expressions.ts";
import { find } from "./read.ts";
import { localEntity, spell, type Entity, type Local, type Meaning } from "./scope.ts";
import { isReal, type Typed } from "./typed.ts";

type Function = Meaning & { kind: "function" };

/** The results of a call; undefined where the body does not fit the arguments. Equal arguments give equal results. */
export function expand(
  ctx: Context,
  entity: Entity,
  is: Function,
  args: readonly Typed[],
  call: Span,
): readonly Typed[] | undefined {
  // What a guard around the call ensures may be needed in the body.
  if (ctx.guards?.length) return results(ctx, entity, is, args, call);
  const key = args.map(keyOf).join(",");
  const before = is.expansions.get(key);
  if (before) return before;
  const made = results(ctx, entity, is, args, call);
  if (made) is.expansions.set(key, made);
  return made;
}

const keyOf = ({ value, row, literal }: Typed): string =>
  `${value.node.id}.${value.result}${row ? "ᵀ" : ""}${literal ? "#" : ""}`;

function results(
  ctx: Context,
  entity: Entity,
  is: Function,
  args: readonly Typed[],
  call: Span,
): readonly Typed[] | undefined {
  const home = insideCall(ctx, is, new Map(), call);
  const bound = [...is.binds].flatMap((name) => {
    const found = find(home, name)?.is;
    return found?.kind === "axis" ? [found.axis] : [];
  });
  const { values: apart, restore } = setApart(ctx.c, args, bound);
  const values = apart.map((x, i) => cutAt(ctx, entity, is, i, x));
  const locals = new Map(
    is.parameters.map((p, i) => [
      canonicalName(p.text),
      localEntity(p.text, p.span, argumentMeaning(values[i]!)),
    ]),
  );
  const inside = { ...home, locals };
  const running = unionAxes(...values.map((x) => x.value.node.free));
  return insideBody(ctx, call, () => {
    for (const local of is.body) {
      const [canonical, made] = define(inside, entity, local, running);
      locals.set(canonical, made);
    }
    const made = is.results.map((e) => evaluate(inside, e));
    return made.every((x) => x !== undefined)
      ? made.map((x) => ({ ...x, value: restore(x.value) }))
      : undefined;
  });
}

/** An argument by which the body takes derivatives is a name of its own: other uses of the same value are held fixed. */
function cutAt(
  ctx: Context,
  { key }: Entity,
  { parameters, wrt }: Function,
  at: number,
  x: Typed,
): Typed {
  const { text } = parameters[at]!;
  if (!wrt.has(canonicalName(text)) || !isReal(x)) return x;
  return { ...x, value: ctx.c.named(text, `${key}_${asciiKey(text)}`, x.value) };
}

/** `z = W x + b` in a body. Its key differs from that of a definition of the model: they are two names, also of one value. */
function define(
  ctx: Context,
  { key }: Entity,
  { target, type, value }: Local,
  running: readonly Axis[],
): [string, Entity] {
  const head = headOf(ctx, target);
  const spelled = spell(head.spelling);
  const local = (is: Meaning): [string, Entity] => [
    spelled.canonical,
    localEntity(spelled.name, target.span, is),
  ];
  const typed = definedAs(ctx, target, head, evaluate(ctx, value), {
    name: spelled.name,
    key: `${key}_${spelled.key}`,
    running,
    ...(type && { type }),
  });
  if (!typed) return local({ kind: "failed" });
  return local({ kind: "value", role: "definition", typed, family: head.family });
}

/** A dim or an index that is handed over is one in the body, a whole number may be a subscript there. */
function argumentMeaning(typed: Typed): Meaning {
  const { op, attributes } = typed.value.node;
  if (op.name === "size") return { kind: "dim", dim: attributes["dim"] as Dim };
  if (op.name === "ordinal") return { kind: "axis", axis: attributes["axis"] as Axis };
  const whole = typed.literal ? wholeNumber(typed) : undefined;
  return {
    kind: "value",
    role: "parameter",
    typed,
    family: [],
    ...(whole !== undefined && { whole }),
  };
}

/** Of calls inside calls the innermost are shown. */
const MOST_LABELS = 3;

/** The body sees its parameters and what was above it; a mistake in it also points at the call. */
function insideCall(
  ctx: Context,
  { home }: Function,
  locals: Context["locals"],
  call: Span,
): Context {
  return {
    ...ctx,
    ...home,
    locals,
    report: (d) => {
      const [first, ...rest] = d.labels;
      if (rest.length > MOST_LABELS) return ctx.report(d);
      ctx.report({ ...d, labels: [first, ...rest, { span: call, text: "called here" }] });
    },
  };
}
