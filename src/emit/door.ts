/** @file The door of a routine: every check happens before anything is written; a repeat call compares identities and lengths. */
import { dimProduct, showDim, type Dim } from "../dim.ts";
import type { Argument } from "../kernel/kernel.ts";
import { entriesOf } from "../kernel/walk.ts";
import { wrapped } from "./function.ts";
import { property, quote } from "./literals.ts";
import { admitted } from "./admit.ts";
import { groupOf, rememberedAs, type Frame } from "./frame.ts";
import { typeOf } from "./plan.ts";
import { words } from "./size-text.ts";
import type { Sizes } from "./sizes.ts";
import { indent } from "./syntax.ts";

export interface DoorLines {
  /** Reads the arguments. A getter may resize the workspace, so its sizes are read after that. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** After the workspace's arrays have names. */
  readonly checks: readonly string[];
}

export function doorLines(frame: Frame): DoorLines {
  const { plan, routine } = frame;
  const needs = routine.residuals === "needs";
  const { library } = plan;
  const before = [
    `const memory = ${library.use("memoryOf")}(workspace);`,
    `${library.use("record")}(params, "params");`,
    `record(inputs, "inputs");`,
    ...readLines("params", routine.params, frame),
    ...readLines("inputs", routine.inputs, frame),
  ];
  const after = [
    ...(needs ? keptLines(frame) : seenLines(frame)),
    ...directionLines(frame),
    ...[...frame.arguments].flatMap(([a, name]) => rangeLines(a, name, frame)),
  ];
  return { before, after, checks: [...resultLines(frame), ...stateLines(frame)] };
}

/** Each property is read once: a getter gives what it likes, but only once. */
function readLines(group: string, list: readonly Argument[], frame: Frame): readonly string[] {
  if (list.length === 0) return [];
  const items = list.map((a) => {
    const name = frame.arguments.get(a)!;
    return name === a.key ? name : `${property(a.key)}: ${name}`;
  });
  return wrapped("const { ", items, ` } = ${group};`);
}

function seenLines(frame: Frame): readonly string[] {
  const { plan, routine } = frame;
  const door = plan.doors.find((d) => d.routines.includes(routine.name))!;
  const lines: string[] = [];
  const own = [...frame.arguments].filter(([a]) => a !== routine.direction);
  const arrays = own.filter(([a]) => a.form === "array");
  if (own.length > 0) lines.push(`const seen = memory.${door.seen};`);
  if (arrays.length > 0) {
    const tests = arrays.flatMap(([a, name]) => [
      `${name} !== seen.${rememberedAs(plan, a)}`,
      `${name}.length !== ${lengthOf(a, frame.sizes)}`,
    ]);
    const names = arrays.map(([, name]) => name);
    const call = wrapped(`${door.admit}(`, ["memory", ...admitted(door), ...names], ");");
    lines.push(...when(tests, call));
  }
  for (const [a, name] of own)
    if (a.form === "number") {
      const seen = `seen.${rememberedAs(plan, a)}`;
      const group = groupOf(routine, a);
      const call = `${plan.library.use("number")}(${group}, "${group}", ${quote(a.key)}, ${name})`;
      lines.push(`if (${name} !== ${seen}) ${seen} = ${call};`);
    }
  return lines;
}

/** The vector of a product with a derivative is another one at each call: nothing of it is remembered. */
function directionLines({ plan, routine: { direction }, arguments: names, sizes }: Frame) {
  if (!direction) return [];
  const { extents } = direction.buffer;
  const shape = quote(extents.length > 0 ? ` (${words(extents)})` : "");
  const kind = typeOf(direction.buffer, plan.syntax);
  const checked = [names.get(direction)!, kind, shape, lengthOf(direction, sizes)];
  return [`${plan.library.use("directed")}(memory, ${checked.join(", ")});`];
}

