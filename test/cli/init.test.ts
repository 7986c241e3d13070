/** @file `nabla init`: what it writes compiles, trains and is never anything that was there before. */
import { execFileSync } from "node:child_process";
import { readdirSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { folder, run } from "./fake.ts";
import { realCompiler as compiler } from "./real.ts";

const FILES = ["model.nabla", "nabla.config.json", "train.mjs"];

test("an empty folder, whatever the type of its package: three files, and the commands that follow work", async () => {
  const { path, at } = folder({
    "package.json": '{ "type": "commonjs" }',
    "node_modules/nabla/.k": "",
  });
  expect(await run(path, ["init"], compiler)).toEqual({
    exit: 0,
    err: "",
    out: `\
wrote model.nabla
wrote nabla.config.json
wrote train.mjs

Next:
  npx nabla build           # model.mjs, and model.d.mts with its types
  npx nabla gradcheck model.nabla
  node train.mjs
  npx nabla build --watch   # while you change the model
`,
  });
  expect(await run(path, ["check"], compiler)).toEqual({ exit: 0, out: "", err: "" });
  expect((await run(path, ["format", "--check"], compiler)).exit).toBe(0);
  expect((await run(path, ["build"], compiler)).out).toBe("wrote model.mjs\nwrote model.d.mts\n");
  expect((await run(path, ["gradcheck", "model.nabla"], compiler)).exit).toBe(0);
  const out = execFileSync(process.execPath, ["train.mjs"], { cwd: at("."), encoding: "utf8" });
  const [, right] = /^(\d+) of 400 right$/m.exec(out)!;
  expect(Number(right)).toBeGreaterThan(390);
});

test("a folder that is not there yet; what is missing is told", async () => {
  const { path, at, read } = folder();
  const ran = await run(path, ["init", "my models/one"], compiler);
  expect(ran.out).toContain('\nNext:\n  cd "my models/one"\n  npm init -y\n  npm install nabla\n');
  expect(readdirSync(at("my models/one"))).toEqual(FILES);
  const inside = folder({ "package.json": "{}", "node_modules/nabla/.k": "" });
  expect((await run(inside.path, ["init", "a/b"], compiler)).out).toContain(
    "\nNext:\n  cd a/b\n  npx nabla build",
  );
  expect(inside.read("a/b/nabla.config.json")).toContain(
    '"$schema": "../../node_modules/nabla/dist/config.schema.json"',
  );
  expect(read("my models/one/nabla.config.json")).toContain(
    '"$schema": "./node_modules/nabla/dist/config.schema.json"',
  );
});

test("nothing is overwritten: where a file is there, or a link of its name, none is written", async () => {
  for (const name of FILES) {
    const { path, at, read, write } = folder();
    if (name === "train.mjs") symlinkSync("nowhere", at(name));
    else write(name, "mine");
    const ran = await run(path, ["init"], compiler);
    expect(ran).toEqual({
      exit: 2,
      out: "",
      err: `nabla: ${name}: it is there already; nothing was written\n`,
    });
    expect(readdirSync(path)).toEqual([name]);
    if (name !== "train.mjs") expect(read(name)).toBe("mine");
  }
  const { path } = folder({ file: "" });
  expect((await run(path, ["init", "file"], compiler)).err).toContain("nabla: ");
});
