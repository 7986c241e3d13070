/** @file The commands and their arguments. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { nearest } from "../diagnostics/nearest.ts";
import { visible } from "../diagnostics/visible.ts";
import { type BuildOptions, build } from "./build.ts";
import { check } from "./check.ts";
import { formatCommand } from "./format-command.ts";
import { gradcheckCommand } from "./gradcheck-command.ts";
import type { ExitCode, Io } from "./io.ts";
import type { Format } from "./report.ts";

/** `argv` without the program's own name. */
export async function nabla(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const program = commands(io, (code) => (exit = code));
  try {
    await program.parseAsync(argv, { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

function commands(io: Io, done: (exit: ExitCode) => void): Command {
  const program = new Command("nabla")
    .description("Models as on the blackboard to readable modules with their gradients.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      outputError: (text, print) => print(`nabla: ${visible(text.trim())}\n`),
    })
    .addHelpText("after", NOTES);
  // Without a command, the help; wrong usage, unlike `--help`.
  program.action(() => {
    io.err(program.helpInformation());
    done(2);
  });
  program.allowExcessArguments(false).showSuggestionAfterError();

  program
    .command("build")
    .description("write the module of each model, beside it or in a folder")
    .argument("<files...>", FILES)
    .option("-o, --out-dir <dir>", "the folder for all modules; a glob's sub-folders are kept")
    .addOption(new Option("--target <target>", "").choices(["ts", "js"]).default("ts"))
    .addOption(
      new Option("--precision <type>", "how arrays of reals are stored; f32 is Float32Array")
        .choices(["f32", "f64"])
        .default("f64"),
    )
    .addOption(
      new Option(
        "--no-rewrite <name>",
        "switch off a rewrite that `--show rewrites` names (again for each)",
      )
        .argParser(rewriteOf(io.compiler.rewrites))
        .default([], "none"),
    )
    .addOption(
      new Option(
        "--types",
        "write model.d.nabla.ts instead, the types of an imported model",
      ).conflicts("target"),
    )
    .option("--check", "write nothing; name stale and missing modules and exit with 1")
    .option("--no-format", "do not run prettier over the modules")
    .addOption(
      new Option("--show <stage>", "print a stage, write nothing").choices([...io.compiler.stages]),
    )
    .addOption(messagesOption())
    .addHelpText(
      "after",
      examples(
        "nabla build model.nabla                  # model.ts beside it",
        "nabla build 'src/**/*.nabla' -o gen      # src/a/b.nabla becomes gen/a/b.ts",
        "nabla build 'src/**/*.nabla' --check     # for CI",
        "nabla build - --target js < model.nabla  # to standard output",
      ),
    )
    .action(async (files: string[], flags: BuildFlags) => {
      const { format: pretty, messages: format, rewrite: without, ...rest } = flags;
      done(await build(files, { ...rest, without, pretty, format }, io));
    });

  program
    .command("check")
    .description("say what is wrong with each model; write nothing")
    .argument("<files...>", FILES)
    .addOption(messagesOption())
    .addHelpText(
      "after",
      examples("nabla check 'src/**/*.nabla'", "nabla check --messages json - < model.nabla"),
    )
    .action(async (files: string[], flags: { messages: Format }) => {
      done(await check(files, { format: flags.messages }, io));
    });

  program
    .command("format")
    .description("lay models out; comments, blank lines and columns stay")
    .argument("<files...>", FILES)
    .option("--check", "write nothing; name what is not formatted and exit with 1", false)
    .addOption(new Option("--unicode", "signs and letters in Unicode").conflicts("ascii"))
    .addOption(new Option("--ascii", "signs and letters in ASCII"))
    .addOption(messagesOption())
    .addHelpText(
      "after",
      examples(
        "nabla format 'src/**/*.nabla'",
        "nabla format --check 'src/**/*.nabla'   # for CI",
        "nabla format --ascii - < model.nabla    # to standard output",
      ),
    )
    .action(async (files: string[], { unicode, ascii, check, messages }: FormatFlags) => {
      const style = unicode ? "unicode" : ascii ? "ascii" : "written";
      done(await formatCommand(files, { style, check, messages }, io));
    });

  program
    .command("gradcheck")
    .description("compare the module's gradient with central differences of its loss")
    .argument("<file>", "a model file")
    .addOption(
      new Option("--set <dim=size>", "an open size (again for each); others are 5, 7, 9, …")
        .argParser(parseSize)
        .default(new Map<string, number>(), "none"),
    )
    .addOption(new Option("--seed <n>", "of the point").argParser(parseSeed).default(1))
    .addHelpText("after", examples("nabla gradcheck model.nabla --set N=7 --seed 2"))
    .action(async (file: string, flags: { set: ReadonlyMap<string, number>; seed: number }) => {
      done(await gradcheckCommand(file, { sizes: flags.set, seed: flags.seed }, io));
    });
  return program;
}

type BuildFlags = Omit<BuildOptions, "pretty" | "format" | "without"> & {
  format: boolean;
  messages: Format;
  rewrite: readonly string[];
};

interface FormatFlags {
  readonly unicode?: boolean;
  readonly ascii?: boolean;
  readonly check: boolean;
  readonly messages: Format;
}

const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}\n`).join("")}`;

const FILES = "model files or globs; - for standard input";

const messagesOption = (): Option =>
  new Option("--messages <form>", "diagnostics for people, or a line of JSON each")
    .choices(["text", "json"])
    .default("text");

const NOTES = `
Every file is compiled and every diagnostic shown. One model's errors do not keep the
modules of the others from being written.

Exit code: 0 all is well; 1 a model has errors, or a module is stale, or a gradient is
wrong; 2 wrong usage, or a file cannot be read or written.`;

function parseSize(text: string, before: ReadonlyMap<string, number>): Map<string, number> {
  const [, name, size] = /^([^=]+)=([1-9][0-9]{0,8})$/u.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError("It is written as N=20.");
  return new Map([...before, [name.trim(), Number(size)]]);
}

const rewriteOf =
  (known: readonly string[]) =>
  (name: string, before: readonly string[]): readonly string[] => {
    if (known.includes(name)) return [...before, name];
    const near = nearest(name, known).join(", ");
    throw new InvalidArgumentError(
      near === "" ? `There are: ${known.join(", ")}.` : `Did you mean ${near}?`,
    );
  };

function parseSeed(text: string): number {
  const seed = /^[0-9]{1,9}$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(seed)) throw new InvalidArgumentError("It is a whole number.");
  return seed;
}
