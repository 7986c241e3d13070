/** @file Lines of a model as pieces, and which pieces stand below each other. */
import type { File, Statement } from "./ast.ts";
import { lex } from "./lex.ts";

/** A piece of a line: a token or a comment. */
export interface Piece {
  readonly image: string;
  /** Spaces before it, as written, and its column as written. */
  readonly gap: number;
  readonly column: number;
  /** What it may stand below: pieces of one key in neighbouring lines. */
  readonly key: string | undefined;
}

export interface Line {
  /** Where it begins in the text. */
  readonly start: number;
  readonly indent: string;
  readonly pieces: readonly Piece[];
  /** Lines in a row of one kind share the columns of their signs; trailing comments and cases those of the paragraph. */
  readonly kind: string;
}

/** Pieces that share a column, with their lines. */
export type Group = readonly (readonly [Line, Piece])[];

export const width = (text: string): number => Array.from(text.replaceAll(/\p{M}/gu, "")).length;

/** Pieces that are to stand below each other: those with room before them, and what is already in their column. */
export function groupsOf(lines: readonly Line[]): readonly Group[] {
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
      const group = byKey.get(key);
      if (group) group.push([line, piece]);
      else byKey.set(key, [[line, piece]]);
    }
  }
  const groups = [...byKey].map(([key, all]) => {
    const padded = new Set(all.filter(([, p]) => p.gap > 1).map(([, p]) => p.column));
    const members = all.filter(([, p]) => padded.has(p.column));
    // Room before a sign that stands below no other is no column.
    return members.length > 1 || / comment /.test(key) ? members : [];
  });
  const first = (group: Group): number => Math.min(...group.map(([, piece]) => piece.column));
  return groups.filter((g) => g.length > 0).toSorted((a, b) => first(a) - first(b));
}

export function linesOf(text: string, file: File): Line[] {
  const all = imagesOf(text, file);
  const starts = new Set(file.statements.map((s) => s.span.start));
  const blocks = file.statements.filter((s) => BLOCKS.has(s.kind)).map((s) => s.span);
  // A comment stands as far left as statements, but not in a block.
  const isLeft = ({ at, image }: Image): boolean =>
    starts.has(at) || (isComment(image) && !inBlock({ at, image }));
  const inBlock = ({ at }: Image): boolean => blocks.some((b) => b.start < at && at < b.end);
  const bodies = new Set(file.statements.flatMap(bodyStarts));
  const beginsLine = ({ at, image }: Image): boolean =>
    bodies.has(at) || image === "return" || image === "state" || image === "end";
  const lines: Line[] = [];
  let [start, next, depth] = [0, 0, 0];
  for (const line of text.split("\n")) {
    const end = start + line.length;
    const first = all[next];
    const found = first !== undefined && first.at < end ? first : undefined;
    // Cases may end without a brace.
    const isBody = found !== undefined && inBlock(found) && beginsLine(found);
    if (found && (isBody || starts.has(found.at))) depth = 0;
    const continued = found && (!isLeft(found) || depth > 0);
    const opened = depth;
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
    const isInner = found && inBlock(found) && (isBody || (isComment(found.image) && opened === 0));
    const indent = isInner ? (found.image === "end" ? "" : INDENT) : continued ? blank : "";
    lines.push({ start, indent, pieces, kind: kindOf(pieces) });
    start = end + 1;
  }
  return lines;
}

const INDENT = "  ";

/** Where the lines of a block begin that have no word in front. */
function bodyStarts(s: Statement): readonly number[] {
  if (s.kind === "block-function") return s.body.map((b) => b.span.start);
  return s.kind === "optimizer" ? s.body.map((b) => b.name.span.start) : [];
}

const isComment = (image: string): boolean => image.startsWith("//");

const BLOCKS = new Set(["block-function", "optimizer"]);

interface Image {
  readonly at: number;
  readonly image: string;
}

/** Tokens and comments with their places. */
function imagesOf(text: string, file: File): readonly Image[] {
  const { tokens } = lex({ name: "", text }, () => undefined);
  return [
    ...tokens.map((t) => ({ at: t.startOffset, image: t.image })),
    ...file.comments.map((c) => ({ at: c.span.start, image: c.text.trimEnd() })),
  ]
    .filter(({ image }) => image.trim() !== "")
    .toSorted((a, b) => a.at - b.at);
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
