/** @file `nabla build --watch`: every way in which files change, by the events of the file system alone. */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { fakeCompiler, folder, run } from "./fake.ts";
import { watching } from "./watching.ts";

/** Longer than a round may be put off. */
const settled = (): Promise<void> => sleep(700);

test("a line for each build; a bad save keeps the last good module; the next good one is built", async () => {
  const { path, read, write } = folder({ "m/a.nabla": "x", "m/b.nabla": "y" });
  const watch = await watching(path, ["m/*.nabla"]);
  expect(watch.said()).toMatch(
    /^built m\/a\.nabla: ok, \d+ ms\nbuilt m\/b\.nabla: ok, \d+ ms\nwatching 2 models; Ctrl-C ends\n$/,
  );
  write("m/a.nabla", "bad bad");
  const news = await watch.until("changed");
  expect(news).toContain("error[bad-word]: `bad` is not a good word.\n --> m/a.nabla:1:1\n");
  expect(news).toMatch(/^changed m\/a\.nabla: 2 errors \(as it was: m\/a\.ts\), \d+ ms$/m);
  expect(read("m/a.ts")).toContain("\nx\n");
  write("m/a.nabla", "z odd");
  expect(await watch.until("changed")).toMatch(/^warning[^]*^changed m\/a\.nabla: ok, \d+ ms$/m);
  expect(read("m/a.ts")).toContain("\nz odd\n");
  expect(await watch.end()).toBe(0);
});

test("rename-saves, unlink and add, touch, new files, deleted files", async () => {
  const { path, at, read, write } = folder({ "a.nabla": "x" });
  const watch = await watching(path, ["*.nabla"]);
  for (const text of ["one", "two", "six"]) {
    write(".a.swp", text);
    renameSync(at(".a.swp"), at("a.nabla"));
    expect(await watch.until("changed")).toContain("changed a.nabla: ok");
    expect(read("a.ts")).toContain(`\n${text}\n`);
  }
  rmSync(at("a.nabla"));
  write("a.nabla", "again");
  expect(await watch.until("a.nabla")).toContain("changed a.nabla: ok");
  write("b.nabla", "new");
  expect(await watch.until("b.nabla")).toContain("added b.nabla: ok");
  rmSync(at("b.nabla"));
  expect(await watch.until("b.nabla")).toContain("removed b.nabla (as it was: b.ts)");
  write("b.nabla", "back");
  expect(await watch.until("b.nabla")).toContain("added b.nabla: ok");
  expect(read("b.ts")).toContain("\nback\n");
  renameSync(at("b.nabla"), at("c.nabla"));
  const news = (await watch.until("added")) + (await watch.until("removed"));
  expect(news).toMatch(/added c\.nabla: ok[^]*removed b\.nabla/);
});

test("folders that go and come back, below the glob and of the glob itself", async () => {
  const { path, at, read, write } = folder({ "src/a.nabla": "x", "src/m/b.nabla": "y" });
  const watch = await watching(path, ["src/**/*.nabla"], { options: { out: at("gen") } });
  write("src/m/n/deep.nabla", "z");
  expect(await watch.until("added")).toContain("src/m/n/deep.nabla: ok");
  rmSync(at("src/m"), { recursive: true });
  const gone = (await watch.until("removed")) + (await watch.until("removed"));
  expect(gone).toContain("removed src/m/b.nabla (as it was: gen/m/b.ts)");
  expect(gone).toContain("removed src/m/n/deep.nabla");
  rmSync(at("src"), { recursive: true });
  await watch.until("removed src/a.nabla");
  expect(watch.said()).toContain("nabla: src/**/*.nabla: no model matched\n");
  write("src/m/b.nabla", "w");
  await watch.until("added src/m/b.nabla: ok");
  expect(read("gen/m/b.ts")).toContain("\nw\n");
  write("src/m/b.nabla", "v");
  await watch.until("changed src/m/b.nabla: ok");
});

