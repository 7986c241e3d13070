/** @file A watch in this process, over a folder of models and the fake compiler. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach } from "vitest";
import type { BuildOptions } from "../../src/cli/build.ts";
import type { Compiler } from "../../src/cli/compiler.ts";
import type { Wanted } from "../../src/cli/rounds.ts";
import { DEFAULTS } from "../../src/cli/settings.ts";
import { type WatchTuning, watch } from "../../src/cli/watch.ts";
import { startWatcher } from "../../src/cli/watcher.ts";
import { fakeCompiler } from "./fake.ts";

export interface Watched {
  /** What it has said since the last call, on both streams in order, as soon as that holds the text. */
  until(text: string): Promise<string>;
  /** All it has said. */
  said(): string;
  end(): Promise<number>;
}

const running: Watched[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(async (watched) => watched.end()));
});

/** It looks only when chokidar says so: what it sees without is another test. */
export const BY_EVENTS: WatchTuning = { start: startWatcher, belief: 3_600_000 };

export async function watching(
  cwd: string,
  patterns: readonly string[],
  {
    options = {},
    compiler = fakeCompiler,
    tuning = BY_EVENTS,
    load,
  }: {
    readonly options?: Partial<BuildOptions>;
    readonly compiler?: Compiler;
    readonly tuning?: WatchTuning;
    readonly load?: () => Wanted | undefined;
  } = {},
): Promise<Watched> {
  const end = new AbortController();
  let said = "";
  let read = 0;
  const say = (text: string): void => void (said += text);
  const stdin = () => Promise.reject(new Error("nobody reads standard input"));
  const io = { cwd, compiler, version: "", color: false, unread: end.signal, stdin };
  const wanted = {
    patterns: { patterns, from: cwd },
    options: { ...DEFAULTS, ...options },
    path: undefined,
  };
  const exit = watch(load ?? (() => wanted), { ...io, out: say, err: say }, tuning);
  const watched: Watched = {
    async until(text) {
      for (let waited = 0; !said.includes(text, read); waited += 5) {
        if (waited > 15_000) throw new Error(`not said: ${text}\n${said.slice(read)}`);
        await sleep(5);
      }
      const news = said.slice(read, said.indexOf("\n", said.indexOf(text, read)) + 1);
      read += news.length;
      return news;
    },
    said: () => said,
    async end() {
      end.abort();
      return exit;
    },
  };
  running.push(watched);
  await watched.until("watching ");
  return watched;
}
