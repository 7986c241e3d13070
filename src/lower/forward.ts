/** @file In one loop: what is stored at a position and read there again is a variable; scratch is nothing else. */
import type { Buffer, Element, Local, Loop } from "../kernel/formula.ts";
import type { Statement } from "../kernel/kernel.ts";
import { accesses, rewrite } from "./rewrite.ts";
import { touched } from "./workspace.ts";

interface Body {
  readonly loop: Loop;
  readonly body: readonly Statement[];
  readonly after: readonly Statement[];
}

/** The new body. `isScratch`: the buffer is read in this loop only. */
export function forward(
  { loop, body, after }: Body,
  isScratch: (buffer: Buffer) => boolean,
): readonly Statement[] {
  const { stores, loads } = accesses(body);
  const readAfter = touched(after).read;
  const values = new Map<Buffer, Element>();
  const renamed = new Map<Local, Local>();
  const made = new Set(body.flatMap((s) => (s.kind === "let" ? [s.local] : [])));
  const isNumberHere = (s: Statement): s is Statement & { kind: "store" } =>
    s.kind === "store" &&
    s.mode === "set" &&
    s.to.extents.length === 1 &&
    isAt(s.at, loop) &&
    stores.filter((o) => o.to === s.to).length === 1 &&
    loads.every((l) => l.from !== s.to || isAt(l.at, loop));

  const statements = body.flatMap((s): readonly Statement[] => {
    if (!isNumberHere(s)) return [s];
    const isRead = loads.some((l) => l.from === s.to);
    const dropped = isScratch(s.to) && !readAfter.has(s.to);
    if (!isRead && !dropped) return [s];
    if (s.value.kind === "local") {
      values.set(s.to, s.value);
      const { local } = s.value;
      if (made.has(local)) renamed.set(local, { ...local, name: s.to.name });
      return dropped ? [] : [s];
    }
    const local: Local = { name: s.to.name, of: s.to.of };
    const value: Element = { kind: "local", local };
    values.set(s.to, value);
    const variable: Statement = { kind: "let", local, value: s.value, mutable: false };
    return dropped ? [variable] : [variable, { ...s, value }];
  });
  return withoutAliases(
    rewrite(statements, {
      loop: (l) => l,
      element: (e) => (e.kind === "load" && isAt(e.at, loop) ? values.get(e.from) : undefined),
      statement: (s) => s,
    }),
    renamed,
  );
}

const isAt = (at: (Element & { kind: "load" })["at"], loop: Loop): boolean =>
  at.length === 1 && at[0]!.kind === "loop" && at[0]!.loop === loop;

/** `let a = b` goes, b stands for a; variables get their new names. */
function withoutAliases(
  body: readonly Statement[],
  renamed: ReadonlyMap<Local, Local>,
): readonly Statement[] {
  const aliases = new Map<Local, Local>();
  const final = (local: Local): Local => {
    const target = aliases.get(local);
    return target === undefined ? (renamed.get(local) ?? local) : final(target);
  };
  const kept = body.filter((s) => {
    if (s.kind !== "let" || s.mutable || s.value.kind !== "local") return true;
    aliases.set(s.local, s.value.local);
    return false;
  });
  return renameLocals(kept, final);
}

export const renameLocals = (
  statements: readonly Statement[],
  name: (local: Local) => Local,
): readonly Statement[] =>
  rewrite(statements, {
    loop: (l) => l,
    element: (e) => (e.kind === "local" ? { kind: "local", local: name(e.local) } : undefined),
    statement: (s) =>
      s.kind === "let" || s.kind === "accumulate" ? { ...s, local: name(s.local) } : s,
  });
