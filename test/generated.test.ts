/** @file What the compiler makes of every example equals `generated/`. `npm run generate` writes it anew; read the difference. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { format as formatText } from "prettier";
import { globSync } from "tinyglobby";
import { describe, expect, it } from "vitest";
import { compile, explanationAs, format, type Compiled } from "../src/index.ts";
import { diagrams } from "./helpers/diagrams.ts";
import { kinksPage } from "./reference/kinks.ts";
import { operatorsPage } from "./reference/operators.ts";
import { rewritesPage } from "./reference/rewrites.ts";

const root = join(import.meta.dirname, "..");
const drawn = diagrams();
const fileOfRule = (rule: string): string => `generated/reference/diagrams/${rule}.svg`;
/** Pages made from the tables of operators and rules. */
const pages: readonly (readonly [file: string, make: () => string])[] = [
  ["generated/reference/operators.md", operatorsPage],
  ["generated/reference/rewrites.md", rewritesPage],
  ["generated/reference/kinks.md", kinksPage],
];
const models = globSync("examples/*/*.nabla", { cwd: root }).toSorted();

const folderOf = (model: string): string => `generated/${basename(dirname(model))}`;
const stemOf = (model: string): string => basename(model, ".nabla");
const filesOf = (model: string): readonly string[] =>
  [".ts", ".graph.txt", ".kernels.txt", ".rewrites.txt", ".derivation.md"].map(
    (end) => `${folderOf(model)}/${stemOf(model)}${end}`,
  );

/** Of a model whose derivatives are not those of one number, a word on that. */
function derivationOf(compiled: Compiled, title: string): string {
  const explained = compiled.explain()!;
  return typeof explained === "string"
    ? `# ${title}\n\n${explained}\n`
    : explanationAs(explained, "md", title);
}

describe.each(models)("%s", (model) => {
  const compiled = compile({
    name: basename(model),
    text: readFileSync(join(root, model), "utf8"),
  });

  it("compiles without a word", () => expect(compiled.diagnostics).toEqual([]));

  it("gives the module, graph, kernels and rewrites of generated/", async () => {
    const files = filesOf(model).map((file) => join(root, file));
    const [module, graph, kernels, rewrites, derivation] = files;
    await expect(await format(compiled.code!)).toMatchFileSnapshot(module!);
    await expect(compiled.show("settled")).toMatchFileSnapshot(graph!);
    await expect(compiled.show("kernels")).toMatchFileSnapshot(kernels!);
    await expect(compiled.show("rewrites")).toMatchFileSnapshot(rewrites!);
    await expect(derivationOf(compiled, stemOf(model))).toMatchFileSnapshot(derivation!);
  });
});

const formatPage = (text: string): Promise<string> =>
  formatText(text, { parser: "markdown", printWidth: 120 });

describe("the grammar", () => {
  it.each([...drawn])("draws %s as in generated/", async (rule, picture) => {
    await expect(picture).toMatchFileSnapshot(join(root, fileOfRule(rule)));
  });
});

it.each(pages)("writes %s as it is", async (file, make) => {
  await expect(await formatPage(make())).toMatchFileSnapshot(join(root, file));
});

it("leaves no stray file in generated/", () => {
  const expected = [
    ...models.flatMap(filesOf),
    ...Array.from(drawn.keys(), fileOfRule),
    ...pages.map(([file]) => file),
  ].toSorted();
  const found = readdirSync(join(root, "generated"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted();
  expect(found).toEqual(expected);
});
