/** @file What a file declares anywhere: for "declared below", cycles of definitions, and names along a sequence. */
import type { Span } from "../diagnostics/source.ts";
import type { Expression, File, Slot, Statement, Subscript, Target, Word } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { cut, spell, unicodeSubscript } from "./scope.ts";
import { expressionsIn } from "./walk.ts";

export interface Outlook {
  /** Where a name is first declared, above or below. */
  placeOf(canonical: string): Span | undefined;
  /**
   * A → B → … → A through definitions, from `canonical` on, for the first name of a circle that is asked for; "told" for
   * the others, undefined for a name in no circle.
   */
  cycleOf(canonical: string): readonly Link[] | "told" | undefined;

  /** The names of the seqs, by canonical name. */
  readonly seqs: ReadonlySet<string>;
  /** The names that some line defines along a seq. */
  readonly sequences: readonly Word[];
}

export interface Link {
  readonly name: string;
  readonly span: Span;
}

interface Definition extends Link {
  readonly canonical: string;
  readonly values: readonly Expression[];
}

export function outlook(file: File): Outlook {
  const indices = new Set<string>();
  const seqs = new Set<string>();
  for (const s of file.statements) {
    if (s.kind !== "axis" || s.role === "batch") continue;
    for (const name of s.names) (s.role === "seq" ? seqs : indices).add(canonicalName(name.text));
  }
  const definitions = new Map<string, Definition>();
  for (const s of file.statements) {
    for (const d of declared(s, new Set([...indices, ...seqs]))) {
      if (!definitions.has(d.canonical)) definitions.set(d.canonical, d);
    }
  }
  let components: ReadonlyMap<string, readonly string[]> | undefined;
  const told = new Set<string>();
  return {
    placeOf: (canonical) => definitions.get(canonical)?.span,
    cycleOf: (canonical) => {
      const edges = (name: string): readonly string[] => references(definitions, name);
      components ??= cyclicComponents(definitions, edges);
      const component = components.get(canonical);
      if (!component) return undefined;
      if (told.has(canonical)) return "told";
      for (const member of component) told.add(member);
      return shortestCycle(canonical, new Set(component), edges).map((name) =>
        definitions.get(name)!,
      );
    },
    seqs,
    sequences: seqs.size > 0 ? sequencesOf(file, seqs) : [],
  };
}

function sequencesOf(file: File, seqs: ReadonlySet<string>): readonly Word[] {
  const found = new Map<string, Word>();
  for (const s of file.statements) {
    if (s.kind !== "define") continue;
    for (const { target } of s.targets) {
      const split = target.subscript ? undefined : unicodeSubscript(target.name);
      const word = split?.word ?? target.name;
      const names = (target.subscript ?? split?.subscript)?.slots.flatMap(slotNames) ?? [];
      const canonical = canonicalName(word.text);
      if (names.some((n) => n !== undefined && seqs.has(n)) && !found.has(canonical))
        found.set(canonical, word);
    }
  }
  return [...found.values()];
}

function declared(s: Statement, axes: ReadonlySet<string>): readonly Definition[] {
  const of = (target: Target, values: readonly Expression[]): Definition => {
    const split = target.subscript ? undefined : unicodeSubscript(target.name);
    const subscript = target.subscript ?? split?.subscript;
    const family = subscript !== undefined && isFamily(subscript, axes);
    const spelling = family
      ? { word: split?.word ?? target.name }
      : { word: target.name, subscript: target.subscript };
    const { name, canonical } = spell(spelling);
    return { name, canonical, span: target.span, values };
  };
  switch (s.kind) {
    case "dim":
      return s.dims.map((d) => of({ name: d.name, span: d.name.span }, d.value ? [d.value] : []));
    case "axis":
      return s.names.map((name) => of({ name, span: name.span }, []));
    case "declare":
      return s.groups.flatMap((g) => g.targets.map((t) => of(t, [])));
    case "define":
      return s.targets.map((t) => of(t.target, [s.value]));
    case "function":
      return [of({ name: s.name, span: s.name.span }, [s.value])];
    case "block-function":
      return [of({ name: s.name, span: s.name.span }, [])];
    case "objective":
      return [of(s.name, [s.value])];
    case "output":
      return s.items.flatMap((i) => (i.value ? [of(i.name, [i.value])] : []));
    default:
      return [];
  }
}

