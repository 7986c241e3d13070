/**
 * @file A stranger's first ten minutes: the packed package is installed into an empty folder, and docs/guide.md is followed
 * block by block, to the trained model and the page. Skipped, visibly, where the registry cannot be reached.
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { afterAll, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const work = mkdtempSync(join(tmpdir(), "nabla-package-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};
const browser = "/usr/bin/chromium";

/** The package as `npm pack` makes it, from a copy: `dist` here is left alone. */
function pack(): string {
  const copy = join(work, "copy");
  mkdirSync(copy);
  for (const name of ["src", "grammar", "generated/reference"])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  for (const name of readdirSync(root))
    if (/^(?:package|tsconfig).*\.json$|\.md$|^LICENSE$|\.d\.ts$/.test(name))
      cpSync(join(root, name), join(copy, name));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "dir");
  execFileSync("npm", ["pack", "--pack-destination", work], { cwd: copy, stdio: "pipe" });
  return join(
    work,
    readdirSync(work).find((name) => name.endsWith(".tgz"))!,
  );
}

interface Block {
  readonly language: string;
  readonly code: string;
  /** The last name of a file before it, and whether it is added to that. */
  readonly file: string | undefined;
  readonly adds: boolean;
}

/** The guide's listings, in their order. */
function blocks(): readonly Block[] {
  const guide = readFileSync(join(root, "docs/guide.md"), "utf8");
  let end = 0;
  return [...guide.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map((found) => {
    const before = guide.slice(end, found.index);
    end = found.index + found[0].length;
    const file = [...before.matchAll(/`([\w.]+\.(?:nabla|js|html))`/g)].at(-1)?.[1];
    return { language: found[1]!, code: found[2]!, file, adds: /\bAdd to\b/.test(before) };
  });
}

const UNREACHABLE = /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|ENOTCACHED/;
const npm = {
  npm_config_prefer_offline: "true",
  npm_config_fund: "false",
  npm_config_audit: "false",
};

it("the guide works in an empty folder, from the install to the page", async ({ skip }) => {
  const tarball = pack();
  let folder = join(work, "home");
  mkdirSync(folder);
  let said = "";
  for (const { language, code, file, adds } of blocks()) {
    if (language !== "sh") {
      if (file === undefined) throw new Error(`no file is named before\n${code}`);
      (adds ? appendFileSync : writeFileSync)(join(folder, file), code);
      continue;
    }
    // As it stands, but for what is not published, and for versions that this repository has tried.
    const commands = code
      .replace("npm install nabla", `npm install ${tarball}`)
      .replace("--save-dev vite", `--save-dev vite@${devDependencies["vite"]}`);
    const { status, stdout, stderr } = spawnSync("bash", ["-ec", `${commands}\npwd > "$HERE"`], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, ...npm, HERE: join(work, "here"), NO_COLOR: "1" },
    });
    if (status !== 0 && UNREACHABLE.test(stderr)) skip("the registry cannot be reached");
    expect([commands, status, status === 0 ? "" : stdout + stderr]).toEqual([commands, 0, ""]);
    said += stdout;
    folder = readFileSync(join(work, "here"), "utf8").trim();
  }
  expect(said).toContain("200 of 200 right");
  expect(existsSync(join(folder, "spiral.d.nabla.ts"))).toBe(true);
  typecheck(folder);
  if (existsSync(browser)) await look(join(folder, "dist"));
}, 180_000);

/** A consumer's TypeScript, under both ways to resolve modules. */
function typecheck(folder: string): void {
  writeFileSync(
    join(folder, "consumer.ts"),
    `import { compile, type Compiled } from "nabla";
import { nabla } from "nabla/vite";
import { loadSafetensors, saveNpz, WeightsError } from "nabla/weights";
import { initialize, predict, shapes, workspace, type Params } from "./spiral.nabla";

export const compiled: Compiled = compile({ name: "m.nabla", text: "" }, { target: "ts" });
export const plugin: { readonly name: string } = [nabla()].flat()[0]!;
const wanted = shapes({ N: 1 }).params;
export const params: Params = loadSafetensors(new Uint8Array(), wanted);
export const half: Float32Array = loadSafetensors(new Uint8Array(), wanted, { as: "f32" }).W1;
export const bytes: Uint8Array = saveNpz(initialize(1), wanted, { as: "f32" });
export const { p } = predict(params, { x: new Float64Array(2) }, workspace({ N: 1 }));
export const trouble: Error = new WeightsError("");
// @ts-expect-error: a parameter has no such name
loadSafetensors(bytes, wanted, { names: { W9: "w" } });
// @ts-expect-error: an array is missing
saveNpz({ W1: params.W1 }, wanted);
`,
  );
  for (const [module, moduleResolution] of [
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ]) {
    const options = { strict: true, noEmit: true, target: "es2023", module, moduleResolution };
    const compilerOptions = {
      ...options,
      types: [],
      skipLibCheck: true,
      allowArbitraryExtensions: true,
    };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["consumer.ts"] }),
    );
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
    expect(stdout).toBe("");
  }
}

/** The finished page has coloured both arms. */
async function look(folder: string): Promise<void> {
  const types: Readonly<Record<string, string>> = {
    ".html": "text/html",
    ".js": "text/javascript",
  };
  const running = await chromium.launch({ executablePath: browser, args: ["--no-sandbox"] });
  try {
    const page = await running.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.route("**/*", async (route) => {
      const { pathname } = new URL(route.request().url());
      const path = join(folder, pathname === "/" ? "index.html" : pathname);
      const found = existsSync(path);
      const contentType = types[extname(path)] ?? "application/octet-stream";
      await route.fulfill(found ? { body: readFileSync(path), contentType } : { status: 404 });
    });
    await page.goto("http://nabla.test/");
    await page.waitForFunction(`plane.getContext("2d").getImageData(9, 9, 1, 1).data[3] === 255`);
    /** Red where the second arm lies, blue where the first does. */
    const reds = await page.evaluate(`[0, 1].map((arm) => {
      const t = 1.7;
      const [x, y] = [Math.cos, Math.sin].map((f) => (t * f(2.2 * t + Math.PI * arm)) / 7 + 0.5);
      return plane.getContext("2d").getImageData(Math.floor(300 * x), Math.floor(300 * y), 1, 1).data[0];
    })`);
    expect(reds).toEqual([
      expect.toSatisfy((red) => red < 60),
      expect.toSatisfy((red) => red > 200),
    ]);
    expect(errors).toEqual([]);
  } finally {
    await running.close();
  }
}
