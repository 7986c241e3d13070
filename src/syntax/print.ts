/**
 * @file The formatter: a file as text, in Unicode or ASCII. What it prints reads as the same tree; comments and blank
 * lines stay. A comment inside a statement of several lines moves above it.
 */
import type { Source, Span } from "../diagnostics/source.ts";
import type { Expression, File, Group, Statement, TypedTarget, Word } from "./ast.ts";
import { lex } from "./lex.ts";
import {
  type Style,
  callArguments,
  printCase,
  printCondition,
  printExpression,
  printRange,
  printTarget,
  printType,
  word,
} from "./print-expression.ts";
import { declaredSigns } from "./words.ts";

export { printExpression } from "./print-expression.ts";

/** Prints a file that was read without errors. */
export function printFile(file: File, source: Source, style: Pick<Style, "style">): string {
  return printLines(file, source, style)
    .map((line) => `${line.text}\n`)
    .join("");
}

export interface PrintedLine {
  readonly text: string;
  /** Where in the source what it says begins; undefined for blank lines and comments of their own. */
  readonly at: number | undefined;
  /** Whether it is a further line of what stands above: a case. */
  readonly goesOn: boolean;
}

export function printLines(
  file: File,
  source: Source,
  { style }: Pick<Style, "style">,
): readonly PrintedLine[] {
  const names = declaredSigns(lex(source, () => undefined).tokens);
  const rows = file.statements.flatMap((s) => rowsOf(s, source, { style, names, close: true }));
  const { text } = source;
  const lines: PrintedLine[] = [];
  let end = 0; // where in the source what is printed ends
  let next = 0; // the next comment
  const put = (printed: string, span: Span, at?: number): void => {
    const blank = lines.length === 0 ? 0 : blankLines(text.slice(end, span.start));
    for (let k = 0; k < blank; k++) lines.push({ text: "", at: undefined, goesOn: false });
    for (const [k, line] of printed.split("\n").entries())
      lines.push({ text: line, at: k === 0 ? at : undefined, goesOn: k > 0 });
    end = span.end;
  };
  for (const row of rows) {
    for (; (file.comments[next]?.span.start ?? Infinity) < row.span.end; next++) {
      const comment = file.comments[next]!;
      const inside = comment.span.start > row.span.start;
      const above = { start: row.span.start, end: row.span.start };
      put((row.above ?? row.indent) + tidy(comment.text), inside ? above : comment.span);
    }
    put(row.indent + row.text.replaceAll("\n", `\n${row.indent}`), row.span, row.span.start);
    const trailing = file.comments[next];
    if (trailing && !text.slice(row.span.end, trailing.span.start).includes("\n")) {
      const last = lines.pop()!;
      lines.push({ ...last, text: `${last.text} ${tidy(trailing.text)}` });
      end = trailing.span.end;
      next++;
    }
  }
  for (const comment of file.comments.slice(next)) put(tidy(comment.text), comment.span);
  return lines;
}

const tidy = (comment: string): string => comment.trimEnd();

/** How many blank lines a gap has. */
const blankLines = (gap: string): number => Math.max(0, gap.split("\n").length - 2);

/** A printed line, or a few for cases, with the source it stands for. */
interface Row {
  readonly text: string;
  readonly span: Span;
  readonly indent: string;
  /** The indent of comments above it, where it is another. */
  readonly above?: string;
}

const INDENT = "  ";

function rowsOf(s: Statement, source: Source, style: Style): readonly Row[] {
  if (s.kind === "block-function") return functionRows(s, source, style);
  if (s.kind === "optimizer") return optimizerRows(s, source, style);
  return [{ text: statement(s, source, style), span: s.span, indent: "" }];
}

function functionRows(
  s: Extract<Statement, { kind: "block-function" }>,
  source: Source,
  style: Style,
): readonly Row[] {
  const head = `function ${word(s.name.text, style, "name")}(${words(s.parameters, style)})`;
  const results = s.results.map((r) => printExpression(r, style)).join(", ");
  return [
    { text: head, span: headSpan(s.span, s.parameters, source, ")"), indent: "" },
    ...s.body.map((b) => ({ text: statement(b, source, style), span: b.span, indent: INDENT })),
    { text: `return ${results}`, span: hull(s.results), indent: INDENT },
    endOf(s),
  ];
}

const endOf = ({ span: { end } }: Statement): Row => ({
  text: "end",
  span: { start: end - 3, end },
  indent: "",
  above: INDENT,
});

