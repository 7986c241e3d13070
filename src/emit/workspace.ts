/** @file The functions that make, check and resize a workspace. */
import { dimValue, showDim, type Dim } from "../dim.ts";
import type { Program, Statement } from "../kernel/kernel.ts";
import { printFunction } from "./function.ts";
import { comment, member, quote } from "./literals.ts";
import { Scope } from "./names.ts";
import type { Plan } from "./plan.ts";
import { exactText, names, openNames, sizesParameter } from "./size-text.ts";
import { isOpen, resizableKeys, sizeKey, Sizes } from "./sizes.ts";

export function printWorkspace(plan: Plan): readonly string[] {
  plan.library.use("memoryOf");
  return printFunction(
    {
      name: "workspace",
      exported: true,
      says: [
        "Storage for the calls of one model: what they return belongs to it, and its next call overwrites that.",
        ...(plan.program.resizable.length > 0
          ? [`${resizableKeys(plan.program).join(", ")}: capacities, see resize.`].map(comment)
          : []),
      ],
      parameters: [sizesParameter(plan.program)],
      returns: "Workspace",
      body: ["return new Memory(checkSizes(sizes));"],
    },
    plan.syntax,
  );
}

/** New sizes for batches and sequences. Arrays are not allocated anew; those of other lengths are new views of the old memory. */
export function printResize(plan: Plan): readonly string[] {
  const { program, library, syntax } = plan;
  const open = openNames(program);
  const resizable = resizableKeys(program);
  const others = open.filter((n) => !resizable.includes(n));
  const any = open.length > 0;
  library.use("memoryOf");
  const body = [
    "const memory = memoryOf(workspace);",
    `${library.use("known")}(sizes, ${names(open)}, []);`,
    "const before = memory.sizes;",
    "const after = checkSizes({ ...before, ...sizes });",
    ...others.map(
      (n) =>
        `${library.use("unchanged")}(${quote(n)}, ${member("before", n)}, ${member("after", n)});`,
    ),
    ...resizable.map(
      (n) =>
        `${library.use("fits")}(${quote(n)}, ${member("memory.capacity", n)}, ${member("after", n)});`,
    ),
    ...(resizable.length === 0
      ? []
      : [
          `if (${resizable.map((n) => `${member("after", n)} !== ${member("before", n)}`).join(" || ")}) {`,
          "  memory.resize(after);",
          "}",
        ]),
  ];
  return printFunction(
    {
      name: "resize",
      exported: true,
      says: [
        "Changes batch and sequence sizes, up to those that the workspace was made for. Allocates no storage: arrays whose",
        "lengths change become new views of it, so results are read from the objects that calls return.",
      ],
      parameters: [
        { name: "workspace", type: "Workspace" },
        { name: "sizes", type: any ? "Partial<Sizes>" : "Sizes" },
      ],
      returns: "void",
      body: any ? body : ["memoryOf(workspace);", "checkSizes(sizes);"],
    },
    syntax,
  );
}

/** Sizes from a caller as sizes of the module: nothing missing, nothing else, each of them sound. */
export function printCheckSizes(plan: Plan): readonly string[] {
  const { program, library } = plan;
  const open = openNames(program);
  const scope = new Scope(plan.scope);
  const sizes = new Sizes(program, plan.fixed, scope);
  const reads = program.dims.filter(isOpen).map((symbol) => {
    const { name } = symbol;
    const key = sizeKey(symbol);
    const value = `${library.use("whole")}(${member("sizes", key)}, ${quote(`sizes.${key}`)})`;
    return `const ${sizes.local(name)} = ${value};`;
  });
  const extents = derivedExtents(program).map(
    (d) => `${library.use("extent")}(${exactText(d, sizes, plan)}, ${quote(showDim(d))});`,
  );
  const derived = sizes.derived();
  const items = program.dims.filter(isOpen).map((d) => sizes.pair(d.name));
  return printFunction(
    {
      name: "checkSizes",
      says: ["Sizes for every name that the model leaves open, and for no other."],
      parameters: [{ name: "sizes", type: "Sizes" }],
      returns: "Sizes",
      body: [
        `${library.use("known")}(sizes, ${names(open)}, ${names(open)});`,
        ...reads,
        ...derived,
        ...extents,
        `return ${items.length > 0 ? `{ ${items.join(", ")} }` : "{}"};`,
      ],
    },
    plan.syntax,
  );
}

/** Extents that are neither fixed nor open names: those that could come out negative or broken. */
export function derivedExtents(program: Program): readonly Dim[] {
  const found = new Map<string, Dim>();
  const add = (d: Dim): void => {
    const positive = d.terms.every(
      (t) => t.coefficient.numerator > 0n && t.coefficient.denominator === 1n,
    );
    if (dimValue(d) === undefined && !positive && !found.has(d.key)) found.set(d.key, d);
  };
  for (const d of program.dims) if (d.definition) add(d.definition);
  for (const a of [...program.params, ...program.inputs]) a.buffer.extents.forEach(add);
  for (const s of program.storage) s.buffer.extents.forEach(add);
  const visit = (s: Statement): void => {
    if (s.kind === "loop") {
      add(s.loop.extent);
      s.body.forEach(visit);
    } else if (s.kind === "inside") [...s.then, ...s.otherwise].forEach(visit);
  };
  for (const r of program.routines) for (const k of r.kernels) k.statements.forEach(visit);
  program.needs?.forEach(add);
  return [...found.values()];
}
