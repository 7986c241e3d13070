/** @file The kernels of one routine in one block, and the variables that stand for buffers without extents. */
import type { Buffer, Local } from "../kernel/formula.ts";
import type { Argument, Kernel, Statement } from "../kernel/kernel.ts";
import { entriesOf } from "../kernel/walk.ts";
import type { Block } from "./block.ts";
import type { Context } from "./context.ts";
import type { Frame } from "./frame.ts";
import { comment } from "./literals.ts";
import { identifier } from "./names.ts";
import { statements } from "./statements.ts";
import { indent } from "./syntax.ts";

export class Kernels {
  readonly #frame: Frame;
  readonly #root: Block;
  readonly #context: Context;
  readonly #scalars = new Map<Buffer, string>();
  readonly #declared = new Set<Buffer>();
  readonly #single: ReadonlySet<Buffer>;
  readonly #given: ReadonlyMap<Buffer, { readonly name: string; readonly form: Argument["form"] }>;

  constructor(frame: Frame, root: Block) {
    const { plan, routine, sizes } = frame;
    this.#frame = frame;
    this.#root = root;
    const given = new Map(
      [...frame.arguments].map(([a, name]) => [a.buffer, { name, form: a.form }] as const),
    );
    this.#given = given;
    const uses = plan.uses.get(routine)!;
    const entries = entriesOf(routine).map((e) => e.buffer);
    for (const b of new Set([...uses.buffers, ...entries]))
      if (b.extents.length === 0) this.#name(b);
    this.#single = storedOnce(routine.kernels);
    this.#context = {
      syntax: plan.syntax,
      sizes,
      root,
      loops: new Map(),
      locals: new Map(),
      aliases: new Map(),
      variable: (b) => {
        this.#declared.add(b);
        return this.#scalars.get(b)!;
      },
      array: (b) => {
        const name = given.get(b)?.name ?? frame.arrays.get(b);
        if (name === undefined) throw new Error(`internal: ${b.name} is neither given nor stored`);
        return name;
      },
      scalar: (b) => this.#scalars.get(b),
      assign: (b, value, mode) => this.#assign(b, value, mode),
      isConstant: (b) => given.has(b),
      helper: (name) => plan.library.use(name),
    };
  }

  /** A number argument is its own variable; an array of length 1 is read once. */
  #name(buffer: Buffer): void {
    const argument = this.#given.get(buffer);
    const { scope } = this.#root;
    if (argument?.form === "number") this.#scalars.set(buffer, argument.name);
    else this.#scalars.set(buffer, scope.declare(argument ? `${argument.name}0` : buffer.name));
  }

  print(): void {
    for (const kernel of this.#frame.routine.kernels) {
      if (this.#root.lines.length > 0) this.#root.lines.push("");
      const says = comment(kernel.says);
      if (says !== "") this.#root.lines.push(`// ${says}`);
      this.#declareEarly(kernel);
      this.#body(kernel);
    }
  }

  /** In braces where a local of an earlier kernel has the same name. */
  #body(kernel: Kernel): void {
    const aliases = this.#aliases(kernel);
    const taken = kernel.statements.some(
      (s) =>
        s.kind === "let" &&
        !aliases.has(s.local) &&
        !this.#root.scope.isFree(identifier(s.local.name)),
    );
    if (!taken) {
      for (const [local, buffer] of aliases) this.#context.aliases.set(local, buffer);
      return statements(kernel.statements, this.#root, this.#context);
    }
    const block = this.#root.inner("plain");
    for (const s of kernel.statements)
      if ((s.kind === "store" || s.kind === "fill") && this.#scalars.has(s.to)) this.#declare(s.to);
    statements(kernel.statements, block, this.#context);
    this.#root.lines.push("{", ...indent(block.lines), "}");
  }

  /** A local that is at last stored to a buffer without extents, and then left alone, is that buffer's variable. */
  #aliases(kernel: Kernel): ReadonlyMap<Local, Buffer> {
    const aliases = new Map<Local, Buffer>();
    kernel.statements.forEach((s, i) => {
      if (s.kind !== "store" || s.mode !== "set" || s.value.kind !== "local") return;
      const { local } = s.value;
      const isOnly = this.#scalars.has(s.to) && this.#single.has(s.to);
      const isHere = kernel.statements.some((t) => t.kind === "let" && t.local === local);
      const rest = kernel.statements.slice(i + 1);
      if (isOnly && isHere && !aliases.has(local) && !rest.some((t) => accumulates(t, local)))
        aliases.set(local, s.to);
    });
    return aliases;
  }

  /** A variable is declared where it first gets its value, unless that is inside a loop. */
  #declareEarly(kernel: Kernel): void {
    const first = new Map<Buffer, boolean>();
    const visit = (s: Statement, top: boolean): void => {
      if (s.kind === "loop") s.body.forEach((t) => visit(t, false));
      else if (s.kind === "inside") [...s.then, ...s.otherwise].forEach((t) => visit(t, false));
      else if ((s.kind === "store" || s.kind === "fill") && this.#scalars.has(s.to))
        if (!first.has(s.to)) first.set(s.to, top && !(s.kind === "store" && s.mode === "add"));
    };
    kernel.statements.forEach((s) => visit(s, true));
    for (const [buffer, atTop] of first) if (!atTop) this.#declare(buffer);
  }

  #declare(buffer: Buffer): void {
    if (this.#declared.has(buffer)) return;
    this.#declared.add(buffer);
    this.#root.lines.push(`let ${this.#scalars.get(buffer)!} = 0;`);
  }

  #assign(buffer: Buffer, value: string, mode: "set" | "add"): string {
    const name = this.#scalars.get(buffer)!;
    if (mode === "add") return `${name} += ${value};`;
    if (this.#declared.has(buffer)) return `${name} = ${value};`;
    this.#declared.add(buffer);
    return `${this.#single.has(buffer) ? "const" : "let"} ${name} = ${value};`;
  }

  /** What is read from before the kernels: length-1 arguments, and values that an earlier call left. */
  values(): readonly string[] {
    const { plan, routine, arrays } = this.#frame;
    const { read } = plan.uses.get(routine)!;
    const { bang } = plan.syntax;
    const lines: string[] = [];
    for (const [buffer, name] of this.#scalars) {
      if (this.#declared.has(buffer)) continue;
      const argument = this.#given.get(buffer);
      if (argument) {
        if (argument.form === "array" && read.has(buffer))
          lines.push(`const ${name} = ${argument.name}[0]${bang};`);
      } else if (arrays.has(buffer)) {
        if (read.has(buffer)) lines.push(`const ${name} = ${arrays.get(buffer)!}[0]${bang};`);
      } else if (plan.scalars.has(buffer))
        lines.push(`const ${name} = memory.${plan.scalars.get(buffer)!};`);
      else throw new Error(`internal: ${buffer.name} is read but never written`);
    }
    return lines;
  }

  /** Numbers go to where the next call or the caller finds them. */
  results(): readonly string[] {
    const { plan, arrays } = this.#frame;
    const lines: string[] = [];
    for (const buffer of this.#declared) {
      const name = this.#scalars.get(buffer)!;
      const array = arrays.get(buffer);
      if (array !== undefined) lines.push(`${array}[0] = ${name};`);
      const field = plan.scalars.get(buffer);
      if (field !== undefined) lines.push(`memory.${field} = ${name};`);
    }
    return lines;
  }

  variable(buffer: Buffer): string {
    return this.#scalars.get(buffer)!;
  }
}

function accumulates(s: Statement, local: Local): boolean {
  if (s.kind === "loop") return s.body.some((t) => accumulates(t, local));
  if (s.kind === "inside") return [...s.then, ...s.otherwise].some((t) => accumulates(t, local));
  return s.kind === "accumulate" && s.local === local;
}

/** Buffers with exactly one store among the kernels, at their top. */
function storedOnce(kernels: readonly Kernel[]): ReadonlySet<Buffer> {
  const counts = new Map<Buffer, number>();
  const visit = (s: Statement): void => {
    if (s.kind === "loop") s.body.forEach(visit);
    else if (s.kind === "inside") [...s.then, ...s.otherwise].forEach(visit);
    else if (s.kind === "store" || s.kind === "fill") counts.set(s.to, (counts.get(s.to) ?? 0) + 1);
  };
  for (const k of kernels) k.statements.forEach(visit);
  return new Set([...counts].filter(([, n]) => n === 1).map(([b]) => b));
}
