/**
 * @file Recurrences of a file, before any meaning: which names are defined along a seq, which of them by each other, and which
 * lines are boundaries.
 */
import type { Span } from "../diagnostics/source.ts";
import type { Expression, File, Slot, Statement, Target, Word } from "../syntax/ast.ts";
import { canonicalName } from "../syntax/spelling.ts";
import { components } from "./components.ts";
import { cut, unicodeSubscript } from "./scope.ts";
import { expressionsIn } from "./walk.ts";

type Define = Statement & { kind: "define" };

/** One name of a line that defines it along seqs: `h_t = …`, or its boundary: `h_0 = …`. */
export interface Equation {
  readonly target: Target;
  readonly word: Word;
  /** Its subscript, one slot for each axis. */
  readonly slots: readonly Slot[];
  readonly line: Define;
  /** Which of the line's targets it is. */
  readonly result: number;
}

/** A name defined along seqs. */
export interface Sequence {
  readonly canonical: string;
  readonly step: Equation;
  /** Further lines that define it at every step: a mistake. */
  readonly again: readonly Equation[];
  readonly boundaries: readonly Equation[];
}

/** Sequences that are defined by each other, with their boundaries. */
export interface Group {
  readonly sequences: readonly Sequence[];
  /** Whether any needs itself at another step. */
  readonly isCyclic: boolean;
  /** Where it is resolved: all its lines have come, and those of what it reads. */
  readonly last: Define;
}

export interface Recurrences {
  recurrenceOf(statement: Statement): Group | undefined;
  /** Those of which a line is the last, in the order in which they read each other. */
  completedBy(statement: Statement): readonly Group[];
  recurrenceNamed(canonical: string): Group | undefined;
}

/** `isName`: the file or the language has that word as one name. */
export function recurrences(
  file: File,
  seqs: ReadonlySet<string>,
  isName: (canonical: string) => boolean,
): Recurrences {
  const sequences = seqs.size > 0 ? sequencesOf(file, seqs) : new Map<string, Sequence>();
  const linesOf = ({ step, boundaries }: Sequence): readonly Define[] =>
    [step, ...boundaries].map((e) => e.line);
  const edges = (canonical: string): readonly string[] => {
    const found = new Set<string>();
    for (const { value } of linesOf(sequences.get(canonical)!))
      for (const read of readsIn(value, (name) => sequences.has(name), isName))
        found.add(read.canonical);
    return [...found];
  };
  const byLine = new Map<Statement, Group>();
  const byName = new Map<string, Group>();
  const completed = new Map<Statement, Group[]>();
  for (const names of components(sequences.keys(), edges)) {
    const own = names.map((n) => sequences.get(n)!).toSorted((a, b) => start(a) - start(b));
    const lines = own.flatMap(linesOf);
    const read = names.flatMap(edges).flatMap((name) => byName.get(name)?.last ?? []);
    const group: Group = {
      sequences: own,
      isCyclic: names.length > 1 || edges(names[0]!).includes(names[0]!),
      last: [...lines, ...read].reduce((a, b) => (b.span.start > a.span.start ? b : a)),
    };
    completed.set(group.last, [...(completed.get(group.last) ?? []), group]);
    for (const line of lines) byLine.set(line, group);
    for (const name of names) byName.set(name, group);
  }
  return {
    recurrenceOf: (s) => byLine.get(s),
    completedBy: (s) => completed.get(s) ?? [],
    recurrenceNamed: (canonical) => byName.get(canonical),
  };
}

const start = ({ step }: Sequence): number => step.target.span.start;

