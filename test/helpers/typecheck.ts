/** @file Type errors of modules under the strictest flags, by TypeScript's own program over files in memory. */
import { API } from "typescript/unstable/sync";
import type { SourceFile } from "typescript/unstable/ast";
import { afterAll } from "vitest";

const STRICTEST = {
  target: "es2023",
  lib: ["es2023"],
  module: "esnext",
  moduleResolution: "bundler",
  moduleDetection: "force",
  types: [],
  noEmit: true,
  declaration: true,
  strict: true,
  allowImportingTsExtensions: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  erasableSyntaxOnly: true,
  exactOptionalPropertyTypes: true,
  isolatedDeclarations: true,
  isolatedModules: true,
  noFallthroughCasesInSwitch: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noUncheckedSideEffectImports: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
};

const files = new Map<string, string>();
let api: API | undefined;
let projects = 0;

afterAll(() => {
  api?.close();
  api = undefined;
});

/** What TypeScript says about the files (`{ "model.ts": code }`), one line each; empty when all is well. */
export function typecheck(
  modules: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = {},
): readonly string[] {
  const { program } = open(modules, more);
  const found = [
    ...program.getProgramDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getSemanticDiagnostics(),
    ...program.getDeclarationDiagnostics(),
  ];
  return found.map((d) => {
    const code = files.get(d.fileName ?? "") ?? "";
    const line = code.slice(0, d.pos).split("\n").length;
    return `${d.fileName ?? ""}:${line} TS${d.code} ${d.text} \`${code.slice(d.pos, d.end)}\``;
  });
}

/** The syntax tree of a TypeScript or JavaScript module. */
export function parseModule(code: string): SourceFile {
  const { program, folder } = open({ "model.ts": code }, {});
  return program.getSourceFile(`${folder}/model.ts`)!;
}

function open(modules: Readonly<Record<string, string>>, more: Readonly<Record<string, unknown>>) {
  const folder = `/nabla-${++projects}`;
  const config = `${folder}/tsconfig.json`;
  const compilerOptions = { ...STRICTEST, ...more };
  files.set(config, JSON.stringify({ compilerOptions, files: Object.keys(modules) }));
  for (const [name, code] of Object.entries(modules)) files.set(`${folder}/${name}`, code);
  api ??= new API({
    fs: {
      readFile: (name) => files.get(name) ?? (name.startsWith("/nabla-") ? null : undefined),
      fileExists: (name) => files.has(name) || (name.startsWith("/nabla-") ? false : undefined),
      directoryExists: (name) => (/^\/nabla-[0-9]+$/u.test(name) ? true : undefined),
      realpath: (name) => (name.startsWith("/nabla-") ? name : undefined),
    },
  });
  const snapshot = api.updateSnapshot({ openProjects: [config] });
  return { program: snapshot.getProject(config)!.program, folder };
}
