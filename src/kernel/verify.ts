/** @file Invariants of a program. A program that breaks one is a mistake of the compiler, so `verify` throws. */
import { dimProduct, dimSymbols, type Dim } from "../dim.ts";
import type { Buffer, Element, Index, Local, Loop } from "./formula.ts";
import type { Program, Routine, Statement } from "./kernel.ts";
import { elementsOf, entriesOf, givenTo, indicesOf } from "./walk.ts";

export function verify(program: Program): void {
  const problems = problemsOf(program);
  if (problems.length > 0)
    throw new Error(`internal: program ${program.name}: ${problems.slice(0, 5).join("; ")}`);
}

/** What is wrong, in words; empty for a sound program. */
export function problemsOf(program: Program): readonly string[] {
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(problem);
  checkNames(program, report);
  checkStorage(program, report);
  checkResidualProtocol(program, report);
  for (const routine of program.routines) new RoutineCheck(program, routine, report).run();
  return problems;
}

type Report = (problem: string) => void;

function checkNames(program: Program, report: Report): void {
  const keys = [...program.params, ...program.inputs].map((a) => a.key);
  for (const key of twice(keys)) report(`two arguments have the key ${key}`);
  for (const name of twice(program.dims.map((d) => d.name))) report(`two dims are called ${name}`);
  for (const name of twice(program.routines.map((r) => r.name)))
    report(`two routines are called ${name}`);
  for (const { name } of program.routines)
    if (!/^[A-Za-z][A-Za-z0-9_]*$/u.test(name) || OWN.has(name))
      report(`a routine cannot be called ${name}`);
  const open = new Set(program.dims.filter((d) => !d.definition).map((d) => d.name));
  for (const name of program.resizable)
    if (!open.has(name)) report(`${name} is resizable, but not an open dim`);
}

/** Exports of every module, and a name that makes `await import` call it. */
const OWN = new Set(["shapes", "workspace", "resize", "initialize", "then"]);

function twice(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return names.filter((n) => seen.size === seen.add(n).size);
}

function checkStorage(program: Program, report: Report): void {
  const slots = new Map<number, Buffer>();
  const buffers = program.storage.map((s) => s.buffer);
  if (new Set(buffers).size < buffers.length) report("a buffer is stored twice");
  const results = new Set(program.storage.filter((s) => s.role === "result").map((s) => s.slot));
  for (const { buffer, slot } of program.storage) {
    const first = slots.get(slot);
    slots.set(slot, first ?? buffer);
    if (!first) continue;
    if (results.has(slot)) report(`${buffer.name} shares the memory of a result`);
    if (first.of !== buffer.of || length(first) !== length(buffer))
      report(`${first.name} and ${buffer.name} share a slot, but are of different length or kind`);
  }
}

const length = (b: Buffer): string => dimProduct(b.extents).key;

function checkResidualProtocol(program: Program, report: Report): void {
  const kept = new Set(program.storage.filter((s) => s.role === "residual").map((s) => s.slot));
  const overwriting = new Set(program.storage.filter((s) => kept.has(s.slot)).map((s) => s.buffer));
  for (const r of program.routines)
    if (r.residuals === "leaves" && writesOf(r).some((b) => overwriting.has(b)))
      report(`${r.name} overwrites residuals, but claims to leave them`);
  const keepers = program.routines.filter((r) => r.residuals === "keeps");
  for (const r of program.routines) {
    if (r.residuals !== "needs") continue;
    if (keepers.length !== 1) report(`${r.name} needs residuals that one routine keeps`);
    const kept = new Set(keepers.flatMap((k) => [...k.params, ...k.inputs]).map((a) => a.key));
    for (const a of [...r.params, ...r.inputs])
      if (!kept.has(a.key)) report(`${r.name} takes ${a.key}, which the keeper does not`);
  }
}

function writesOf(routine: Routine): readonly Buffer[] {
  const written: Buffer[] = [];
  const visit = (s: Statement): void => {
    if (s.kind === "loop") s.body.forEach(visit);
    else if (s.kind === "inside") [...s.then, ...s.otherwise].forEach(visit);
    else if (s.kind === "store" || s.kind === "fill") written.push(s.to);
  };
  for (const k of routine.kernels) k.statements.forEach(visit);
  return written;
}

class RoutineCheck {
  readonly #routine: Routine;
  readonly #report: Report;
  readonly #given: ReadonlySet<Buffer>;
  readonly #stored: ReadonlySet<Buffer>;
  readonly #dims: ReadonlySet<string>;
  readonly #written = new Set<Buffer>();
  readonly #seen = new Map<Element, true>();
  readonly #loops = new Set<Loop>();
  readonly #locals = new Map<Local, boolean>();

