/** @file The program as a process: streams that close, signals, colours, exit codes. Its compiler is a fake. */
import { type SpawnSyncReturns, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { folder } from "./fake.ts";

const root = resolve(import.meta.dirname, "../..");
let built = "";
let main = "";

/** A model's text says how many bytes its module has, and how long the compiler takes. */
const FAKE = `
export function compile({ name, text }) {
  const [, size, wait] = /(\\d+) bytes(?: (\\d+) ms)?/.exec(text) ?? [];
  if (wait) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(wait));
  const diagnostics = [...text.matchAll(/bad/g)].map((m) => ({
    code: "bad-word", severity: "error", message: "bad",
    labels: [{ span: { start: m.index, end: m.index + 3 }, text: "here" }],
  }));
  const code = diagnostics.length ? undefined : text[0].repeat(Number(size ?? 1));
  return { code, diagnostics, signature: undefined, show: (stage) => stage + text };
}
export const STAGES = ["ast"];
export const REWRITES = [];
`;

beforeAll(() => {
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  built = mkdtempSync(join(cache, "cli-"));
  const config = join(built, "tsconfig.json");
  const compilerOptions = { noEmit: false, rootDir: root, outDir: join(built, "dist") };
  const files = [join(root, "src/cli/main.ts")];
  writeFileSync(
    config,
    JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions, include: [], files }),
  );
  // Types are checked elsewhere; what does not type-check is emitted all the same.
  spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", config], { cwd: root });
  writeFileSync(join(built, "dist/src/compile.js"), FAKE);
  writeFileSync(
    join(built, "dist/src/emit/format.js"),
    "export const format = async (code) => code;",
  );
  writeFileSync(join(built, "dist/package.json"), '{ "type": "module" }');
  main = join(built, "dist/src/cli/main.js");
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

function nabla(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [main, ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
}

test("exit codes and streams", () => {
  const { path, read } = folder({ "a.nabla": "x", "b.nabla": "bad" });
  const good = nabla(path, ["build", "a.nabla"]);
  expect([good.status, good.stdout, good.stderr]).toEqual([0, "wrote a.ts\n", ""]);
  expect(read("a.ts")).toBe("x");
  const bad = nabla(path, ["check", "a.nabla", "b.nabla"]);
  expect([bad.status, bad.stdout]).toEqual([1, ""]);
  expect(bad.stderr).toContain("error[bad-word]");
  expect(nabla(path, ["build", "none.nabla"]).status).toBe(2);
  expect(nabla(path, []).status).toBe(2);
  expect(nabla(path, ["--help"]).status).toBe(0);
});

test("no colours where stderr is not a terminal, whatever FORCE_COLOR says", () => {
  const { path } = folder({ "b.nabla": "bad" });
  expect(nabla(path, ["check", "b.nabla"], { FORCE_COLOR: "1" }).stderr).not.toContain("\u001b");
});

const hasScript = spawnSync("script", ["--version"]).status === 0;

test.skipIf(!hasScript)("colours on a terminal, but not with NO_COLOR", () => {
  const { path } = folder({ "b.nabla": "bad" });
  const onTerminal = (env: Readonly<Record<string, string>>): string =>
    spawnSync("script", ["-qec", `${process.execPath} ${main} check b.nabla`, "/dev/null"], {
      cwd: path,
      encoding: "utf8",
      env: { PATH: process.env.PATH!, TERM: "xterm", ...env },
    }).stdout;
  expect(onTerminal({})).toContain("\u001b[1;31m");
  expect(onTerminal({ NO_COLOR: "1" })).not.toContain("\u001b[1;31m");
  expect(onTerminal({ TERM: "dumb" })).not.toContain("\u001b[1;31m");
});

test.each([
  ["stdout", "build --show ast a.nabla b.nabla | head -c 3"],
  ["stderr", "check c.nabla 2>&1 >&- | head -c 3"],
])("a reader of %s that goes away is no mishap", (_, line) => {
  const { path, write, at } = folder({
    "a.nabla": "x".repeat(3_000_000),
    "b.nabla": "y".repeat(3_000_000),
    "c.nabla": "bad\n".repeat(500),
  });
  const command = `${process.execPath} ${main} ${line}`;
  const exit = at("exit");
  write("run.sh", `set -o pipefail\n{ ${command.replace(" |", `; echo $? > ${exit}; } |`)}`);
  const ran = spawnSync("bash", [at("run.sh")], { cwd: path, encoding: "utf8" });
  expect(ran.stderr).toBe("");
  expect(ran.stdout).toHaveLength(3);
  expect(readFileSync(exit, "utf8").trim()).toBe(line.includes("check") ? "1" : "0");
});

test("the work goes on when the reader of stdout has gone", () => {
  const { path, at } = folder(
    Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`m${i}.nabla`, "x"])),
  );
  execFileSync("bash", ["-c", `${process.execPath} ${main} build '*.nabla' | true`], { cwd: path });
  expect(readdirSync(at(".")).filter((name) => name.endsWith(".ts"))).toHaveLength(20);
});

/** Kills builds of a big module while its temporary file is there, one a little later than the other. */
async function killWhileWriting(signal: NodeJS.Signals): Promise<readonly string[]> {
  const size = 30_000_000;
  const { path, read, write } = folder();
  write("a.ts", "a".repeat(size));
  const left = new Set<string>();
  for (let i = 0; i < 10; i++) {
    const letter = read("a.ts")[0] === "a" ? "b" : "a";
    write("a.nabla", `${letter} ${size} bytes`);
    const child = spawn(process.execPath, [main, "build", "--no-format", "a.nabla"], { cwd: path });
    const ended = once(child, "exit");
    const isTemporary = (name: string): boolean => name.endsWith(".tmp") && !left.has(name);
    while (!readdirSync(path).some(isTemporary) && child.exitCode === null) await sleep(1);
    await sleep(2 * i);
    child.kill(signal);
    await ended;
    const text = read("a.ts");
    expect(text === text[0]!.repeat(size)).toBe(true);
    for (const name of readdirSync(path).filter(isTemporary)) left.add(name);
  }
  return [...left];
}

test("killed while it writes: the module is the old or the new one, whole", async () => {
  // What SIGKILL leaves shows that the moment was met.
  expect((await killWhileWriting("SIGKILL")).length).toBeGreaterThan(0);
});

test("another signal leaves no temporary file either", async () => {
  expect(await killWhileWriting("SIGTERM")).toEqual([]);
});

test("a signal ends a long compile at once", async () => {
  const { path } = folder({ "a.nabla": "x 9 bytes", "b.nabla": "y 9 bytes 20000 ms" });
  const child = spawn(process.execPath, [main, "build", "*.nabla"], { cwd: path });
  const ended = once(child, "exit");
  await once(child.stdout, "data");
  await sleep(200);
  const before = performance.now();
  child.kill("SIGINT");
  expect((await ended)[1]).toBe("SIGINT");
  expect(performance.now() - before).toBeLessThan(5000);
});

test("concurrent processes that build one file all succeed and leave one whole module", async () => {
  const { path, at } = folder({ "a.nabla": "x 5000000 bytes" });
  const children = Array.from({ length: 6 }, () =>
    spawn(process.execPath, [main, "build", "a.nabla"], { cwd: path }),
  );
  const exits = await Promise.all(children.map(async (c) => (await once(c, "exit"))[0] as number));
  expect(exits).toEqual([0, 0, 0, 0, 0, 0]);
  expect(readFileSync(at("a.ts")).length).toBe(5_000_000);
  expect(readdirSync(path)).toEqual(["a.nabla", "a.ts"]);
});
