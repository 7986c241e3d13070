/** @file Options of the command line from the table of settings, and the two together: options win over the configuration. */
import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { nearest } from "../diagnostics/nearest.ts";
import { CONFIG, readConfig } from "./config.ts";
import type { Io } from "./io.ts";
import { type Patterns, STDIN } from "./models.ts";
import { reporter } from "./report.ts";
import { DEFAULTS, EXCLUDED, type Settings, type Table } from "./settings.ts";

/** An option says what holds without it, but has no value then: it would hide the configuration's. */
export function choice(
  table: Table,
  key: "target" | "precision" | "format",
  flags: string,
): Option {
  const { is, says } = table[key];
  const option = new Option(flags, `${says} (default: ${DEFAULTS[key]})`);
  return is.kind === "choice" ? option.choices(is.values) : option;
}

/** Both ways, so that either can win over a configuration; the help shows the one that changes something without one. */
export const switches = (table: Table, key: "types" | "prettier"): readonly Option[] => {
  const isOn: boolean = DEFAULTS[key];
  const on = new Option(`--${key}`, table[key].says).hideHelp(isOn);
  const off = new Option(`--no-${key}`, `do not ${table[key].says}`).hideHelp(!isOn);
  return [on, off];
};

export const configOption = (): Option =>
  new Option("--config <file>", `a configuration other than ${CONFIG} of this folder`);

export const rewriteOption = (table: Table, known: readonly string[]): Option =>
  new Option("--no-rewrite <name>", `${table.noRewrite.says}; again for each`).argParser(
    (name: string, before: unknown): readonly string[] => {
      if (known.includes(name)) return [...(Array.isArray(before) ? before : []), name] as string[];
      const near = nearest(name, known).join(", ");
      throw new InvalidArgumentError(
        near === "" ? `There are: ${known.join(", ")}.` : `Did you mean ${near}?`,
      );
    },
  );

/** What was written on the command line, not what holds without it. */
export const written = (command: Command): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(command.opts()).filter(([key]) => command.getOptionValueSource(key) === "cli"),
  );

export interface Wanted {
  readonly patterns: Patterns;
  /** An `out` is absolute, or `-`. */
  readonly settings: Required<Omit<Settings, "out">> & Pick<Settings, "out">;
  /** The configuration; undefined where there is none. */
  readonly path: string | undefined;
}

export type Flags = Settings & { readonly config?: string };

/** What is to be done; undefined where something is wrong with it, which is reported. */
export function wantedOf(
  files: readonly string[],
  flags: Flags,
  table: Table,
  io: Io,
): Wanted | undefined {
  const { config: named, ...options } = flags;
  const report = reporter(io, options.format ?? "text");
  const config = readConfig(named, io.cwd, table);
  if ("reason" in config) {
    report.problem(config);
    return undefined;
  }
  if ("diagnostics" in config) {
    report.diagnostics(config.source, config.diagnostics);
    return undefined;
  }
  const { path, folder, settings } = config;
  // What comes from standard input goes to standard output, wherever the models of the project go.
  const out = options.out ?? (files.includes(STDIN) ? undefined : settings.out);
  const { out: _, ...merged } = { ...DEFAULTS, ...overruled(settings, options), ...options };
  const patterns =
    files.length > 0 ? { patterns: files, from: io.cwd } : { patterns: merged.files, from: folder };
  if (patterns.patterns.length === 0) {
    const reason = `no model is named: neither here nor by "files" in ${CONFIG}`;
    report.problem({ path: "files", reason });
    return undefined;
  }
  if (out === undefined) return { path, patterns, settings: merged };
  const from = options.out === undefined ? folder : io.cwd;
  return {
    path,
    patterns,
    settings: { ...merged, out: out === STDIN ? out : absolute(out, from) },
  };
}

/** A configuration's `types` yields to an option that names a target, and the other way round. */
function overruled(settings: Settings, options: Settings): Settings {
  const { [EXCLUDED.key]: types, [EXCLUDED.by]: target, ...rest } = settings;
  return {
    ...rest,
    ...(types === undefined || options.target !== undefined ? {} : { types }),
    ...(target === undefined || options.types === true ? {} : { target }),
  };
}

/** With the `/` that says that it is a folder. */
const absolute = (path: string, from: string): string =>
  resolve(from, path) + (/[/\\]$/u.test(path) ? "/" : "");
