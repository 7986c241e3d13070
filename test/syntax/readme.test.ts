/** @file What the reference of the language shows can be read, and what it refuses is refused. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { read } from "./show.ts";

const text = readFileSync(new URL("../../grammar/README.md", import.meta.url), "utf8");
const codes = (of: string): string[] => read(of).diagnostics.map((d) => d.code);

it("reads its listings", () => {
  for (const [, listing] of text.matchAll(/```nabla\n(.*?)```/gs))
    expect(codes(listing!)).toEqual([]);
});

it("reads its statements and signs", () => {
  const between = (from: string, to: string): string => text.split(from)[1]!.split(to)[0]!;
  const statements = between("## Statements", "A function of");
  const signs = between("## Signs", "Cases,");
  for (const [, quoted] of statements.matchAll(/`([^`]+)`/g))
    if (/ .*[:=←]|^output|^hessian|^use/.test(quoted!))
      expect([quoted, codes(quoted!.replace("…", "1"))]).toEqual([quoted, []]);
  for (const [, quoted] of signs.replaceAll("\\|", "|").matchAll(/`([^`]+)`/g)) {
    if (/^[αβλσΣ ]+$|^alpha|^[≤<←]|^R|^ℝ|∈| : /.test(quoted!)) continue;
    expect([quoted, codes(`y = ${quoted}`)]).toEqual([quoted, []]);
  }
});

it("refuses what it refuses, and reads what is to be written", () => {
  const rows = text
    .split("each with both readings:")[1]!
    .matchAll(/^\| `([^`]+)` *\| `([^`]+)`, `([^`]+)` *\|$/gm);
  let count = 0;
  for (const [, written, first, second] of rows) {
    expect(codes(`y = ${written}`)).toEqual(["two-readings"]);
    expect(read(`y = ${written}`).diagnostics[0]!.help).toBe(
      `Write \`${first}\` or \`${second}\`.`,
    );
    expect(codes(`y = ${first}\nz = ${second}`)).toEqual([]);
    count++;
  }
  expect(count).toBe(5);
});

it("has every rule of the grammar, as in grammar.ts, with its picture", () => {
  const grammar = readFileSync(new URL("../../grammar/grammar.ts", import.meta.url), "utf8");
  const rules = grammar.matchAll(/((?:^ {2}\/\/ .*\n)+) {2}(?:private )?readonly (\w+): Rule/gm);
  const expected = Array.from(rules, ([, comment, name]) => {
    const lines = comment!.trimEnd().split("\n");
    const ebnf = lines.map((line) => line.replace(/^ {2}\/\/ /, "").replace(/ +\/\/ .*$/, ""));
    return `\`\`\`ebnf\n${ebnf.join("\n")}\n\`\`\`\n\n![${name}](../generated/reference/diagrams/${name}.svg)\n`;
  });
  expect(expected.length).toBe([...grammar.matchAll(/this\.RULE\(/g)].length);
  expect([...text.matchAll(/```ebnf\n[\s\S]*?```\n\n!.*\n/g)].map(([shown]) => shown)).toEqual(
    expected,
  );
});
