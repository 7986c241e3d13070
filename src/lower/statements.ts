/**
 * @file Elements to statements. A reduction becomes a variable and a loop; what stands twice, and what does not depend on
 * an inner loop, is computed once, in the outermost loop where its positions are known.
 */
import type { Element, Fold, Index, Local, Loop } from "../kernel/formula.ts";
import type { Statement } from "../kernel/kernel.ts";
import type { Choosing } from "./choices.ts";
import { loopsOf, mapElement, mapIndex, partsOf } from "./elements.ts";
import { elementsOf, inParts, withoutZeros, writesIn, type Part, type Write } from "./parts.ts";

/** What names the variables. */
export interface Naming extends Choosing {
  nameOf(element: Element): string | undefined;
}

/** Loops from outside in around writes, each in the parts in which its choices are decided. */
export function nest(
  loops: readonly Loop[],
  writes: readonly Write[],
  naming: Naming,
): readonly Statement[] {
  const { parts, cleared } = withoutZeros(inParts(loops, writes, naming));
  const builder = building(counted(parts.flatMap(writesIn)), naming);
  const root = scopeIn(undefined, undefined);
  const build = (part: Part, scope: Scope): void => {
    if ("writes" in part) return part.writes.forEach((w) => store(w, scope));
    const inner = scopeIn(part.loop, scope);
    for (const p of part.body) build(p, inner);
    scope.statements.push({ kind: "loop", loop: part.loop, body: inner.statements });
  };
  const store = ({ to, at, value, mode }: Write, scope: Scope): void => {
    const positions = at.map((index) => builder.index(index, scope));
    const made = builder.element(value, scope);
    scope.statements.push({ kind: "store", to, at: positions, value: made, mode });
  };
  for (const part of parts) build(part, root);
  const fills = [...cleared].map((to): Statement => ({ kind: "fill", to, value: 0 }));
  return [...fills, ...root.statements];
}

/** The body of a loop, or one side of a guard. */
interface Scope {
  readonly loop: Loop | undefined;
  readonly parent: Scope | undefined;
  /** What is inside must not be evaluated outside. */
  readonly guard: boolean;
  readonly statements: Statement[];
  readonly known: Map<Element, Element>;
}

const scopeIn = (loop: Loop | undefined, parent: Scope | undefined): Scope => ({
  loop,
  parent,
  guard: false,
  statements: [],
  known: new Map(),
});

const START: Readonly<Record<Fold, number>> = { sum: 0, product: 1, max: -Infinity };
const SUMMED: Readonly<Record<Fold, string>> = { sum: "sum", product: "product", max: "largest" };

/** Longer expressions are cut into variables. */
const MAX_HEIGHT = 10;

function building(uses: ReadonlyMap<Element, number>, naming: Naming) {
  const heights = new Map<Element, number>();
  const height = (e: Element): number => heights.get(e) ?? 0;

  const element = (e: Element, scope: Scope): Element => {
    if (e.kind === "number" || e.kind === "size" || e.kind === "local") return e;
    const before = find(e, scope);
    if (before !== undefined) return before;
    const home = outermost(e, scope);
    if (e.kind === "reduce") return remember(e, home, reduction(e, home));
    const small = e.kind === "position" || (e.kind === "load" && e.from.extents.length === 0);
    const once = home === scope && uses.get(e) === 1;
    const made = written(e, home);
    if (made.kind === "local" || small || (once && height(made) < MAX_HEIGHT)) return made;
    return remember(e, home, variable(made, home, naming.nameOf(e) ?? hint(e), false));
  };

  const index = (i: Index, scope: Scope): Index =>
    mapIndex(
      i,
      () => undefined,
      (value) => element(value, scope),
    );

  const written = (e: Element, scope: Scope): Element => {
    if (e.kind === "when") return guarded(e, scope);
    const made = mapElement(
      e,
      (part) => element(part, scope),
      (i) => index(i, scope),
    );
    heights.set(made, 1 + Math.max(0, ...partsOf(made).map(height)));
    return made;
  };

  const reduction = (e: Element & { kind: "reduce" }, home: Scope): Element => {
    const start: Element = { kind: "number", value: START[e.by] };
    const name = naming.nameOf(e) ?? SUMMED[e.by];
    const result = variable(start, home, name, true);
    const inner = scopeIn(e.loop, home);
    const value = element(e.body, inner);
    inner.statements.push({ kind: "accumulate", local: result.local, by: e.by, value });
    home.statements.push({ kind: "loop", loop: e.loop, body: inner.statements });
    return result;
  };

  /** A choice by position: an expression where both sides are, else a variable and two branches. */
  const guarded = (e: Element & { kind: "when" }, scope: Scope): Element => {
    const at = index(e.index, scope);
    const side = (): Scope => ({ ...scopeIn(undefined, scope), guard: true });
    const [inside, outside] = [side(), side()];
    const then = element(e.then, inside);
    const otherwise = element(e.otherwise, outside);
    if (inside.statements.length + outside.statements.length === 0)
      return { ...e, index: at, then, otherwise };
    const result = variable({ kind: "number", value: 0 }, scope, "part", true);
    const put = (value: Element): Statement => ({
      kind: "accumulate",
      local: result.local,
      by: "sum",
      value,
    });
    scope.statements.push({
      kind: "inside",
      index: at,
      from: e.from,
      to: e.to,
      then: [...inside.statements, put(then)],
      otherwise: [...outside.statements, put(otherwise)],
    });
    return result;
  };

  return { element, index };
}

const remember = (e: Element, scope: Scope, local: Element): Element => {
  scope.known.set(e, local);
  return local;
};

function variable(
  value: Element,
  scope: Scope,
  name: string,
  mutable: boolean,
): Element & { readonly kind: "local"; readonly local: Local } {
  const local: Local = { name, of: kindOf(value) };
  scope.statements.push({ kind: "let", local, value, mutable });
  return { kind: "local", local };
}

function find(e: Element, scope: Scope): Element | undefined {
  for (let s: Scope | undefined = scope; s !== undefined; s = s.parent) {
    const known = s.known.get(e);
    if (known !== undefined) return known;
  }
  return undefined;
}

/** The outermost scope in which all loops that the element depends on are running. */
function outermost(e: Element, scope: Scope): Scope {
  const loops = loopsOf(e);
  let home = scope;
  while (
    home.parent !== undefined &&
    !home.guard &&
    !(home.loop !== undefined && loops.has(home.loop))
  )
    home = home.parent;
  return home;
}

/** How often each element stands in the writes. */
function counted(writes: readonly Write[]): ReadonlyMap<Element, number> {
  const uses = new Map<Element, number>();
  const stack = writes.flatMap(elementsOf);
  for (let e = stack.pop(); e !== undefined; e = stack.pop()) {
    const before = uses.get(e) ?? 0;
    uses.set(e, before + 1);
    if (before === 0) stack.push(...partsOf(e));
  }
  return uses;
}

const TRUTHS: ReadonlySet<string> = new Set(["less", "lessEqual", "equal", "and", "or", "not"]);

function kindOf(e: Element): Local["of"] {
  if (e.kind === "local") return e.local.of;
  if (e.kind === "load") return e.from.of;
  return e.kind === "call" && TRUTHS.has(e.op) ? "truth" : "real";
}

/** `W_i_k` for a load at loops, else what it is. */
function hint(e: Element): string {
  if (e.kind === "load")
    return [e.from.name, ...e.at.flatMap((i) => (i.kind === "loop" ? [i.loop.name] : []))].join(
      "_",
    );
  return e.kind === "call" ? e.op : "part";
}
