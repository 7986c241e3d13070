/** @file The values between the stages of the compiler, for tests that look inside. */
import { differentiate } from "../../src/autodiff/differentiate.ts";
import { derivativesIn } from "../../src/autodiff/inside.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { Model, Plan, Rewrite } from "../../src/graph/plan.ts";
import { shownNode } from "../../src/graph/builder.ts";
import { lower } from "../../src/lower/lower.ts";
import type { Program } from "../../src/kernel/kernel.ts";
import { settled, written, type Builder } from "../../src/operators/index.ts";
import { resolve } from "../../src/semantics/resolve.ts";
import { settle } from "../../src/semantics/settle.ts";
import type { File } from "../../src/syntax/ast.ts";
import { gather } from "../../src/syntax/gather.ts";

export interface Stages {
  readonly file: File;
  readonly model: Model;
  readonly plan: Plan;
  readonly program: Program;
  /** The calculus of the settled graph. */
  readonly c: Builder;
}

/** The stages as `compile` goes through them. Throws with what is wrong in the model. */
export function stagesOf(text: string, without: readonly string[] = []): Stages {
  const source = { name: "model.nabla", text };
  const found: Diagnostic[] = [];
  const report = (d: Diagnostic): void => void (d.severity === "error" && found.push(d));
  const wrong = (): never => {
    throw new Error(found.map((d) => d.message).join("\n"));
  };
  const { texts, file = wrong(), uses } = gather(source, {}, report);
  if (found.length > 0) wrong();
  const calculus = written();
  const model =
    resolve(
      { texts, file, uses },
      calculus,
      derivativesIn(calculus, settled(undefined, without)),
      report,
    ) ?? wrong();
  if (found.length > 0) wrong();
  const rewrites: Rewrite[] = [];
  const c = settled(
    (rule, before, after) => rewrites.push({ rule, before: shownNode(before), after }),
    without,
  );
  const plan = differentiate(model, c, (roots, keep) => settle(c, roots, keep), rewrites);
  return { file, model, plan, program: lower(plan, c), c };
}
