/** @file One exported function: the door, the kernels, what is kept, what is returned. */
import type { Buffer } from "../kernel/formula.ts";
import type { Argument, Entry, Routine } from "../kernel/kernel.ts";
import { entriesOf, givenTo } from "../kernel/walk.ts";
import { Block } from "./block.ts";
import { doorLines } from "./door.ts";
import { fieldOf, rememberedAs, type Frame } from "./frame.ts";
import { printFunction, wrapped } from "./function.ts";
import { comment, member, quote } from "./literals.ts";
import { Scope } from "./names.ts";
import { Kernels } from "./kernels.ts";
import { objectFor, typeOfEntry, type Plan } from "./plan.ts";
import { sizesLine } from "./size-text.ts";
import { Sizes } from "./sizes.ts";

export function printRoutine(routine: Routine, plan: Plan): readonly string[] {
  const { syntax, program } = plan;
  const { direction } = routine;
  const scope = new Scope(plan.scope);
  const root = new Block(undefined, scope);
  const all = givenTo(routine);
  const names = new Map(all.map((a) => [a, scope.declare(a.key)]));
  const sizes = new Sizes(program, plan.fixed, scope);
  const frame: Frame = {
    plan,
    routine,
    sizes,
    arguments: names,
    arrays: arraysOf(plan, routine, scope),
  };
  const kernels = new Kernels(frame, root);
  kernels.print();
  const ending = [...kernels.results(), ...keepLines(frame), ...returnLines(frame, kernels)];
  const door = doorLines(frame);
  const fields = [...frame.arrays].map(([buffer, name]) => {
    const field = fieldOf(plan, buffer);
    return field === name ? name : `${field}: ${name}`;
  });
  const arrays = fields.length > 0 ? wrapped("const { ", fields, " } = memory;") : [];
  const values = kernels.values();
  const derived = sizes.derived();
  const open = sizesLine(sizes, "memory.sizes");
  const body = [
    ...door.before,
    ...open,
    ...derived,
    ...door.after,
    ...arrays,
    ...door.checks,
    ...values,
    "",
    ...root.lines,
    ...(root.lines.length > 0 ? [""] : []),
    ...ending,
  ];
  return printFunction(
    {
      name: routine.name,
      says: [
        comment(routine.says),
        ...(direction ? [comment(`direction: ${direction.says}.`)] : []),
      ],
      exported: true,
      parameters: [
        { name: "params", type: picked("Params", routine.params, program.params) },
        { name: "inputs", type: picked("Inputs", routine.inputs, program.inputs) },
        ...(direction ? [{ name: names.get(direction)!, type: syntax.real }] : []),
        { name: "workspace", type: "Workspace" },
      ],
      returns: returnType(routine, plan),
      body,
    },
    syntax,
  );
}

function picked(type: string, used: readonly Argument[], all: readonly Argument[]): string {
  if (used.length === all.length) return type;
  if (used.length === 0) return `Partial<${type}>`;
  return `Pick<${type}, ${used.map((a) => quote(a.key)).join(" | ")}>`;
}

function returnType({ gives }: Routine, { syntax }: Plan): string {
  if (gives.kind === "both") return "{ readonly values: Values; readonly gradients: Gradients }";
  if (gives.kind === "one") return typeOfEntry(gives.entry, syntax);
  return { values: "Values", outputs: "Outputs", gradients: "Gradients" }[gives.kind];
}

/** Locals for the workspace's arrays that the routine touches. */
function arraysOf(plan: Plan, routine: Routine, scope: Scope): ReadonlyMap<Buffer, string> {
  const uses = plan.uses.get(routine)!;
  const entries = entriesOf(routine).filter((e) => e.form !== "number");
  const given = new Set(givenTo(routine).map((a) => a.buffer));
  const touched = new Set([...uses.buffers, ...entries.map((e) => e.buffer)]);
  const arrays = new Map<Buffer, string>();
  for (const b of touched) {
    if (given.has(b)) continue;
    if (b.extents.length > 0 || plan.arrayOf.has(b))
      arrays.set(b, scope.declare(b.extents.length > 0 ? b.name : `${b.name}_array`));
  }
  return arrays;
}

/** The keeper notes its arguments; then the residuals are ready. */
function keepLines({ plan, routine, arguments: names }: Frame): readonly string[] {
  if (plan.keeper !== routine) return [];
  return [
    "const kept = memory.kept;",
    ...[...names].map(([a, name]) => `kept.${rememberedAs(plan, a)} = ${name};`),
    "memory.ready = true;",
  ];
}

function returnLines(frame: Frame, kernels: Kernels): readonly string[] {
  const { plan, routine } = frame;
  const { gives } = routine;
  const fill = (object: string, entries: readonly Entry[]): readonly string[] =>
    entries
      .filter((e) => e.form === "number")
      .map((e) => `${member(`memory.${object}`, e.key)} = ${kernels.variable(e.buffer)};`);
  if (gives.kind === "one") {
    const { buffer, form } = gives.entry;
    return [`return ${form === "number" ? kernels.variable(buffer) : frame.arrays.get(buffer)!};`];
  }
  if (gives.kind !== "both") {
    const { name } = objectFor(plan.objects, gives.kind, gives.entries);
    return [...fill(name, gives.entries), `return memory.${name};`];
  }
  const values = objectFor(plan.objects, "values", gives.values).name;
  const gradients = objectFor(plan.objects, "gradients", gives.gradients).name;
  const pair = plan.pairs.find((p) => p.values === values && p.gradients === gradients)!;
  return [
    ...fill(values, gives.values),
    ...fill(gradients, gives.gradients),
    `return memory.${pair.name};`,
  ];
}
