/** @file The types of an imported model: the sidecar, and the wildcard where there is none. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile, format } from "../../src/index.ts";
import { settingsOf } from "../../src/plugin/options.ts";
import { writeSidecar } from "../../src/plugin/sidecar.ts";
import { folder } from "../cli/fake.ts";
import { typecheck } from "../helpers/typecheck.ts";
import { NEURON } from "./project.ts";

const root = join(import.meta.dirname, "../..");
const compiled = compile({ name: "neuron.nabla", text: NEURON });
const sidecar = compiled.declarations()!;
const client = readFileSync(join(root, "client.d.ts"), "utf8");

const use = (key: string): string => `
import { forward, initialize, workspace } from "./neuron.nabla";
const sizes = { m: 3, n: 2 };
const memory = workspace(sizes);
export const s: number = forward(initialize(1, sizes), { ${key}: new Float64Array(2) }, memory).s;
`;

const BUNDLER = { allowArbitraryExtensions: true };
const NODENEXT = { ...BUNDLER, module: "nodenext", moduleResolution: "nodenext" };

describe.each([
  ["bundler", BUNDLER],
  ["nodenext", NODENEXT],
])("moduleResolution %s", (_, flags) => {
  test("the sidecar types the import", () => {
    const files = { "neuron.d.nabla.ts": sidecar, "use.mts": use("x") };
    expect(typecheck(files, flags)).toEqual([]);
    const wrong = typecheck({ ...files, "use.mts": use("y") }, flags);
    expect(wrong.join()).toContain("'y' does not exist in type 'Inputs'");
  });

  test("the wildcard lets every import be; a sidecar comes first", () => {
    const files = { "client.d.ts": client, "use.mts": use("y") };
    expect(typecheck(files, { ...flags, moduleDetection: "auto" })).toEqual([]);
    const both = { ...files, "neuron.d.nabla.ts": sidecar };
    expect(typecheck(both, { ...flags, moduleDetection: "auto" })).toHaveLength(1);
  });
});

test("the declarations are those of the module, and pretty as they are", async () => {
  const agree = `
import * as module from "./module.ts";
import type * as declared from "./declared.d.ts";
export const check: Omit<typeof declared, never> = module;
`;
  const files = { "module.ts": compiled.code!, "declared.d.ts": sidecar, "agree.ts": agree };
  expect(typecheck(files, { isolatedDeclarations: false })).toEqual([]);
  expect(await format(sidecar)).toBe(sidecar);
});

test("a sidecar that nabla did not write is left as it is; installed packages bring their own", () => {
  const { at, read, write } = folder({ "a.d.nabla.ts": "mine" });
  expect(writeSidecar(at("a.nabla"), sidecar)?.reason).toContain("did not write it");
  expect(read("a.d.nabla.ts")).toBe("mine");
  write("node_modules/p/b.nabla", "");
  expect(writeSidecar(at("node_modules/p/b.nabla"), sidecar)).toBeUndefined();
  expect(() => read("node_modules/p/b.d.nabla.ts")).toThrow("ENOENT");
});

test("options that do not exist are refused", () => {
  expect(() => settingsOf({ typos: true } as object)).toThrow('there is no option "typos"');
  expect(() => settingsOf({ types: "yes" } as object)).toThrow("types is true or false");
  expect(settingsOf()).toEqual({ types: true, precision: "f64" });
});

test("every export of the package has its source", () => {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, { readonly default?: string }>>;
  };
  for (const name of ["vite", "rollup", "webpack", "esbuild", "rspack"]) {
    expect(exports[`./${name}`]?.default).toBe(`./dist/src/plugin/${name}.js`);
    expect(readFileSync(join(root, `src/plugin/${name}.ts`), "utf8")).toContain(
      "export const nabla",
    );
  }
});
