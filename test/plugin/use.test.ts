/** @file Models that use other files, in bundlers: what they use is watched, and a mistake in it shown there. */
import { rollup } from "rollup";
import { createServer, type HotPayload } from "vite";
import { expect, test } from "vitest";
import { nabla as rollupPlugin } from "../../src/plugin/rollup.ts";
import { nabla as vitePlugin } from "../../src/plugin/vite.ts";
import { bundlers } from "./bundlers.ts";
import { settled } from "./browser.ts";
import { NEURON, expected, project, resultOf } from "./project.ts";

/** The neuron, with its f in another file. */
const MODEL = `use "./lib/f.nabla"\n${NEURON.replace("f(z) = σ(z)\n", "")}`;
const F = "// f\nf(z) = σ(z)\n";
const made = (f = F) => project(MODEL, { "lib/f.nabla": f });

test.each(Object.entries(bundlers))("%s bundles the model", async (_, bundle) => {
  const folder = made();
  expect(await bundle(folder, { types: false })).toEqual({ errors: "", warnings: "" });
  expect(await resultOf(folder.at("out/main.js"))).toEqual(await expected());
});

test("a mistake in a used file has its place there", async () => {
  const folder = made("f(z) = σ(z) + q\n");
  const { errors } = await bundlers["rollup"]!(folder);
  expect(errors).toContain("error[unknown-name]: Unknown name `q`.");
  expect(errors).toContain(`${folder.at("lib/f.nabla")}:1:15`);
  expect(errors).toContain("1 | f(z) = σ(z) + q\n");
  expect(errors).toContain("used here");
});

test("a file of functions is no module", async () => {
  const folder = project(F);
  const { errors } = await bundlers["rollup"]!(folder);
  expect(errors).toContain("neuron.nabla: it has functions for models, and is none itself");
});

test("what is used is watched", async () => {
  const folder = made();
  const bundle = await rollup({ input: folder.at("main.js"), plugins: [rollupPlugin()] });
  expect(bundle.watchFiles).toContain(folder.at("lib/f.nabla"));
  await bundle.close();
});

test("a save of a used file is served; one that breaks it is sent with its place", async () => {
  const folder = made();
  const server = await createServer({
    root: folder.path,
    configFile: false,
    logLevel: "silent",
    plugins: [vitePlugin({ types: false })],
    optimizeDeps: { noDiscovery: true },
    server: { port: 0, host: "127.0.0.1" },
  });
  try {
    const { client } = server.environments;
    const sent: HotPayload[] = [];
    const send = client.hot.send.bind(client.hot);
    client.hot.send = (...args: unknown[]) => {
      if (typeof args[0] === "object") sent.push(args[0] as HotPayload);
      (send as (...args: unknown[]) => void)(...args);
    };
    const payload = (type: HotPayload["type"]) => settled(() => sent.find((p) => p.type === type));
    await server.listen();
    await client.transformRequest("/main.js");
    await client.transformRequest("/neuron.nabla");

    folder.write("lib/f.nabla", "f(z) = σ(z) + q\n");
    expect(await payload("error")).toMatchObject({
      err: { loc: { file: folder.at("lib/f.nabla"), line: 1, column: 15 } },
    });
    expect(sent.map((p) => p.type)).not.toContain("full-reload");
    await expect(client.transformRequest("/neuron.nabla")).rejects.toMatchObject({
      loc: { file: folder.at("lib/f.nabla") },
    });

    await new Promise((done) => setTimeout(done, 100)); // Vite takes two saves within 50 ms for one.
    folder.write("lib/f.nabla", "f(z) = tanh(z)\n");
    await payload("full-reload");
    const { code } = (await client.transformRequest("/neuron.nabla"))!;
    expect(code).toContain("Math.tanh(");
  } finally {
    await server.close();
  }
});
