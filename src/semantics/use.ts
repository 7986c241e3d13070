/** @file `use "./cells.nabla"`: what another file declares, brought into scope. */
import * as files from "../diagnostics/catalogue/files.ts";
import type { Dim, DimSymbol } from "../dim.ts";
import type { Axis } from "../graph/type.ts";
import type { File, Statement } from "../syntax/ast.ts";
import { usedAt, type UsedFile, type Uses } from "../syntax/gather.ts";
import { isShared, modelStatement } from "../syntax/library.ts";
import { declareAxes } from "./axes.ts";
import { defineFunction } from "./bodies.ts";
import type { Context } from "./context.ts";
import { declareLeaves } from "./declare.ts";
import { declareDims } from "./dims.ts";
import { outlook } from "./outlook.ts";
import { Scope, type Entity } from "./scope.ts";
import { takenApart } from "./several.ts";

type Use = Statement & { kind: "use" };

/** The files that a model uses, each resolved once, in the order in which they are needed. */
export class Library {
  private readonly uses: Uses;
  private readonly scopes = new Map<UsedFile, Scope>();

  constructor(uses: Uses) {
    this.uses = uses;
  }

  /** Brings functions, constants, dims and batches; indices stay in their file. */
  bring(ctx: Context, s: Use): void {
    const used = this.uses.get(s);
    if (!used) return;
    for (const [canonical, entity] of this.scopeOf(ctx, s, used).own())
      if (isBrought(entity)) ctx.scope.bring(canonical, entity, s.span, ctx.report);
  }

  /** Reports lines of `file` that bring what nobody uses. */
  checkUsed(ctx: Context, file: File): void {
    for (const s of file.statements) {
      if (s.kind !== "use" || !this.uses.has(s)) continue;
      const brought = ctx.scope.entities.filter((e) => e.via === s.span);
      if (!brought.some((e) => ctx.scope.isUsed(e))) ctx.report(files.unusedUse(s.span, s.path));
    }
  }

  /** Dims of all files, each once; two of one name are reported. */
  dims(ctx: Context): readonly DimSymbol[] {
    const declared = new Map<string, Entity>();
    for (const scope of [ctx.scope, ...this.scopes.values()])
      for (const entity of scope.entities) {
        if (entity.is.kind !== "dim") continue;
        const before = declared.get(entity.key);
        if (!before) declared.set(entity.key, entity);
        else if (before.span !== entity.span)
          ctx.report(files.dimOfTwoFiles(entity.span, entity.name, before.span));
      }
    return [...declared.values()].flatMap(({ is }) => (is.kind === "dim" ? symbolOf(is.dim) : []));
  }

  axes(): readonly Axis[] {
    const all = [...this.scopes.values()].flatMap((scope) => [...scope.own()]);
    return all.flatMap(([, { is }]) => (is.kind === "axis" ? [is.axis] : []));
  }

  private scopeOf(ctx: Context, s: Use, used: UsedFile): Scope {
    const before = this.scopes.get(used);
    if (before) return before;
    const report = usedAt(s.span, ctx.report);
    const file = takenApart(used.file, report);
    const inside: Context = {
      ...ctx,
      scope: new Scope(),
      outlook: outlook(file),
      report,
      mark: `@${this.scopes.size + 1}`,
    };
    this.scopes.set(used, inside.scope);
    for (const line of file.statements) this.declare(inside, line);
    return inside.scope;
  }

  private declare(ctx: Context, s: Statement): void {
    if (!isShared(s)) return ctx.report(files.belongsToModel(s.span, modelStatement(s)!));
    switch (s.kind) {
      case "dim":
        return declareDims(ctx, s);
      case "axis":
        return declareAxes(ctx, s);
      case "function":
      case "block-function":
        return defineFunction(ctx, s);
      case "use":
        return this.bring(ctx, s);
      case "declare":
        for (const { start, targets } of s.groups)
          if (!start)
            ctx.report(files.constantWithoutValue(targets[0]!.span, targets[0]!.name.text));
        return declareLeaves(ctx, s, []);
    }
  }
}

const isBrought = ({ is }: Entity): boolean => is.kind !== "axis" || is.axis.kind === "batch";

/** A declared dim is one symbol. */
const symbolOf = (dim: Dim): readonly DimSymbol[] => dim.terms[0]!.factors;
