/** @file What holds of every graph. */
import { topological, type Value } from "./node.ts";
import { isMismatch, sameShape, unionAxes } from "./type.ts";

/** Throws where a node below `roots` breaks its operator's rules: a bug of the compiler, never of a model. */
export function verify(roots: readonly Value[]): void {
  for (const { op, inputs, attributes, results, free } of topological(roots)) {
    const fail = (what: string): never => {
      throw new Error(`internal: ${op.name}: ${what}`);
    };
    const shapes = op.shapes(
      inputs.map((x) => x.shape),
      attributes,
    );
    if (isMismatch(shapes)) return fail(shapes.mismatch);
    if (
      shapes.length !== results.length ||
      !shapes.every((s, i) => sameShape(s, results[i]!.shape))
    )
      fail("another shape than its rule gives");
    const expected =
      op.free?.(
        inputs.map((x) => x.node.free),
        attributes,
      ) ?? unionAxes(...inputs.map((x) => x.node.free));
    if (expected.length !== free.length || !expected.every((a, i) => a.key === free[i]!.key))
      fail("other free axes than its rule gives");
    if (new Set(free.map((a) => a.key)).size !== free.length) fail("a free axis twice");
  }
}
