/** @file What a file declares, in order: only names declared above count. */
import type {
  Binder,
  Expression,
  File,
  Group,
  Range,
  Slot,
  Subscript,
  Target,
  Word,
} from "../../src/syntax/ast.ts";
import { canonical, cut, lowered, nameOf, splitLow, wordAt } from "./words.ts";
import { refuse } from "./tensor.ts";

export type Entity = { readonly at: number; readonly key: string } & (
  | { readonly kind: "dim"; readonly value: Expression | undefined }
  | { readonly kind: "axis"; readonly role: "index" | "seq" | "batch"; readonly range: Range }
  | {
      readonly kind: "leaf";
      readonly role: "input" | "param" | "const";
      readonly group: Group;
      /** Batches in the order of `per`, then indices as written: its outer axes. */
      readonly per: readonly string[];
      readonly family: readonly string[];
    }
  | { readonly kind: "definition"; readonly value: Expression; readonly family: readonly string[] }
  | Sequence
  | {
      readonly kind: "function";
      readonly parameters: readonly string[];
      readonly value: Expression;
    }
);

/** What is defined along a seq: its value at a step, and beyond its ends. */
export interface Sequence {
  readonly kind: "sequence";
  readonly family: readonly string[];
  readonly value: Expression;
  readonly boundaries: readonly { readonly slots: readonly Slot[]; readonly value: Expression }[];
}

export interface Scope {
  readonly entities: ReadonlyMap<string, Entity>;
  readonly objective: (Entity & { kind: "definition" }) | undefined;
  readonly outputs: readonly (Entity & { kind: "definition" | "leaf" })[];
  readonly requests: readonly {
    readonly role: string;
    readonly of: string;
    readonly wrt: readonly string[];
  }[];
}

export function scopeOf(file: File): Scope {
  const entities = new Map<string, Entity>();
  const outputs: string[] = [];
  const requests: { role: string; of: string; wrt: readonly string[] }[] = [];
  let objective: string | undefined;
  const declare = (key: string, entity: Entity): void => {
    if (entities.has(key)) refuse(`${key} is declared twice`);
    entities.set(key, entity);
  };
  const isAxis = (name: string): boolean => {
    const e = entities.get(name);
    return e?.kind === "axis" && e.role !== "batch";
  };
  /** Rule 5: a family if every part of the subscript is a declared index, otherwise a plain name. */
  const read = ({ name, subscript }: Target): { key: string; family: readonly string[] } => {
    const [base, low] = splitLow(name.text);
    if (subscript === undefined && low !== "" && Array.from(lowered(low)).every(isAxis))
      return { key: canonical(base), family: Array.from(lowered(low)) };
    const family = (subscript?.slots ?? []).flatMap((s) => indexNames(s, isAxis));
    if (subscript && family.every((f): f is string => f !== undefined))
      return { key: canonical(name.text), family };
    const plain = nameOf(subscript);
    if (plain === undefined) return refuse(`the subscript of ${name.text}`);
    return { key: canonical(name.text, plain), family: [] };
  };
  const whole = (target: Target): string => read(target).key;
  const sequences = sequencesOf(file);
  file.statements.forEach((s, at) => {
    switch (s.kind) {
      case "dim":
        for (const d of s.dims) {
          const key = canonical(d.name.text);
          declare(key, { kind: "dim", key, at, value: d.value });
        }
        return;
      case "axis": {
        // Rule 7: `batch n : N` declares N if no dim has that name.
        const { to } = s.range;
        const size = to.kind === "name" && !to.subscript ? canonical(to.word.text) : undefined;
        if (s.role === "batch" && size !== undefined && !entities.has(size))
          declare(size, { kind: "dim", key: size, at, value: undefined });
        for (const n of s.names) {
          const key = canonical(n.text);
          declare(key, { kind: "axis", key, at, role: s.role, range: s.range });
        }
        return;
      }
      case "declare":
        for (const group of s.groups)
          for (const target of group.targets) {
            const { key, family } = read(target);
            const per = group.per.map((w) => canonical(w.text));
            declare(key, { kind: "leaf", key, at, role: s.role, group, per, family });
          }
        return;
      case "define": {
        const [first] = s.targets;
        if (!first || s.targets.length > 1) return refuse("several targets");
        const along = canonical(first.target.name.text);
        const sequence = sequences.get(along);
        // Its names are known among themselves wherever they stand.
        if (sequence) {
          if (!entities.has(along)) declare(along, { ...sequence, key: along, at: 0 });
          return;
        }
        const { key, family } = read(first.target);
        return declare(key, { kind: "definition", key, at, value: s.value, family });
      }
      case "function": {
        const key = canonical(s.name.text);
        const parameters = s.parameters.map((p) => canonical(p.text));
        return declare(key, { kind: "function", key, at, parameters, value: s.value });
      }
      case "objective":
        objective = whole(s.name);
        return declare(objective, {
          kind: "definition",
          key: objective,
          at,
          value: s.value,
          family: [],
        });
      case "output":
        for (const { name, value } of s.items) {
          const { key, family } = read(name);
          outputs.push(key);
          if (value) declare(key, { kind: "definition", key, at, value, family });
        }
        return;
      case "request":
        requests.push({ role: s.role, of: whole(s.of), wrt: s.wrt.map(whole) });
        return;
      default:
        refuse(`the statement ${s.kind}`);
    }
  });
  const asked = new Set(requests.filter((r) => r.role === "grad").map((r) => r.of));
  if (asked.size === 1) objective ??= [...asked][0]!; // without a loss, the one scalar that is differentiated
  return {
    entities,
    objective: objective === undefined ? undefined : (entities.get(objective) as never),
    outputs: outputs.map((o) => entities.get(o) as never),
    requests,
  };
}

