/** @file Syntax trees as one line of text, for tests: an infix chain is `(+ a b)`, an implicit product `{W x}`. */
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type {
  Argument,
  Condition,
  Expression,
  File,
  Slot,
  Statement,
  Subscript,
  Target,
  Type,
} from "../../src/syntax/ast.ts";
import { parse } from "../../src/syntax/parse.ts";

export function read(text: string): { file: File | undefined; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const file = parse({ name: "test.nabla", text }, (d) => diagnostics.push(d));
  return { file, diagnostics };
}

/** The codes and places of what is wrong: `expected@4-5`. */
export const wrong = (text: string): string[] =>
  read(text).diagnostics.map((d) => `${d.code}@${d.labels[0].span.start}-${d.labels[0].span.end}`);

/** The tree of an expression, or what is wrong with it. */
export function tree(text: string): string {
  const { file, diagnostics } = read(`y = ${text}`);
  if (diagnostics.length > 0) return diagnostics.map((d) => `${d.code}: ${d.message}`).join("\n");
  const [only] = file!.statements;
  return only?.kind === "define" ? show(only.value) : "no definition";
}

export const statements = (text: string): string[] =>
  read(text).file?.statements.map((s) => showStatement(s)) ?? [];

const list = (items: readonly string[]): string => items.join(", ");

export function show(e: Expression): string {
  switch (e.kind) {
    case "number":
      return e.text;
    case "name":
      return e.word.text + sub(e.subscript);
    case "call":
      return `${e.word.text}${sub(e.subscript)}${"′".repeat(e.primes)}${e.spaced ? " " : ""}(${args(e.arguments)})`;
    case "infix": {
      const [first, ...rest] = e.operands.map((o) => show(o));
      return `<${first} ${rest.map((o, k) => `${e.signs[k]!.sign} ${o}`).join(" ")}>`;
    }
    case "negate":
      return `neg(${show(e.operand)})`;
    case "implicit":
      return `{${e.factors.map((f) => show(f)).join(" ")}}`;
    case "power":
      return `pow${e.elementwise ? "." : ""}${e.superscript ? "²" : ""}(${show(e.base)}, ${show(e.exponent)})`;
    case "transpose":
      return `${show(e.operand)}${e.sign}`;
    case "inverse":
      return `inv(${show(e.operand)})`;
    case "index":
      return `${show(e.base)}[${slots(e.slots)}]`;
    case "reduction":
      return `${e.role}[${list(
        e.over.map((b) =>
          b.from ? `${b.name.text}=${show(b.from)}..${b.to ? show(b.to) : "?"}` : b.name.text,
        ),
      )}](${show(e.body)})`;
    case "norm":
      return `norm${sub(e.subscript)}(${show(e.operand)})`;
    case "absolute":
      return `abs|${show(e.operand)}|`;
    case "root":
      return `√(${show(e.operand)})`;
    case "block":
      return `[${e.rows.map((row) => list(row.map((x) => show(x)))).join("; ")}]`;
    case "cases":
      return `cases(${e.cases
        .map(
          (c) =>
            `${show(c.value)} ${c.condition ? `if ${showCondition(c.condition)}` : "otherwise"}`,
        )
        .join("; ")})`;
    case "partial":
      return `∂(${show(e.of)})/∂(${showTarget(e.wrt)})`;
    case "nabla":
      return `∇${sub(e.wrt)}(${show(e.of)})`;
    case "solve":
      return `${e.role}${sub(e.over)}(${show(e.body)} from ${show(e.from)})`;
    case "condition":
      return showCondition(e.condition);
    case "bracket":
      return `(${show(e.inner)})`;
  }
}

const slots = (of: readonly Slot[]): string =>
  list(of.map((s) => (s.kind === "whole" ? ":" : show(s))));

const sub = (s: Subscript | undefined): string =>
  s ? `_${{ bare: "", braces: "b", unicode: "u" }[s.form]}{${slots(s.slots)}}` : "";

