/** @file Seven laws that hold for every operator, on its own examples. */
import { describe, it } from "vitest";
import type { Example } from "../../src/graph/operator.ts";
import { operators } from "../../src/operators/index.ts";
import {
  definedAsReference,
  freeAxisIsThreeCalls,
  isTruth,
  kinkIsPolicy,
  jvpIsTransposed,
  reals,
  secondOrderIsDerivative,
  subsets,
  tangentIsDifferentiable,
  vjpIsDerivative,
} from "./laws.ts";

const title = (e: Example): string =>
  `${e.inputs.map((i) => `[${i.shape.join("×")}]`).join(" ")}${e.attributes ? ` ${JSON.stringify(e.attributes, (_, v) => (typeof v === "bigint" ? Number(v) : (v?.key ?? v)))}` : ""}${e.special ? " special" : ""}`;

describe.each(operators.filter((op) => op.examples.length > 0).map((op) => [op.name, op] as const))(
  "%s",
  (_, op) => {
    describe.each(op.examples.map((e) => [title(e), e] as const))("%s", (__, example) => {
      it("is defined as its reference", () => definedAsReference(op, example));
      if (isTruth(op, example)) return;
      if (!example.special) {
        it.each(reals(example))("its vjp agrees with differences of the reference: input %i", (i) =>
          vjpIsDerivative(op, example, i),
        );
        if (reals(example).length > 0) {
          it("its jvp can be differentiated", () => tangentIsDifferentiable(op, example));
          it("its vjp can be differentiated", () => secondOrderIsDerivative(op, example));
        }
      }
      if (!(example.special && op.elementwise))
        it("⟨ct, jvp(dx)⟩ = ⟨vjp(ct), dx⟩", () => jvpIsTransposed(op, example));
      it.each(subsets(example))("a free axis on inputs %i (bits) equals three calls", (bits) =>
        freeAxisIsThreeCalls(op, example, bits),
      );
    });
  },
);

describe.each(
  operators.flatMap((op) => (op.kinks ?? []).map((kink) => [op.name, kink.at, op, kink] as const)),
)("%s at %j", (_, __, op, kink) => {
  it("has the derivative that the policy says", () => kinkIsPolicy(op, kink));
});
