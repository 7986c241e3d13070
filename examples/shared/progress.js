/** @file A progress bar; without a terminal, a line now and then. */
import { Presets, SingleBar } from "cli-progress";

/**
 * Runs `work`, showing how far it is.
 * @template T
 * @param {string} name
 * @param {(report: (share: number, note?: string) => void) => T | Promise<T>} work
 */
export async function withProgress(name, work) {
  const options = {
    format: `${name.padEnd(16)} [{bar}] {percentage}% {duration_formatted} {note}`,
    hideCursor: true,
    barsize: 30,
    fps: 5,
    noTTYOutput: true,
    notTTYSchedule: 5000,
  };
  const bar = new SingleBar(options, Presets.shades_classic);
  bar.start(1000, 0, { note: "" });
  try {
    return await work((share, note = "") => bar.update(Math.floor(1000 * share), { note }));
  } finally {
    bar.stop();
  }
}
