/** @file `nabla format` on folders of models. */
import { readdirSync, statSync, utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { fakeCompiler, folder, run } from "./fake.ts";

test("models are laid out in place; a formatted one is not written", async () => {
  const { path, at, read } = folder({ "a.nabla": "a  =  1", "m/b.nabla": "b = 1\n" });
  utimesSync(at("m/b.nabla"), 1, 1);
  expect(await run(path, ["format", "**/*.nabla"])).toEqual({
    exit: 0,
    out: "formatted a.nabla\n",
    err: "",
  });
  expect(read("a.nabla")).toBe("a = 1\n");
  expect(statSync(at("m/b.nabla")).mtimeMs).toBe(1000);
});

test("--check writes nothing and names what is not formatted", async () => {
  const { path, read } = folder({ "a.nabla": "a  =  1", "b.nabla": "b = 1\n" });
  const ran = await run(path, ["format", "--check", "*.nabla"]);
  expect(ran).toEqual({ exit: 1, out: "not formatted: a.nabla\n", err: "" });
  expect(read("a.nabla")).toBe("a  =  1");
  expect((await run(path, ["format", "--check", "b.nabla"])).exit).toBe(0);
});

test("--unicode and --ascii", async () => {
  const { path, read } = folder({ "a.nabla": "λ  = α\n" });
  await run(path, ["format", "--ascii", "a.nabla"]);
  expect(read("a.nabla")).toBe("lambda = alpha\n");
  await run(path, ["format", "a.nabla"]);
  expect(read("a.nabla")).toBe("lambda = alpha\n");
  await run(path, ["format", "--unicode", "a.nabla"]);
  expect(read("a.nabla")).toBe("λ = α\n");
  expect((await run(path, ["format", "--unicode", "--ascii", "a.nabla"])).exit).toBe(2);
});

test("a model with mistakes in its syntax is left alone, the others are laid out", async () => {
  const { path, at, write, read } = folder({ "a.nabla": "a  = (1", "b.nabla": "b  = 1" });
  write("c.nabla", Buffer.from("c = \xe9", "latin1"));
  const ran = await run(path, ["format", "*.nabla", "none.nabla"]);
  expect(ran.exit).toBe(2);
  expect(ran.out).toBe("formatted b.nabla\n");
  expect(ran.err).toContain("a.nabla:1:");
  expect(ran.err).toContain("error[not-utf8]");
  expect(read("a.nabla")).toBe("a  = (1");
  expect(readdirSync(at("."))).toEqual(["a.nabla", "b.nabla", "c.nabla"]);
});

test("from standard input to standard output", async () => {
  const { path } = folder();
  const piped = (...argv: readonly string[]) =>
    run(path, ["format", ...argv], fakeCompiler, "a  = 1");
  expect((await piped("-")).out).toBe("a = 1\n");
  expect(await piped("-", "--check")).toEqual({
    exit: 1,
    out: "not formatted: stdin.nabla\n",
    err: "",
  });
});
