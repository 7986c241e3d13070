/** @file The commands and their arguments. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { visible } from "../diagnostics/visible.ts";
import { type BuildOptions, build } from "./build.ts";
import { check } from "./check.ts";
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
    .argument("<files...>", "model files or globs")
    .option("-o, --out-dir <dir>", "the folder for all modules")
    .addOption(new Option("--target <target>", "").choices(["ts", "js"]).default("ts"))
    .option("--check", "write nothing; name stale and missing modules and exit with 1")
    .option("--no-format", "do not run prettier over the modules")
    .addOption(
      new Option("--show <stage>", "print a stage, write nothing").choices([...io.compiler.stages]),
    )
    .addOption(messagesOption())
    .action(async (files: string[], flags: BuildFlags) => {
      const { format: pretty, messages: format, ...rest } = flags;
      done(await build(files, { ...rest, pretty, format }, io));
    });

  program
    .command("check")
    .description("say what is wrong with each model; write nothing")
    .argument("<files...>", "model files or globs")
    .addOption(messagesOption())
    .action(async (files: string[], flags: { messages: Format }) => {
      done(await check(files, { format: flags.messages }, io));
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
    .action(async (file: string, flags: { set: ReadonlyMap<string, number>; seed: number }) => {
      done(await gradcheckCommand(file, { sizes: flags.set, seed: flags.seed }, io));
    });
  return program;
}

type BuildFlags = Omit<BuildOptions, "pretty" | "format"> & { format: boolean; messages: Format };

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

function parseSeed(text: string): number {
  const seed = /^[0-9]{1,9}$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(seed)) throw new InvalidArgumentError("It is a whole number.");
  return seed;
}
