/** @file Concrete tree to syntax tree: statements. */
import type { CstNode, IToken } from "chevrotain";
import * as say from "../diagnostics/catalogue/syntax.ts";
import type * as Ast from "./ast.ts";
import {
  type Building,
  callArguments,
  condition,
  expression,
  range,
  target,
  nameOf,
} from "./build.ts";
import { maybeNode, maybeToken, node, nodes, spanOfNode, token, tokens } from "./cst.ts";
import { plainSuperscript } from "./subscripts.ts";
import { spanOf } from "./token.ts";

/** A line as it stands: a statement, or a line of a block. */
export type BuiltLine =
  | { readonly kind: "statement"; readonly statement: Ast.Statement }
  | { readonly kind: "function-head"; readonly name: Ast.Word; readonly parameters: Ast.Word[] }
  | { readonly kind: "return"; readonly results: Ast.Expression[] }
  | { readonly kind: "end" }
  | { readonly kind: "optimizer-head"; readonly head: OptimizerHead }
  | { readonly kind: "state"; readonly states: readonly Ast.OptimizerState[] }
  | { readonly kind: "assign"; readonly target: Ast.Target; readonly value: Ast.Expression };

export type OptimizerHead = Pick<
  Extract<Ast.Statement, { kind: "optimizer" }>,
  "name" | "arguments" | "names"
>;

export function buildLine(cst: CstNode, b: Building): BuiltLine {
  if (maybeToken(cst, "End")) return { kind: "end" };
  const inner = Object.values(cst.children)[0]![0] as CstNode;
  const value = (): Ast.Expression => expression(node(inner, "expression"), b);
  switch (inner.name) {
    case "functionHead":
      return {
        kind: "function-head",
        name: nameOf(node(inner, "name")),
        parameters: parameters(inner),
      };
    case "results":
      return { kind: "return", results: nodes(inner, "expression").map((e) => expression(e, b)) };
    case "optimizerHead":
      return {
        kind: "optimizer-head",
        head: {
          name: nameOf(nodes(inner, "name")[0]!),
          arguments: callArguments(node(inner, "arguments"), b),
          names: words(inner).slice(1),
        },
      };
    case "state": {
      const like = nameOf(node(inner, "like"));
      const start = value();
      return { kind: "state", states: words(inner).map((name) => ({ name, like, start })) };
    }
    case "definition": {
      if (!maybeToken(inner, "Assign")) break;
      const [first, ...others] = nodes(inner, "typedTarget").map((t) => typedTarget(t, b));
      if (others.length > 0) b.report(say.arrowOutsideUpdate(spanOf(token(inner, "Assign"))));
      return { kind: "assign", target: first!.target, value: value() };
    }
  }
  return { kind: "statement", statement: statement(inner, b) };
}

function statement(cst: CstNode, b: Building): Ast.Statement {
  const span = spanOfNode(cst);
  const value = (): Ast.Expression => expression(node(cst, "expression"), b);
  const word = (name: string): string => token(cst, name).image;
  switch (cst.name) {
    case "dims":
      return { kind: "dim", dims: nodes(cst, "dim").map((d) => dim(d, b)), span };
    case "axis": {
      const until = maybeNode(cst, "condition");
      const checkpoint = maybeNode(cst, "expression");
      return {
        kind: "axis",
        role: word("Axis") as "index" | "seq" | "batch",
        names: words(cst),
        range: range(node(cst, "range"), b),
        ...(until && { until: condition(until, b) }),
        ...(checkpoint && { checkpoint: expression(checkpoint, b) }),
        span,
      };
    }
    case "declaration": {
      const role = word("Declare") as "input" | "param" | "const";
      return { kind: "declare", role, groups: nodes(cst, "group").map((g) => group(g, b)), span };
    }
    case "shortFunction": {
      const name = nameOf(node(cst, "name"));
      return { kind: "function", name, parameters: parameters(cst), value: value(), span };
    }
    case "derivative": {
      const name = nameOf(node(cst, "name"));
      return { kind: "derivative", name, parameters: parameters(cst), value: value(), span };
    }
    case "objective": {
      const role = word("Objective") as "loss" | "minimize" | "maximize";
      return {
        kind: "objective",
        role,
        name: target(node(cst, "target"), b),
        value: value(),
        span,
      };
    }
    case "output":
      return { kind: "output", items: nodes(cst, "item").map((i) => item(i, b)), span };
    case "request": {
      const [of, ...wrt] = nodes(cst, "target").map((t) => target(t, b));
      const role = word("Request") as "grad" | "jacobian" | "hessian" | "hvp" | "jvp" | "vjp";
      return { kind: "request", role, of: of!, wrt, span };
    }
    case "update": {
      const by = maybeNode(cst, "name");
      if (!by)
        return { kind: "update", name: target(node(cst, "target"), b), value: value(), span };
      const given = callArguments(node(cst, "arguments"), b);
      return { kind: "update-all", by: nameOf(by), arguments: given, span };
    }
    case "use":
      return { kind: "use", path: word("Text").replaceAll('"', ""), span };
    default: {
      const targets = nodes(cst, "typedTarget").map((t) => typedTarget(t, b));
      return { kind: "define", targets, value: value(), span };
    }
  }
}

