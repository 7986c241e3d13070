#!/usr/bin/env node
/** @file The process around the command line: streams, colours, exit code. */
import { readFileSync } from "node:fs";
import process from "node:process";
import { buffer } from "node:stream/consumers";
import { compile, explanationAs, REWRITES, STAGES } from "../compile.ts";
import { visible } from "../diagnostics/visible.ts";
import { format } from "../emit/format.ts";
import { formatModel } from "../syntax/format.ts";
import { nabla } from "./cli.ts";
import { mistakeOfNabla } from "./compile-file.ts";

const unread = new AbortController();

// A reader that has gone (`nabla … | head`) ends the output, not the work; but a watch, whose work has no end.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") process.exitCode = 2;
    if (stream === process.stdout) unread.abort();
  });

const { NO_COLOR, TERM } = process.env;

try {
  process.exitCode = await nabla(process.argv.slice(2), {
    cwd: process.cwd(),
    compiler: {
      compile,
      format,
      formatModel,
      explanationAs,
      stages: STAGES,
      rewrites: REWRITES,
    },
    version: version(),
    unread: unread.signal,
    color: process.stderr.isTTY && !NO_COLOR && TERM !== "dumb",
    stdin: () => buffer(process.stdin),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  });
} catch (error) {
  process.stderr.write(`nabla: ${visible(mistakeOfNabla(error))}\n`);
  process.exitCode = 2;
}

/** That of the package, which lies above the sources as above what is built of them. */
function version(): string {
  for (let folder = new URL(".", import.meta.url); ; folder = new URL("..", folder)) {
    try {
      const text = readFileSync(new URL("package.json", folder), "utf8");
      return (JSON.parse(text) as { readonly version: string }).version;
    } catch {
      if (folder.pathname === new URL("..", folder).pathname) return "unknown";
    }
  }
}
