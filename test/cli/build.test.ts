/** @file `nabla build` and `nabla check` on folders of models. */
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { fakeCompiler, folder, run } from "./fake.ts";

test("the module stands beside the model", async () => {
  const { path, read } = folder({ "m/a.nabla": "x" });
  expect(await run(path, ["build", "m/a.nabla"])).toEqual({
    exit: 0,
    out: "wrote m/a.ts\n",
    err: "",
  });
  expect(read("m/a.ts")).toBe("// ts of a.nabla\nx\n// formatted\n");
});

test("-o, --target and --no-format", async () => {
  const { path, read } = folder({ "m/a.nabla": "x" });
  const ran = await run(path, [
    "build",
    "m/a.nabla",
    "-o",
    "gen/deep",
    "--target",
    "js",
    "--no-format",
  ]);
  expect(ran.out).toBe("wrote gen/deep/a.js\n");
  expect(read("gen/deep/a.js")).toBe("// js of a.nabla\nx");
});

test("only what changed is written", async () => {
  const { path, at, write } = folder({ "a.nabla": "x" });
  await run(path, ["build", "a.nabla"]);
  utimesSync(at("a.ts"), 1, 1);
  expect((await run(path, ["build", "a.nabla"])).out).toBe("unchanged a.ts\n");
  expect(statSync(at("a.ts")).mtimeMs).toBe(1000);
  write("a.nabla", "y");
  expect((await run(path, ["build", "a.nabla"])).out).toBe("wrote a.ts\n");
});

test("every model is compiled, every diagnostic shown, the good ones are written", async () => {
  const { path, at } = folder({ "a.nabla": "bad\nbad", "b.nabla": "odd", "c.nabla": "bad" });
  const ran = await run(path, ["build", "*.nabla"]);
  expect(ran.exit).toBe(1);
  expect(ran.err.match(/ --> .*/g)).toEqual([
    " --> a.nabla:1:1",
    " --> a.nabla:2:1",
    " --> b.nabla:1:1",
    " --> c.nabla:1:1",
  ]);
  expect(ran.out).toBe("wrote b.ts\n");
  expect(readdirSync(at("."))).toEqual(["a.nabla", "b.nabla", "b.ts", "c.nabla"]);
});

test("a model with errors leaves its old module as it was", async () => {
  const { path, write, read } = folder({ "a.nabla": "x" });
  await run(path, ["build", "a.nabla"]);
  const before = read("a.ts");
  write("a.nabla", "bad");
  expect((await run(path, ["build", "a.nabla"])).exit).toBe(1);
  expect(read("a.ts")).toBe(before);
});

test("--check writes nothing and names stale and missing modules", async () => {
  const { path, at, write } = folder({ "a.nabla": "x", "b.nabla": "x", "c.nabla": "x" });
  await run(path, ["build", "a.nabla", "b.nabla"]);
  write("b.nabla", "y");
  const before = readdirSync(at("."));
  const ran = await run(path, ["build", "--check", "*.nabla"]);
  expect(ran).toEqual({ exit: 1, out: "stale: b.ts\nmissing: c.ts\n", err: "" });
  expect(readdirSync(at("."))).toEqual(before);
  expect(await run(path, ["build", "--check", "a.nabla"])).toEqual({ exit: 0, out: "", err: "" });
  expect((await run(path, ["build", "--check", "a.nabla", "-o", "gen"])).out).toBe(
    "missing: gen/a.ts\n",
  );
  expect(existsSync(at("gen"))).toBe(false);
});

test("--show prints a stage, writes nothing, and shows what came before an error", async () => {
  const { path, at } = folder({ "a.nabla": "x\u001b\n::error::y", "b.nabla": "bad" });
  const one = await run(path, ["build", "--show", "kernels", "a.nabla"]);
  expect(one).toEqual({ exit: 0, out: "kernels: x\\u{1b}\n\\u{3a}:error::y\n", err: "" });
  const two = await run(path, ["build", "--show", "ast", "b.nabla", "a.nabla"]);
  expect(two.out).toMatch(/^\/\/ b.nabla\nast: bad\n\/\/ a.nabla\nast: x/);
  expect(two.exit).toBe(1);
  expect((await run(path, ["build", "--show", "kernels", "b.nabla"])).out).toBe("");
  expect((await run(path, ["build", "--show", "nothing", "a.nabla"])).exit).toBe(2);
  expect(readdirSync(at("."))).toEqual(["a.nabla", "b.nabla"]);
});

