/** @file The valid models of the repository, and how a text falls into pieces. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

const files = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((f) => f.endsWith(".nabla") && !f.includes("node_modules"))
    .toSorted()
    .map((f) => readFileSync(join(root, folder, f), "utf8"));

const inMarkdown = (file: string): readonly string[] =>
  Array.from(
    readFileSync(join(root, file), "utf8").matchAll(/```nabla\n([\s\S]*?)```/g),
    (m) => m[1]!,
  );

/** Programs, examples, recipes: what people write. */
export const models: readonly string[] = [
  ...new Set([
    ...files("examples"),
    ...files("test/programs"),
    ...files("test/syntax/programs"),
    ...files("test/semantics/graphs"),
    ...inMarkdown("docs/cookbook.md"),
  ]),
];

/** Models with mistakes: their neighbours meet the reports of other mistakes. */
export const broken: readonly string[] = files("test/diagnostics/fixtures").filter(
  (text) => text.length < 2000,
);

const PIECE = /\/\/[^\n]*|[\p{L}\p{M}₀-₉₊₋₌ᵢⱼ]+|\d+|[^\S\n]+|\n|[\s\S]/gu;

export const pieces = (text: string): readonly string[] => text.match(PIECE) ?? [];

/** What an edit may put into a model. */
export const vocabulary: readonly string[] = [
  ...new Set([...models, ...broken].flatMap(pieces)),
  ..."function end return update ← optimizer for until ∂ ∇ ‖ | { } \" ' .. ^ _ _{ ^{ [ ] ( ) , ; = + - 0 1 2 1e308".split(
    " ",
  ),
  ..."\r \u200b \ud800 \u0000 \u202e \ufeff \u00a0 \u2028 \u0301 а ²".split(" "),
];
