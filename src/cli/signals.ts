/** @file Signals wait while a file is written, and only then: a long compile can be interrupted, no temporary file stays. */
import process from "node:process";
import { setImmediate as nextTurn } from "node:timers/promises";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

let holders = 0;
let received: NodeJS.Signals | undefined;
const hold = (signal: NodeJS.Signals): void => {
  received = signal;
};

/** Does the work, which is synchronous, and then what a signal that came meanwhile asks for. */
export async function holdingSignals<T>(work: () => T): Promise<T> {
  if (holders === 0) for (const signal of SIGNALS) process.on(signal, hold);
  holders += 1;
  try {
    return work();
  } finally {
    // Signals are handed over between turns of the event loop; the first may already be past that point.
    await nextTurn();
    await nextTurn();
    holders -= 1;
    if (holders === 0) release();
  }
}

function release(): void {
  for (const signal of SIGNALS) process.off(signal, hold);
  const signal = received;
  received = undefined;
  if (signal !== undefined) process.kill(process.pid, signal);
}
