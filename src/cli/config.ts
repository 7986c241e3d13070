/** @file `nabla.config.json`: found, read and checked. It is data; nothing in it is run or imported. */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/make.ts";
import { nearest } from "../diagnostics/nearest.ts";
import type { Source, Span } from "../diagnostics/source.ts";
import type { Problem } from "./io.ts";
import { type Json, parseJson } from "./json.ts";
import { readText, showPath } from "./models.ts";
import {
  EXCLUDED,
  type Item,
  type Kind,
  LONGEST_LIST,
  LONGEST_PATH,
  PATH,
  type Settings,
  type Table,
} from "./settings.ts";

export const CONFIG = "nabla.config.json";

export interface Config {
  /** Absolute; undefined where there is none. */
  readonly path: string | undefined;
  /** Its paths start here. */
  readonly folder: string;
  readonly settings: Settings;
}

export type Misconfigured = {
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
};

/** The file that `--config` names, or that of the folder, where there is one. */
export function readConfig(
  named: string | undefined,
  cwd: string,
  table: Table,
): Config | Problem | Misconfigured {
  const path = resolve(cwd, named ?? CONFIG);
  if (named === undefined && !existsSync(path))
    return { path: undefined, folder: cwd, settings: {} };
  const read = readText({ path, shown: showPath(path, cwd) }, 1_000_000);
  if ("reason" in read) return read;
  if ("diagnostic" in read) return { source: read.source, diagnostics: [read.diagnostic] };
  const checked = checkConfig(read.text, table);
  return Array.isArray(checked)
    ? { source: read, diagnostics: checked }
    : { path, folder: dirname(path), settings: checked as Settings };
}

/** What the text sets, or all that is wrong with it. */
export function checkConfig(text: string, table: Table): Settings | readonly Diagnostic[] {
  const json = parseJson(text);
  if ("message" in json) return [wrong(json.span, json.message, "here")];
  if (json.kind !== "object")
    return [wrong(json.span, "a configuration is an object: `{ … }`.", whatIs(json))];
  const found: Diagnostic[] = [];
  const settings = new Map<string, unknown>();
  for (const { key, at, value } of json.entries) {
    if (key === "$schema") {
      if (value.kind !== "text") found.push(unfit(value, key, "a string"));
    } else if (Object.hasOwn(table, key)) {
      settings.set(key, read(value, table[key as keyof Settings].is, key, found));
    } else found.push(unknown(key, at, Object.keys(table)));
  }
  const excluded = json.entries.find(({ key }) => key === EXCLUDED.key);
  if (settings.get(EXCLUDED.key) === true && settings.has(EXCLUDED.by))
    found.push(
      wrong(
        excluded!.at,
        `\`${EXCLUDED.key}\` writes no module: \`${EXCLUDED.by}\` cannot stand beside it.`,
        "drop one of the two",
      ),
    );
  return found.length > 0 ? found : Object.fromEntries(settings);
}

/** The value in plain form; what does not fit is reported with the path of its key. */
function read(json: Json, is: Kind, path: string, found: Diagnostic[]): unknown {
  if (is.kind === "list") {
    if (json.kind !== "list") return void found.push(unfit(json, path, "a list"));
    if (json.items.length > LONGEST_LIST)
      return void found.push(unfit(json, path, `a list of at most ${LONGEST_LIST}`));
    return json.items.map((item, i) => read(item, is.item, `${path}[${i}]`, found));
  }
  if (is.kind === "switch") {
    if (json.kind === "switch") return json.value;
    return void found.push(unfit(json, path, "true or false"));
  }
  if (json.kind === "text" && fits(json.value, is)) return json.value;
  const near = json.kind === "text" && is.kind === "choice" ? nearest(json.value, is.values) : [];
  return void found.push(unfit(json, path, wanted(is), near));
}

const fits = (value: string, is: Item): boolean =>
  is.kind === "choice"
    ? is.values.includes(value)
    : [...value].length <= LONGEST_PATH && new RegExp(PATH, "u").test(value);

/** More choices are not listed: the nearest are told, the schema has all. */
const MOST_LISTED = 12;

function wanted(is: Item): string {
  if (is.kind === "path") return `a path of at most ${LONGEST_PATH} characters, and not \`-\``;
  if (is.values.length > MOST_LISTED) return `one of ${is.values.length} names`;
  return `one of ${is.values.map((v) => JSON.stringify(v)).join(", ")}`;
}

const unfit = (json: Json, path: string, what: string, near: readonly string[] = []): Diagnostic =>
  wrong(json.span, `\`${path}\` is ${what}.`, whatIs(json), near);

const unknown = (key: string, at: Span, keys: readonly string[]): Diagnostic => {
  const near = nearest(key, keys);
  const message = `there is no setting \`${key}\`.`;
  return wrong(at, message, near.length > 0 ? "unknown" : `there are: ${keys.join(", ")}`, near);
};

const wrong = (span: Span, message: string, text: string, near: readonly string[] = []) =>
  error(
    "config",
    { span: { ...span, end: Math.max(span.end, span.start + 1) }, text },
    message,
    [],
    {
      help: near.length > 0 ? `Did you mean ${near.map((n) => `"${n}"`).join(", ")}?` : undefined,
    },
  );

function whatIs(json: Json): string {
  switch (json.kind) {
    case "object":
      return "this is an object";
    case "list":
      return json.items.length > LONGEST_LIST ? `this has ${json.items.length}` : "this is a list";
    case "text":
      return "this is another string";
    case "number":
      return "this is a number";
    case "switch":
      return `this is ${json.value}`;
    case "null":
      return "this is null";
  }
}