function sequencesOf(file: File, seqs: ReadonlySet<string>): ReadonlyMap<string, Sequence> {
  const found = new Map<string, { step: Equation; again: Equation[]; boundaries: Equation[] }>();
  const equations = file.statements.flatMap((s) => (s.kind === "define" ? equationsOf(s) : []));
  for (const e of equations) {
    const isAlong = e.slots.some((s) => s.kind === "name" && seqs.has(canonicalName(s.word.text)));
    const isStep = isAlong && e.slots.every((s) => s.kind === "name" && !s.subscript);
    if (!isStep) continue;
    const canonical = canonicalName(e.word.text);
    const before = found.get(canonical);
    if (before) before.again.push(e);
    else found.set(canonical, { step: e, again: [], boundaries: [] });
  }
  for (const e of equations) {
    const own = found.get(canonicalName(e.word.text));
    const isBoundary =
      own &&
      own.step !== e &&
      !own.again.includes(e) &&
      e.slots.length === own.step.slots.length &&
      e.slots.some((s, i) => isConstant(s) && isSeq(own.step.slots[i]!, seqs));
    if (isBoundary) own.boundaries.push(e);
  }
  return new Map([...found].map(([canonical, s]) => [canonical, { canonical, ...s }]));
}

const isSeq = (slot: Slot, seqs: ReadonlySet<string>): boolean =>
  slot.kind === "name" && seqs.has(canonicalName(slot.word.text));

/** A number, or what is computed of names: no index alone. */
const isConstant = (slot: Slot): boolean => slot.kind !== "whole" && slot.kind !== "name";

function equationsOf(line: Define): readonly Equation[] {
  return line.targets.map(({ target }, result) => ({ target, line, result, ...partsOf(target) }));
}

/** The word of a target and its subscript, cut into letters where it is written in letters: `S_tk`, `hₜ`, `h0`. */
function partsOf(target: Target): { readonly word: Word; readonly slots: readonly Slot[] } {
  const split = target.subscript
    ? undefined
    : (unicodeSubscript(target.name) ?? digits(target.name));
  const subscript = target.subscript ?? split?.subscript;
  return { word: split?.word ?? target.name, slots: (subscript?.slots ?? []).flatMap(letters) };
}

/** `h0` is h at 0: digits at the end of a word are a subscript. */
function digits(word: Word): ReturnType<typeof unicodeSubscript> {
  const [, base, number] = /^(\D+?)(\d+)$/u.exec(word.text) ?? [];
  if (base === undefined || number === undefined) return undefined;
  const at = word.span.start + base.length;
  const span: Span = { start: at, end: word.span.end };
  return {
    word: { text: base, span: { start: word.span.start, end: at } },
    subscript: {
      slots: [{ kind: "number", value: Number(number), text: number, span }],
      form: "bare",
      span,
    },
  };
}

function letters(slot: Slot): readonly Slot[] {
  if (slot.kind !== "name" || slot.subscript) return [slot];
  const pieces = cut(slot.word);
  return pieces ? pieces.map((word) => ({ kind: "name", word, span: word.span })) : [slot];
}

/** A name that is read, with its subscript. */
export interface ReadOf {
  readonly canonical: string;
  readonly slots: readonly Slot[];
  readonly span: Span;
}

/** The names of some kind that an expression reads, by any spelling that could mean them. */
export function readsIn(
  root: Expression,
  isWanted: (canonical: string) => boolean,
  isName: (canonical: string) => boolean,
): readonly ReadOf[] {
  const found: ReadOf[] = [];
  const see = (word: Word, slots: readonly Slot[], span: Span): boolean => {
    const canonical = canonicalName(word.text);
    if (!isWanted(canonical)) return false;
    found.push({ canonical, slots: slots.flatMap(letters), span });
    return true;
  };
  for (const e of expressionsIn(root)) {
    if (e.kind !== "name" && e.kind !== "call") continue;
    const slots = e.subscript?.slots ?? [];
    if (see(e.word, slots, e.span) || seeSplit(e.word, see, e.span)) continue;
    const pieces = isName(canonicalName(e.word.text)) ? [] : (cut(e.word) ?? []);
    pieces.forEach((piece, i) => {
      const own = i === pieces.length - 1 ? slots : [];
      if (!see(piece, own, e.span)) seeSplit(piece, see, e.span);
    });
  }
  return found;
}

function seeSplit(
  word: Word,
  see: (word: Word, slots: readonly Slot[], span: Span) => boolean,
  span: Span,
): boolean {
  const split = unicodeSubscript(word) ?? digits(word);
  return split !== undefined && see(split.word, split.subscript.slots, span);
}
