/**
 * @file A model's text to its syntax tree. Lines are parsed one by one, so a mistake costs its own line: the others are
 * still there. Never throws on any text.
 */
import type { CstNode, IToken } from "chevrotain";
import { Grammar } from "../../grammar/grammar.ts";
import * as say from "../diagnostics/catalogue/syntax.ts";
import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import { limit } from "../diagnostics/limit.ts";
import type { Source } from "../diagnostics/source.ts";
import type { File } from "./ast.ts";
import { Blocks } from "./blocks.ts";
import { buildLine } from "./build-statement.ts";
import { NESTING_LIMIT, layout } from "./layout.ts";
import { lex } from "./lex.ts";
import { excess } from "./limits.ts";
import { mistake } from "./mistakes.ts";
import { spanOf } from "./token.ts";
import { declaredSigns, tellWords } from "./words.ts";

let grammar: Grammar | undefined;

/** Undefined when the text is too long or nested too deeply to be read; that is reported. */
export function parse(source: Source, report: Report): File | undefined {
  const excessive = excess(source.text);
  if (excessive) {
    report(excessive);
    return undefined;
  }
  const limited = limit(report);
  const { tokens, comments } = lex(source, limited);
  const lines = layout(source, tokens, limited);
  if (!lines) return undefined;
  const names = declaredSigns(tokens);
  const blocks = new Blocks(limited);
  for (const line of lines) {
    if (limited.full()) break;
    const told = tellWords(line.tokens, names, blocks.inside);
    if (line.broken) {
      blocks.broken(told);
      continue;
    }
    const read = readLine(told);
    if ("cst" in read) blocks.add(told, buildLine(read.cst, { source, report: limited }));
    else {
      limited(read.diagnostic);
      blocks.broken(told);
    }
  }
  return { statements: blocks.finish(), comments, span: { start: 0, end: source.text.length } };
}

function readLine(line: IToken[]): { readonly cst: CstNode } | { readonly diagnostic: Diagnostic } {
  grammar ??= new Grammar();
  try {
    grammar.input = line;
    const cst = grammar.statement();
    const [error] = grammar.errors;
    return error ? { diagnostic: mistake(error, line) } : { cst };
  } catch (failure) {
    // Called from deep in a stack, even moderate nesting may be too much.
    if (!(failure instanceof RangeError)) throw failure;
    grammar = undefined;
    return { diagnostic: say.nestingTooDeep(spanOf(line[0]!), NESTING_LIMIT) };
  }
}
