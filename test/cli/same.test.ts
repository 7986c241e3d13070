/** @file The same bytes wherever and however a model is built. */
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NEURON } from "../plugin/project.ts";
import { folder } from "./fake.ts";
import { buildProgram } from "./program.ts";

let main = "";
let remove = (): void => {};
beforeAll(() => ({ main, remove } = buildProgram("real")));
afterAll(() => remove());

test("another folder, time zone, language and order of the files change nothing", () => {
  const build = (cwd: string, args: readonly string[], env: Readonly<Record<string, string>>) => {
    const ran = spawnSync(process.execPath, [main, "build", "--target", "js", ...args], {
      cwd,
      encoding: "utf8",
      env: { PATH: process.env.PATH!, ...env },
    });
    expect([ran.status, ran.stderr]).toEqual([0, ""]);
  };
  const { at, read } = folder({
    "one/neuron.nabla": NEURON,
    "one/other.nabla": NEURON,
    "zwei ü/tief/neuron.nabla": NEURON,
    "zwei ü/tief/other.nabla": NEURON,
    "zwei ü/tief/.prettierrc": '{ "semi": false, "printWidth": 40 }',
    "zwei ü/tief/.editorconfig": "[*]\nindent_size = 8\nend_of_line = crlf\n",
  });
  build(at("one"), ["neuron.nabla", "other.nabla"], { TZ: "UTC", LC_ALL: "C" });
  build(at("zwei ü"), ["tief/other.nabla", "tief/*.nabla"], {
    TZ: "Asia/Kathmandu",
    LC_ALL: "tr_TR.UTF-8",
    FORCE_COLOR: "3",
  });
  for (const file of ["neuron.js", "neuron.d.ts", "other.js", "other.d.ts"])
    expect(read(`zwei ü/tief/${file}`)).toBe(read(`one/${file}`));
});
