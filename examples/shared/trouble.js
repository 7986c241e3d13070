/** @file How a program of the examples ends when something is missing or mistyped. */

/** What a user can put right: shown as one line, without a stack. */
export class Trouble extends Error {}

/**
 * Runs a program on its arguments.
 * @param {string} name
 * @param {(args: string[]) => unknown} main
 */
export async function run(name, main) {
  process.stdout.on("error", (error) => {
    if (/** @type {{ code?: string }} */ (error).code !== "EPIPE") throw error; // `… | head` is fine
  });
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    const known =
      error instanceof Trouble ||
      /** @type {{ code?: string }} */ (error).code?.startsWith("ERR_PARSE_ARGS");
    if (!known) throw error;
    console.error(`${name}: ${/** @type {Error} */ (error).message}`);
    process.exitCode = 1;
  }
}
