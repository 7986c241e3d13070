/** @file Generated JavaScript as a live module. */

/** A module's exports by name; its functions are called with whatever a test wants to hand them. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Loaded = Record<string, (...args: any[]) => any>;

/** Runs the code as an ES module of its own, however often it was loaded before. */
export async function loadModule(code: string): Promise<Loaded> {
  const url = `data:text/javascript;charset=utf-8,${encodeURIComponent(`${code}\n// ${++loads}`)}`;
  return (await import(/* @vite-ignore */ url)) as Loaded;
}

let loads = 0;
