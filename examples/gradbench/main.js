#!/usr/bin/env node
/**
 * @file A tool for GradBench: one JSON message a line in, one response a line out. `npm run --silent gradbench` at the root;
 * what is compiled is told on standard error.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { loadModel } from "../shared/model.js";
import { answering, evals } from "./evals.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const compiler = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

/** @type {Map<string, Promise<any>>} */
const modules = new Map();

/**
 * The generated module of a model, compiled at the first use.
 * @param {string} model
 */
function moduleOf(model) {
  let made = modules.get(model);
  if (!made) {
    if (!existsSync(compiler)) throw new Error("no compiler: `npm run build` at the root");
    const args = [compiler, "build", `${model}.nabla`, "-o", ".cache", "--target", "js"];
    const { status } = spawnSync(process.execPath, args, { cwd: here, stdio: ["ignore", 2, 2] });
    if (status !== 0) throw new Error(`${model}.nabla was not compiled`);
    made = loadModel(`${here}${model}.nabla`);
    modules.set(model, made);
  }
  return made;
}

/**
 * Runs a function as often and as long as the message asks.
 * @param {string} name
 * @param {string} call
 * @param {any} input
 */
async function evaluate(name, call, input) {
  const found = evals[name];
  const asked = found?.functions[call];
  if (!asked) throw new Error(`no function ${name}::${call}`);
  const modules = await Promise.all((asked.models ?? [found.model]).map(moduleOf));
  const { run, output } = answering(found, asked, modules, input);
  const timings = [];
  let result;
  let spent = 0;
  do {
    const start = process.hrtime.bigint();
    result = run();
    const nanoseconds = Number(process.hrtime.bigint() - start);
    timings.push({ name: "evaluate", nanoseconds });
    spent += nanoseconds / 1e9;
  } while (timings.length < (input.min_runs ?? 1) || spent < (input.min_seconds ?? 0));
  return { success: true, output: output(result), timings };
}

/** @param {any} message */
async function respond(message) {
  const { id, kind } = message;
  try {
    switch (kind) {
      case "start":
        return { id, tool: "nabla" };
      case "define":
        if (!evals[message.module]) return { id, success: false };
        await moduleOf(evals[message.module].model);
        return { id, success: true };
      case "evaluate":
        return { id, ...(await evaluate(message.module, message.function, message.input)) };
      default:
        return { id };
    }
  } catch (error) {
    return { id, success: false, error: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await respond(JSON.parse(line)))}\n`);
