/** @file The judge of hostile text: whatever is compiled, diagnostics with places inside the file, soon, and no exception. */
import { compile } from "../../src/compile.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { jsonDiagnostic, printJson } from "../../src/diagnostics/json.ts";
import { renderDiagnostic } from "../../src/diagnostics/render.ts";
import type { Source } from "../../src/diagnostics/source.ts";
import { read } from "../semantics/model.ts";

const MOST = 100;
/** For each 1024 characters that were begun: of parser and resolver, and of all stages. */
const MOST_MILLISECONDS = { front: 100, whole: 1000 };

export interface Verdict {
  readonly diagnostics: readonly Diagnostic[];
  /** What a mutant must not do; undefined when all is well. */
  readonly crime: string | undefined;
}

/** Parses and resolves; `whole` goes on to the emitted module. */
export function judge(text: string, whole = false): Verdict {
  const source: Source = { name: "hostile.nabla", text };
  const most = MOST_MILLISECONDS[whole ? "whole" : "front"] * Math.ceil((text.length + 1) / 1024);
  let diagnostics: readonly Diagnostic[] = [];
  let compiled = false;
  const milliseconds: number[] = [];
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0; // the parser's own exceptions: half the time is theirs
  try {
    // What seems slow is measured again, in time of this process: others may have had the core.
    do {
      const [start, used] = [performance.now(), process.cpuUsage()];
      if (whole) {
        const result = compile(source);
        const isSound = result.diagnostics.every((d) => d.severity !== "error");
        // Of functions alone no module is made.
        compiled = result.code !== undefined || (result.library && isSound);
        ({ diagnostics } = result);
      } else {
        const result = read(text);
        compiled = result.model !== undefined;
        ({ diagnostics } = result);
      }
      const { user, system } = process.cpuUsage(used);
      milliseconds.push(Math.min(performance.now() - start, (user + system) / 1000));
    } while (milliseconds.at(-1)! > most && milliseconds.length < 5);
  } catch (failure) {
    const why = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
    return { diagnostics: [], crime: `exception: ${why}` };
  } finally {
    Error.stackTraceLimit = limit;
  }
  const crime =
    milliseconds.at(-1)! > most
      ? `${Math.round(milliseconds.at(-1)!)} ms for ${text.length} characters`
      : crimeOf(source, diagnostics, compiled);
  return { diagnostics, crime };
}

function crimeOf(
  source: Source,
  diagnostics: readonly Diagnostic[],
  compiled: boolean,
): string | undefined {
  if (diagnostics.length > MOST) return `${diagnostics.length} diagnostics`;
  if (compiled === diagnostics.some((d) => d.severity === "error"))
    return compiled ? "compiled in spite of an error" : "failed without an error";
  for (const { code, message, help = "", labels, fix } of diagnostics) {
    const said = [message, help, ...labels.map((l) => l.text)].join("\n");
    if (/\bundefined\b|\bNaN\b|\[object|[Tt]oken|\bnull\b(?!\))/.test(said))
      return `${code} speaks of the compiler: ${said}`;
    for (const { span } of [...labels, ...(fix ? [fix] : [])])
      if (!(span.start >= 0 && span.start <= span.end && span.end <= source.text.length))
        return `${code} is at ${span.start}-${span.end} of ${source.text.length}`;
  }
  return undefined;
}

/** What a terminal and a tool would be given: nothing in it acts. */
export function printed(text: string): readonly string[] {
  const source: Source = { name: "hostile.nabla", text };
  return read(text).diagnostics.flatMap((d) => [
    renderDiagnostic(source, d, { color: false }),
    printJson(jsonDiagnostic(source, d)),
  ]);
}

/** The text without the pieces that the crime does not need. */
export function smallest(
  text: string,
  isCrime: (text: string) => boolean,
  pieces: (text: string) => readonly string[],
): string {
  let parts = pieces(text);
  for (let size = parts.length >> 1; size >= 1;) {
    let at = 0;
    let fewer = false;
    while (at < parts.length) {
      const without = [...parts.slice(0, at), ...parts.slice(at + size)];
      if (isCrime(without.join(""))) {
        parts = without;
        fewer = true;
      } else at += size;
    }
    if (!fewer || size > 1) size = size === 1 && fewer ? 1 : size >> 1;
  }
  return parts.join("");
}
