/** @file The eight programs that must work, as the description of the language has them. */
import { readFileSync, readdirSync } from "node:fs";

const folder = new URL("programs/", import.meta.url);

export const programs: readonly { readonly name: string; readonly text: string }[] = readdirSync(
  folder,
)
  .toSorted()
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));
