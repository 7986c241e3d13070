/** @file Headless Chromium, where it is installed: `apt-get install chromium`. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium, type Page } from "playwright-core";

const executablePath = "/usr/bin/chromium";
export const chromiumHere = existsSync(executablePath);

export async function openPage(
  url: string,
): Promise<{ readonly page: Page; readonly close: () => Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), "nabla-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    chromiumSandbox: false,
    args: [
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-gpu",
    ],
  });
  const page = await context.newPage();
  await page.goto(url);
  return {
    page,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** What comes to be within ten seconds. */
export async function settled<T>(
  look: () => T | Promise<T>,
): Promise<Exclude<T, undefined | null | false>> {
  for (let tries = 0; tries < 400; tries++) {
    const found = await look();
    if (found) return found as Exclude<T, undefined | null | false>;
    await sleep(25);
  }
  throw new Error(`it did not come to be: ${look.toString()}`);
}