test("globs: sorted, once each, models only, not those of packages", async () => {
  const { path } = folder({
    "src/b.nabla": "x",
    "src/a.nabla": "x",
    "src/note.txt": "x",
    "src/node_modules/p/c.nabla": "x",
  });
  const ran = await run(path, ["build", "src/b.nabla", "src/**/*", "./src/a.nabla"]);
  expect(ran).toEqual({ exit: 0, out: "wrote src/b.ts\nwrote src/a.ts\n", err: "" });
});

test("a name that looks like a glob is a name when the file is there", async () => {
  const { path } = folder({ "a[1].nabla": "x", "a1.nabla": "x" });
  expect((await run(path, ["build", "a[1].nabla"])).out).toBe("wrote a[1].ts\n");
});

test("a glob of nothing is an error, and so is no model", async () => {
  const { path } = folder({ "a.nabla": "x" });
  const ran = await run(path, ["build", "*.model", "a.nabla"]);
  expect(ran).toEqual({ exit: 2, out: "wrote a.ts\n", err: "nabla: *.model: no model matched\n" });
  expect((await run(path, ["build"])).exit).toBe(2);
  expect((await run(path, ["check", "none/*"])).exit).toBe(2);
});

test("what cannot be read is named with its reason, and the others are built", async () => {
  const { path, at } = folder({ "a.nabla": "x", "note.txt": "x" });
  mkdirSync(at("dir.nabla"));
  symlinkSync(at("loop.nabla"), at("loop.nabla"));
  const names = [
    "none.nabla",
    "dir.nabla",
    "note.txt",
    "loop.nabla",
    "a.nabla/b.nabla",
    "nul\0.nabla",
  ];
  const ran = await run(path, ["build", ...names, "a.nabla"]);
  expect(ran.exit).toBe(2);
  expect(ran.out).toBe("wrote a.ts\n");
  expect(ran.err.trim().split("\n")).toEqual([
    "nabla: none.nabla: no such file or folder",
    'nabla: dir.nabla: it is a folder; write "dir.nabla/*.nabla"',
    "nabla: note.txt: a model file ends in .nabla",
    "nabla: loop.nabla: too many symbolic links",
    "nabla: a.nabla/b.nabla: a part of the path is not a folder",
    "nabla: nul\\u{0}.nabla: a path has no NUL",
  ]);
});

test("two models with one module are both refused and named; the others are built", async () => {
  const { path, at } = folder({
    "a/m.nabla": "x",
    "b/m.nabla": "x",
    "b/M.nabla": "x",
    "n.nabla": "x",
  });
  const ran = await run(path, ["build", "a/m.nabla", "b/m.nabla", "n.nabla", "-o", "gen"]);
  expect(ran.exit).toBe(2);
  expect(ran.err).toBe("nabla: gen/m.ts: a/m.nabla and b/m.nabla would both be written there\n");
  expect(readdirSync(at("gen"))).toEqual(["n.ts"]);
  // On some file systems these are one file.
  expect((await run(path, ["build", "b/*.nabla"])).err).toContain("b/M.nabla and b/m.nabla");
});

test("hostile file names", async () => {
  const names = [
    "::error::x",
    "-rf",
    "con",
    "q\"`$'",
    "*/",
    "\u001b[31mred",
    "new\nline",
    "a".repeat(249),
  ];
  const files = names.filter((n) => n !== "*/").map((n) => `${n}.nabla`);
  const { path } = folder(Object.fromEntries(files.map((f) => [f, "bad"])));
  const bad = await run(path, ["build", "--", ...files]);
  expect(bad.exit).toBe(1);
  const good = folder(Object.fromEntries(files.map((f) => [f, "x"])));
  const ran = await run(good.path, ["build", "--", ...files]);
  expect(ran.exit).toBe(0);
  for (const line of `${bad.err}${ran.out}`.split("\n")) {
    expect(line.trimStart().startsWith("::")).toBe(false);
    expect(line).not.toContain("\u001b");
  }
  expect(ran.out.split("\n")).toHaveLength(files.length + 1);
});

test("an option-like path needs `--`", async () => {
  const { path } = folder({ "-rf.nabla": "x" });
  expect((await run(path, ["build", "-rf.nabla"])).exit).toBe(2);
  expect((await run(path, ["build", "--", "-rf.nabla"])).out).toBe("wrote -rf.ts\n");
});