const args = (of: readonly Argument[]): string =>
  list(of.map((a) => (a.name ? `${a.name.text} = ` : "") + show(a.value)));

export function showCondition(c: Condition): string {
  switch (c.kind) {
    case "relation": {
      const [first, ...rest] = c.operands.map((o) => show(o));
      return `${first}${rest.map((o, k) => ` ${c.signs[k]} ${o}`).join("")}`;
    }
    case "not":
      return `not(${showCondition(c.operand)})`;
    default:
      return `${c.kind}(${list(c.operands.map((o) => showCondition(o)))})`;
  }
}

const showTarget = (t: Target): string => t.name.text + sub(t.subscript);

function showType(t: Type): string {
  if (t.kind === "real") return `ℝ[${list(t.shape.map((s) => show(s)))}]`;
  if (t.kind !== "range") return t.kind;
  return `${t.range.from ? `${show(t.range.from)}..` : ""}${show(t.range.to)}`;
}

const names = (of: readonly { readonly text: string }[]): string => list(of.map((w) => w.text));
const valued = (name: string, value: Expression | undefined): string =>
  value ? `${name} = ${show(value)}` : name;

export function showStatement(s: Statement): string {
  switch (s.kind) {
    case "dim":
      return `dim ${list(s.dims.map((d) => valued(d.name.text, d.value)))}`;
    case "axis": {
      const { from, to } = s.range;
      return (
        `${s.role} ${names(s.names)} : ${from ? `${show(from)}..` : ""}${show(to)}` +
        (s.until ? ` until ${showCondition(s.until)}` : "") +
        (s.checkpoint ? ` checkpoint ${show(s.checkpoint)}` : "")
      );
    }
    case "declare":
      return `${s.role} ${s.groups
        .map((g) =>
          [
            `${list(g.targets.map((t) => showTarget(t)))} : ${showType(g.type)}`,
            ...g.per.map((p) => `per ${p.text}`),
            ...g.attributes.map((a) => a.name),
            ...(g.start?.kind === "value" ? [`= ${show(g.start.value)}`] : []),
            ...(g.start?.kind === "initializer"
              ? [`~ ${g.start.name.text}(${args(g.start.arguments)})`]
              : []),
          ].join(" "),
        )
        .join(" | ")}`;
    case "define":
      return `${list(
        s.targets.map((t) => showTarget(t.target) + (t.type ? ` : ${showType(t.type)}` : "")),
      )} = ${show(s.value)}`;
    case "function":
      return `${s.name.text}(${names(s.parameters)}) := ${show(s.value)}`;
    case "block-function":
      return `function ${s.name.text}(${names(s.parameters)}) { ${s.body
        .map((b) => showStatement(b))
        .join("; ")}; return ${list(s.results.map((r) => show(r)))} }`;
    case "derivative":
      return `derivative ${s.name.text}(${names(s.parameters)}) := ${show(s.value)}`;
    case "objective":
      return `${s.role} ${showTarget(s.name)} = ${show(s.value)}`;
    case "output":
      return `output ${list(s.items.map((i) => valued(showTarget(i.name), i.value)))}`;
    case "request":
      return `${s.role} ${showTarget(s.of)} wrt ${list(s.wrt.map((w) => showTarget(w)))}`;
    case "update":
      return `update ${showTarget(s.name)} ← ${show(s.value)}`;
    case "update-all":
      return `update all by ${s.by.text}(${args(s.arguments)})`;
    case "optimizer":
      return `optimizer ${s.name.text}(${args(s.arguments)}) for ${names(s.names)} { ${list(
        s.states.map((t) => `${t.name.text} like ${t.like.text} = ${show(t.start)}`),
      )} | ${s.body.map((b) => `${showTarget(b.name)} ← ${show(b.value)}`).join("; ")} }`;
    case "use":
      return `use ${s.path}`;
  }
}
