/** @file The long way through a door, for arrays that were not seen before. */
import { comment, quote } from "./literals.ts";
import { printFunction } from "./function.ts";
import { rememberedAs } from "./frame.ts";
import { Scope } from "./names.ts";
import { typeOf, type Door, type Plan } from "./plan.ts";
import { sizesLine, words } from "./size-text.ts";
import { Sizes } from "./sizes.ts";

export function printAdmit(door: Door, plan: Plan): readonly string[] {
  const scope = new Scope(plan.scope);
  const arrays = [...door.params, ...door.inputs].filter((a) => a.form === "array");
  if (arrays.length === 0) return [];
  const names = new Map(arrays.map((a) => [a, scope.declare(a.key)]));
  const sizes = new Sizes(plan.program, plan.fixed, scope);
  const checks = arrays.map((a) => {
    const group = door.params.includes(a) ? "params" : "inputs";
    const extents = a.buffer.extents.map((e) => sizes.text(e).text).join(", ");
    return `${plan.library.use("given")}(${group}, "${group}", ${quote(a.key)}, ${names.get(a)!}, ${typeOf(a.buffer, plan.syntax)}, ${quote(words(a.buffer.extents))}, [${extents}])`;
  });
  const derived = sizes.derived();
  const open = sizesLine(sizes, "memory.sizes");
  return printFunction(
    {
      name: door.admit,
      says: [comment(`The arrays of ${door.routines.join(", ")}: checked, then remembered.`)],
      parameters: [
        { name: "memory", type: "Memory" },
        ...admitted(door).map((name) => ({ name, type: "object" })),
        ...arrays.map((a) => ({ name: names.get(a)!, type: typeOf(a.buffer, plan.syntax) })),
      ],
      returns: "void",
      body: [
        ...open,
        ...derived,
        `${plan.library.use("apart")}(memory, [`,
        ...checks.map((c) => `  ${c},`),
        "]);",
        `const seen = memory.${door.seen};`,
        ...arrays.map((a) => `seen.${rememberedAs(plan, a)} = ${names.get(a)!};`),
      ],
    },
    plan.syntax,
  );
}

/** The objects whose arrays a door checks. */
export const admitted = (door: Door): readonly string[] => [
  ...(door.params.some((a) => a.form === "array") ? ["params"] : []),
  ...(door.inputs.some((a) => a.form === "array") ? ["inputs"] : []),
];
