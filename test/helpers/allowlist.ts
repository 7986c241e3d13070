/** @file What may stand in a generated module, and nothing else: kinds of syntax, globals, comments, depth. */
import { SyntaxKind, type Identifier, type Node } from "typescript/unstable/ast";
import { parseModule } from "./typecheck.ts";

const KINDS: ReadonlySet<string> = new Set(
  (
    "SourceFile EndOfFile Identifier PrivateIdentifier NumericLiteral StringLiteral NoSubstitutionTemplateLiteral TemplateExpression " +
    "TemplateHead TemplateMiddle TemplateTail TemplateSpan Parameter PropertyDeclaration PropertySignature PropertyAssignment " +
    "ShorthandPropertyAssignment SpreadAssignment ComputedPropertyName MethodDeclaration Constructor ClassDeclaration HeritageClause " +
    "ExpressionWithTypeArguments InterfaceDeclaration TypeAliasDeclaration FunctionDeclaration ArrowFunction Block VariableStatement " +
    "VariableDeclarationList VariableDeclaration ObjectBindingPattern BindingElement IfStatement ForStatement ForOfStatement WhileStatement " +
    "ReturnStatement ThrowStatement ExpressionStatement BinaryExpression PrefixUnaryExpression PostfixUnaryExpression " +
    "ConditionalExpression CallExpression NewExpression PropertyAccessExpression ElementAccessExpression NonNullExpression " +
    "ParenthesizedExpression ObjectLiteralExpression ArrayLiteralExpression AsExpression TypeOfExpression ThisKeyword NullKeyword TrueKeyword " +
    "FalseKeyword TypeReference TypeLiteral TypeOperator TypeQuery UnionType IntersectionType FunctionType ArrayType LiteralType NumberKeyword " +
    "StringKeyword BooleanKeyword UnknownKeyword VoidKeyword NeverKeyword ObjectKeyword ReadonlyKeyword ExportKeyword ConstKeyword InstanceOfKeyword"
  ).split(" "),
);
const GLOBALS: ReadonlySet<string> = new Set(
  (
    "Array ArrayBuffer ArrayBufferLike Error Float64Array Infinity Int32Array Map Math NaN Number Object Partial Pick RangeError " +
    "Readonly ReadonlySet Record Set String TypeError undefined"
  ).split(" "),
);
const TOP: ReadonlySet<string> = new Set([
  "InterfaceDeclaration",
  "TypeAliasDeclaration",
  "FunctionDeclaration",
  "ClassDeclaration",
  "VariableStatement",
  "EndOfFile",
]);
const COMMENTS =
  /@ts-|@(?!generated|param|returns|typedef|property)[a-z]|source(mapping)?url|^[/*\s]*(eslint|oxlint|prettier|istanbul)|[^\n\x20-\x7e\p{L}\p{N}\p{M}\p{P}\p{S}]/iu;

/** What stands in the module and should not; empty when all is well. */
export function strangers(code: string): readonly string[] {
  const tree = parseModule(code);
  const found: string[] = [];
  const declared = new Set<string>();
  const used: { name: string; node: Node }[] = [];
  const visit = (node: Node, parent: Node | undefined): number => {
    const kind = kindOf(node);
    if (!KINDS.has(kind) && !kind.endsWith("Token")) found.push(`a ${kind}: ${text(node)}`);
    if (parent?.kind === SyntaxKind.SourceFile && !TOP.has(kind))
      found.push(`at the top: ${text(node)}`);
    if (node.kind === SyntaxKind.Identifier) {
      const name = (node as Identifier).text;
      if (parent && nameOf(parent) === node) declared.add(name);
      else used.push({ name, node });
    }
    let depth = 0;
    node.forEachChild((child) => {
      depth = Math.max(depth, visit(child, node));
      return undefined;
    });
    const isExpression = kind.endsWith("Expression") && kind !== "ParenthesizedExpression";
    const isAssignment = parent?.kind === SyntaxKind.ExpressionStatement;
    if (!isExpression) return kind === "ParenthesizedExpression" ? depth : 0;
    if (depth + 1 > 12 && !isAssignment) found.push(`too deep: ${text(node)}`);
    return depth + 1;
  };
  const text = (node: Node): string => code.slice(node.pos, node.end).trim().slice(0, 80);
  const nameOf = (parent: Node): Node | undefined =>
    (parent as unknown as { readonly name?: Node }).name;
  visit(tree, undefined);
  for (const { name } of used)
    if (!declared.has(name) && !GLOBALS.has(name)) found.push(`an unknown name: ${name}`);
  const comments = code.match(/\/\/[^\n]*|\/\*[\s\S]*?\*\//gu) ?? [];
  for (const c of comments) if (COMMENTS.test(c)) found.push(`a comment: ${c}`);
  return found;
}

/** The enum also counts ranges, under names such as FirstStatement. */
const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(SyntaxKind)
    .filter(([name, kind]) => typeof kind === "number" && !/^(First|Last)/u.test(name))
    .map(([name, kind]) => [kind as number, name]),
);

const kindOf = (node: Node): string => NAMES.get(node.kind) ?? `kind ${node.kind}`;
