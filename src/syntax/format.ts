/**
 * @file The layout of a model as it is written: one space where there are several, columns where the author has columns.
 * Signs and names keep their spelling, and what is close stays close: `f(Wx+b)`. In Unicode or ASCII it is the printer's.
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { File } from "./ast.ts";
import { lex } from "./lex.ts";
import { parse } from "./parse.ts";
import { printFile } from "./print.ts";

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
  const formatted =
    style === "written" ? layOut(source.text, file) : printFile(file, source, { style });
  return { text: formatted, diagnostics };
}

/** A piece of a line: a token or a comment. */
interface Piece {
  readonly image: string;
  /** Spaces before it, as written, and its column as written. */
  readonly gap: number;
  readonly column: number;
  /** What it may stand below: pieces of one key in neighbouring lines. */
  readonly key: string | undefined;
}

interface Line {
  readonly indent: string;
  readonly pieces: readonly Piece[];
  /** Lines in a row of one kind share the columns of their signs; trailing comments and cases those of the paragraph. */
  readonly kind: string;
}

function layOut(text: string, file: File): string {
  const lines = linesOf(text, file);
  while (lines[0]?.pieces.length === 0) lines.shift();
  while (lines.length > 0 && lines.at(-1)!.pieces.length === 0) lines.pop();
  const columns = new Map<Piece, number>();
  const laid = (line: Line): string => layLine(line, columns);
  // From left to right: how long a line is before a piece follows from the columns before it.
  for (const group of groupsOf(lines)) {
    const ends = group.map(([line, piece]) => width(layLine(line, columns, piece)) + 1);
    const column = Math.max(...ends, Math.min(...group.map(([, piece]) => piece.column)));
    for (const [, piece] of group) columns.set(piece, column);
  }
  return lines.map((line) => `${laid(line)}\n`).join("");
}

/** The line up to a piece, or whole. */
function layLine(line: Line, columns: ReadonlyMap<Piece, number>, until?: Piece): string {
  let out = line.indent;
  for (const [k, piece] of line.pieces.entries()) {
    if (piece === until) break;
    const column = columns.get(piece);
    if (column !== undefined) out = out + " ".repeat(Math.max(1, column - width(out)));
    else if (k > 0 && (piece.gap > 0 || SPACED.test(piece.key ?? ""))) out += " ";
    else if (k > 0 && SPACED.test(line.pieces[k - 1]!.key ?? "")) out += " ";
    out += piece.image;
  }
  return out;
}

/** `=`, `~` and `:` outside of brackets, and comments. */
const SPACED = /^(?:start|type|comment) /;

const width = (text: string): number => Array.from(text.replaceAll(/\p{M}/gu, "")).length;

/** Pieces that are to stand below each other: those with room before them, and what is already in their column. */
function groupsOf(lines: readonly Line[]): readonly (readonly (readonly [Line, Piece])[])[] {
  const byKey = new Map<string, [Line, Piece][]>();
  let paragraph = 0;
  let run = 0;
  let kind = "";
  for (const line of lines) {
    const alone = line.pieces.length === 0 || line.pieces[0]!.image.startsWith("//");
    if (alone) paragraph += 1;
    if (alone || line.kind !== kind) run += 1;
    kind = line.kind;
    for (const piece of line.pieces.slice(1)) {
      if (piece.key === undefined) continue;
      const wide = /^(?:comment|when) /.test(piece.key);
      const key = `${wide ? `paragraph ${paragraph}` : `run ${run}`} ${piece.key}`;
      byKey.set(key, [...(byKey.get(key) ?? []), [line, piece]]);
    }
  }
  const groups = [...byKey].map(([key, all]) => {
    const padded = new Set(all.filter(([, p]) => p.gap > 1).map(([, p]) => p.column));
    const members = all.filter(([, p]) => padded.has(p.column));
    // Room before a sign that stands below no other is no column.
    return members.length > 1 || / comment /.test(key) ? members : [];
  });
  const first = (group: readonly (readonly [Line, Piece])[]): number =>
    Math.min(...group.map(([, piece]) => piece.column));
  return groups.filter((g) => g.length > 0).toSorted((a, b) => first(a) - first(b));
}

function linesOf(text: string, file: File): Line[] {
  const all = imagesOf(text, file);
  const starts = startsOf(file);
  const lines: Line[] = [];
  let [start, next, depth] = [0, 0, 0];
  for (const line of text.split("\n")) {
    const end = start + line.length;
    const first = all[next];
    const found = first !== undefined && first.at < end ? first : undefined;
    const indent = found && (starts.get(found.at) ?? (isComment(found.image) ? "" : undefined));
    // Cases may end without a brace.
    if (found && starts.has(found.at)) depth = 0;
    const continued = found && (indent === undefined || depth > 0);
    const pieces: Piece[] = [];
    const count = new Map<string, number>();
    for (let before = start; next < all.length && all[next]!.at < end; next++) {
      const { at, image } = all[next]!;
      const name = classOf(image, pieces.at(-1)?.image, depth);
      const ordinal = count.get(name ?? "") ?? 0;
      count.set(name ?? "", ordinal + 1);
      if (!isComment(image)) depth += Number(/[([{]$/.test(image)) - Number(/^[)\]}]/.test(image));
      const column = width(text.slice(start, at));
      const key = name === undefined ? undefined : `${name} ${ordinal}`;
      pieces.push({ image, gap: at - before, column, key });
      before = at + image.length;
    }
    const blank = text.slice(start, found?.at ?? start);
    lines.push({ indent: continued ? blank : (indent ?? ""), pieces, kind: kindOf(pieces) });
    start = end + 1;
  }
  return lines;
}

const isComment = (image: string): boolean => image.startsWith("//");

/** Tokens and comments with their places. */
function imagesOf(
  text: string,
  file: File,
): readonly { readonly at: number; readonly image: string }[] {
  const { tokens } = lex({ name: "", text }, () => undefined);
  return [
    ...tokens.map((t) => ({ at: t.startOffset, image: t.image })),
    ...file.comments.map((c) => ({ at: c.span.start, image: c.text.trimEnd() })),
  ]
    .filter(({ image }) => image.trim() !== "")
    .toSorted((a, b) => a.at - b.at);
}

/** Where statements start, with their indent; what starts a line elsewhere keeps the indent it has, as in blocks. */
function startsOf(file: File): ReadonlyMap<number, string> {
  return new Map(file.statements.map((s) => [s.span.start, ""]));
}

/** What may be aligned with others of its class. */
function classOf(image: string, before: string | undefined, depth: number): string | undefined {
  if (isComment(image)) return "comment";
  if (image === "if" || image === "otherwise") return "when";
  if (depth > 0) return undefined;
  if (image === ":" || image === "∈") return "type";
  if (image === "=" || image === "~" || image === "←" || image === "<-") return "start";
  if (before === ",") return "item";
  return image === "per" ? image : undefined;
}

const ROLES = new Set(
  "dim index seq batch input param const output loss minimize maximize state update".split(" "),
);

const kindOf = ([first]: readonly Piece[]): string =>
  first && ROLES.has(first.image) ? first.image : "define";
