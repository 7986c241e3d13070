/** @file Generated JavaScript as a live module. */
import { Script } from "node:vm";

/** A module's exports by name; its functions are called with whatever a test wants to hand them. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Loaded = Record<string, (...args: any[]) => any>;

/** Runs the code as an ES module of its own, however often it was loaded before. */
export async function loadModule(code: string): Promise<Loaded> {
  const url = `data:text/javascript;charset=utf-8,${encodeURIComponent(`${code}\n// ${++loads}`)}`;
  return (await import(/* @vite-ignore */ url)) as Loaded;
}

let loads = 0;

/**
 * The same as a strict function that returns what the module exports: faster, and nothing of it stays in memory, so that
 * millions can be loaded. Generated modules import nothing.
 */
export function loadScript(code: string): Loaded {
  const names = Array.from(
    code.matchAll(/^export (?:function|const|class) ([\w$]+)/gmu),
    (m) => m[1]!,
  );
  const body = code.replaceAll(/^export /gmu, "");
  const script = new Script(`(() => {"use strict";\n${body}\nreturn {${names.join(",")}};\n})()`);
  return script.runInThisContext() as Loaded;
}
