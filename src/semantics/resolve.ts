/** @file AST to the graph as written: names, meaning, shapes. Reports every mistake it finds, each once; never throws. */
import * as meaning from "../diagnostics/catalogue/meaning.ts";
import type { Report } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";
import type { Texts } from "../diagnostics/texts.ts";
import type { DimSymbol } from "../dim.ts";
import { topological, type Value } from "../graph/node.ts";
import type { Leaf, Model, Named, Request } from "../graph/plan.ts";
import type { Axis } from "../graph/type.ts";
import type { Builder } from "../operators/index.ts";
import type { File, Statement } from "../syntax/ast.ts";
import type { Uses } from "../syntax/gather.ts";
import { isLibrary } from "../syntax/library.ts";
import { declareAxes } from "./axes.ts";
import { once, type Context, type Derivatives } from "./context.ts";
import { mostCalls } from "./effort.ts";
import { declareLeaves, ROLES } from "./declare.ts";
import { defineFunction } from "./bodies.ts";
import { define } from "./define.ts";
import { declareDims } from "./dims.ts";
import { outlook } from "./outlook.ts";
import { output } from "./outputs.ts";
import { resolveRecurrence } from "./recurrence.ts";
import { objective, request, type Objective } from "./requests.ts";
import { Scope, type Entity } from "./scope.ts";
import { takenApart } from "./several.ts";
import { checkSparse } from "./sparse.ts";
import { Library } from "./use.ts";

/** What a model comes to have, in the order of its lines. */
interface Parts {
  readonly leaves: Leaf[];
  readonly definitions: Named[];
  readonly outputs: Map<string, Named>;
  readonly requests: Request[];
  objective: Objective | undefined;
  objectiveAt: Span | undefined;
}

/** A model and the files it uses, as syntax trees over one text. */
export interface Written {
  readonly texts: Texts;
  readonly file: File;
  readonly uses: Uses;
}

/**
 * The model, or undefined when an error was reported. A file of functions asks for nothing. `derivatives`: what `f′`,
 * `∂y/∂x` and `∇_x y` are made with.
 */
export function resolve(
  written: Written,
  c: Builder,
  derivatives: Derivatives,
  report: Report,
): Model | undefined {
  let ok = true;
  const tell = once((d) => {
    if (d.severity === "error") ok = false;
    report(d);
  });
  const file = takenApart(written.file, tell);
  const library = new Library(written.uses);
  const ctx: Context = {
    source: written.texts,
    mark: "",
    c,
    report: tell,
    scope: new Scope(),
    outlook: outlook(file),
    locals: new Map(),
    limit: Infinity,
    derivatives,
    effort: { depth: 0, calls: 0, names: 0, cuts: 0, mostCalls: mostCalls(file) },
    boundAxes: [],
    needs: [],
  };
  const parts: Parts = {
    leaves: [],
    definitions: [],
    outputs: new Map(),
    requests: [],
    objective: undefined,
    objectiveAt: undefined,
  };
  for (const s of file.statements) statement(ctx, s, parts, library);
  if (ok && !isLibrary(file)) checkAsked(ctx, file, parts);
  if (ok && !isLibrary(file)) library.checkUsed(ctx, file);
  if (ok) checkSparse(ctx, parts.leaves, valuesOf(parts));
  const dims = ok ? library.dims(ctx) : [];
  return ok ? model(ctx, written.texts.name, parts, dims, library.axes()) : undefined;
}

