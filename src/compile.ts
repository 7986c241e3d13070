/** @file The compiler, top to bottom: text, AST, graph as written, settled graph, gradients, kernels, text. */
import { differentiate } from "./autodiff/differentiate.ts";
import { derivativesIn } from "./autodiff/inside.ts";
import { reverse } from "./autodiff/reverse.ts";
import { vanishing } from "./autodiff/vanishing.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { limit } from "./diagnostics/limit.ts";
import { trainedByNothing } from "./diagnostics/catalogue/meaning/requests.ts";
import type { Source } from "./diagnostics/source.ts";
import { inFiles } from "./diagnostics/texts.ts";
import { declarations, emit } from "./emit/index.ts";
import { explained, type Asked, type Explanation, type Tools } from "./explain/index.ts";
import { shownNode } from "./graph/builder.ts";
import type { Model, Plan, Rewrite } from "./graph/plan.ts";
import { showModel, showPlan, showRewrites } from "./graph/show.ts";
import { show as showProgram } from "./kernel/show.ts";
import type { Program } from "./kernel/kernel.ts";
import { lower } from "./lower/lower.ts";
import { IDENTITIES, settled, written } from "./operators/index.ts";
import { resolve } from "./semantics/resolve.ts";
import { settle } from "./semantics/settle.ts";
import { signatureOf, type Signature } from "./signature.ts";
import { gather, type Files } from "./syntax/gather.ts";
import { isLibrary } from "./syntax/library.ts";

export { explanationAs, type Asked, type ExplainedAs, type Explanation } from "./explain/index.ts";

export interface CompileOptions {
  /** TypeScript, or the same module as plain JavaScript. */
  readonly target?: "ts" | "js";
  /** How arrays of reals are stored; arithmetic is in doubles either way. */
  readonly precision?: "f64" | "f32";
  /** Names of `REWRITES` that are not to be used. */
  readonly without?: readonly string[];
  /**
   * Texts of the files that `use` names, by their paths from the model's folder on: `cells.nabla`, `shared/cells.nabla`.
   * A function may also say why there is none.
   */
  readonly files?: Files;
}

/** The rewrites by their names, as `show("rewrites")` tells them. */
export const REWRITES: readonly string[] = IDENTITIES;

/** What can be shown, in the order in which it comes to be. */
export const STAGES = ["ast", "written", "settled", "rewrites", "kernels"] as const;
export type Stage = (typeof STAGES)[number];

export interface Compiled {
  /** The module; undefined when there are errors. */
  readonly code: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the text has functions for models that use it, and is no model itself: then there is no code. */
  readonly library: boolean;
  /** The paths of all files that are used, as they were asked for: those that were not found too. */
  readonly used: readonly string[];
  /** What a caller must bring, as data: for tools such as gradcheck. */
  readonly signature: Signature | undefined;
  /** The types of the module and the heads of its functions, as a `.d.ts`; undefined when there are errors. */
  declarations(): string | undefined;
  /**
   * How the derivatives come about, as data. Undefined when there are errors; a text where what is asked for is not in the
   * model: it says so.
   */
  explain(asked?: Asked): Explanation | string | undefined;
  /** The text of a stage; undefined where the run did not come to it. */
  show(stage: Stage): string | undefined;
}

/** A settled graph of its own, which keeps what it rewrites. */
function explaining(without: readonly string[] = []): Tools {
  const rewrites: Rewrite[] = [];
  const c = settled(
    (rule, before, after) => rewrites.push({ rule, before: shownNode(before), after }),
    without,
  );
  return { c, plain: written(), reverse, rewrites };
}

/**
 * Compiles a model. Pure and synchronous: no files, no clock, runs in a browser. Never throws for a bad model: mistakes
 * are `diagnostics`, errors leave `code` undefined.
 */
export function compile(source: Source, options: CompileOptions = {}): Compiled {
  const found: Diagnostic[] = [];
  const report = limit((diagnostic) => void found.push(diagnostic));
  const ok = (): boolean => found.every((d) => d.severity !== "error");

  let model: Model | undefined;
  let plan: Plan | undefined;
  let program: Program | undefined;
  let code: string | undefined;

  const { texts, file, uses, paths } = gather(source, options.files ?? {}, report);
  const library = file !== undefined && isLibrary(file);
  const calculus = written();
  if (file !== undefined && ok())
    model = resolve(
      { texts, file, uses },
      calculus,
      derivativesIn(calculus, settled(undefined, options.without)),
      report,
    );
  if (model !== undefined && ok() && !library) {
    const rewrites: Rewrite[] = [];
    const c = settled(
      (rule, before, after) => rewrites.push({ rule, before: shownNode(before), after }),
      options.without,
    );
    plan = differentiate(model, c, (roots, keep) => settle(c, roots, keep), rewrites);
    for (const v of vanishing(plan)) report(trainedByNothing(v.parameter, v.objective, v.isRead));
    program = lower(plan, c);
    code = emit(program, { target: options.target ?? "ts", precision: options.precision ?? "f64" });
  }
  return {
    code,
    diagnostics: found.map((d) => inFiles(texts, d)),
    library,
    used: paths,
    signature: plan && program && signatureOf(plan, program),
    declarations: () => program && declarations(program, options),
    explain: (asked = {}) =>
      model && plan && explained(explaining(options.without), model, plan.objective, asked),
    show: (stage) => {
      switch (stage) {
        case "ast":
          return file && JSON.stringify(file, undefined, 2);
        case "written":
          return model && showModel(model);
        case "settled":
          return plan && showPlan(plan);
        case "rewrites":
          return plan && showRewrites(plan);
        case "kernels":
          return program && showProgram(program);
      }
    },
  };
}