  constructor(program: Program, routine: Routine, report: Report) {
    this.#routine = routine;
    this.#report = (problem) => report(`${routine.name}: ${problem}`);
    this.#given = new Set(givenTo(routine).map((a) => a.buffer));
    this.#stored = new Set(program.storage.map((s) => s.buffer));
    this.#dims = new Set(program.dims.map((d) => d.name));
  }

  run(): void {
    for (const kernel of this.#routine.kernels) this.#block(kernel.statements);
    for (const e of entriesOf(this.#routine)) {
      if ((e.form === "rows") !== (e.buffer.rows !== undefined))
        this.#report(`${e.key} is given by rows, or kept by rows, but not both`);
      if (e.form !== "number" && !this.#stored.has(e.buffer))
        this.#report(`${e.key} is given back, but has no storage`);
      if (!this.#written.has(e.buffer) && this.#routine.residuals !== "needs")
        this.#report(`${e.key} is given back, but never written`);
    }
  }

  /** What a block declares is known in it and in the blocks inside it. */
  #block(statements: readonly Statement[]): void {
    const before = [...this.#locals.keys()];
    for (const s of statements) this.#statement(s);
    const outside = new Set(before);
    for (const local of this.#locals.keys()) if (!outside.has(local)) this.#locals.delete(local);
  }

  #statement(s: Statement): void {
    this.#seen.clear();
    switch (s.kind) {
      case "loop":
        this.#size(s.loop.extent);
        if (this.#loops.has(s.loop)) this.#report(`loop ${s.loop.name} stands inside itself`);
        this.#loops.add(s.loop);
        this.#block(s.body);
        this.#loops.delete(s.loop);
        return;
      case "let":
        this.#element(s.value);
        if (this.#locals.has(s.local)) this.#report(`${s.local.name} is declared twice`);
        this.#locals.set(s.local, s.mutable);
        return;
      case "accumulate":
        this.#element(s.value);
        if (this.#locals.get(s.local) !== true)
          this.#report(`${s.local.name} is accumulated, but is not a variable here`);
        return;
      case "store":
        this.#place(s.to, s.at);
        this.#element(s.value);
        if (s.to.rows && s.mode !== "add")
          this.#report(`rows of ${s.to.name} are set, not added to`);
        return this.#write(s.to);
      case "fill":
        if (s.to.rows && s.value !== 0)
          this.#report(`rows of ${s.to.name} are filled, not cleared`);
        return this.#write(s.to);
      case "inside":
        this.#index(s.index);
        this.#size(s.from);
        this.#size(s.to);
        this.#block(s.then);
        this.#block(s.otherwise);
        return;
    }
  }

  #write(b: Buffer): void {
    this.#written.add(b);
    if (this.#given.has(b)) this.#report(`${b.name} is written, but belongs to the caller`);
    this.#known(b);
  }

  #known(b: Buffer): void {
    if (b.extents.length > 0 && !this.#given.has(b) && !this.#stored.has(b))
      this.#report(`${b.name} is neither given nor stored`);
  }

  #load({ from, at }: Element & { kind: "load" }): void {
    if (from.rows) this.#report(`rows of ${from.name} are read`);
    this.#place(from, at);
  }

  #place(b: Buffer, at: readonly Index[]): void {
    this.#known(b);
    if (at.length !== b.extents.length)
      this.#report(`${b.name} has ${b.extents.length} extents, but is indexed by ${at.length}`);
    for (const index of at) this.#index(index);
  }

  #index(index: Index): void {
    for (const i of indicesOf(index))
      if (i.kind === "loop") {
        if (!this.#loops.has(i.loop)) this.#report(`loop ${i.loop.name} is used outside of it`);
      } else if (i.kind === "affine") {
        this.#size(i.plus);
        for (const t of i.terms) this.#size(t.times);
      } else if (i.kind === "value") this.#element(i.value);
      else this.#size(i.by);
  }

  #element(root: Element): void {
    for (const e of elementsOf(root, this.#seen)) {
      if (e.kind === "load") this.#load(e);
      else if (e.kind === "reduce") this.#report("a reduction stands in a statement");
      else if (e.kind === "size") this.#size(e.dim);
      else if (e.kind === "position") this.#index(e.index);
      else if (e.kind === "when") {
        this.#index(e.index);
        this.#size(e.from);
        this.#size(e.to);
      } else if (e.kind === "local" && !this.#locals.has(e.local))
        this.#report(`${e.local.name} is used where it is not declared`);
    }
  }

  #size(dim: Dim): void {
    for (const name of dimSymbols(dim))
      if (!this.#dims.has(name)) this.#report(`${name} is not a dim of the model`);
  }
}
