/** @file What wakes a watch, and what ends it. */
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

/** Events that come in one burst wake once. */
const QUIET = 60;
const LONGEST_BURST = 300;

const ENDS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export class Alarm {
  private readonly end = new AbortController();
  private rung = false;
  private wake: (() => void) | undefined;

  private readonly stop = (): void => this.end.abort();

  constructor(unread: AbortSignal) {
    if (unread.aborted) this.end.abort();
    unread.addEventListener("abort", this.stop);
    this.listen();
  }

  get ended(): boolean {
    return this.end.signal.aborted;
  }

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /** Until it has rung and is quiet again, or for so long. */
  async wait(ms: number): Promise<void> {
    try {
      if (!this.rung) await this.rest(ms);
      const begun = performance.now();
      while (this.rung && performance.now() - begun < LONGEST_BURST) {
        this.rung = false;
        await sleep(QUIET, undefined, { signal: this.end.signal });
      }
      this.rung = false;
    } catch (error) {
      if (!this.ended) throw error;
    }
  }

  /** Signals end the watch; while it builds, they end the process: a long compile need not be waited for. */
  async building<T>(build: () => Promise<T>): Promise<T> {
    this.close();
    try {
      return await build();
    } finally {
      this.listen();
    }
  }

  private listen(): void {
    for (const signal of ENDS) process.on(signal, this.stop);
  }

  close(): void {
    for (const signal of ENDS) process.off(signal, this.stop);
  }

  private async rest(ms: number): Promise<void> {
    const woken = new AbortController();
    this.wake = () => woken.abort();
    try {
      await sleep(ms, undefined, { signal: AbortSignal.any([woken.signal, this.end.signal]) });
    } catch (error) {
      if (!woken.signal.aborted) throw error;
    } finally {
      this.wake = undefined;
    }
  }
}