/** If any of the tests holds; many of them a few at a time, for no expression may be deep. */
function when(tests: readonly string[], then: readonly string[]): readonly string[] {
  const any = (some: readonly string[], open: string, close: string): readonly string[] =>
    some.join(" || ").length < 80
      ? [`${open}${some.join(" || ")}${close}`]
      : [open, ...indent(some.map((t, i) => (i < some.length - 1 ? `${t} ||` : t))), close];
  if (tests.length <= 8) return [...any(tests, "if (", ") {"), ...indent(then), "}"];
  const lines: string[] = [];
  for (let i = 0; i < tests.length; i += 8) {
    const start = i === 0 ? "let changed =" : "changed ||=";
    const some = tests.slice(i, i + 8);
    lines.push(start, ...indent(some.map((t, k) => (k < some.length - 1 ? `${t} ||` : `${t};`))));
  }
  return [...lines, "if (changed) {", ...indent(then), "}"];
}

/** The arguments of `backward` are those of `forward`. */
function keptLines(frame: Frame): readonly string[] {
  const { plan, routine } = frame;
  const keeper = plan.keeper!.name;
  const lines = [
    `if (!memory.ready) ${plan.library.use("unready")}(${quote(routine.name)}, ${quote(keeper)});`,
  ];
  if (frame.arguments.size > 0) lines.push("const kept = memory.kept;");
  for (const [a, name] of frame.arguments) {
    const words = quote(`${groupOf(routine, a)}.${a.key}`);
    const kept = `kept.${rememberedAs(plan, a)}`;
    lines.push(`${plan.library.use("same")}(${name}, ${kept}, ${words}, ${quote(keeper)});`);
    if (a.form === "array")
      lines.push(
        `if (${name}.length !== ${lengthOf(a, frame.sizes)}) ${plan.library.use("detached")}(${words});`,
      );
  }
  return lines;
}

function rangeLines(a: Argument, name: string, frame: Frame): readonly string[] {
  const { plan, sizes, routine } = frame;
  const words = quote(`${groupOf(routine, a)}.${a.key}`);
  if (a.form === "number") {
    if (a.buffer.of !== "integer") return [];
    const from = a.range ? sizes.text(a.range.from).text : "-Infinity";
    const to = a.range ? sizes.text(a.range.to).text : "Infinity";
    const range = quote(a.range ? ` in ${rangeWords(a.range)}` : "");
    return [`${plan.library.use("integer")}(${name}, ${words}, ${from}, ${to}, ${range});`];
  }
  if (!a.range) return [];
  const { from, to } = a.range;
  const [low, high] = [sizes.text(from).text, sizes.text(to).text];
  const range = quote(rangeWords(a.range));
  return [`${plan.library.use("within")}(${name}, ${words}, ${low}, ${high}, ${range});`];
}

const rangeWords = ({ from, to }: { from: Dim; to: Dim }): string =>
  `${showDim(from)}..${showDim(to)}`;

/**
 * An array that was handed out may have lost its memory to a worker: one that the routine gives, or a residual that another
 * one gave.
 */
function resultLines(frame: Frame): readonly string[] {
  const { plan, routine, arrays, sizes } = frame;
  const own = entriesOf(routine);
  const gives = new Set(own.map((e) => e.buffer));
  const others = new Map(
    plan.program.routines
      .flatMap(entriesOf)
      .filter((e) => arrays.has(e.buffer) && !gives.has(e.buffer))
      .map((e) => [e.buffer, e]),
  );
  return [...own, ...others.values()]
    .filter((e) => e.form !== "number")
    .map((e) => {
      const call = `${plan.library.use("detached")}(${quote(`${routine.name}: ${e.key}`)})`;
      if (e.form === "rows") return `if (!${arrays.get(e.buffer)!}.whole()) ${call};`;
      const length = sizes.text(dimProduct(e.buffer.extents)).text;
      return `if (${arrays.get(e.buffer)!}.length !== ${length}) ${call};`;
    });
}

/** From here on nothing is kept, until a keeper ends. */
function stateLines({ plan, routine }: Frame): readonly string[] {
  const { storage } = plan.program;
  const residual = new Set(storage.filter((s) => s.role === "residual").map((s) => s.slot));
  const written = plan.uses.get(routine)!.written;
  const overwrites = storage.some((s) => residual.has(s.slot) && written.has(s.buffer));
  const spoils = routine.residuals === "spoils" || routine.residuals === "keeps" || overwrites;
  return plan.keeper && spoils ? ["memory.ready = false;"] : [];
}

export const lengthOf = (a: Argument, sizes: Sizes): string => {
  const text = sizes.text(dimProduct(a.buffer.extents));
  return text.text;
};
