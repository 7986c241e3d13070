/** @file Lines to statements: `function … end` and `optimizer … end` are put together here. */
import type { IToken } from "chevrotain";
import * as T from "../../grammar/tokens.ts";
import * as say from "../diagnostics/catalogue/syntax.ts";
import type { Report } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";
import type { Expression, OptimizerState, Statement, Target, Word } from "./ast.ts";
import type { BuiltLine, OptimizerHead } from "./build-statement.ts";
import { spanFrom } from "./cst.ts";
import { endOf, spanOf } from "./token.ts";

interface FunctionBlock {
  readonly kind: "function";
  readonly span: Span;
  /** Absent when the head is broken: then the block is read, and left out. */
  readonly head: { readonly name: Word; readonly parameters: readonly Word[] } | undefined;
  readonly body: Statement[];
  results: readonly Expression[] | undefined;
  /** From the first line on that cannot stand here: in the function if its `end` follows, otherwise below it. */
  readonly strays: { readonly statement: Statement; readonly span: Span; readonly fits: boolean }[];
  broken: boolean;
}

interface OptimizerBlock {
  readonly kind: "optimizer";
  readonly span: Span;
  readonly head: OptimizerHead | undefined;
  readonly states: OptimizerState[];
  readonly body: { readonly name: Target; readonly value: Expression }[];
}

export class Blocks {
  private readonly statements: Statement[] = [];
  private open: FunctionBlock | OptimizerBlock | undefined;
  private readonly report: Report;

  constructor(report: Report) {
    this.report = report;
  }

  /** The kind of the block that is open. */
  get inside(): "function" | "optimizer" | undefined {
    return this.open?.kind;
  }

  /** A line with a mistake: only that it opens or closes a block matters. */
  broken(line: readonly IToken[]): void {
    const first = line[0]!;
    if (first.tokenType === T.Function || first.tokenType === T.Optimizer) this.begin(first, line);
    else if (first.tokenType === T.End) this.open = undefined;
    else if (FOREIGN_HEADS.has(first.image)) this.begin(first, line);
    else if (this.open?.kind === "function") this.open.broken = true;
  }

  add(line: readonly IToken[], built: BuiltLine): void {
    const first = line[0]!;
    const span = spanFrom(first.startOffset, line.at(-1)!);
    const { open } = this;
    switch (built.kind) {
      case "function-head":
      case "optimizer-head":
        this.begin(first, line, built);
        return;
      case "end":
        if (!open) this.report(say.outsideBlock(span, "end", "function"));
        else this.end(endOf(first));
        return;
      case "return":
        if (open?.kind !== "function") this.report(say.outsideBlock(span, "return", "function"));
        else if (open.results) this.report(say.notInBlock(span, "function", IN_FUNCTION));
        else open.results = built.results;
        return;
      case "state":
        if (open?.kind === "optimizer") open.states.push(...built.states);
        return;
      case "assign":
        if (open?.kind === "optimizer") open.body.push({ name: built.target, value: built.value });
        else {
          const arrow = line.find((t) => t.tokenType === T.Assign)!;
          this.report(say.arrowOutsideUpdate(spanOf(arrow)));
        }
        return;
      case "statement":
        this.statement(built.statement, span);
    }
  }

  finish(): readonly Statement[] {
    this.notClosed();
    return this.statements;
  }

  private statement(statement: Statement, span: Span): void {
    const { open } = this;
    if (!open) this.statements.push(statement);
    else if (open.kind === "function") {
      const fits = statement.kind === "define" && !open.results;
      if (fits && open.strays.length === 0) open.body.push(statement);
      else open.strays.push({ statement, span, fits });
    } else if (statement.kind === "define" || statement.kind === "function")
      this.report(say.notInBlock(span, open.kind, IN_OPTIMIZER));
    else {
      // A declaration: the block was never closed.
      this.notClosed();
      this.statements.push(statement);
    }
  }

  private begin(first: IToken, line: readonly IToken[], built?: BuiltLine): void {
    this.notClosed();
    const span = spanFrom(first.startOffset, line.at(-1)!);
    this.open =
      first.tokenType !== T.Optimizer
        ? {
            kind: "function",
            span,
            head: built?.kind === "function-head" ? built : undefined,
            body: [],
            results: undefined,
            strays: [],
            broken: false,
          }
        : {
            kind: "optimizer",
            span,
            head: built?.kind === "optimizer-head" ? built.head : undefined,
            states: [],
            body: [],
          };
  }

  private end(end: number): void {
    const open = this.open!;
    this.open = undefined;
    if (!open.head) return;
    const span = { start: open.span.start, end };
    if (open.kind === "optimizer") {
      const { states, body } = open;
      this.statements.push({ kind: "optimizer", ...open.head, states, body, span });
      return;
    }
    const { name, parameters } = open.head;
    for (const { span: at, fits } of open.strays)
      if (!fits) this.report(say.notInBlock(at, "function", IN_FUNCTION));
    if (!open.results && !open.broken) this.report(say.resultMissing(open.span));
    const { body, results = [] } = open;
    this.statements.push({ kind: "block-function", name, parameters, body, results, span });
  }

  private notClosed(): void {
    const { open } = this;
    // A head that is not read was told already.
    if (open?.head) this.report(say.blockNotClosed(open.span, open.kind));
    if (open?.kind === "function") for (const s of open.strays) this.statements.push(s.statement);
    this.open = undefined;
  }
}

/** What begins a function elsewhere: the lines below it are its body. */
const FOREIGN_HEADS = new Set(["def", "func", "fn", "fun"]);

const IN_FUNCTION = "definitions `name = expression`, then `return`, then `end`";
const IN_OPTIMIZER = "`state m : like θ = 0`, assignments `name ← expression` and `end`";
