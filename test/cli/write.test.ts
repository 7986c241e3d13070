/** @file Modules on disk: every way in which a write can fail leaves the old file, and nothing else. */
import * as fs from "node:fs";
import { expect, test } from "vitest";
import { type FileSystem, WriteError, writeIfChanged } from "../../src/cli/write.ts";
import { folder, run } from "./fake.ts";

const isRoot = process.getuid?.() === 0;

test("the mode of a file stays", () => {
  const { path, at, write } = folder();
  write("a.ts", "old");
  fs.chmodSync(at("a.ts"), 0o640);
  writeIfChanged(at("a.ts"), path, "new");
  expect(fs.statSync(at("a.ts")).mode & 0o777).toBe(0o640);
});

test.each([
  "openSync",
  "writeFileSync",
  "fsyncSync",
  "closeSync",
  "chmodSync",
  "renameSync",
] as const)("%s fails: the old file is whole, no other file stays, the reason is said", (call) => {
  const { path, at, write, read } = folder();
  write("a.ts", "old");
  const failing: FileSystem = {
    ...fs,
    [call]: (...args: unknown[]) => {
      // The bytes are there, the confirmation is not.
      if (call === "writeFileSync") fs.writeSync(args[0] as number, "ne");
      throw Object.assign(new Error("ENOSPC: no space"), { code: "ENOSPC" });
    },
  };
  expect(() => writeIfChanged(at("a.ts"), path, "new", failing)).toThrow(
    new WriteError("no space left on the device"),
  );
  expect(read("a.ts")).toBe("old");
  expect(fs.readdirSync(path)).toEqual(["a.ts"]);
});

test("a folder in the place of the module, a file in the place of the folder", async () => {
  const { path, at } = folder({ "a.nabla": "x", "b.nabla": "x", file: "" });
  fs.mkdirSync(at("a.ts"));
  const ran = await run(path, ["build", "a.nabla", "b.nabla"]);
  expect(ran).toEqual({ exit: 2, out: "wrote b.ts\n", err: "nabla: a.ts: it is a folder\n" });
  const file = await run(path, ["build", "b.nabla", "-o", "file"]);
  expect(file.exit).toBe(2);
  expect(file.err).toBe("nabla: file/b.ts: a file of this name is in the way\n");
});

test.skipIf(isRoot)("no permission", async () => {
  const { path, at } = folder({ "a.nabla": "x", "ro/b.nabla": "x" });
  fs.chmodSync(at("a.nabla"), 0);
  fs.chmodSync(at("ro"), 0o555);
  const ran = await run(path, ["build", "a.nabla", "ro/b.nabla"]);
  expect(ran.err).toBe("nabla: a.nabla: permission denied\nnabla: ro/b.ts: permission denied\n");
  fs.chmodSync(at("ro"), 0o755);
});

test("a link that leads out of the output folder is refused, one inside is followed", async () => {
  const { path, at, read, write } = folder({
    "in/a.nabla": "x",
    "in/b.nabla": "x",
    "in/c.nabla": "x",
  });
  write("out/a.ts", "precious");
  write("in/real.ts", "old");
  fs.symlinkSync(at("out/a.ts"), at("in/a.ts"));
  fs.symlinkSync("real.ts", at("in/b.ts"));
  fs.symlinkSync("../out/none.ts", at("in/c.ts"));
  const ran = await run(path, ["build", "in/*.nabla"]);
  expect(ran.exit).toBe(2);
  expect(ran.out).toBe("wrote in/b.ts\n");
  expect(ran.err.split("\n")[0]).toContain("in/a.ts: it is a symbolic link that leads out of");
  expect(ran.err.split("\n")[1]).toBe("nabla: in/c.ts: no such file or folder");
  expect(read("out/a.ts")).toBe("precious");
  expect(read("in/real.ts")).toContain("// ts of b.nabla");
  expect(fs.readlinkSync(at("in/b.ts"))).toBe("real.ts");
  expect(fs.readdirSync(at("out"))).toEqual(["a.ts"]);
});

test("the output folder itself may be a link", async () => {
  const { path, at, read } = folder({ "a.nabla": "x", "real/.keep": "" });
  fs.symlinkSync("real", at("gen"));
  expect((await run(path, ["build", "a.nabla", "-o", "gen"])).out).toBe("wrote gen/a.ts\n");
  expect(read("real/a.ts")).toContain("x");
});

test("many builds of one file at once all succeed and leave one whole result", async () => {
  const { path, at, read } = folder({ "a.nabla": "x".repeat(100_000) });
  const ran = await Promise.all(
    Array.from({ length: 50 }, async () => run(path, ["build", "a.nabla"])),
  );
  expect(ran.every((r) => r.exit === 0)).toBe(true);
  expect(read("a.ts")).toHaveLength("// ts of a.nabla\n\n// formatted\n".length + 100_000);
  expect(fs.readdirSync(at("."))).toEqual(["a.nabla", "a.ts"]);
});
