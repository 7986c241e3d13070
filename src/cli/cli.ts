/** @file The command line: what it was asked for is done, what it cannot understand is said. */
import { Command, CommanderError } from "commander";
import { visible } from "../diagnostics/visible.ts";
import { addCommands } from "./commands.ts";
import type { ExitCode, Io } from "./io.ts";

/** `argv` without the program's own name. */
export async function nabla(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const program = programOf(io, (code) => (exit = code));
  try {
    await program.parseAsync(argv, { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

function programOf(io: Io, done: (exit: ExitCode) => void): Command {
  const program = new Command("nabla")
    .description("Models as on the blackboard to readable modules with their gradients.")
    .version(io.version, "--version", "the version, and nothing else")
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
  addCommands(program, io, done);
  return program;
}

const NOTES = `
Every file is compiled and every diagnostic shown. One model's errors do not keep the
modules of the others from being written. What \`nabla.config.json\` of this folder sets
need not be written as options; options win over it.

Exit code: 0 all is well; 1 a model has errors, or a module is stale, or a gradient is
wrong; 2 wrong usage, or a file cannot be read or written.

Colours: on a terminal, unless NO_COLOR is set.

Examples:
  nabla init my-model                      # a folder to start from
  nabla build 'src/**/*.nabla' --watch     # whenever a model is saved
  nabla build --help                       # the options of a command, with examples`;