test("a byte order mark is dropped; what is not UTF-8 is one error at its place", async () => {
  const { path, write, read } = folder();
  write("bom.nabla", "\ufeffx = 1");
  write("latin.nabla", Buffer.from("a\nλ = caf\xe9\n \xe9\xe9", "latin1"));
  write("mixed.nabla", Buffer.concat([Buffer.from("λ = 1\nx = "), Buffer.from([0xc0, 0xaf])]));
  write("cut.nabla", Buffer.from("x = ℝ").subarray(0, 6));
  write("utf16.nabla", Buffer.from("\ufeffx = 1", "utf16le"));
  write("fffd.nabla", "x \ufffd");
  await run(path, ["build", "bom.nabla", "fffd.nabla", "--no-format"]);
  expect(read("bom.ts")).toBe("// ts of bom.nabla\nx = 1");
  expect(read("fffd.ts")).toBe("// ts of fffd.nabla\nx \ufffd");
  const ran = await run(path, ["check", "latin.nabla", "mixed.nabla", "cut.nabla", "utf16.nabla"]);
  expect(ran.exit).toBe(1);
  expect(ran.err.match(/error\[not-utf8\].*/g)).toHaveLength(4);
  expect(ran.err.match(/ --> .*/g)).toEqual([
    " --> latin.nabla:2:1",
    " --> mixed.nabla:2:5",
    " --> cut.nabla:1:5",
    " --> utf16.nabla:1:1",
  ]);
  expect(ran.err).toContain("looks like UTF-16");
});

test("a mistake in the compiler or formatter is one line, and the other models are built", async () => {
  const { path } = folder({ "a.nabla": "bug", "b.nabla": "ugly", "c.nabla": "x" });
  const ran = await run(path, ["build", "a.nabla", "b.nabla", "c.nabla"]);
  expect(ran.exit).toBe(2);
  expect(ran.out).toBe("wrote c.ts\n");
  expect(ran.err.trim().split("\n")).toHaveLength(2);
  expect(ran.err).toContain(
    "nabla: a.nabla: a mistake in nabla itself, please report it: internal:",
  );
});

test("check reads all, says all, writes nothing", async () => {
  const { path, at } = folder({ "a.nabla": "x", "b.nabla": "odd", "c.nabla": "bad" });
  expect(await run(path, ["check", "a.nabla"])).toEqual({ exit: 0, out: "", err: "" });
  expect((await run(path, ["check", "b.nabla"])).exit).toBe(0);
  const ran = await run(path, ["check", "*.nabla"]);
  expect(ran.exit).toBe(1);
  expect(ran.err).toBe(`\
warning[odd-word]: \`odd\` is not a good word.
 --> b.nabla:1:1
  |
1 | odd
  | --- here

error[bad-word]: \`bad\` is not a good word.
 --> c.nabla:1:1
  |
1 | bad
  | --- here

`);
  expect(readdirSync(at("."))).toHaveLength(3);
});

test("diagnostics as lines of JSON", async () => {
  const { path } = folder({ "a.nabla": "x\nbad odd" });
  const ran = await run(path, ["check", "--messages", "json", "a.nabla", "none.nabla"]);
  const lines = ran.err
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map((l) => [l.file, l.code, l.severity])).toEqual([
    ["none.nabla", "file", "error"],
    ["a.nabla", "bad-word", "error"],
    ["a.nabla", "odd-word", "warning"],
  ]);
  expect(lines[1]!.labels).toMatchObject([{ line: 2, column: 1, endColumn: 4, text: "here" }]);
  expect(ran.exit).toBe(2);
});

