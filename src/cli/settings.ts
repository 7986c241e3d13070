/** @file What a project may set, in one table: the options of the command line, `nabla.config.json` and its schema are made from it. */
import type { FormatStyle } from "../syntax/format.ts";

export const TARGETS = ["ts", "js", "mjs"] as const;
export const MESSAGES = ["text", "json", "github"] as const;
const STYLES = ["written", "unicode", "ascii"] as const satisfies readonly FormatStyle[];

export type Target = (typeof TARGETS)[number];
export type Messages = (typeof MESSAGES)[number];

/** All may be absent: then `DEFAULTS` holds. */
export interface Settings {
  readonly files?: readonly string[];
  readonly out?: string;
  readonly target?: Target;
  readonly precision?: "f64" | "f32";
  readonly noRewrite?: readonly string[];
  readonly types?: boolean;
  readonly prettier?: boolean;
  readonly style?: FormatStyle;
  readonly format?: Messages;
}

export type Key = keyof Settings;

export const DEFAULTS = {
  files: [],
  target: "ts",
  precision: "f64",
  noRewrite: [],
  types: false,
  prettier: true,
  style: "written",
  format: "text",
} as const satisfies Settings;

export type Kind =
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | { readonly kind: "switch" }
  | { readonly kind: "path" }
  | { readonly kind: "list"; readonly item: Item };
export type Item = Extract<Kind, { kind: "choice" | "path" }>;

/** A path is neither empty nor `-`, which is a stream, and has no NUL. */
export const PATH = "^(?!-$)[^\\u0000]+$";
export const LONGEST_PATH = 4096;
export const LONGEST_LIST = 1000;

export interface Setting {
  readonly is: Kind;
  /** For the help of the command line and for editors. */
  readonly says: string;
}

export type Table = Readonly<Record<Key, Setting>>;

export const settingsTable = (rewrites: readonly string[]): Table => ({
  files: {
    is: { kind: "list", item: { kind: "path" } },
    says: "model files and globs, from the folder of the configuration",
  },
  out: {
    is: { kind: "path" },
    says: "the folder for all modules, where a glob's sub-folders are kept; or one module's file",
  },
  target: {
    is: { kind: "choice", values: TARGETS },
    says: "the module's language; js and mjs bring a .d.ts or .d.mts",
  },
  precision: {
    is: { kind: "choice", values: ["f64", "f32"] },
    says: "how arrays of reals are stored; f32 is Float32Array",
  },
  noRewrite: {
    is: { kind: "list", item: { kind: "choice", values: rewrites } },
    says: "rewrites to switch off, as `--show rewrites` names them",
  },
  types: {
    is: { kind: "switch" },
    says: "write model.d.nabla.ts instead, the types of an imported model",
  },
  prettier: { is: { kind: "switch" }, says: "run prettier over the modules" },
  style: {
    is: { kind: "choice", values: STYLES },
    says: "how `nabla format` spells signs and letters",
  },
  format: {
    is: { kind: "choice", values: MESSAGES },
    says: "diagnostics for people, as a line of JSON each, or as annotations of GitHub",
  },
});

/** Two that cannot stand together: the sidecar has no target. */
export const EXCLUDED = { key: "types", by: "target" } as const;

/** The JSON schema, for editors: `"$schema": "./node_modules/nabla/dist/config.schema.json"`. */
export function schema(table: Table): object {
  const properties = Object.entries(table).map(([key, { is, says }]) => [
    key,
    {
      description: says,
      ...schemaOf(is),
      ...(key in DEFAULTS ? { default: DEFAULTS[key as keyof typeof DEFAULTS] } : {}),
    },
  ]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "nabla.config.json",
    description: "What `nabla build`, `check` and `format` do in this folder. Options win over it.",
    type: "object",
    additionalProperties: false,
    properties: { $schema: { type: "string" }, ...Object.fromEntries(properties) },
    not: {
      required: [EXCLUDED.key, EXCLUDED.by],
      properties: { [EXCLUDED.key]: { const: true }, [EXCLUDED.by]: {} },
    },
  };
}

function schemaOf(is: Kind): object {
  switch (is.kind) {
    case "choice":
      return { enum: is.values };
    case "switch":
      return { type: "boolean" };
    case "path":
      return { type: "string", maxLength: LONGEST_PATH, pattern: PATH };
    case "list":
      return { type: "array", maxItems: LONGEST_LIST, items: schemaOf(is.item) };
  }
}
