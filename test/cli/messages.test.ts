/** @file Diagnostics as annotations of GitHub, and the help. */
import { expect, test } from "vitest";
import { annotation, annotationOf } from "../../src/cli/github.ts";
import { folder, run } from "./fake.ts";

test("an annotation stands at its line, with all that the text form says", () => {
  const source = { name: "m/a, b: c.nabla", text: "one\ntwo 100% three\n" };
  const label = { span: { start: 4, end: 7 }, text: "ℝ^n, declared here" };
  const diagnostic = {
    code: "bad-word",
    severity: "error",
    message: "`two` is 100% bad.",
  } as const;
  expect(
    annotationOf(source, { ...diagnostic, labels: [label], help: "Write `2`.\nOr not." }),
  ).toBe(
    "::error file=m/a%2C b%3A c.nabla,line=2,endLine=2,col=1,endColumn=4,title=bad-word::" +
      "`two` is 100%25 bad.%0A2:1: ℝ^n, declared here%0Ahelp: Write `2`.%0AOr not.",
  );
  const long = { span: { start: 0, end: 7 }, text: "" };
  expect(annotationOf(source, { ...diagnostic, severity: "warning", labels: [long] })).toBe(
    "::warning file=m/a%2C b%3A c.nabla,line=1,endLine=2,title=bad-word::`two` is 100%25 bad.",
  );
});

test.each([
  "::error::x",
  "a\n::stop-commands::t",
  "\r\n::x::",
  "\u001b[31m",
  "##[error]",
  "%0A::x::",
  "a::b,c=d",
  "\u2028::x",
])("a stranger's %j acts nowhere", (text) => {
  const line = annotation("error", { file: text, title: text }, text);
  expect(line).not.toMatch(/[\p{Cc}\p{Zl}]/u);
  expect(line).not.toContain("##");
  const [, severity, properties] = /^::(\w+) ([^:]*)::/.exec(line)!;
  expect(severity).toBe("error");
  expect(properties!.split(",")).toHaveLength(2);
});

test("each diagnostic is one line on standard error, problems with files too", async () => {
  const { path } = folder({ "::error::.nabla": "bad odd" });
  const ran = await run(path, ["check", "--format", "github", "*.nabla", "none.nabla"]);
  expect(ran).toEqual({
    exit: 2,
    out: "",
    err: `\
::error file=none.nabla::no such file or folder
::error file=%3A%3Aerror%3A%3A.nabla,line=1,endLine=1,col=1,endColumn=4,title=bad-word::\`bad\` is not a good word.%0A1:1: here
::warning file=%3A%3Aerror%3A%3A.nabla,line=1,endLine=1,col=5,endColumn=8,title=odd-word::\`odd\` is not a good word.%0A1:5: here
`,
  });
  expect((await run(path, ["check", "--format", "xml", "*.nabla"])).exit).toBe(2);
});

test("every command has examples in its help, and the program its exit codes", async () => {
  const { path } = folder();
  const help = await run(path, ["--help"]);
  const commands = [...help.out.matchAll(/^ {2}(\w+) \[/gm)].map((match) => match[1]!);
  expect(commands).toEqual(["build", "check", "format", "gradcheck", "explain", "graph", "init"]);
  for (const command of commands) {
    const { exit, out } = await run(path, [command, "--help"]);
    expect([command, exit]).toEqual([command, 0]);
    expect(out).toContain(`Examples:\n  nabla ${command}`);
  }
  expect(help.out).toMatch(/Exit code: 0[^]*NO_COLOR[^]*Examples:\n {2}nabla /);
  expect(await run(path, ["--version"])).toEqual({ exit: 0, out: "1.2.3\n", err: "" });
});
