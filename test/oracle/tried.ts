/** @file One seed tried: a model made, all checks run that are its turn, and a failure made small. */
import { CHECKS, type Check } from "./checks/index.ts";
import { model } from "./generate/model.ts";
import { Refused } from "./interpret.ts";
import { Disagreement } from "./numbers.ts";
import { shrink } from "./shrink.ts";
import { trialOf, type Sized, type Trial } from "./trial.ts";

export type Outcome = "agrees" | "no smooth point" | "not yet";

/** What the compiler refuses by saying that it cannot yet: not a mistake, but few may be left out. */
const NOT_YET = "is part of the language, but this version cannot";

export interface Failure extends Sized {
  readonly seed: number;
  readonly taste: string;
  readonly check: string;
  readonly message: string;
}

/** Tries the model of a seed; `every` check, or those whose turn it is. */
export function tried(seed: number, { every = false } = {}): Outcome | Failure {
  const made = model(seed);
  const found = failureOf(made, seed, (check) => every || seed % check.once === 0);
  return typeof found === "string" ? found : { seed, ...made, ...found };
}

/** The failure, and its model as small as it can be made. */
export function explained(failure: Failure): string {
  const only = (check: Check): boolean => check.name === failure.check;
  const kindOf = (m: Sized): string | undefined => {
    const found = failureOf(m, failure.seed, only);
    return typeof found === "string" ? undefined : `${found.check}: ${kind(found.message)}`;
  };
  const small = shrink(failure, kindOf);
  const again = failureOf(small, failure.seed, only);
  const message = typeof again === "string" ? failure.message : again.message;
  return [
    `seed ${failure.seed} (${failure.taste}), ${failure.check}: ${message}`,
    `made small, at sizes ${JSON.stringify(small.sizes)}:`,
    small.text,
    `as it was drawn, at sizes ${JSON.stringify(failure.sizes)}:`,
    failure.text,
    `again: NABLA_ONLY=${failure.seed} npx vitest run test/oracle/random-fixed.test.ts`,
  ].join("\n");
}

/** Runs the checks that `isWanted` picks; the first failure counts. */
export function failureOf(
  sized: Sized,
  seed: number,
  isWanted: (check: Check) => boolean,
): Outcome | { readonly check: string; readonly message: string } {
  let trial: Trial | undefined;
  try {
    trial = trialOf(sized, seed);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (message.includes(NOT_YET)) return "not yet";
    return { check: error instanceof Refused ? "interpreted" : "compiled", message };
  }
  if (!trial) return "no smooth point";
  for (const check of CHECKS) {
    if (!isWanted(check)) continue;
    try {
      check.run(trial);
    } catch (error) {
      if (error instanceof Disagreement) return { check: check.name, message: error.message };
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return { check: check.name, message };
    }
  }
  return "agrees";
}

/** What stays of a message when numbers and names change. */
const kind = (message: string): string =>
  message.startsWith("internal:")
    ? "internal"
    : message
        .replaceAll(/-?\d[\d.e+-]*|NaN|Infinity/gu, "#")
        .replaceAll(/\.\p{L}\w*/gu, ".x")
        .slice(0, 30);