test("more than a hundred diagnostics of one model are counted", async () => {
  const { path } = folder({ "a.nabla": "bad ".repeat(250) });
  const ran = await run(path, ["check", "a.nabla"]);
  expect(ran.err.match(/error\[/g)).toHaveLength(100);
  expect(ran.err).toContain("nabla: a.nabla: and 150 more.\n");
});

test("wrong usage exits with 2 and says what; help exits with 0", async () => {
  const { path } = folder({ "a.nabla": "x" });
  for (const argv of [
    [],
    ["nonsense"],
    ["build", "--nonsense", "a.nabla"],
    ["build", "--target", "c", "a.nabla"],
    ["build", "a.nabla", "-o"],
    ["gradcheck", "a.nabla", "b.nabla"],
    ["gradcheck", "a.nabla", "--set", "N"],
    ["gradcheck", "a.nabla", "--set", "N=0"],
    ["gradcheck", "a.nabla", "--seed", "x"],
    ["build", "--\u001b[31m"],
  ]) {
    const ran = await run(path, argv);
    expect([argv, ran.exit]).toEqual([argv, 2]);
    expect(ran.err).not.toBe("");
    expect(ran.err).not.toContain("\u001b");
  }
  const help = await run(path, ["--help"]);
  expect(help.exit).toBe(0);
  expect(help.out).toContain("Exit code: 0");
  expect((await run(path, ["build", "--help"])).out).toContain("--check");
});

test("--precision and --no-rewrite", async () => {
  const { path, read } = folder({ "a.nabla": "x" });
  const argv = ["build", "a.nabla", "--precision", "f32", "--no-format"];
  const rules = ["--no-rewrite", "times-one", "--no-rewrite", "over-one"];
  expect((await run(path, [...argv, ...rules])).exit).toBe(0);
  expect(read("a.ts")).toBe("// ts f32 -times-one -over-one of a.nabla\nx");
  const near = await run(path, ["build", "a.nabla", "--no-rewrite", "time-one"]);
  expect(near.exit).toBe(2);
  expect(near.err).toContain("Did you mean times-one?");
  const far = await run(path, ["build", "a.nabla", "--no-rewrite", "x"]);
  expect(far.err).toContain("There are: times-one, over-one, log-softmax.");
  expect((await run(path, ["build", "a.nabla", "--precision", "f16"])).exit).toBe(2);
});

test("- is standard input, and the module goes to standard output", async () => {
  const { path, at } = folder({ "a.nabla": "x" });
  const piped = (argv: readonly string[], text: string) => run(path, argv, fakeCompiler, text);
  expect(await piped(["build", "-", "--target", "js"], "y")).toEqual({
    exit: 0,
    out: "// js of stdin.nabla\ny\n// formatted\n",
    err: "",
  });
  const bad = await piped(["build", "-"], "bad");
  expect([bad.exit, bad.out]).toEqual([1, ""]);
  expect(bad.err).toContain(" --> stdin.nabla:1:1");
  expect((await piped(["check", "-"], "bad")).exit).toBe(1);
  expect((await piped(["check", "-", "a.nabla"], "x")).exit).toBe(0);
  expect((await piped(["build", "-", "--show", "ast"], "y")).out).toBe("ast: y\n");
  for (const more of [["a.nabla"], ["-o", "gen"], ["--check"]]) {
    const ran = await piped(["build", "-", ...more], "y");
    expect([ran.exit, ran.out]).toEqual([2, ""]);
    expect(ran.err).toContain("its module goes to standard output");
  }
  expect(readdirSync(at("."))).toEqual(["a.nabla"]);
});

test("-o keeps the sub-folders of a glob below its fixed part", async () => {
  const files = { "src/a.nabla": "x", "src/m/a.nabla": "x", "src/m/n/b.nabla": "x" };
  const { path, at } = folder(files);
  const built = async (...argv: readonly string[]) => (await run(path, ["build", ...argv])).out;
  expect(await built("src/**/*.nabla", "-o", "gen")).toBe(
    "wrote gen/a.ts\nwrote gen/m/a.ts\nwrote gen/m/n/b.ts\n",
  );
  expect(await built(`${at("src")}/m/**/*.nabla`, "-o", "g2")).toBe(
    "wrote g2/a.ts\nwrote g2/n/b.ts\n",
  );
  expect(await built("**/a.nabla", "-o", "g3")).toBe("wrote g3/src/a.ts\nwrote g3/src/m/a.ts\n");
  // A file that is named goes right into the folder, also where a glob names it too.
  expect(await built("src/m/n/b.nabla", "src/**/*.nabla", "-o", "g4")).toBe(
    "wrote g4/b.ts\nwrote g4/a.ts\nwrote g4/m/a.ts\n",
  );
  const two = await run(path, ["build", "src/m/a.nabla", "src/*.nabla", "-o", "g5"]);
  expect(two.exit).toBe(2);
  expect(two.err).toBe(
    "nabla: g5/a.ts: src/m/a.nabla and src/a.nabla would both be written there\n",
  );
});

test("no link below the output folder leads out of it", async () => {
  const { path, at } = folder({ "src/m/a.nabla": "x" });
  mkdirSync(at("gen"));
  mkdirSync(at("else"));
  symlinkSync(at("else"), at("gen/m"));
  const ran = await run(path, ["build", "src/**/*.nabla", "-o", "gen"]);
  expect(ran).toEqual({
    exit: 2,
    out: "",
    err: "nabla: gen/m/a.ts: a symbolic link on the way leads out of the output folder\n",
  });
  expect(readdirSync(at("else"))).toEqual([]);
});

test("--types writes the sidecar instead, as it is", async () => {
  const { path, at, read } = folder({ "a.nabla": "x" });
  expect((await run(path, ["build", "a.nabla", "--types"])).out).toBe("wrote a.d.nabla.ts\n");
  expect(read("a.d.nabla.ts")).toBe("// types of a.nabla\n");
  expect(existsSync(at("a.ts"))).toBe(false);
  expect((await run(path, ["build", "a.nabla", "--types", "--check"])).exit).toBe(0);
  expect((await run(path, ["build", "a.nabla", "--types", "--target", "js"])).exit).toBe(2);
});