/** Whether every part of a subscript is an index or a seq: then it declares a family. */
function isFamily(subscript: Subscript, axes: ReadonlySet<string>): boolean {
  const names = subscript.slots.flatMap(slotNames);
  return names.every((n) => n !== undefined && axes.has(n));
}

/** The names in a slot of a target, cut into letters where that is needed; undefined for what is no name. */
function slotNames(slot: Slot): readonly (string | undefined)[] {
  if (slot.kind !== "name" || slot.subscript) return [undefined];
  const whole = canonicalName(slot.word.text);
  const pieces = cut(slot.word);
  return pieces ? pieces.map((p) => canonicalName(p.text)) : [whole];
}

/** The names of the file that an expression mentions, by any spelling that could mean them. */
function references(
  definitions: ReadonlyMap<string, Definition>,
  canonical: string,
): readonly string[] {
  const found = new Set<string>();
  const see = (name: string): boolean => {
    if (!definitions.has(name)) return false;
    found.add(name);
    return true;
  };
  for (const value of definitions.get(canonical)!.values) {
    for (const e of expressionsIn(value)) {
      if (e.kind !== "name" && e.kind !== "call") continue;
      const whole = e.subscript !== undefined && see(canonicalName(e.word.text, e.subscript));
      if (whole || see(canonicalName(e.word.text))) continue;
      for (const piece of cut(e.word) ?? []) see(canonicalName(piece.text));
    }
  }
  return [...found];
}

/** Strongly connected components with a cycle, by member (Tarjan, without recursion). */
function cyclicComponents(
  definitions: ReadonlyMap<string, Definition>,
  edges: (name: string) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const cyclic = new Map<string, readonly string[]>();
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  for (const root of definitions.keys()) {
    if (index.has(root)) continue;
    const work: { name: string; targets: readonly string[]; next: number }[] = [];
    const enter = (name: string): void => {
      index.set(name, index.size);
      low.set(name, index.get(name)!);
      open.push(name);
      isOpen.add(name);
      work.push({ name, targets: edges(name), next: 0 });
    };
    enter(root);
    while (work.length > 0) {
      const top = work.at(-1)!;
      const target = top.targets[top.next++];
      if (target !== undefined) {
        if (!index.has(target)) enter(target);
        else if (isOpen.has(target))
          low.set(top.name, Math.min(low.get(top.name)!, index.get(target)!));
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent) low.set(parent.name, Math.min(low.get(parent.name)!, low.get(top.name)!));
      if (low.get(top.name) !== index.get(top.name)) continue;
      const component: string[] = [];
      let member: string;
      do {
        member = open.pop()!;
        isOpen.delete(member);
        component.push(member);
      } while (member !== top.name);
      if (component.length > 1 || top.targets.includes(top.name))
        for (const name of component) cyclic.set(name, component);
    }
  }
  return cyclic;
}

/** From `start` back to it, inside its component: breadth first. Ends with `start` again. */
function shortestCycle(
  start: string,
  component: ReadonlySet<string>,
  edges: (name: string) => readonly string[],
): readonly string[] {
  const from = new Map<string, string>();
  const queue = [start];
  for (let i = 0; i < queue.length; i++) {
    const name = queue[i]!;
    for (const target of edges(name)) {
      if (!component.has(target)) continue;
      if (target === start) {
        const path = [start];
        for (let at = name; at !== start; at = from.get(at)!) path.push(at);
        return [...path, start].toReversed();
      }
      if (from.has(target)) continue;
      from.set(target, name);
      queue.push(target);
    }
  }
  return [start, start];
}