/** The names that some line defines along a seq, with all their lines. */
function sequencesOf(file: File): ReadonlyMap<string, Sequence> {
  const seqs = new Set(
    file.statements.flatMap((s) =>
      s.kind === "axis" && s.role === "seq" ? s.names.map((n) => canonical(n.text)) : [],
    ),
  );
  const found = new Map<string, Sequence>();
  const lines = file.statements.flatMap((s) =>
    s.kind === "define" && s.targets.length === 1
      ? [{ target: s.targets[0]!.target, value: s.value }]
      : [],
  );
  const nameIn = (slot: Slot): string | undefined =>
    slot.kind === "name" && !slot.subscript ? canonical(slot.word.text) : undefined;
  for (const { target, value } of lines) {
    const slots = target.subscript?.slots ?? [];
    const family = slots.map(nameIn);
    const isStep = family.every((f): f is string => f !== undefined);
    if (!isStep || !family.some((f) => seqs.has(f))) continue;
    const key = canonical(target.name.text);
    const boundaries = lines.flatMap((l) => {
      const own = l.target.subscript?.slots ?? [];
      const isOther = l.target !== target && canonical(l.target.name.text) === key;
      return isOther && own.length === slots.length ? [{ slots: own, value: l.value }] : [];
    });
    found.set(key, { kind: "sequence", family, value, boundaries });
  }
  return found;
}

/** The indices that a slot names: `i`, or `ij` cut into letters. Undefined for what is none. */
function indexNames(
  slot: Slot,
  isAxis: (name: string) => boolean,
): readonly (string | undefined)[] {
  if (slot.kind !== "name" || slot.subscript) return [undefined];
  const name = canonical(slot.word.text);
  if (isAxis(name)) return [name];
  const pieces = cut(slot.word.text).map((p) => canonical(p));
  return pieces.length > 1 && pieces.every(isAxis) ? pieces : [undefined];
}

/** `Σ_ij` binds i and j. */
export function bindersOf(
  over: readonly Binder[],
  isAxis: (name: string) => boolean,
): readonly Binder[] {
  return over.flatMap((b) => {
    if (b.from !== undefined || isAxis(canonical(b.name.text))) return [b];
    return cut(b.name.text).map((p): Binder => ({ name: wordAt(p, b.name), span: b.span }));
  });
}

/** A subscript as binders: `softmax_j`, `max_{p,q}`. */
export const bindersIn = ({ slots }: Subscript): readonly Binder[] =>
  slots.map((s): Binder =>
    s.kind === "name" ? { name: s.word, span: s.span } : refuse("an index"),
  );

/** `xᵢⱼ` as x with the subscript i, j. */
export function splitWord(
  word: Word,
): { readonly base: Word; readonly subscript: Subscript } | undefined {
  const [base, low] = splitLow(word.text);
  if (low === "" || !/^\p{L}+$/u.test(lowered(low))) return undefined;
  const slots = Array.from(lowered(low), (letter): Slot => ({
    kind: "name",
    word: wordAt(letter, word),
    span: word.span,
  }));
  return { base: wordAt(base, word), subscript: { slots, form: "unicode", span: word.span } };
}