test("a named file that is not there yet, in a folder that is not there yet", async () => {
  const { path, write } = folder({ "a.nabla": "x" });
  const watch = await watching(path, ["a.nabla", "m/n/b.nabla"]);
  expect(watch.said()).toContain("nabla: m/n/b.nabla: no such file or folder\n");
  write("m/n/b.nabla", "y");
  await watch.until("added m/n/b.nabla: ok");
});

test("its own output and other files wake nothing, also where all lie in one folder", async () => {
  const { path, at, write } = folder({ "a.nabla": "x", "b.nabla": "bad" });
  const watch = await watching(path, ["**/*"], { options: { target: "js" } });
  await settled();
  const before = watch.said();
  write("a.js.map", "x");
  write("node_modules/p/c.nabla", "x");
  write("note.txt", "x");
  mkdirSync(at("empty.nabla"));
  await settled();
  expect(watch.said()).toBe(before);
  expect(before.match(/^built/gm)).toHaveLength(2);
  expect(readdirSync(path).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

test("a model behind links: the file, its folder, the folder of a glob", async () => {
  const { path, at, read, write } = folder({
    "real/a.nabla": "x",
    "real/d/b.nabla": "x",
    "in/.k": "",
  });
  symlinkSync(at("real/a.nabla"), at("in/a.nabla"));
  symlinkSync(at("real/d"), at("in/d"));
  const watch = await watching(path, ["in/a.nabla", "in/d/*.nabla"]);
  write("real/a.nabla", "y");
  await watch.until("changed in/a.nabla: ok");
  expect(read("in/a.ts")).toContain("\ny\n");
  write("real/d/b.nabla", "z");
  await watch.until("changed in/d/b.nabla: ok");
  expect(read("in/d/b.ts")).toContain("\nz\n");
});

test("models outside of the folder where it was started", async () => {
  const { path, at, write } = folder({ "here/.k": "", "there/a.nabla": "x" });
  const watch = await watching(at("here"), ["../there/*.nabla"], {
    options: { out: at("here/gen") },
  });
  write("there/b.nabla", "y");
  await watch.until("b.nabla: ok");
  rmSync(at("there"), { recursive: true });
  await watch.until("removed");
  write("there/a.nabla", "z");
  await watch.until("added");
  expect(path).not.toBe("");
});

test("what keeps a model from being built is said once, as long as it lasts", async () => {
  const { path, read, write } = folder({
    "a.nabla": "x",
    "a.ts": "mine",
    "n/m.nabla": "x",
    "m.nabla": "x",
  });
  const watch = await watching(path, ["*.nabla", "n/*.nabla"], { options: { out: `${path}/g/` } });
  expect(watch.said().match(/would both be written there/g)).toHaveLength(1);
  write("a.nabla", "y");
  await watch.until("changed");
  expect(watch.said().match(/would both be written there/g)).toHaveLength(1);
  rmSync(`${path}/m.nabla`);
  await watch.until("added n/m.nabla: ok");
  const beside = await watching(path, ["a.nabla"]);
  expect(beside.said()).toMatch(
    /nabla did not write it[^]*built a\.nabla: not written \(as it was: a\.ts\)/,
  );
  expect(read("a.ts")).toBe("mine");
});

test("a file that is emptied for a moment is not an error for a moment", async () => {
  const { path, write } = folder({ "a.nabla": "x" });
  const { compile } = fakeCompiler;
  const seen: string[] = [];
  const compiler = {
    ...fakeCompiler,
    compile: (...args: Parameters<typeof compile>) => (seen.push(args[0].text), compile(...args)),
  };
  const watch = await watching(path, ["a.nabla"], { compiler });
  write("a.nabla", "");
  await sleep(80);
  write("a.nabla", "y");
  await watch.until("changed");
  expect(seen).toEqual(["x", "y"]);
  write("a.nabla", "");
  await watch.until("changed");
  expect(seen.at(-1)).toBe("");
});

test("a storm of saves: one build at a time, few builds, the last state wins", async () => {
  const names = ["a", "b", "c"];
  const { path, at, read, write } = folder(
    Object.fromEntries(names.map((name) => [`${name}.nabla`, "x"])),
  );
  let [active, most, builds] = [0, 0, 0];
  const format = async (code: string): Promise<string> => {
    most = Math.max(most, ++active);
    builds += 1;
    await sleep(10);
    active -= 1;
    return code;
  };
  const watch = await watching(path, ["*.nabla"], { compiler: { ...fakeCompiler, format } });
  const begun = performance.now();
  for (let i = 0; i < 1000; i++) {
    const name = `${names[i % 3]!}.nabla`;
    if (i % 7 === 0) rmSync(at(name));
    if (i % 5 === 0) {
      write("save.tmp", `v${i}`);
      renameSync(at("save.tmp"), at(name));
    } else write(name, i % 4 === 0 ? `bad v${i}` : `v${i}`);
    if (i % 20 === 0) await sleep(5);
  }
  for (const name of names) write(`${name}.nabla`, `last ${name}`);
  const storm = performance.now() - begun;
  await settled();
  for (const name of names) expect(read(`${name}.ts`)).toContain(`\nlast ${name}`);
  expect(most).toBe(1);
  // A round for each burst, which lasts 60 ms at the least.
  expect(builds).toBeLessThan(3 * (storm / 60 + 10));
  expect(watch.said()).not.toContain("no such file");
});

test("a checkout that changes many files", async () => {
  const files = Array.from({ length: 90 }, (_, i) => `src/d${i % 10}/m${i}.nabla`);
  const { path, at, read, write } = folder(Object.fromEntries(files.map((file) => [file, "one"])));
  const watch = await watching(path, ["src/**/*.nabla"], { options: { out: at("gen") } });
  renameSync(at("src"), at("old"));
  for (const file of files.slice(30)) write(file, "two");
  execFileSync("rm", ["-r", at("old")]);
  await watch.until("removed src/d9/m29.nabla");
  await settled();
  for (const file of files.slice(30))
    expect(read(file.replace("src/", "gen/").replace(".nabla", ".ts"))).toContain("\ntwo\n");
});

test("the configuration is followed; while it is wrong, the one before it holds", async () => {
  const config = (more: object): string => JSON.stringify({ files: ["*.nabla"], ...more });
  const { path, at, write } = folder({ "a.nabla": "x", "nabla.config.json": config({}) });
  const end = new AbortController();
  let said = "";
  const say = (text: string): void => void (said += text);
  const until = async (text: string): Promise<void> => {
    while (!said.includes(text)) await sleep(5);
    said = "";
  };
  const { nabla } = await import("../../src/cli/cli.ts");
  const stdin = () => Promise.reject(new Error());
  const io = {
    cwd: path,
    compiler: fakeCompiler,
    version: "",
    color: false,
    unread: end.signal,
    stdin,
  };
  const exit = nabla(["build", "--watch"], { ...io, out: say, err: say });
  await until("watching 1 model");
  write("nabla.config.json", config({ target: "jss" }));
  await until("changed nabla.config.json: not used");
  write("a.nabla", "y");
  await until("changed a.nabla: ok");
  expect(existsSync(at("a.mjs"))).toBe(false);
  write("nabla.config.json", config({ target: "mjs", out: "gen" }));
  await until("built a.nabla: ok");
  expect(readdirSync(at("gen"))).toEqual(["a.d.mts", "a.mjs"]);
  end.abort();
  expect(await exit).toBe(0);
});

test("what cannot be watched is refused", async () => {
  const { path } = folder({ "a.nabla": "x" });
  for (const argv of [
    ["-"],
    ["a.nabla", "-o", "-"],
    ["a.nabla", "--check"],
    ["a.nabla", "--show", "ast"],
  ]) {
    const ran = await run(path, ["build", "--watch", ...argv]);
    expect([argv, ran.exit, ran.err === ""]).toEqual([argv, 2, false]);
  }
});

test("a model that is touched is built again, its module is not written", async () => {
  const { path, at } = folder({ "a.nabla": "x" });
  const watch = await watching(path, ["a.nabla"]);
  utimesSync(at("a.ts"), 1, 1);
  utimesSync(at("a.nabla"), 2, 2);
  await watch.until("changed a.nabla: ok");
});
