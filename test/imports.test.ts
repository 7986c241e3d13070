/** @file Imports go one way: the sources against the table of ARCHITECTURE. */
import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** What a part may import beside itself; packages under their own names. `types only` after a name: import type. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  dim: [],
  diagnostics: [],
  grammar: ["chevrotain"],
  kernel: ["dim"],
  syntax: ["grammar", "diagnostics", "chevrotain types only"],
  graph: ["dim", "diagnostics", "kernel"],
  operators: ["graph", "kernel", "dim"],
  semantics: ["syntax", "graph", "operators", "diagnostics", "dim"],
  autodiff: ["graph", "dim"],
  signature: ["dim", "graph types only", "kernel types only"],
  lower: ["graph", "kernel", "dim", "diagnostics types only"],
  emit: ["kernel", "dim", "prettier"],
  explain: ["graph", "dim", "kernel types only", "katex"],
  /** `emit` for prettier, which is the last step of what is written to disk. */
  cli: [
    "compile",
    "signature",
    "emit",
    "diagnostics",
    "dim",
    "syntax",
    "chokidar",
    "commander",
    "@viz-js",
    "tinyglobby",
    "node",
  ],
  /** `cli` for its files: read as UTF-8, written whole or not at all. */
  plugin: [
    "compile",
    "cli",
    "diagnostics",
    "unplugin",
    "node",
    ...["@rspack", "esbuild", "rollup", "vite", "webpack"].map((b) => `${b} types only`),
  ],
  compile:
    "dim diagnostics kernel syntax graph operators semantics autodiff lower emit explain signature".split(
      " ",
    ),
  weights: ["fflate", "npyjs"],
  index: ["compile", "signature", "emit", "syntax", "diagnostics", "dim"],
};

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly target: string;
  readonly typesOnly: boolean;
}

const IMPORT =
  /^\s*(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)";?|import\(\s*"([^"]+)"/gm;

function importsOf(path: string): readonly Import[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(IMPORT)].map((match) => {
    const target = (match[2] ?? match[3])!;
    const file = relative(root, path);
    const to = target.startsWith(".") ? partOf(resolve(dirname(path), target)) : packageOf(target);
    return { file, from: partOf(path), to, target, typesOnly: match[1] !== undefined };
  });
}

/** The folder below src, `grammar`, or the name of a file of src itself. */
function partOf(path: string): string {
  const [first, second] = relative(root, path).split("/");
  return first === "src" ? basename(second!, ".ts") : first!;
}

const packageOf = (specifier: string): string =>
  specifier.startsWith("node:") ? "node" : specifier.split("/")[0]!;

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(root, folder, name));
}

const imports = [...sources("src"), ...sources("grammar")].flatMap(importsOf);

function isAllowed({ from, to, typesOnly }: Import): boolean {
  const allowed = TABLE[from] ?? [];
  return from === to || allowed.includes(to) || (typesOnly && allowed.includes(`${to} types only`));
}

test("the sources are read", () => {
  expect(imports.length).toBeGreaterThan(10);
  expect(imports.some((i) => i.from === "graph" && i.to === "dim" && i.typesOnly)).toBe(true);
});

test("every part imports only what the table allows", () => {
  const wrong = imports.filter((i) => !isAllowed(i));
  expect(wrong.map((i) => `${i.file} imports ${i.to} (${i.target})`)).toEqual([]);
});

test("every part stands in the table", () => {
  expect([...new Set(imports.map((i) => i.from))].filter((part) => !(part in TABLE))).toEqual([]);
});

test("relative imports end in .ts", () => {
  const wrong = imports.filter((i) => i.target.startsWith(".") && !i.target.endsWith(".ts"));
  expect(wrong.map((i) => `${i.file}: ${i.target}`)).toEqual([]);
});

/** Rules use the Calculus they are handed. `families.ts` and `shared/` are made to be imported, `index.ts` holds all, identities look across. */
test("operator files do not import each other", () => {
  const isOperatorFile = (path: string): boolean =>
    path.startsWith("src/operators/") && !path.startsWith("src/operators/identities");
  const wrong = imports.filter((i) => {
    if (!isOperatorFile(i.file) || basename(i.file) === "index.ts") return false;
    const to = relative(root, resolve(root, dirname(i.file), i.target));
    const isMadeFor = to.endsWith("families.ts") || to.startsWith("src/operators/shared/");
    return i.target.startsWith(".") && to.startsWith("src/operators/") && !isMadeFor;
  });
  expect(wrong.map((i) => `${i.file} imports ${i.target}`)).toEqual([]);
});

test("the test notices a wrong import", () => {
  const wrong = {
    file: "",
    from: "emit",
    to: "graph",
    target: "../graph/node.ts",
    typesOnly: true,
  };
  expect(isAllowed(wrong)).toBe(false);
  expect(isAllowed({ ...wrong, from: "lower", to: "diagnostics" })).toBe(true);
  expect(isAllowed({ ...wrong, from: "lower", to: "diagnostics", typesOnly: false })).toBe(false);
});
