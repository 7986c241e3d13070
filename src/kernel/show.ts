/** @file A program for people: each routine's kernels as loops over the model's names. */
import { showDim, type Dim } from "../dim.ts";
import type { Element, Fold, Index, Local, Loop } from "./formula.ts";
import type { Argument, Program, Routine, Statement } from "./kernel.ts";
import { elementsOf, entriesOf, partsOf } from "./walk.ts";

export function show(program: Program): string {
  const dims = program.dims.map((d) =>
    d.definition ? `${d.name} = ${showDim(d.definition)}` : d.name,
  );
  const storage = program.storage.map(
    ({ buffer, role, slot }) =>
      `  ${role} ${shape(buffer.name, buffer.extents)}${buffer.rows ? `, at most ${showDim(buffer.rows)} rows,` : ""} in slot ${slot}`,
  );
  return [
    `program ${program.name}`,
    ...(dims.length > 0 ? [`dims ${dims.join(", ")}`] : []),
    ...(program.resizable.length > 0 ? [`resizable ${program.resizable.join(", ")}`] : []),
    ...program.params.map((p) => `param ${argument(p)} starts ${p.start.kind}`),
    ...program.inputs.map((a) => `input ${argument(a)}`),
    ...(storage.length > 0 ? ["storage", ...storage] : []),
    ...program.routines.flatMap((r) => ["", ...new RoutineShow().routine(r)]),
    "",
  ].join("\n");
}

const shape = (name: string, extents: readonly Dim[]): string =>
  extents.length === 0 ? name : `${name}[${extents.map(showDim).join(", ")}]`;

const argument = ({ key, buffer, form, range }: Argument): string => {
  const within = range ? ` in ${showDim(range.from)}..${showDim(range.to)}` : "";
  return `${shape(key, buffer.extents)}${within}${form === "number" ? ", a number" : ""}`;
};

const INFIX: Readonly<Record<string, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  less: "<",
  lessEqual: "<=",
  equal: "=",
  and: "and",
  or: "or",
};

const FOLDS: Readonly<Record<Fold, string>> = { sum: "+=", product: "*=", max: "max=" };

class RoutineShow {
  readonly #names = new Map<Loop | Local, string>();
  readonly #taken = new Map<string, number>();
  readonly #bound = new Map<Element, string>();
  #lines: string[] = [];
  #indent = "";

  routine(r: Routine): readonly string[] {
    const results = entriesOf(r).map((e) => e.key);
    this.#line(`routine ${r.name} gives ${results.join(", ")}, residuals: ${r.residuals}`);
    for (const kernel of r.kernels) {
      this.#taken.clear();
      this.#indent = "  ";
      this.#line(`// ${kernel.says}`);
      this.#block(kernel.statements, "  ");
    }
    return this.#lines;
  }