const words = (cst: CstNode): Ast.Word[] => nodes(cst, "name").map((n) => nameOf(n));

const parameters = (cst: CstNode): Ast.Word[] => words(node(cst, "parameters"));

function dim(cst: CstNode, b: Building): { name: Ast.Word; value?: Ast.Expression } {
  const given = maybeNode(cst, "expression");
  return { name: nameOf(node(cst, "name")), ...(given && { value: expression(given, b) }) };
}

function item(cst: CstNode, b: Building): { name: Ast.Target; value?: Ast.Expression } {
  const given = maybeNode(cst, "expression");
  return { name: target(node(cst, "target"), b), ...(given && { value: expression(given, b) }) };
}

function typedTarget(cst: CstNode, b: Building): Ast.TypedTarget {
  const typed = maybeNode(cst, "type");
  return { target: target(node(cst, "target"), b), ...(typed && { type: type(typed, b) }) };
}

function group(cst: CstNode, b: Building): Ast.Group {
  const start = maybeNode(cst, "expression");
  const made = maybeNode(cst, "initializer");
  const given = made && maybeNode(made, "arguments");
  return {
    targets: nodes(cst, "target").map((t) => target(t, b)),
    type: type(node(cst, "type"), b),
    per: words(cst),
    attributes: tokens(cst, "Attribute").map((t) => ({ name: attribute(t), span: spanOf(t) })),
    ...(start && { start: { kind: "value", value: expression(start, b) } }),
    ...(made && {
      start: {
        kind: "initializer",
        name: nameOf(node(made, "name")),
        arguments: given ? callArguments(given, b) : [],
        span: spanOfNode(made),
      },
    }),
    span: spanOfNode(cst),
  };
}

const attribute = (t: IToken): Ast.Group["attributes"][number]["name"] =>
  t.image as Ast.Group["attributes"][number]["name"];

function type(cst: CstNode, b: Building): Ast.Type {
  const span = spanOfNode(cst);
  if (maybeToken(cst, "Integers")) return { kind: "integer", span };
  if (maybeToken(cst, "BraceOpen")) {
    const [zero, one] = tokens(cst, "Number").map((t) => t.image);
    if (zero !== "0" || one !== "1") b.report(say.badType(span, "The type of bits is `{0,1}`."));
    return { kind: "bit", span };
  }
  const bounds = maybeNode(cst, "range");
  if (bounds) return { kind: "range", range: range(bounds, b), span };
  return { kind: "real", shape: shape(cst, b), span };
}

const SIZE = "A size is a positive whole number.";

function shape(cst: CstNode, b: Building): readonly Ast.Expression[] {
  const [single] = [
    ...tokens(cst, "Word"),
    ...tokens(cst, "Number"),
    ...tokens(cst, "Superscript"),
  ];
  if (!single) {
    const made = nodes(cst, "expression").map((e) => expression(e, b));
    const signed = made.find((e) => e.kind === "negate");
    if (signed) b.report(say.badType(signed.span, SIZE));
    return made;
  }
  const text = plainSuperscript(single.image);
  const span = spanOf(single);
  if (/^\d+$/.test(text)) return [{ kind: "number", value: Number(text), text, span }];
  if (/^[\d.⁻-]/.test(text)) b.report(say.badType(span, SIZE));
  return [{ kind: "name", word: { text, span }, span }];
}
