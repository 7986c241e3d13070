/**
 * @file Kernels over one batch, sequence or index in one loop: where a later kernel reads, at each position, only what an
 * earlier one made at that position. A product keeps its own loops.
 */
import type { Buffer, Element, Loop } from "../kernel/formula.ts";
import type { Kernel, Statement } from "../kernel/kernel.ts";
import { forward } from "./forward.ts";
import { accesses, rewrite } from "./rewrite.ts";
import { touched } from "./workspace.ts";

/** `isScratch`: nobody reads the buffer after the routine. `alone`: their steps have an order of their own. */
export function fuse(
  kernels: readonly Kernel[],
  axisOf: ReadonlyMap<Loop, string>,
  isScratch: (buffer: Buffer) => boolean,
  alone: ReadonlySet<Kernel> = new Set(),
): readonly Kernel[] {
  const result: (Kernel | Group)[] = [];
  for (const kernel of kernels) {
    const nest = alone.has(kernel) ? undefined : nestOf(kernel, axisOf);
    const last = result.at(-1);
    const joined = nest && last && "loop" in last ? join(last, nest) : undefined;
    if (joined !== undefined) result[result.length - 1] = joined;
    else result.push(nest ?? kernel);
  }
  const done = result.map((k) => ("loop" in k ? kernelOf(k) : k));
  const reads = done.map((k) => touched(k.statements).read);
  const readers = new Map<Buffer, number>();
  for (const buffers of reads)
    for (const buffer of buffers) readers.set(buffer, (readers.get(buffer) ?? 0) + 1);
  return result.map((k, i) => {
    if (!("loop" in k) || k.count < 2) return done[i]!;
    const isOwn = (b: Buffer): boolean => (readers.get(b) ?? 0) === (reads[i]!.has(b) ? 1 : 0);
    return kernelOf({ ...k, body: forward(k, (b) => isScratch(b) && isOwn(b)) });
  });
}

/** One loop over an axis, with what stands before and after it. */
interface Group {
  readonly says: string;
  readonly from: Kernel["from"];
  readonly axis: string;
  readonly loop: Loop;
  readonly before: readonly Statement[];
  readonly body: readonly Statement[];
  readonly after: readonly Statement[];
  readonly count: number;
}

const kernelOf = ({ says, from, before, loop, body, after }: Group): Kernel => ({
  says,
  from,
  statements: [...before, { kind: "loop", loop, body }, ...after],
});

function nestOf(kernel: Kernel, axisOf: ReadonlyMap<Loop, string>): Group | undefined {
  const { says, from, statements } = kernel;
  const at = statements.findIndex((s) => s.kind === "loop");
  const only = statements[at];
  if (
    only?.kind !== "loop" ||
    statements.some((s, i) => i !== at && (s.kind === "loop" || s.kind === "inside"))
  )
    return undefined;
  const axis = axisOf.get(only.loop);
  if (axis === undefined || depth(only.body) > 1) return undefined;
  const [before, after] = [statements.slice(0, at), statements.slice(at + 1)];
  return { says, from, axis, loop: only.loop, before, body: only.body, after, count: 1 };
}

const depth = (statements: readonly Statement[]): number =>
  Math.max(
    0,
    ...statements.map((s) => {
      if (s.kind === "loop") return 1 + depth(s.body);
      return s.kind === "inside" ? depth([...s.then, ...s.otherwise]) : 0;
    }),
  );

function join(a: Group, b: Group): Group | undefined {
  const isOneWay = (a.loop.down ?? false) === (b.loop.down ?? false);
  if (a.axis !== b.axis || a.loop.extent.key !== b.loop.extent.key || !isOneWay) return undefined;
  const made = touched(a.body).written;
  const later = touched(a.after).written;
  const [early, inner] = [touched(b.before), touched(b.body)];
  if ([...early.read].some((x) => made.has(x) || later.has(x))) return undefined;
  if ([...inner.read].some((x) => later.has(x))) return undefined;
  const shared = [...inner.read].filter((x) => made.has(x));
  if (shared.length === 0 && !haveCommon(touched(a.body).read, inner.read)) return undefined;
  if (!shared.every((buffer) => isAligned(buffer, a, b))) return undefined;
  const [body, after] = [b.body, b.after].map((part) =>
    rewrite(part, {
      loop: (l) => (l === b.loop ? a.loop : l),
      element: () => undefined,
      statement: (s) => s,
    }),
  ) as [readonly Statement[], readonly Statement[]];
  return {
    ...a,
    says: `${a.says}; ${b.says}`,
    before: [...a.before, ...b.before],
    body: [...a.body, ...body],
    after: [...a.after, ...after],
    count: a.count + b.count,
  };
}

/** Both made of the same values: reading them once is worth a common loop. */
const haveCommon = (a: ReadonlySet<Buffer>, b: ReadonlySet<Buffer>): boolean =>
  [...a].some((x) => b.has(x) && x.extents.length > 0);

/** Written by `a` and read by `b` at one and the same coordinate equal to the common loop. */
function isAligned(buffer: Buffer, a: Group, b: Group): boolean {
  const stores = accesses(a.body).stores.filter((s) => s.to === buffer);
  const loads = accesses(b.body).loads.filter((l) => l.from === buffer);
  return buffer.extents.some(
    (_, q) => stores.every((s) => isLoop(s, q, a.loop)) && loads.every((l) => isLoop(l, q, b.loop)),
  );
}

const isLoop = (
  { at }: { readonly at: (Element & { kind: "load" })["at"] },
  q: number,
  loop: Loop,
): boolean => {
  const index = at[q]!;
  return index.kind === "loop" && index.loop === loop;
};