  #line(text: string): void {
    this.#lines.push(this.#indent + text);
  }

  #block(list: readonly Statement[], indent: string): void {
    for (const s of list) {
      this.#indent = indent;
      this.#statement(s, indent);
    }
  }

  #statement(s: Statement, indent: string): void {
    this.#bound.clear();
    switch (s.kind) {
      case "loop":
        this.#line(
          `for ${this.#name(s.loop)} < ${showDim(s.loop.extent)}${s.loop.down ? ", down" : ""}`,
        );
        return this.#block(s.body, `${indent}  `);
      case "let": {
        const value = this.#value(s.value);
        return this.#line(`${s.mutable ? "var" : "let"} ${this.#name(s.local)} = ${value}`);
      }
      case "accumulate": {
        const value = this.#value(s.value);
        const name = this.#name(s.local);
        return this.#line(`${name} ${FOLDS[s.by]} ${value}`);
      }
      case "store": {
        const value = this.#value(s.value);
        const sign = s.mode === "add" ? "+=" : "=";
        return this.#line(`${this.#place(s.to.name, s.at)} ${sign} ${value}`);
      }
      case "fill":
        return this.#line(`fill ${s.to.name} with ${s.value}`);
      case "inside":
        this.#line(`if ${this.#inside(s)}`);
        this.#block(s.then, `${indent}  `);
        if (s.otherwise.length === 0) return;
        this.#indent = indent;
        this.#line("else");
        return this.#block(s.otherwise, `${indent}  `);
    }
  }

  /** What a loop or local would like to be called, with a number where two in one kernel would like the same. */
  #name(of: Loop | Local): string {
    const known = this.#names.get(of);
    if (known !== undefined) return known;
    const count = (this.#taken.get(of.name) ?? 0) + 1;
    this.#taken.set(of.name, count);
    const name = count === 1 ? of.name : `${of.name}#${count}`;
    this.#names.set(of, name);
    return name;
  }

  /** What stands twice is said once, in a line before. */
  #value(root: Element): string {
    const uses = new Map<Element, number>();
    const all = elementsOf(root);
    for (const e of all) for (const p of partsOf(e)) uses.set(p, (uses.get(p) ?? 0) + 1);
    const texts = new Map<Element, string>();
    const order = postorder(root);
    const say = (e: Element): string => this.#bound.get(e) ?? texts.get(e) ?? "?";
    for (const e of order) {
      const text = this.#text(e, say);
      texts.set(e, text);
      if (((uses.get(e) ?? 0) > 1 && e.kind === "call") || text.length > 400) {
        const name = `%${this.#bound.size + 1}`;
        this.#line(`${name} = ${text}`);
        this.#bound.set(e, name);
      }
    }
    return say(root);
  }

  #text(e: Element, say: (e: Element) => string): string {
    switch (e.kind) {
      case "number":
        return String(e.value);
      case "size":
        return showDim(e.dim);
      case "position":
        return `${this.#index(e.index, say)} + ${showDim(e.plus)}`.replace(/ \+ 0$/u, "");
      case "load":
        return this.#place(e.from.name, e.at, say);
      case "local":
        return this.#name(e.local);
      case "call": {
        const args = e.args.map(say);
        const sign = INFIX[e.op];
        return sign ? `(${args.join(` ${sign} `)})` : `${e.op}(${args.join(", ")})`;
      }
      case "reduce":
        return `${e.by} over ${this.#name(e.loop)} < ${showDim(e.loop.extent)} of ${say(e.body)}`;
      case "when":
        return `(if ${this.#inside(e, say)} then ${say(e.then)} else ${say(e.otherwise)})`;
    }
  }

  #inside(
    { index, from, to }: { index: Index; from: Dim; to: Dim },
    say = (e: Element): string => this.#value(e),
  ): string {
    return `${showDim(from)} <= ${this.#index(index, say)} < ${showDim(to)}`;
  }

  #place(name: string, at: readonly Index[], say = (e: Element): string => this.#value(e)): string {
    return at.length === 0 ? name : `${name}[${at.map((i) => this.#index(i, say)).join(", ")}]`;
  }

  #index(index: Index, say: (e: Element) => string): string {
    switch (index.kind) {
      case "loop":
        return this.#name(index.loop);
      case "affine": {
        const terms = index.terms.map(({ index: i, times }) => {
          const by = showDim(times);
          const of = this.#index(i, say);
          return by === "1" ? of : `${by.includes(" ") ? `(${by})` : by}*${of}`;
        });
        const plus = showDim(index.plus);
        return [...terms, ...(plus === "0" ? [] : [plus])].join(" + ").replaceAll("+ -", "- ");
      }
      case "quotient":
        return `(${this.#index(index.of, say)} div ${showDim(index.by)})`;
      case "remainder":
        return `(${this.#index(index.of, say)} mod ${showDim(index.by)})`;
      case "value": {
        const minus = showDim(index.minus);
        return minus === "0" ? say(index.value) : `${say(index.value)} - ${minus}`;
      }
    }
  }
}

/** Parts before what they are parts of. */
function postorder(root: Element): readonly Element[] {
  const order: Element[] = [];
  const done = new Set<Element>();
  const stack = [root];
  while (stack.length > 0) {
    const e = stack.at(-1)!;
    const waiting = partsOf(e).filter((p) => !done.has(p));
    if (waiting.length > 0) stack.push(...waiting.toReversed());
    else {
      stack.pop();
      if (!done.has(e)) order.push(e);
      done.add(e);
    }
  }
  return order;
}
