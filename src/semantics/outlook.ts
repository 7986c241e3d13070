/** @file What a file declares anywhere: for "declared below", cycles of definitions, and recurrences. */
import type { Span } from "../diagnostics/source.ts";
import type { Expression, File, Slot, Statement, Subscript, Target, Word } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { builtinKind } from "./builtins.ts";
import { components } from "./components.ts";
import { cut, spell, unicodeSubscript } from "./scope.ts";
import { recurrences, type Group } from "./sequences.ts";
import { expressionsIn } from "./walk.ts";

export interface Outlook {
  /** Where a name is first declared, above or below. */
  placeOf(canonical: string): Span | undefined;
  /**
   * A → B → … → A through definitions, from `canonical` on, for the first name of a circle that is asked for; "told" for
   * the others, undefined for a name in no circle.
   */
  cycleOf(canonical: string): readonly Link[] | "told" | undefined;

  /** The names by which `∂` and `∇` differentiate. */
  readonly differentiatedBy: ReadonlySet<string>;
  /** Whether the file or the language has a word as one name. */
  isName(canonical: string): boolean;
  /** The recurrences that a line belongs to. */
  recurrenceOf(statement: Statement): Group | undefined;
  /** The recurrences of which a line is the last, in the order in which they read each other. */
  completedBy(statement: Statement): readonly Group[];
  /** A name that a recurrence makes, before the last of its lines has come. */
  recurrenceNamed(canonical: string): Group | undefined;
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
  const isName = (canonical: string): boolean =>
    definitions.has(canonical) || builtinKind(canonical) !== undefined;
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
    isName,
    differentiatedBy: new Set(file.statements.flatMap(expressionsOf).flatMap(wrtIn)),
    ...recurrences(file, seqs, isName),
  };
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
      return [
        of({ name: s.name, span: s.name.span }, [
          ...s.body.flatMap((b) => (b.kind === "define" ? [b.value] : [])),
          ...s.results,
        ]),
      ];
    case "objective":
      return [of(s.name, [s.value])];
    case "output":
      return s.items.flatMap((i) => (i.value ? [of(i.name, [i.value])] : []));
    default:
      return [];
  }
}

/** The values that a line computes. */
const expressionsOf = (s: Statement): readonly Expression[] =>
  declared(s, new Set()).flatMap((d) => d.values);

/** The names by which an expression takes derivatives. */
export const wrtIn = (root: Expression): readonly string[] =>
  [...expressionsIn(root)].flatMap((e) => {
    if (e.kind === "partial") return namesOf(e.wrt.name, e.wrt.subscript);
    if (e.kind !== "nabla") return [];
    return e.wrt.slots.flatMap((slot) =>
      slot.kind === "name" ? namesOf(slot.word, slot.subscript) : [],
    );
  });

/** A word with its subscript, and the family that it may be. */
const namesOf = (word: Word, subscript: Subscript | undefined): readonly string[] => [
  canonicalName(word.text, subscript),
  ...(subscript ? [canonicalName(word.text)] : []),
];

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

/** Names in a circle of definitions, each with its circle. */
function cyclicComponents(
  definitions: ReadonlyMap<string, Definition>,
  edges: (name: string) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const cyclic = new Map<string, readonly string[]>();
  for (const component of components(definitions.keys(), edges)) {
    const [name, ...others] = component as readonly [string, ...string[]];
    if (others.length > 0 || edges(name).includes(name))
      for (const member of component) cyclic.set(member, component);
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
