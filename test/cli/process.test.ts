/** @file The program as a process: streams that close, signals, colours, exit codes. Its compiler is a fake. */
import { type SpawnSyncReturns, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HEADER } from "../../src/cli/write.ts";
import { folder } from "./fake.ts";
import { buildProgram } from "./program.ts";

let main = "";
let remove = (): void => {};
beforeAll(() => ({ main, remove } = buildProgram("fake")));
afterAll(() => remove());

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
  expect(read("a.ts")).toBe(module("x"));
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

/** What the fake compiler makes of `x 3 bytes`. */
const module = (letter: string, size = 1): string => `${HEADER} ${letter.repeat(size)}`;
const lastOf = (text: string): string => text.at(-1)!;

/** Kills builds of a big module while its temporary file is there, one a little later than the other. */
async function killWhileWriting(signal: NodeJS.Signals): Promise<readonly string[]> {
  const size = 10_000_000;
  const { path, read, write } = folder();
  write("a.ts", module("a", size));
  const left = new Set<string>();
  for (let i = 0; i < 6; i++) {
    const letter = lastOf(read("a.ts")) === "a" ? "b" : "a";
    write("a.nabla", `${letter} ${size} bytes`);
    const child = spawn(process.execPath, [main, "build", "--no-prettier", "a.nabla"], {
      cwd: path,
    });
    const ended = once(child, "exit");
    const isTemporary = (name: string): boolean => name.endsWith(".tmp") && !left.has(name);
    while (!readdirSync(path).some(isTemporary) && child.exitCode === null) await sleep(1);
    await sleep(2 * i);
    child.kill(signal);
    await ended;
    const text = read("a.ts");
    expect(text === module(lastOf(text), size)).toBe(true);
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

/** NABLA_KILLS=200 for more. */
const KILLS = Number(process.env.NABLA_KILLS ?? 40);

test(
  "killed at any moment: every file is an old or a new one, whole",
  { timeout: 300_000 },
  async () => {
    const size = 2_000_000;
    const { path, read, write } = folder();
    const args = [main, "build", "--target", "js", "a.nabla"];
    const build = () => spawn(process.execPath, args, { cwd: path, stdio: "ignore" });
    write("a.nabla", `a ${size} bytes`);
    const begun = performance.now();
    await once(build(), "exit");
    const whole = performance.now() - begun;
    const met = new Set<string>();
    let before = { js: "a", types: "a" };
    for (let i = 0; i < KILLS; i++) {
      const letter = "abcdefgh"[(i + 1) % 8]!;
      write("a.nabla", `${letter} ${size} bytes`);
      const child = build();
      const ended = once(child, "exit");
      // The first part of the time is the start of Node.
      await sleep(whole * (0.3 + (0.9 * i) / KILLS));
      child.kill("SIGKILL");
      await ended;
      const [js, types] = [read("a.js"), read("a.d.ts")];
      for (const [text, old] of [
        [js, before.js],
        [types, before.types],
      ] as const) {
        expect([letter, old]).toContain(lastOf(text));
        expect(text === module(lastOf(text), size)).toBe(true);
      }
      before = { js: lastOf(js), types: lastOf(types) };
      met.add(`${before.js === letter}`);
    }
    // Some came before the end of the work.
    expect(met.size).toBe(2);
  },
);

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
  expect(readFileSync(at("a.ts"), "utf8") === module("x", 5_000_000)).toBe(true);
  expect(readdirSync(path)).toEqual(["a.nabla", "a.ts"]);
});

/** A watch of a folder, and what it has said on standard output. */
async function watched(cwd: string, command: string) {
  const child = spawn(
    "bash",
    ["-c", command.replace("nabla", `exec ${process.execPath} ${main}`)],
    {
      cwd,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let said = "";
  child.stdout.on("data", (data: Buffer) => (said += data.toString()));
  const until = async (text: string): Promise<void> => {
    for (let waited = 0; !said.includes(text); waited += 10) {
      if (waited > 20_000) throw new Error(`not said: ${text}\n${said}`);
      await sleep(10);
    }
    said = "";
  };
  return { child, ended: once(child, "exit"), until };
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "a watch goes on with standard input closed, and %s ends it with 0",
  async (signal) => {
    const { path, read, write } = folder({ "a.nabla": "x" });
    const { child, ended, until } = await watched(path, "nabla build a.nabla --watch <&-");
    await until("watching 1 model");
    await sleep(300);
    write("a.nabla", "bad");
    await until("changed a.nabla: 1 error (as it was: a.ts)");
    write("a.nabla", "y");
    await until("changed a.nabla: ok");
    expect(read("a.ts")).toBe(module("y"));
    await sleep(300);
    child.kill(signal);
    expect(await ended).toEqual([0, null]);
    expect(readdirSync(path)).toEqual(["a.nabla", "a.ts"]);
  },
);

test("a watch that compiles for long is ended at once", async () => {
  const { path, write } = folder({ "a.nabla": "x" });
  const { child, ended, until } = await watched(path, "nabla build a.nabla --watch");
  await until("watching 1 model");
  write("a.nabla", "y 9 bytes 20000 ms");
  await sleep(1000);
  const before = performance.now();
  child.kill("SIGINT");
  await ended;
  expect(performance.now() - before).toBeLessThan(5000);
});

test("a watch ends when nobody reads what it says", async () => {
  const { path, write } = folder({ "a.nabla": "x" });
  const { child, ended, until } = await watched(path, "nabla build a.nabla --watch");
  await until("watching 1 model");
  child.stdout.destroy();
  write("a.nabla", "y");
  expect(await ended).toEqual([0, null]);
});

test("--version is that of the package", () => {
  expect(nabla(folder().path, ["--version"]).stdout).toBe("1.2.3\n");
});

test.each([">&-", "2>&-", ">&- 2>&- <&-"])(
  "streams that are closed from the start: %s",
  (closed) => {
    const { path, at, read, write } = folder({ "a.nabla": "x", "b.nabla": "bad" });
    write("run.sh", `${process.execPath} ${main} build a.nabla b.nabla ${closed}`);
    const ran = spawnSync("bash", [at("run.sh")], { cwd: path, encoding: "utf8" });
    expect(ran.status).toBe(1);
    expect(ran.stderr).not.toContain(" at ");
    expect(read("a.ts")).toBe(module("x"));
  },
);

test("a file that may not grow so large: the old one stays, nothing else, and the reason is said", () => {
  const { path, read, write, at } = folder({ "a.nabla": "x 3000000 bytes" });
  write("a.ts", module("old"));
  write("run.sh", `ulimit -f 100; exec ${process.execPath} ${main} build a.nabla`);
  const ran = spawnSync("bash", [at("run.sh")], { cwd: path, encoding: "utf8" });
  expect([ran.status, ran.stdout]).toEqual([2, ""]);
  expect(ran.stderr).toBe("nabla: a.ts: the file is too large\n");
  expect(read("a.ts")).toBe(module("old"));
  expect(readdirSync(path)).toEqual(["a.nabla", "a.ts", "run.sh"]);
});