function statement(ctx: Context, s: Statement, parts: Parts, library: Library): void {
  switch (s.kind) {
    case "dim":
      return declareDims(ctx, s);
    case "axis":
      return declareAxes(ctx, s);
    case "declare":
      return declareLeaves(ctx, s, parts.leaves);
    case "define": {
      if (!ctx.outlook.recurrenceOf(s)) return define(ctx, s, parts.definitions);
      for (const group of ctx.outlook.completedBy(s))
        resolveRecurrence(ctx, group, parts.definitions);
      return;
    }
    case "function":
    case "block-function":
      return defineFunction(ctx, s);
    case "objective": {
      const made = objective(ctx, s, parts.objectiveAt);
      parts.objective ??= made;
      parts.objectiveAt ??= s.span;
      return;
    }
    case "output":
      return output(ctx, s, parts.outputs);
    case "request":
      return request(ctx, s, parts.requests);
    case "derivative":
      return ctx.report(
        meaning.unsupported(s.span, "A derivative of the author's own (`derivative`)"),
      );
    case "update":
    case "update-all":
      return ctx.report(meaning.unsupported(s.span, "`update`"));
    case "optimizer":
      return ctx.report(meaning.unsupported(s.span, "`optimizer`"));
    case "use":
      return library.bring(ctx, s);
  }
}

/** A file asks for something, of what it has; what it has and nobody asks for is pointed at. */
function checkAsked(ctx: Context, file: File, parts: Parts): void {
  const roots = rootsOf(parts);
  if (roots.length === 0) {
    ctx.report(meaning.nothingAsked(lastPlace(file)));
    return;
  }
  const reached = new Set(topological(roots));
  for (const { value, role, name, span } of parts.leaves) {
    if (!reached.has(value.node)) ctx.report(meaning.unusedName(span, ROLES[role], name));
  }
  const isRead = (entity: Entity): boolean =>
    ctx.scope.isUsed(entity) ||
    (entity.is.kind === "value" && reached.has((entity.is.step ?? entity.is.typed.value).node));
  const read = new Set(ctx.scope.entities.filter(isRead).map((e) => e.span));
  const siblings = siblingsIn(file);
  for (const entity of ctx.scope.entities) {
    const { is, name, span, via } = entity;
    // One of several results may stay unread.
    if (via || isRead(entity) || siblings.get(span)?.some((other) => read.has(other))) continue;
    if (is.kind === "function") ctx.report(meaning.unusedName(span, "function", name));
    if (is.kind !== "value") continue;
    const isLeaf = is.typed.value.node.op.name === "symbol";
    if (!isLeaf)
      ctx.report(meaning.unusedName(span, is.role === "const" ? "constant" : "definition", name));
  }
}

/** For each name that takes one of several results, where those of all results stand. */
function siblingsIn({ statements }: File): ReadonlyMap<Span, readonly Span[]> {
  const byCall = new Map<Span, Span[]>();
  for (const s of statements)
    if (s.kind === "define" && s.value.kind === "call" && s.value.result)
      for (const { target } of s.targets)
        byCall.set(s.value.span, [...(byCall.get(s.value.span) ?? []), target.span]);
  return new Map([...byCall.values()].flatMap((spans) => spans.map((span) => [span, spans])));
}

/** What is computed, definitions first, in the order of their lines. */
const valuesOf = (parts: Parts): readonly Named[] => [
  ...parts.definitions,
  ...(parts.objective ? [parts.objective] : []),
  ...parts.outputs.values(),
];

const rootsOf = (parts: Parts): readonly Value[] => [
  ...(parts.objective ? [parts.objective.value] : []),
  ...Array.from(parts.outputs.values(), (o) => o.value),
  ...parts.requests.flatMap((r) => [r.of.value, ...r.wrt.map((w) => w.value)]),
];

/** The end of the last statement, or of an empty file. */
function lastPlace(file: File): Span {
  const { end } = file.statements.at(-1)?.span ?? file.span;
  return { start: Math.max(0, end - 1), end };
}

function model(
  ctx: Context,
  name: string,
  parts: Parts,
  dims: readonly DimSymbol[],
  used: readonly Axis[],
): Model {
  const own = [...ctx.scope.own()].flatMap(([, e]) => (e.is.kind === "axis" ? [e.is.axis] : []));
  return {
    name,
    dims,
    axes: [...own, ...used, ...ctx.boundAxes],
    needs: ctx.needs,
    leaves: parts.leaves,
    definitions: parts.definitions,
    objective: parts.objective,
    outputs: [...parts.outputs.values()],
    requests: parts.requests,
  };
}
