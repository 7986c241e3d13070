/**
 * @file The layout of a model as it is written: one space where there are several, columns where the author has columns.
 * Signs and names keep their spelling, and what is close stays close: `f(Wx+b)`. In Unicode or ASCII it is the printer's.
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../diagnostics/source.ts";
import type { File } from "./ast.ts";
import { type Line, type Piece, groupsOf, linesOf, width } from "./columns.ts";
import { parse } from "./parse.ts";
import { printLines } from "./print.ts";

export type FormatStyle = "written" | "unicode" | "ascii";

/** A text with mistakes is not formatted: they come back instead. */
export function formatModel(
  text: string,
  style: FormatStyle = "written",
): { readonly text: string | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const source = { name: "model.nabla", text: text.replace(/^\uFEFF/, "") };
  const file = parse(source, (diagnostic) => diagnostics.push(diagnostic));
  if (file === undefined || diagnostics.some((d) => d.severity === "error"))
    return { text: undefined, diagnostics };
  const formatted = style === "written" ? layOut(source.text, file) : respell(source, file, style);
  return { text: formatted, diagnostics };
}

function layOut(text: string, file: File): string {
  const lines = linesOf(text, file);
  while (lines[0]?.pieces.length === 0) lines.shift();
  while (lines.length > 0 && lines.at(-1)!.pieces.length === 0) lines.pop();
  const columns = new Map<Piece, number>();
  // From left to right: how long a line is before a piece follows from the columns before it.
  for (const group of groupsOf(lines)) {
    const ends = group.map(([line, piece]) => width(layLine(line, columns, closed, piece)) + 1);
    const column = Math.max(...ends, Math.min(...group.map(([, piece]) => piece.column)));
    for (const [, piece] of group) columns.set(piece, column);
  }
  return lines.map((line) => `${layLine(line, columns, closed)}\n`).join("");
}

/** The printer's text; what stands below each other in the model does so there, with the same room before it. */
function respell(source: Source, file: File, style: "unicode" | "ascii"): string {
  const printed = printLines(file, source, { style });
  const text = printed.map((line) => `${line.text}\n`).join("");
  const again = parse({ name: source.name, text }, () => undefined);
  if (!again) return text;
  const before = linesOf(source.text, file);
  const after = linesOf(text, again);
  const twins = new Map<Line, number>();
  for (const [k, { at }] of printed.entries())
    if (at !== undefined) twins.set(lineAt(before, at), k);
  const columns = new Map<Piece, number>();
  for (const group of groupsOf(before)) {
    const found = group.flatMap(([line, { key, gap }]) => {
      const k = twins.get(line);
      if (k === undefined || (key!.startsWith("when") && printed[k + 1]?.goesOn)) return [];
      const piece = after[k]!.pieces.find((other) => other.key === key);
      return piece ? [{ line: after[k]!, piece, gap }] : [];
    });
    const gap = Math.max(1, Math.min(...found.map((f) => f.gap)));
    const ends = found.map(({ line, piece }) => width(layLine(line, columns, kept, piece)));
    for (const { piece } of found) columns.set(piece, Math.max(...ends) + gap);
  }
  let shift = 0;
  const lines = printed.map(({ text: alone, goesOn }, k) => {
    if (goesOn) return " ".repeat(shift) + alone;
    const line = after[k]!;
    const laid = layLine(line, columns, kept);
    const next = printed[k + 1];
    // Cases stay below the first one.
    const brace = next?.goesOn && line.pieces.find((p) => p.column === next.text.search(/\S/) - 2);
    shift = brace ? width(layLine(line, columns, kept, brace)) + brace.gap - brace.column : 0;
    return laid;
  });
  return lines.map((line) => `${line}\n`).join("");
}

/** The line of a text at a place. */
function lineAt(lines: readonly Line[], at: number): Line {
  let [low, high] = [0, lines.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (lines[middle]!.start <= at) low = middle;
    else high = middle - 1;
  }
  return lines[low]!;
}

/** The line up to a piece, or whole; `room` is what stands before a piece that has no column. */
function layLine(
  { indent, pieces }: Line,
  columns: ReadonlyMap<Piece, number>,
  room: (piece: Piece, before: Piece) => number,
  until?: Piece,
): string {
  let out = indent;
  for (const [k, piece] of pieces.entries()) {
    if (piece === until) break;
    const column = columns.get(piece);
    if (column !== undefined) out += " ".repeat(Math.max(1, column - width(out)));
    else if (k > 0) out += " ".repeat(room(piece, pieces[k - 1]!));
    out += piece.image;
  }
  return out;
}

/** One space where there are several, and around what is to have some. */
const closed = (piece: Piece, before: Piece): number =>
  Number(piece.gap > 0 || SPACED.test(piece.key ?? "") || SPACED.test(before.key ?? ""));

const kept = (piece: Piece): number => piece.gap;

/** `=`, `~` and `:` outside of brackets, and comments. */
const SPACED = /^(?:start|type|comment) /;
