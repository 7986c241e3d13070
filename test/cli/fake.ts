/** @file A folder for one test, and a command line in it with a compiler that is a few lines. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import { nabla } from "../../src/cli/cli.ts";
import type { Compiler } from "../../src/cli/compiler.ts";
import { HEADER } from "../../src/cli/write.ts";
import type { Compiled, CompileOptions } from "../../src/compile.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { Signature } from "../../src/signature.ts";
import { formatModel } from "../../src/syntax/format.ts";

/** `bad` anywhere in a model is an error, `odd` a warning, `bug` a mistake in the compiler, `ugly` in the formatter. */
export const fakeCompiler: Compiler = {
  stages: ["ast", "kernels"],
  explanationAs: (e, format, title) => `${format} of ${title}: ${JSON.stringify(e)}\n`,
  rewrites: ["times-one", "over-one", "log-softmax"],
  compile({ name, text }, options): Compiled {
    if (text.includes("bug")) throw new Error("internal: a fake mistake");
    const diagnostics = [...text.matchAll(/bad|odd/g)].map((match): Diagnostic => ({
      code: `${match[0]}-word`,
      severity: match[0] === "bad" ? "error" : "warning",
      message: `\`${match[0]}\` is not a good word.`,
      labels: [{ span: { start: match.index, end: match.index + 3 }, text: "here" }],
    }));
    const used = [...text.matchAll(/use "\.\/([^"]*)"/g)].map((match) => match[1]!);
    const texts = used.map((path) =>
      typeof options?.files === "function" ? JSON.stringify(options.files(path)) : undefined,
    );
    return {
      library: text.includes("library"),
      used,
      code:
        text.includes("bad") || text.includes("library")
          ? undefined
          : `${HEADER}: ${told(options)} of ${name}\n${[text, ...texts].join("\n")}`,
      diagnostics,
      signature: undefined,
      explain: () => undefined,
      declarations: () => (text.includes("bad") ? undefined : `${HEADER}: types of ${name}\n`),
      show: (stage) => (stage === "ast" || !text.includes("bad") ? `${stage}: ${text}` : undefined),
    };
  },
  formatModel,
  async format(code) {
    if (code.includes("ugly")) throw new Error("internal: cannot format");
    return Promise.resolve(`${code.trim()}\n// formatted\n`);
  },
};

/** The options beside the target only where they are given. */
function told({ target, precision, without = [] }: CompileOptions = {}): string {
  const stored = precision === "f64" ? undefined : precision;
  return [target, stored, ...without.map((rule) => `-${rule}`)].filter(Boolean).join(" ");
}

/** A compiler that gives one module, whatever the model. */
export const compilerOf = (code: string, signature: Signature): Compiler => ({
  ...fakeCompiler,
  compile: () => ({
    code,
    library: false,
    used: [],
    diagnostics: [],
    signature,
    explain: () => undefined,
    declarations: () => undefined,
    show: () => undefined,
  }),
});

export interface Folder {
  readonly path: string;
  readonly at: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array) => void;
  readonly read: (name: string) => string;
}

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

export function folder(files: Readonly<Record<string, string>> = {}): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "nabla-test-")));
  made.push(path);
  const at = (name: string): string => join(path, name);
  const write = (name: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), content);
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  return { path, at, write, read: (name) => readFileSync(at(name), "utf8") };
}

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export async function run(
  cwd: string,
  argv: readonly string[],
  compiler: Compiler = fakeCompiler,
  stdin = "",
): Promise<Ran> {
  const written = { out: "", err: "" };
  const exit = await nabla(argv, {
    cwd,
    compiler,
    version: "1.2.3",
    color: false,
    unread: new AbortController().signal,
    stdin: () => Promise.resolve(new TextEncoder().encode(stdin)),
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
  });
  return { exit, ...written };
}
