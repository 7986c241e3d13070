/** @file The eight programs: as they stand in the language's description, and as they stand beside their values. */
import { readFileSync, readdirSync } from "node:fs";

const SHARED = new URL("../../../shared/", import.meta.url);

const written = readFileSync(new URL("design/LANGUAGE.md", SHARED), "utf8");
const folder = new URL("programs/", SHARED);

export const programs: readonly { readonly name: string; readonly text: string }[] = [
  ...Array.from(written.matchAll(/```\n(\/\/ \d\..*?)```/gs), (found) => ({
    name: found[1]!.split("\n")[0]!,
    text: found[1]!,
  })),
  ...readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({
      name,
      text: (JSON.parse(readFileSync(new URL(name, folder), "utf8")) as { text: string }).text,
    })),
];