function optimizerRows(
  s: Extract<Statement, { kind: "optimizer" }>,
  source: Source,
  style: Style,
): readonly Row[] {
  const called = `${word(s.name.text, style, "name")}(${callArguments(s.arguments, style)})`;
  // States of one line have one start.
  const starts = [...new Set(s.states.map((state) => state.start))];
  const arrow = style.style === "unicode" ? "←" : "<-";
  return [
    {
      text: `optimizer ${called} for ${words(s.names, style)}`,
      span: headSpan(s.span, s.names, source, ""),
      indent: "",
    },
    ...starts.map((start) => {
      const states = s.states.filter((state) => state.start === start);
      const names = states.map((state) => state.name);
      const like = word(states[0]!.like.text, style, "name");
      return {
        text: `state ${words(names, style)} : like ${like} = ${printExpression(start, style)}`,
        span: hull([...names, start]),
        indent: INDENT,
      };
    }),
    ...s.body.map(({ name, value }) => ({
      text: `${printTarget(name, style)} ${arrow} ${printExpression(value, style)}`,
      span: hull([name, value]),
      indent: INDENT,
    })),
    endOf(s),
  ];
}

function hull(parts: readonly { readonly span: Span }[]): Span {
  return { start: parts[0]!.span.start, end: parts.at(-1)!.span.end };
}

function headSpan(
  { start }: Span,
  names: readonly Word[],
  { text }: Source,
  closing: string,
): Span {
  const last = names.at(-1)!.span.end;
  return { start, end: closing === "" ? last : text.indexOf(closing, last) + closing.length };
}

const words = (of: readonly Word[], style: Style): string =>
  of.map((w) => word(w.text, style, "name")).join(", ");

function statement(s: Statement, source: Source, style: Style): string {
  const print = (e: Expression): string => printExpression(e, style);
  const list = <T>(of: readonly T[], one: (item: T) => string): string => of.map(one).join(", ");
  switch (s.kind) {
    case "dim":
      return `dim ${list(s.dims, ({ name, value }) =>
        value
          ? `${word(name.text, style, "name")} = ${print(value)}`
          : word(name.text, style, "name"),
      )}`;
    case "axis": {
      const until = s.until ? ` until ${printCondition(s.until, style)}` : "";
      const checkpoint = s.checkpoint ? ` checkpoint ${print(s.checkpoint)}` : "";
      const axis = `${s.role} ${words(s.names, style)} : ${printRange(s.range, style)}`;
      return axis + until + checkpoint;
    }
    case "declare":
      return `${s.role} ${list(s.groups, (g) => group(g, style))}`;
    case "define":
      return withValue(
        list(s.targets, (t) => typed(t, style)),
        s.value,
        source,
        style,
      );
    case "function":
      return `${word(s.name.text, style, "name")}(${words(s.parameters, style)}) = ${print(s.value)}`;
    case "derivative": {
      const name = word(s.name.text, style, "name") + (style.style === "unicode" ? "′" : "'");
      return `derivative ${name}(${words(s.parameters, style)}) = ${print(s.value)}`;
    }
    case "objective":
      return withValue(`${s.role} ${printTarget(s.name, style)}`, s.value, source, style);
    case "output":
      return `output ${list(s.items, (item) =>
        item.value
          ? `${printTarget(item.name, style)} = ${print(item.value)}`
          : printTarget(item.name, style),
      )}`;
    case "request":
      return `${s.role} ${printTarget(s.of, style)} wrt ${list(s.wrt, (w) => printTarget(w, style))}`;
    case "update": {
      const arrow = style.style === "unicode" ? "←" : "<-";
      return `update ${printTarget(s.name, style)} ${arrow} ${print(s.value)}`;
    }
    case "update-all":
      return `update all by ${word(s.by.text, style, "name")}(${callArguments(s.arguments, style)})`;
    case "use":
      return `use "${s.path}"`;
    case "block-function":
    case "optimizer":
      return ""; // several rows
  }
}

function typed({ target, type }: TypedTarget, style: Style): string {
  const name = printTarget(target, style);
  return type ? `${name} : ${printType(type, style)}` : name;
}

function group(g: Group, style: Style): string {
  const names = g.targets.map((t) => printTarget(t, style)).join(", ");
  const parts = [
    `${names} : ${printType(g.type, style)}`,
    ...g.per.map((batch) => `per ${word(batch.text, style, "name")}`),
    ...g.attributes.map((a) => a.name),
  ];
  if (g.start?.kind === "value") parts.push(`= ${printExpression(g.start.value, style)}`);
  if (g.start?.kind === "initializer") {
    const given = callArguments(g.start.arguments, style);
    parts.push(`~ ${word(g.start.name.text, style, "name")}${given === "" ? "" : `(${given})`}`);
  }
  return parts.join(" ");
}

/** Cases that were written on several lines stay so, with their conditions below each other. */
function withValue(left: string, e: Expression, { text }: Source, style: Style): string {
  const whole = `${left} = ${printExpression(e, style)}`;
  if (e.kind !== "cases" || !text.slice(e.span.start, e.span.end).includes("\n")) return whole;
  if (e.cases.at(-1)!.condition) return whole;
  const cases = e.cases.map((one) => printCase(one, style));
  const width = Math.max(...cases.map(([of]) => of.length));
  const column = " ".repeat(left.length + 5);
  const lines = cases.map(([of, when]) => `${of.padEnd(width)}  ${when}`);
  return `${left} = { ${lines.join(`\n${column}`)}`;
}
