/**
 * @file `nabla build --watch`: rounds of looking and building, as `rounds.ts` does them. What the watcher says only wakes
 * a round, so no event can be lost: at most one round runs, at most one waits, and the last one sees the last state.
 */
import { Alarm } from "./alarm.ts";
import type { ExitCode, Io } from "./io.ts";
import { reporter } from "./report.ts";
import { Rounds, type Wanted } from "./rounds.ts";
import { type StartWatcher, startWatcher } from "./watcher.ts";

export interface WatchTuning {
  readonly start: StartWatcher;
  /** How long a watcher that is silent is believed, in ms. */
  readonly belief: number;
}

const TUNING: WatchTuning = { start: startWatcher, belief: 2000 };

/** `load` gives what is wanted, and again when the configuration has changed; undefined after it has said what is wrong. */
export async function watch(
  load: () => Wanted | undefined,
  io: Io,
  { start, belief }: WatchTuning = TUNING,
): Promise<ExitCode> {
  const wanted = load();
  if (!wanted) return 2;
  const problem = (reason: string): void =>
    reporter(io, wanted.options.format).problem({ path: "--watch", reason });
  const rounds = new Rounds(wanted, load, io);
  if (rounds.unfit !== undefined) {
    problem(rounds.unfit);
    return 2;
  }
  const alarm = new Alarm(io.unread);
  const watcher = start(() => alarm.ring(), problem);
  for (let first = true; !alarm.ended; first = false) {
    const begun = performance.now();
    const { models, unsettled, places } = await rounds.next(alarm);
    await watcher.follow(places);
    if (first) io.out(`watching ${models} model${models === 1 ? "" : "s"}; Ctrl-C ends\n`);
    // Looking without being woken costs at most a fiftieth of the time, also where there are very many files.
    const rest = Math.max(belief, 50 * (performance.now() - begun));
    await alarm.wait(unsettled ? SOON : rest);
  }
  await watcher.close();
  alarm.close();
  return 0;
}

/** Longer than a watcher may keep the second of two changes to itself. */
const SOON = 150;
