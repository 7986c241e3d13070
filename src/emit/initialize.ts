/** @file `initialize`: parameters from the starts of the model, each from its own stream of the seed. */
import { dimAdd, dimProduct, dimSymbols } from "../dim.ts";
import type { Element } from "../kernel/formula.ts";
import type { Parameter, Program, Start } from "../kernel/kernel.ts";
import { Block } from "./block.ts";
import type { Context } from "./context.ts";
import { expression } from "./expressions.ts";
import { printFunction } from "./function.ts";
import { member, numeral, property, quote } from "./literals.ts";
import { Scope } from "./names.ts";
import type { Plan } from "./plan.ts";
import { elementsCall, names, openNames } from "./size-text.ts";
import { isOpen, sizeKey, sizeKeyOf, Sizes } from "./sizes.ts";

export function printInitialize(plan: Plan): readonly string[] {
  const { program, library } = plan;
  const scope = new Scope(plan.scope);
  const local = new Map(program.params.map((p) => [p, scope.declare(p.key)]));
  const root = new Block(undefined, scope);
  const sizes = new Sizes(program, plan.fixed, scope);
  const needed = neededSizes(program);
  program.params.forEach((p, index) => {
    const name = local.get(p)!;
    const { extents } = p.buffer;
    const count = elementsCall(`params.${p.key}`, extents, sizes, plan);
    const length = extents.length === 0 ? "1" : count;
    root.lines.push(`const ${name} = new ${plan.syntax.real}(${length});`);
    const fill = fillOf(p, name, index, plan, sizes, root);
    if (fill !== undefined) root.lines.push(fill);
  });
  const items = program.params.map((p) =>
    local.get(p) === p.key ? p.key : `${property(p.key)}: ${local.get(p)!}`,
  );
  const derived = sizes.derived();
  const open = sizes.open.map((n) => {
    const key = sizeKeyOf(program, n);
    return `const ${sizes.local(n)} = ${library.use("whole")}(${member("sizes", key)}, ${quote(`sizes.${key}`)});`;
  });
  return printFunction(
    {
      name: "initialize",
      exported: true,
      says: ["Parameters as the model starts them; the same for a seed on every machine."],
      parameters: [
        { name: "seed", type: "number" },
        { name: "sizes", ...sizesType(program, needed) },
      ],
      returns: "Params",
      body: [
        "if (!Number.isSafeInteger(seed)) {",
        "  throw new TypeError(`seed: expected a whole number, got ${" +
          `${library.use("describe")}(seed)` +
          "}`);",
        "}",
        `${library.use("known")}(sizes, ${names(openNames(program))}, ${names(needed)});`,
        ...open,
        ...derived,
        ...root.lines,
        `return ${items.length > 0 ? `{ ${items.join(", ")} }` : "{}"};`,
      ],
    },
    plan.syntax,
  );
}

function sizesType(program: Program, needed: readonly string[]) {
  const all = openNames(program);
  if (all.length === 0) return { type: "Sizes", initial: "{}" };
  if (needed.length === all.length) return { type: "Sizes" };
  if (needed.length === 0) return { type: "Partial<Sizes>", initial: "{}" };
  return { type: `Pick<Sizes, ${needed.map(quote).join(" | ")}> & Partial<Sizes>` };
}

/** The open sizes on which parameters and their starts depend. */
function neededSizes(program: Program): readonly string[] {
  const used = new Set<string>();
  for (const { buffer, start } of program.params) {
    const dims = [...buffer.extents];
    if (start.kind === "glorot") dims.push(start.fanIn, start.fanOut);
    if (start.kind === "he") dims.push(start.fanIn);
    if (start.kind === "orthogonal") dims.push(start.rows, start.columns);
    for (const e of argumentsOf(start)) dims.push(...sizesIn(e));
    for (const d of dims) for (const s of dimSymbols(d)) used.add(s);
  }
  return program.dims.filter((d) => isOpen(d) && used.has(d.name)).map(sizeKey);
}

function argumentsOf(start: Start): readonly Element[] {
  const list =
    start.kind === "normal"
      ? [start.mean, start.deviation]
      : start.kind === "uniform"
        ? [start.from, start.to]
        : [];
  return list.filter((e) => typeof e !== "number");
}

const sizesIn = (e: Element) => {
  const found = [];
  const stack = [e];
  for (let x = stack.pop(); x; x = stack.pop())
    if (x.kind === "size") found.push(x.dim);
    else if (x.kind === "call") stack.push(...x.args);
  return found;
};

function fillOf(
  { start }: Parameter,
  name: string,
  index: number,
  plan: Plan,
  sizes: Sizes,
  root: Block,
): string | undefined {
  const { library } = plan;
  const value = (e: number | Element): string =>
    typeof e === "number" ? numeral(e) : expression(e, root, contextOf(plan, sizes, root)).text;
  const random = (): string => `${library.use("stream")}(seed, ${index})`;
  switch (start.kind) {
    case "constant":
      return Object.is(start.value, 0) ? undefined : `${name}.fill(${numeral(start.value)});`;
    case "normal": {
      const [mean, deviation] = [value(start.mean), value(start.deviation)];
      return `${library.use("normal")}(${name}, ${mean}, ${deviation}, ${random()});`;
    }
    case "uniform": {
      const [from, to] = [value(start.from), value(start.to)];
      return `${library.use("uniform")}(${name}, ${from}, ${to}, ${random()});`;
    }
    case "glorot": {
      const fans = sizes.text(dimAdd(start.fanIn, start.fanOut)).text;
      const bound = root.scope.fresh("bound");
      root.lines.push(`const ${bound} = Math.sqrt(6 / (${fans}));`);
      return `${library.use("uniform")}(${name}, -${bound}, ${bound}, ${random()});`;
    }
    case "he": {
      const fan = sizes.text(dimProduct([start.fanIn])).text;
      return `${library.use("normal")}(${name}, 0, Math.sqrt(2 / (${fan})), ${random()});`;
    }
    case "orthogonal": {
      const [rows, columns] = [start.rows, start.columns].map(
        (d) => sizes.text(dimProduct([d])).text,
      );
      return `${library.use("orthogonal")}(${name}, ${rows}, ${columns}, ${random()});`;
    }
  }
}

/** Arguments of a start are made of numbers and sizes. */
const contextOf = (plan: Plan, sizes: Sizes, root: Block): Context => {
  const none = (): never => {
    throw new Error("internal: a start reads an array");
  };
  return {
    syntax: plan.syntax,
    sizes,
    root,
    loops: new Map(),
    locals: new Map(),
    aliases: new Map(),
    variable: none,
    array: none,
    scalar: () => undefined,
    assign: none,
    isConstant: () => false,
    helper: (helper) => plan.library.use(helper),
  };
};
