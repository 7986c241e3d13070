/** @file What the module holds, by name: the fields of its memory, its doors, its result objects. Made once for a program. */
import { dimSymbols, type Dim } from "../dim.ts";
import type { Buffer } from "../kernel/formula.ts";
import type { Argument, Entry, Program, Routine } from "../kernel/kernel.ts";
import { entriesOf } from "../kernel/walk.ts";
import { Library } from "./library.ts";
import { Scope } from "./names.ts";
import { fixedNames } from "./sizes.ts";
import { syntaxOf, type Precision, type RealArray, type Syntax, type Target } from "./syntax.ts";
import { usesOf, type Uses } from "./uses.ts";

/** An array of the workspace; several buffers may take turns in it. */
export interface ArrayField {
  /** The array at the present sizes. */
  readonly name: string;
  /** The array at capacity: the same field where no size of it can change. */
  readonly full: string;
  readonly buffers: readonly Buffer[];
  readonly extents: readonly Dim[];
  readonly type: RealArray | "Int32Array";
}

/** A table of the workspace for the rows of a gradient. */
export interface TableField {
  readonly name: string;
  readonly buffer: Buffer;
  readonly most: Dim;
}

/** A set of arguments that is checked and remembered together. */
export interface Door {
  readonly admit: string;
  readonly seen: string;
  readonly params: readonly Argument[];
  readonly inputs: readonly Argument[];
  readonly routines: readonly string[];
}

/** An object that is handed out: made once, filled by each call. */
export interface ResultObject {
  readonly name: string;
  readonly entries: readonly Entry[];
}

export interface Plan {
  readonly program: Program;
  readonly syntax: Syntax;
  readonly library: Library;
  readonly scope: Scope;
  readonly fixed: ReadonlyMap<string, string>;
  readonly uses: ReadonlyMap<Routine, Uses>;
  readonly arrays: readonly ArrayField[];
  readonly arrayOf: ReadonlyMap<Buffer, ArrayField>;
  readonly tables: readonly TableField[];
  /** Fields for buffers without extents that one routine leaves for another. */
  readonly scalars: ReadonlyMap<Buffer, string>;
  readonly objects: readonly ResultObject[];
  /** Pairs of them. */
  readonly pairs: readonly {
    readonly name: string;
    readonly values: string;
    readonly gradients: string;
  }[];
  readonly doors: readonly Door[];
  /** Fields that remember arguments, by the key of the argument. */
  readonly remembered: ReadonlyMap<string, string>;
  /** The routine that keeps residuals, where another needs them. */
  readonly keeper: Routine | undefined;
}

export function planOf(program: Program, target: Target, precision: Precision): Plan {
  const scope = new Scope();
  const members = new Scope();
  const uses = new Map(program.routines.map((r) => [r, usesOf(r)]));
  const objects = objectsOf(program, members);
  const syntax = syntaxOf(target, precision);
  const arrays = arraysOf(program, members, syntax);
  const needs = program.routines.some((r) => r.residuals === "needs");
  return {
    program,
    syntax,
    library: new Library(),
    scope,
    fixed: fixedNames(program, scope),
    uses,
    arrays,
    tables: program.storage.flatMap(({ buffer }) =>
      buffer.rows ? [{ name: members.declare(buffer.name), buffer, most: buffer.rows }] : [],
    ),
    arrayOf: new Map(arrays.flatMap((a) => a.buffers.map((b) => [b, a] as const))),
    scalars: scalarsOf(program, uses, members),
    objects,
    pairs: pairsOf(program, objects, members),
    doors: doorsOf(program, scope, members),
    remembered: rememberedIn(program),
    keeper: needs ? program.routines.find((r) => r.residuals === "keeps") : undefined,
  };
}

function rememberedIn(program: Program): ReadonlyMap<string, string> {
  const scope = new Scope();
  return new Map([...program.params, ...program.inputs].map((a) => [a.key, scope.declare(a.key)]));
}

export const typeOf = (buffer: Buffer, { real }: Syntax): RealArray | "Int32Array" =>
  buffer.of === "integer" ? "Int32Array" : real;

/** The type of what is handed in or out. */
export const typeOfEntry = ({ form, buffer }: Argument | Entry, syntax: Syntax): string =>
  form === "array" ? typeOf(buffer, syntax) : form === "rows" ? "Rows" : "number";

