/** @file Frames of functions and interfaces: heads, documentation, types or JSDoc. */
import { property } from "./literals.ts";
import { indent, type Field, type Syntax } from "./syntax.ts";

export interface FunctionFrame {
  readonly name: string;
  readonly says: readonly string[];
  readonly exported?: boolean;
  readonly parameters: readonly {
    readonly name: string;
    readonly type: string;
    readonly initial?: string;
  }[];
  readonly returns: string;
  readonly body: readonly string[];
}

export function printFunction(f: FunctionFrame, syntax: Syntax): readonly string[] {
  if (syntax.heads) return printHead(f);
  const parameters = f.parameters.map(
    (p) => `${p.name}${syntax.of(p.type)}${p.initial === undefined ? "" : ` = ${p.initial}`}`,
  );
  const tags = syntax.ts
    ? []
    : [
        ...f.parameters.map((p) =>
          p.initial === undefined
            ? `@param {${p.type}} ${p.name}`
            : `@param {${p.type}} [${p.name}]`,
        ),
        ...(f.returns === "void" ? [] : [`@returns {${f.returns}}`]),
      ];
  const head = `${f.exported ? "export " : ""}function ${f.name}`;
  return [
    ...documentation([...f.says, ...tags]),
    ...wrapped(`${head}(`, parameters, `)${syntax.of(f.returns)} {`),
    ...indent(f.body),
    "}",
  ];
}

/** The declaration of an exported function. */
function printHead(f: FunctionFrame): readonly string[] {
  if (!f.exported) return [];
  const parameters = f.parameters.map(
    (p) => `${p.name}${p.initial === undefined ? "" : "?"}: ${p.type}`,
  );
  return [
    ...documentation(f.says),
    ...wrapped(`export declare function ${f.name}(`, parameters, `): ${f.returns};`, 100),
  ];
}

export function documentation(all: readonly string[]): readonly string[] {
  const lines = all.filter((l) => l !== "");
  if (lines.length === 0) return [];
  if (lines.length === 1 && lines[0]!.length < 93) return [`/** ${lines[0]} */`];
  return ["/**", ...lines.map((l) => ` * ${l}`), " */"];
}

/** `open a, b close`, one to a line where that is too long. */
export function wrapped(
  open: string,
  items: readonly string[],
  close: string,
  width = 98,
): readonly string[] {
  const line = open + items.join(", ") + close;
  if (line.length <= width || items.length === 0) return [line];
  return [open.trimEnd(), ...items.map((p) => `  ${p},`), close.trimStart()];
}

export function printInterface(
  name: string,
  says: readonly string[],
  fields: readonly Field[],
  syntax: Syntax,
): readonly string[] {
  if (!syntax.ts) {
    const lines = fields.map((f) => `@property {${f.type}} ${f.key}${f.says ? ` ${f.says}` : ""}`);
    return documentation([...says, `@typedef {object} ${name}`, ...lines]);
  }
  if (fields.length === 0)
    return [...documentation(says), `export type ${name} = Readonly<Record<string, never>>;`];
  return [
    ...documentation(says),
    `export interface ${name} {`,
    ...fields.flatMap((f) => [
      ...indent(documentation(f.says ? [f.says] : [])),
      `  readonly ${property(f.key)}: ${f.type};`,
    ]),
    "}",
  ];
}
