/** @file The commands with their options and examples. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Stage } from "../compile.ts";
import { build } from "./build.ts";
import { check } from "./check.ts";
import {
  choice,
  configOption,
  type Flags,
  rewriteOption,
  switches,
  wantedOf,
  written,
} from "./flags.ts";
import { explainCommand, type ExplainOptions } from "./explain-command.ts";
import { formatCommand } from "./format-command.ts";
import { gradcheckCommand } from "./gradcheck-command.ts";
import { init } from "./init.ts";
import type { ExitCode, Io } from "./io.ts";
import { settingsTable } from "./settings.ts";
import { watch } from "./watch.ts";

export function addCommands(program: Command, io: Io, done: (exit: ExitCode) => void): void {
  const { rewrites, stages } = io.compiler;
  const table = settingsTable(rewrites);
  const messages = (): Option => choice(table, "format", "--format <form>");
  const add = (name: string, ...options: readonly (Option | readonly Option[])[]): Command => {
    const command = program.command(name);
    for (const option of options.flat()) command.addOption(option);
    return command;
  };

  add(
    "build",
    new Option("-o, --out <path>", `${table.out.says}; - is standard output`),
    choice(table, "target", "--target <target>"),
    choice(table, "precision", "--precision <type>"),
    rewriteOption(table, rewrites),
    switches(table, "types"),
    switches(table, "prettier"),
    new Option("--force", "overwrite files that nabla did not write"),
    new Option("--watch", "go on: build again whenever a model is saved").conflicts([
      "check",
      "show",
    ]),
    new Option("--check", "write nothing; name stale and missing modules and exit with 1"),
    new Option("--show <stage>", "print a stage, write nothing").choices([...stages]),
    messages(),
    configOption(),
  )
    .description("write the module of each model, beside it or in a folder")
    .argument("[files...]", FILES)
    .addHelpText(
      "after",
      examples(
        "nabla build model.nabla                  # model.ts beside it",
        "nabla build 'src/**/*.nabla' -o gen      # src/a/b.nabla becomes gen/a/b.ts",
        "nabla build model.nabla --target js      # model.js, and model.d.ts with its types",
        "nabla build 'src/**/*.nabla' --watch     # again whenever one is saved",
        "nabla build 'src/**/*.nabla' --check     # for CI",
        "nabla build - --target js < model.nabla  # to standard output",
        "nabla build                              # what nabla.config.json says",
      ),
    )
    .action(async (files: string[], _, command) => {
      const flags = written(command) as BuildFlags;
      const { force, check: isCheck, show, watch: isWatch, rewrite, ...rest } = flags;
      // Not by commander: to it, --no-types would conflict too.
      if (rest.types && rest.target)
        command.error("option '--types' cannot be used with option '--target'");
      const settings = rewrite === undefined ? rest : { ...rest, noRewrite: rewrite };
      const run = { ...(force ? { force } : {}), ...(isCheck ? { check: isCheck } : {}) };
      const load = () => {
        const wanted = wantedOf(files, settings, table, io);
        return wanted && { ...wanted, options: { ...wanted.settings, ...run } };
      };
      if (isWatch) return done(await watch(load, io));
      const loaded = load();
      if (!loaded) return done(2);
      const options = show === undefined ? loaded.options : { ...loaded.options, show };
      done(await build(loaded.patterns, options, io));
    });

  add("check", messages(), configOption())
    .description("say what is wrong with each model; write nothing")
    .argument("[files...]", FILES)
    .addHelpText(
      "after",
      examples(
        "nabla check 'src/**/*.nabla'",
        "nabla check 'src/**/*.nabla' --format github   # at the lines of a review",
        "nabla check --format json - < model.nabla      # for tools",
      ),
    )
    .action(async (files: string[], _, command) => {
      const wanted = wantedOf(files, written(command), table, io);
      done(wanted ? await check(wanted.patterns, wanted.settings, io) : 2);
    });

  add(
    "format",
    new Option("--check", "write nothing; name what is not formatted and exit with 1"),
    new Option("--unicode", "signs and letters in Unicode").conflicts("ascii"),
    new Option("--ascii", "signs and letters in ASCII"),
    messages(),
    configOption(),
  )
    .description("lay models out; comments, blank lines and columns stay")
    .argument("[files...]", FILES)
    .addHelpText(
      "after",
      examples(
        "nabla format 'src/**/*.nabla'",
        "nabla format --check 'src/**/*.nabla'   # for CI",
        "nabla format --ascii - < model.nabla    # to standard output",
      ),
    )
    .action(async (files: string[], _, command) => {
      const { unicode, ascii, check: isCheck, ...rest } = written(command) as FormatFlags;
      const style = unicode ? "unicode" : ascii ? "ascii" : undefined;
      const wanted = wantedOf(files, style ? { ...rest, style } : rest, table, io);
      if (!wanted) return done(2);
      const options = { ...wanted.settings, check: isCheck === true };
      done(await formatCommand(wanted.patterns, options, io));
    });

  add(
    "gradcheck",
    new Option("--set <dim=size>", "an open size (again for each); others are 5, 7, 9, …")
      .argParser(parseSize)
      .default(new Map<string, number>(), "none"),
    new Option("--seed <n>", "of the point").argParser(parseSeed).default(1),
  )
    .description("compare the module's gradient with central differences of its loss")
    .argument("<file>", "a model file")
    .addHelpText("after", examples("nabla gradcheck model.nabla --set N=7 --seed 2"))
    .action(async (file: string, flags: { set: ReadonlyMap<string, number>; seed: number }) => {
      done(await gradcheckCommand(file, { sizes: flags.set, seed: flags.seed }, io));
    });

  add(
    "explain",
    new Option("--of <name>", "what is differentiated; the loss when absent"),
    new Option("--wrt <names>", "by what, such as W,b; all parameters when absent").argParser(
      namesOf,
    ),
    new Option("--format <form>", "of the page").choices(PAGES).default("md"),
    new Option("-o, --out <path>", "a file; standard output when absent"),
  )
    .description("show how the gradients come about: pieces, chain rule, error signals, shapes")
    .argument("<file>", "a model file")
    .addHelpText(
      "after",
      examples(
        "nabla explain model.nabla                 # Markdown with formulas",
        "nabla explain model.nabla --of s --wrt W,b",
        "nabla explain model.nabla --format html -o model.html   # one page with the code beside",
        "nabla explain model.nabla --format json -o model.json",
      ),
    )
    .action(async (file: string, flags: ExplainOptions) => {
      done(await explainCommand(file, flags, io));
    });

  add(
    "graph",
    new Option("--of <name>", "what is differentiated; the loss when absent"),
    new Option("--wrt <names>", "by what, such as W,b; all parameters when absent").argParser(
      namesOf,
    ),
    new Option("--format <form>", "of the picture").choices(PICTURES).default("svg"),
    new Option("-o, --out <path>", "a file; standard output when absent"),
  )
    .description("draw the computation graph: values forward, gradients against them")
    .argument("<file>", "a model file")
    .addHelpText(
      "after",
      examples(
        "nabla graph model.nabla -o model.svg",
        "nabla graph model.nabla --format mermaid   # for Markdown",
        "nabla graph model.nabla --format dot | dot -Tpdf > model.pdf",
      ),
    )
    .action(async (file: string, flags: ExplainOptions) => {
      done(await explainCommand(file, flags, io));
    });

  add("init")
    .description("write a model, its configuration and a program that trains it; overwrite nothing")
    .argument("[folder]", "this folder when absent; made where it is missing")
    .addHelpText("after", examples("nabla init", "nabla init my-model"))
    .action((folder: string | undefined) => done(init(folder ?? ".", io)));
}

type BuildFlags = Flags & {
  readonly force?: true;
  readonly check?: true;
  readonly watch?: true;
  readonly show?: Stage;
  readonly rewrite?: readonly string[];
};

type FormatFlags = Flags & {
  readonly unicode?: true;
  readonly ascii?: true;
  readonly check?: true;
};

const FILES = "model files or globs; - for standard input; when absent, those of the configuration";

const PAGES = ["md", "html", "json"];
const PICTURES = ["svg", "dot", "mermaid"];

const namesOf = (text: string): readonly string[] => text.split(",").map((name) => name.trim());

const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}\n`).join("")}`;

function parseSize(text: string, before: ReadonlyMap<string, number>): Map<string, number> {
  const [, name, size] = /^([^=]+)=([1-9][0-9]{0,8})$/u.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError("It is written as N=20.");
  return new Map([...before, [name.trim(), Number(size)]]);
}

function parseSeed(text: string): number {
  const seed = /^[0-9]{1,9}$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(seed)) throw new InvalidArgumentError("It is a whole number.");
  return seed;
}
