/** @file What loops are called: an axis by its name in the model, others i, j, k … from outside in. */
import type { Element, Local, Loop } from "../kernel/formula.ts";
import type { Statement } from "../kernel/kernel.ts";
import { renameLocals } from "./forward.ts";
import { rewrite } from "./rewrite.ts";

const LETTERS = [..."ijklpqrst"];

/** `taken`: names that would be hidden. */
export function named(
  statements: readonly Statement[],
  axisOf: ReadonlyMap<Loop, string>,
  taken: ReadonlySet<string>,
): readonly Statement[] {
  const renamed = new Map<Loop, Loop>();
  const visit = (list: readonly Statement[], around: readonly string[]): void => {
    for (const s of list) {
      if (s.kind === "inside") visit([...s.then, ...s.otherwise], around);
      if (s.kind !== "loop") continue;
      const free = LETTERS.find((l) => !taken.has(l) && !around.includes(l));
      const name = axisOf.get(s.loop) ?? renamed.get(s.loop)?.name ?? free ?? s.loop.name;
      if (!renamed.has(s.loop)) renamed.set(s.loop, { ...s.loop, name });
      visit(s.body, [...around, name]);
    }
  };
  visit(statements, []);
  // One loop object may run in several places of a kernel, deeper in one than in another.
  const result = rewrite(statements, {
    loop: (l) => renamed.get(l) ?? l,
    element: () => undefined,
    statement: (s) => s,
  });
  return withNamesOfLoads(result);
}

/** `W_i_k` for a variable that holds W[i, k]. */
function withNamesOfLoads(statements: readonly Statement[]): readonly Statement[] {
  const locals = new Map<Local, Local>();
  const visit = (list: readonly Statement[]): void => {
    for (const s of list) {
      if (s.kind === "loop") visit(s.body);
      else if (s.kind === "inside") visit([...s.then, ...s.otherwise]);
      else if (s.kind === "let" && s.value.kind === "load")
        locals.set(s.local, { ...s.local, name: nameOf(s.value) });
    }
  };
  visit(statements);
  return locals.size === 0 ? statements : renameLocals(statements, (l) => locals.get(l) ?? l);
}

const nameOf = ({ from, at }: Element & { kind: "load" }): string =>
  [from.name, ...at.flatMap((i) => (i.kind === "loop" ? [i.loop.name] : []))].join("_");
