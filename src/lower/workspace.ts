/** @file Storage: what is handed out, what backward reads from forward, and scratch that shares memory. */
import type { Buffer } from "../kernel/formula.ts";
import type { Routine, Statement, Storage } from "../kernel/kernel.ts";
import type { Element } from "../kernel/formula.ts";
import { buffersIn } from "./elements.ts";

/** Slots for all buffers that routines write. Scratch of equal extents that is never alive together shares one. */
export function workspace(
  routines: readonly Routine[],
  results: ReadonlySet<Buffer>,
  residuals: ReadonlySet<Buffer>,
): readonly Storage[] {
  const lives = new Map<Buffer, Life[]>();
  routines.forEach((routine, r) => {
    for (const [buffer, span] of spans(routine)) {
      const list = lives.get(buffer) ?? [];
      list.push({ routine: r, ...span });
      lives.set(buffer, list);
    }
  });
  const storage: Storage[] = [];
  const slots = new Map<string, Slot[]>();
  let next = 0;
  for (const [buffer, life] of lives) {
    const role = results.has(buffer) ? "result" : residuals.has(buffer) ? "residual" : "temporary";
    let slot: Slot | undefined;
    if (role === "temporary") {
      const key = `${buffer.of}:${buffer.extents.map((d) => d.key).join()}`;
      const alike = slots.get(key) ?? [];
      slots.set(key, alike);
      slot = alike.find((s) => fits(s, life));
      if (slot === undefined) alike.push((slot = { slot: next++, taken: new Map() }));
      for (const l of life) {
        const taken = slot.taken.get(l.routine) ?? [];
        taken.push(l);
        slot.taken.set(l.routine, taken);
      }
    }
    storage.push({ buffer, role, slot: slot?.slot ?? next++ });
  }
  return storage;
}

/** From the first kernel that writes a buffer to the last that reads it. */
interface Span {
  readonly from: number;
  to: number;
}
interface Life extends Span {
  readonly routine: number;
}
interface Slot {
  readonly slot: number;
  readonly taken: Map<number, Life[]>;
}

const fits = ({ taken }: Slot, life: readonly Life[]): boolean =>
  life.every((l) => (taken.get(l.routine) ?? []).every((t) => t.to < l.from || l.to < t.from));

function spans({ kernels }: Routine): ReadonlyMap<Buffer, Span> {
  const result = new Map<Buffer, Span>();
  kernels.forEach(({ statements }, k) => {
    const { written, read } = touched(statements);
    for (const buffer of written) if (!result.has(buffer)) result.set(buffer, { from: k, to: k });
    for (const buffer of [...written, ...read]) {
      const span = result.get(buffer);
      if (span) span.to = k;
    }
  });
  return result;
}

/** The buffers that statements write and read. */
export function touched(statements: readonly Statement[]): {
  readonly written: ReadonlySet<Buffer>;
  readonly read: ReadonlySet<Buffer>;
} {
  const written = new Set<Buffer>();
  const elements: Element[] = [];
  const visit = (s: Statement): void => {
    switch (s.kind) {
      case "loop":
        s.body.forEach(visit);
        return;
      case "let":
      case "accumulate":
        elements.push(s.value);
        return;
      case "store":
        written.add(s.to);
        elements.push(s.value, ...s.at.map(asElement));
        return;
      case "fill":
        written.add(s.to);
        return;
      case "inside":
        elements.push(asElement(s.index));
        s.then.forEach(visit);
        s.otherwise.forEach(visit);
    }
  };
  statements.forEach(visit);
  return { written, read: buffersIn(elements) };
}

const asElement = (index: (Statement & { kind: "store" })["at"][number]): Element => ({
  kind: "position",
  index,
  plus: { terms: [], key: "" },
});