function arraysOf(program: Program, members: Scope, syntax: Syntax): readonly ArrayField[] {
  const groups = new Map<string, Buffer[]>();
  const asArray = new Set(
    program.routines.flatMap(entriesOf).flatMap((e) => (e.form === "array" ? [e.buffer] : [])),
  );
  for (const { buffer, slot } of program.storage) {
    if (buffer.rows || (buffer.extents.length === 0 && !asArray.has(buffer))) continue;
    const key = asArray.has(buffer) ? `result ${groups.size}` : `${buffer.of} ${slot}`;
    const group = groups.get(key);
    if (group) group.push(buffer);
    else groups.set(key, [buffer]);
  }
  const resizable = new Set(program.resizable);
  return [...groups.values()].map((buffers) => {
    const { name: wish, extents } = buffers[0]!;
    const name = members.declare(wish);
    const changes = extents.some((e) => [...dimSymbols(e)].some((s) => resizable.has(s)));
    const full = changes ? members.fresh(`${name}Full`) : name;
    return { name, full, buffers, extents, type: typeOf(buffers[0]!, syntax) };
  });
}

function scalarsOf(
  program: Program,
  uses: ReadonlyMap<Routine, Uses>,
  members: Scope,
): ReadonlyMap<Buffer, string> {
  const fields = new Map<Buffer, string>();
  const entries = new Set(
    program.routines.flatMap(entriesOf).flatMap((e) => (e.form === "array" ? [e.buffer] : [])),
  );
  const stored = new Set(program.storage.map((s) => s.buffer));
  for (const r of program.routines)
    for (const b of [...uses.get(r)!.read, ...entriesOf(r).map((e) => e.buffer)])
      if (b.extents.length === 0 && stored.has(b) && !uses.get(r)!.written.has(b))
        if (!fields.has(b) && !entries.has(b)) fields.set(b, members.declare(b.name));
  return fields;
}

const sameEntries = (a: readonly Entry[], b: readonly Entry[]): boolean =>
  a.length === b.length && a.every((e, i) => e.key === b[i]!.key && e.buffer === b[i]!.buffer);

function objectsOf(program: Program, members: Scope): readonly ResultObject[] {
  const objects: (ResultObject & { readonly kind: string })[] = [];
  const add = (kind: string, entries: readonly Entry[]): void => {
    if (objects.some((o) => o.kind === kind && sameEntries(o.entries, entries))) return;
    const first = !objects.some((o) => o.kind === kind);
    objects.push({ kind, name: first ? kind : members.fresh(kind), entries });
  };
  for (const { gives } of program.routines)
    if (gives.kind === "both") {
      add("values", gives.values);
      add("gradients", gives.gradients);
    } else if (gives.kind !== "one") add(gives.kind, gives.entries);
  return objects;
}

export const objectFor = (
  objects: readonly ResultObject[],
  kind: string,
  entries: readonly Entry[],
): ResultObject => objects.find((o) => o.name.startsWith(kind) && sameEntries(o.entries, entries))!;

function pairsOf(program: Program, objects: readonly ResultObject[], members: Scope) {
  const pairs: { name: string; values: string; gradients: string }[] = [];
  for (const { gives } of program.routines)
    if (gives.kind === "both") {
      const values = objectFor(objects, "values", gives.values).name;
      const gradients = objectFor(objects, "gradients", gives.gradients).name;
      if (!pairs.some((p) => p.values === values && p.gradients === gradients))
        pairs.push({
          name: pairs.length === 0 ? "both" : members.fresh("both"),
          values,
          gradients,
        });
    }
  return pairs;
}

function doorsOf(program: Program, scope: Scope, members: Scope): readonly Door[] {
  const groups = new Map<string, Routine[]>();
  for (const r of program.routines) {
    if (r.residuals === "needs") continue;
    const key = JSON.stringify([r.params.map((a) => a.key), r.inputs.map((a) => a.key)]);
    groups.set(key, [...(groups.get(key) ?? []), r]);
  }
  return [...groups.values()].map((routines, i) => ({
    admit: i === 0 ? "admit" : scope.fresh("admit"),
    seen: i === 0 ? "seen" : members.fresh("seen"),
    params: routines[0]!.params,
    inputs: routines[0]!.inputs,
    routines: routines.map((r) => r.name),
  }));
}
