/** @file Where modules go, the files of a target, and files that nabla did not write. */
import { mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { HEADER } from "../../src/cli/write.ts";
import { compile, format } from "../../src/index.ts";
import { fakeCompiler, folder, run } from "./fake.ts";

test("-o names a file for one model, a folder for all", async () => {
  const { path, at, read } = folder({ "a.nabla": "x", "b.nabla": "y" });
  const build = (...argv: readonly string[]) => run(path, ["build", ...argv]);
  expect((await build("a.nabla", "-o", "gen/name.ts")).out).toBe("wrote gen/name.ts\n");
  expect(read("gen/name.ts")).toContain("ts of a.nabla");
  const js = await build("a.nabla", "-o", "gen/name.js", "--target", "js");
  expect(js.out).toBe("wrote gen/name.js\nwrote gen/name.d.ts\n");
  expect((await build("a.nabla", "-o", "t.d.nabla.ts", "--types")).out).toBe(
    "wrote t.d.nabla.ts\n",
  );
  expect(await build("a.nabla", "b.nabla", "-o", "gen/all.ts")).toEqual({
    exit: 2,
    out: "",
    err: "nabla: gen/all.ts: several models cannot go to one file; name a folder\n",
  });
  const other = await build("a.nabla", "-o", "name.js");
  expect(other.err).toBe("nabla: name.js: this target's file ends in .ts\n");
  expect((await build("a.nabla", "-o", "name.js/")).out).toBe("wrote name.js/a.ts\n");
  expect((await build("a.nabla", "-o", "name.js")).out).toBe("unchanged name.js/a.ts\n");
  expect((await build("a.nabla", "-o", at("abs.ts"))).out).toBe("wrote abs.ts\n");
  for (const out of ["nul\0", "nul\0.ts", "a.nabla/x.ts", `${"n".repeat(300)}.ts`]) {
    const ran = await build("a.nabla", "-o", out);
    expect([out, ran.exit, ran.out]).toEqual([out, 2, ""]);
    expect(ran.err).not.toContain("a mistake in nabla");
  }
});

test("-o - is standard output", async () => {
  const { path, at } = folder({ "a.nabla": "x", "b.nabla": "y" });
  const ran = await run(path, ["build", "a.nabla", "-o", "-", "--target", "mjs"]);
  expect(ran.out).toBe(`${HEADER}: js of a.nabla\nx\n// formatted\n`);
  expect((await run(path, ["build", "a.nabla", "-o", "-", "--types"])).out).toBe(
    `${HEADER}: types of a.nabla\n`,
  );
  expect((await run(path, ["build", "*.nabla", "-o", "-"])).exit).toBe(2);
  expect((await run(path, ["build", "-", "-o", "in.ts"], fakeCompiler, "z")).out).toBe(
    "wrote in.ts\n",
  );
  expect(readdirSync(at("."))).toEqual(["a.nabla", "b.nabla", "in.ts"]);
});

test("js and mjs bring their types, and --check covers both files", async () => {
  const { path, at, read, write } = folder({ "a.nabla": "x" });
  const check = () => run(path, ["build", "a.nabla", "--target", "mjs", "--check"]);
  expect((await check()).out).toBe("missing: a.mjs\nmissing: a.d.mts\n");
  await run(path, ["build", "a.nabla", "--target", "mjs"]);
  expect(read("a.mjs")).toContain(": js of a.nabla");
  expect(read("a.d.mts")).toBe(`${HEADER}: types of a.nabla\n`);
  expect(await check()).toEqual({ exit: 0, out: "", err: "" });
  write("a.d.mts", `${HEADER}: older`);
  expect(await check()).toEqual({ exit: 1, out: "stale: a.d.mts\n", err: "" });
  rmSync(at("a.mjs"));
  expect((await check()).out).toBe("missing: a.mjs\nstale: a.d.mts\n");
  const again = await run(path, ["build", "a.nabla", "--target", "mjs"]);
  expect(again.out).toBe("wrote a.mjs\nwrote a.d.mts\n");
  expect((await run(path, ["build", "a.nabla", "--target", "mjs"])).out).toBe(
    "unchanged a.mjs\nunchanged a.d.mts\n",
  );
});

test("a file that nabla did not write stays, and so does its pair, unless --force", async () => {
  const { path, at, read, write } = folder({
    "a.nabla": "x",
    "b.nabla": "y",
    "a.js": "export const mine = 1;\n",
    "a.d.ts": `${HEADER}: older`,
  });
  const build = (...argv: readonly string[]) =>
    run(path, ["build", "*.nabla", "--target", "js", ...argv]);
  const refused =
    "nabla: a.js: left as it is, because nabla did not write it; --force overwrites it\n";
  expect(await build()).toEqual({ exit: 2, out: "wrote b.js\nwrote b.d.ts\n", err: refused });
  expect(await build("--check")).toEqual({ exit: 2, out: "", err: refused });
  expect([read("a.js"), read("a.d.ts")]).toEqual(["export const mine = 1;\n", `${HEADER}: older`]);
  // A header that is not the first thing of the file is no header.
  write("a.js", `mine;\n${HEADER}`);
  expect((await build()).exit).toBe(2);
  expect((await build("--check", "--force")).out).toBe("stale: a.js\nstale: a.d.ts\n");
  expect((await build("--force")).out).toContain("wrote a.js\nwrote a.d.ts\n");
  expect(read("a.js")).toContain("js of a.nabla");
  // An empty file has nothing to lose; a byte order mark and other line ends are of the checkout.
  for (const text of ["", `\ufeff${HEADER} of another version\r\n`]) {
    write("a.js", text);
    expect((await build()).exit).toBe(0);
  }
  mkdirSync(at("d.js"));
  write("d.nabla", "x");
  expect((await build()).err).toBe("nabla: d.js: it is a folder\n");
});

test("a foreign file behind a link is as foreign", async () => {
  const { path, at, read } = folder({ "a.nabla": "x", "real.ts": "mine" });
  symlinkSync("real.ts", at("a.ts"));
  expect((await run(path, ["build", "a.nabla"])).exit).toBe(2);
  expect(read("real.ts")).toBe("mine");
  expect((await run(path, ["build", "a.nabla", "--force"])).exit).toBe(0);
  expect(read("real.ts")).toContain("ts of a.nabla");
});

test("models whose files of one target meet are refused, each place named once", async () => {
  const { path, at } = folder({ "a.nabla": "x", "A.nabla": "x", "b.nabla": "x" });
  const ran = await run(path, ["build", "*.nabla", "--target", "js", "-o", "gen"]);
  expect(ran.err).toBe("nabla: gen/A.js: A.nabla and a.nabla would both be written there\n");
  expect(readdirSync(at("gen"))).toEqual(["b.d.ts", "b.js"]);
});

test("all that the compiler prints begins with the header", async () => {
  const text = "param w : ℝ\nJ = w²\ngrad J wrt w\n";
  for (const target of ["ts", "js"] as const) {
    const compiled = compile({ name: "a.nabla", text }, { target });
    expect((await format(compiled.code!)).startsWith(HEADER)).toBe(true);
    expect(compiled.declarations()!.startsWith(HEADER)).toBe(true);
  }
});
