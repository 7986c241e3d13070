/** @file Vite's dev server while a model is edited: broken, it is shown and the last good module runs on; repaired, it is served. */
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createServer, type HotPayload, type ViteDevServer } from "vite";
import { afterEach, expect, test, vi } from "vitest";
import { nabla } from "../../src/plugin/vite.ts";
import { chromiumHere, openPage, settled } from "./browser.ts";
import { BROKEN, BROKEN_LINE, DOUBLED, NEURON, expected, project } from "./project.ts";

const servers: ViteDevServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const PAGE = `<!doctype html><meta charset="utf-8"><title>page</title>
<p id="score"></p><button>again</button><script type="module" src="/page.js"></script>`;

/** Writes the score, and counts clicks by calling the model again. */
const PAGE_JS = `
import { result } from "./main.js";
import { forward, initialize, workspace } from "./neuron.nabla";
const score = document.querySelector("#score");
score.textContent = String(result.s);
let clicks = 0;
document.querySelector("button").addEventListener("click", () => {
  const sizes = { m: 3, n: 2 };
  const { s } = forward(initialize(7, sizes), { x: Float64Array.of(0.5, -1) }, workspace(sizes));
  score.textContent = s + " clicked " + ++clicks;
});
`;

async function serve() {
  const folder = project(NEURON, { "index.html": PAGE, "page.js": PAGE_JS });
  const server = await createServer({
    root: folder.path,
    configFile: false,
    logLevel: "silent",
    plugins: [nabla()],
    optimizeDeps: { noDiscovery: true },
    server: { port: 0, host: "127.0.0.1" },
  });
  servers.push(server);
  const { client } = server.environments;
  const sent: HotPayload[] = [];
  const send = client.hot.send.bind(client.hot);
  vi.spyOn(client.hot, "send").mockImplementation((...args: unknown[]) => {
    if (typeof args[0] === "object") sent.push(args[0] as HotPayload);
    (send as (...args: unknown[]) => void)(...args);
  });
  await server.listen();
  const payload = async (type: HotPayload["type"]): Promise<HotPayload> =>
    settled(() => sent.find((p) => p.type === type));
  return { folder, server, client, sent, payload };
}

test("a save that breaks the model is sent as an error, the next good one as an update", async () => {
  const { folder, client, sent, payload } = await serve();
  await client.transformRequest("/main.js");
  expect((await client.transformRequest("/neuron.nabla"))!.code).toContain("function backward(");
  expect(folder.read("neuron.d.nabla.ts")).toContain("export declare function backward(");

  folder.write("neuron.nabla", BROKEN);
  expect(await payload("error")).toMatchObject({
    err: {
      message: expect.stringMatching(/^error\[shape-mismatch\]: `\+` needs/) as unknown,
      plugin: "nabla",
      loc: { file: folder.at("neuron.nabla"), line: BROKEN_LINE },
      frame: expect.stringContaining(`${BROKEN_LINE} | s = u·f(Wx+x)\n`) as unknown,
    },
  });
  // The page is not touched; one that is loaded anew has the error too.
  expect(sent.map((p) => p.type)).not.toContain("full-reload");
  await expect(client.transformRequest("/neuron.nabla")).rejects.toMatchObject({
    loc: { line: BROKEN_LINE },
  });

  await sleep(100); // Vite's watcher takes two saves within 50 ms for one, and may miss the second.
  folder.write("neuron.nabla", DOUBLED);
  await payload("full-reload");
  expect((await client.transformRequest("/neuron.nabla"))!.code).toContain("2 *");
});

test("?raw is the text of the model; what is no file is left alone", async () => {
  const { client } = await serve();
  const raw = await client.transformRequest("/neuron.nabla?raw");
  expect(raw!.code).toContain("grad s wrt W, b, u, x");
  expect((await client.transformRequest("/neuron.nabla?v=1"))!.code).toContain(
    "function backward(",
  );
});

test("the server lives on when the model is deleted and comes back", async () => {
  const { folder, client } = await serve();
  await client.transformRequest("/main.js");
  await client.transformRequest("/neuron.nabla");
  rmSync(folder.at("neuron.nabla"));
  await settled(() =>
    client.transformRequest("/neuron.nabla").then(
      () => undefined,
      () => true,
    ),
  );
  folder.write("neuron.nabla", NEURON);
  const { code } = await settled(() => client.transformRequest("/neuron.nabla").catch(() => null));
  expect(code).toContain("function backward(");
});

test.skipIf(!chromiumHere)("in Chromium (skipped where /usr/bin/chromium is missing)", async () => {
  const { folder, server } = await serve();
  const { page, close } = await openPage(server.resolvedUrls!.local[0]!);
  try {
    const { s } = (await expected()) as { readonly s: number };
    const score = () => page.textContent("#score");
    await settled(async () => (await score()) === String(s));

    folder.write("neuron.nabla", BROKEN);
    const overlay = page.locator("vite-error-overlay");
    await overlay.waitFor();
    const shown = await overlay.evaluate((element) => element.shadowRoot!.textContent);
    expect(shown).toContain("`+` needs operands of one shape, but got ℝ^m and ℝ^n.");
    expect(shown).toContain(`neuron.nabla:${BROKEN_LINE}:9`);
    expect(shown).toContain(`${BROKEN_LINE} | s = u·f(Wx+x)`);
    await page.locator("button").dispatchEvent("click");
    expect(await score()).toBe(`${s} clicked 1`);

    folder.write("neuron.nabla", DOUBLED);
    await settled(async () => (await score()) === String(2 * s));
    expect(await overlay.count()).toBe(0);
  } finally {
    await close();
  }
});
