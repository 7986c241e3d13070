/**
 * @file Elements to statements. A reduction becomes a variable and a loop; what stands twice, and what does not depend on
 * an inner loop, is computed once, in the outermost loop where its positions are known.
 */
import { dimNumber } from "../dim.ts";
import type { Buffer, Element, Index, Local, Loop } from "../kernel/formula.ts";
import type { Statement } from "../kernel/kernel.ts";
import { loopsOf, mapElement, mapIndex, partsOf } from "./elements.ts";

export interface Write {
  readonly to: Buffer;
  readonly at: readonly Index[];
  readonly value: Element;
  readonly mode: "set" | "add";
}

/** What names the variables. */
export interface Naming {
  nameOf(element: Element): string | undefined;
}

/** Loops from outside in around writes. `known` stands for elements that are computed already. */
export function nest(
  loops: readonly Loop[],
  writes: readonly Write[],
  naming: Naming,
  known: ReadonlyMap<Element, Element> = new Map(),
): readonly Statement[] {
  const root: Scope = {
    loop: undefined,
    parent: undefined,
    guard: false,
    statements: [],
    known: new Map(known),
  };
  const inner = loops.reduce(
    (parent, loop): Scope => ({ loop, parent, guard: false, statements: [], known: new Map() }),
    root,
  );
  const builder = building(counted(writes, known), naming);
  for (const { to, at, value, mode } of writes) {
    const positions = at.map((index) => builder.index(index, inner));
    inner.statements.push({
      kind: "store",
      to,
      at: positions,
      value: builder.element(value, inner),
      mode,
    });
  }
  for (let scope = inner; scope.parent !== undefined; scope = scope.parent)
    scope.parent.statements.push({ kind: "loop", loop: scope.loop!, body: scope.statements });
  return root.statements;
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
    const start: Element = { kind: "number", value: e.by === "sum" ? 0 : -Infinity };
    const name = naming.nameOf(e) ?? (e.by === "sum" ? "sum" : "largest");
    const result = variable(start, home, name, true);
    const inner: Scope = {
      loop: e.loop,
      parent: home,
      guard: false,
      statements: [],
      known: new Map(),
    };
    const value = element(e.body, inner);
    inner.statements.push({ kind: "accumulate", local: result.local, by: e.by, value });
    home.statements.push({ kind: "loop", loop: e.loop, body: inner.statements });
    return result;
  };

  /** A choice by position: an expression where both sides are, else a variable and two branches. */
  const guarded = (e: Element & { kind: "when" }, scope: Scope): Element => {
    const at = index(e.index, scope);
    const side = (): Scope => ({
      loop: undefined,
      parent: scope,
      guard: true,
      statements: [],
      known: new Map(),
    });
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

/** How often each element stands in the writes. What is known already is not looked into. */
function counted(
  writes: readonly Write[],
  known: ReadonlyMap<Element, Element>,
): ReadonlyMap<Element, number> {
  const uses = new Map<Element, number>();
  const asElement = (index: Index): Element => ({ kind: "position", index, plus: dimNumber(0) });
  const stack = writes.flatMap((w) => [w.value, ...w.at.flatMap((i) => partsOf(asElement(i)))]);
  for (let e = stack.pop(); e !== undefined; e = stack.pop()) {
    const before = uses.get(e) ?? 0;
    uses.set(e, before + 1);
    if (before === 0 && !known.has(e)) stack.push(...partsOf(e));
  }
  return uses;
}

const TRUTHS: ReadonlySet<string> = new Set(["less", "lessEqual", "equal", "and", "not"]);

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
