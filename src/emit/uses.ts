/** @file What a routine's kernels read and write. */
import type { Buffer, Element, Index } from "../kernel/formula.ts";
import type { Routine, Statement } from "../kernel/kernel.ts";
import { elementsOf, valuesIn } from "../kernel/walk.ts";

export interface Uses {
  /** In the order of their first use. */
  readonly buffers: ReadonlySet<Buffer>;
  readonly written: ReadonlySet<Buffer>;
  readonly read: ReadonlySet<Buffer>;
}

export function usesOf(routine: Routine): Uses {
  const uses = { buffers: new Set<Buffer>(), written: new Set<Buffer>(), read: new Set<Buffer>() };
  const seen = new Map<Element, true>();
  const read = (root: Element): void => {
    for (const e of elementsOf(root, seen))
      if (e.kind === "load") {
        uses.buffers.add(e.from);
        uses.read.add(e.from);
      }
  };
  const place = (index: Index): void => valuesIn(index).forEach(read);
  const visit = (s: Statement): void => {
    if (s.kind === "loop") s.body.forEach(visit);
    else if (s.kind === "let" || s.kind === "accumulate") read(s.value);
    else if (s.kind === "inside") {
      place(s.index);
      s.then.forEach(visit);
      s.otherwise.forEach(visit);
    } else {
      uses.buffers.add(s.to);
      uses.written.add(s.to);
      if (s.kind === "store") {
        s.at.forEach(place);
        read(s.value);
      }
    }
  };
  for (const kernel of routine.kernels) kernel.statements.forEach(visit);
  return uses;
}
